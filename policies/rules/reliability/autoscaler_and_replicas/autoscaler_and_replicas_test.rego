package rules.reliability.autoscaler_and_replicas_test

import data.rules.reliability.autoscaler_and_replicas

test_finds_both if {
	autoscaler_and_replicas.deny == {{"ref": 1, "name": "web", "replicas": "2", "autoscaler": "HorizontalPodAutoscaler/web", "pointer": "/spec/replicas"}} with data.inv as _inv(2, {})
}

test_accepts_no_number if {
	autoscaler_and_replicas.deny == set() with data.inv as _inv(null, {})
}

test_accepts_an_application_that_looks_away if {
	autoscaler_and_replicas.deny == set() with data.inv as _inv(2, {"shop": true})
}

_inv(replicas, ignores) := {
	"ignores_replicas": ignores,
	"workloads": [{"ref": 1, "name": "web", "application": "shop", "autoscaler": "HorizontalPodAutoscaler/web", "written_replicas": replicas}],
}
