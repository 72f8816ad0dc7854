package rules.references.service_target_port_test

import data.rules.references.service_target_port

test_finds_a_name_that_is_not_there if {
	service_target_port.deny == {{"ref": 3, "workload": "w", "port": "web", "pointer": "/spec/ports/0/targetPort"}} with data.inv as _inv("web")
}

test_accepts_a_name_that_is_there if {
	service_target_port.deny == set() with data.inv as _inv("http")
}

test_accepts_any_number if {
	service_target_port.deny == set() with data.inv as _inv(15020)
}

_inv(target) := {
	"workloads": [{"name": "w", "ports": [{"name": "http", "number": 8080}]}],
	"services": {"n": {"a": {"ref": 3, "workloads": [0], "ports": [{"target": target}]}}},
}
