package rules.reliability.readiness_test

import data.rules.reliability.readiness

test_finds_a_served_pod_without_probe if {
	readiness.deny == {{"ref": 1, "name": "web", "service": "web", "pointer": "/spec/template/spec/containers"}} with data.inv as _inv(true, false)
}

test_accepts_a_probe if {
	readiness.deny == set() with data.inv as _inv(true, true)
}

test_leaves_jobs_alone if {
	readiness.deny == set() with data.inv as _inv(false, false)
}

test_leaves_what_is_switched_off_alone if {
	readiness.deny == set() with data.inv as {
		"services": {"n": {"web": {"name": "web", "workloads": [0]}}},
		"workloads": [object.union(_inv(true, false).workloads[0], {"written_replicas": 0})],
	}
}

_inv(serving, ready) := {
	"services": {"n": {"web": {"name": "web", "workloads": [0]}}},
	"workloads": [{"ref": 1, "name": "web", "serving": serving, "has_readiness": ready, "pod_pointer": "/spec/template", "injected": false, "written_replicas": 2}],
}
