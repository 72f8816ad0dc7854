package rules.reliability.production_disruption_budget_test

import data.rules.reliability.production_disruption_budget

test_finds_none if {
	production_disruption_budget.deny == {{"ref": 1, "name": "a", "pointer": ""}} with data.inv as _inv([])
}

test_accepts_one if {
	production_disruption_budget.deny == set() with data.inv as _inv(["a"])
}

_inv(budgets) := {"protected": true, "complete": true, "workloads": [{"ref": 1, "kind": "apps/Deployment", "name": "a", "serving": true, "min_replicas": 2, "budgets": budgets}]}
