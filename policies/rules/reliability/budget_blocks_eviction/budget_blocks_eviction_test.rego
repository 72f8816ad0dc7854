package rules.reliability.budget_blocks_eviction_test

import data.rules.reliability.budget_blocks_eviction

test_finds_a_budget_as_large_as_the_workload if {
	budget_blocks_eviction.deny == {{"ref": 1, "problem": "wants 2 pods available of 2", "pointer": "/spec"}} with data.inv as _inv({"minAvailable": 2}, 2)
}

test_finds_zero_unavailable if {
	budget_blocks_eviction.deny == {{"ref": 1, "problem": "allows no pod to be unavailable", "pointer": "/spec"}} with data.inv as _inv({"maxUnavailable": 0}, 2)
}

test_accepts_room_for_one if {
	budget_blocks_eviction.deny == set() with data.inv as _inv({"minAvailable": 1}, 2)
}

test_leaves_a_stopped_workload_alone if {
	budget_blocks_eviction.deny == set() with data.inv as _inv({"minAvailable": 1}, 0)
}

test_finds_two_budgets_on_one_pod if {
	budget_blocks_eviction.deny == {{"ref": 3, "problem": "is one of several on the pods of web: a, b", "pointer": ""}} with data.inv as {
		"kinds": {},
		"workloads": [{"ref": 3, "name": "web", "budgets": ["b", "a"]}],
	}
}

_inv(spec, replicas) := {
	"kinds": {"policy/PodDisruptionBudget": [{"ref": 1, "spec": spec, "selected": [0]}]},
	"workloads": [{"kind": "apps/Deployment", "min_replicas": replicas, "budgets": ["a"]}],
}
