package rules.reliability.probe_sane_test

import data.rules.reliability.probe_sane

test_finds_a_port_nobody_declares if {
	probe_sane.deny == {{
		"container": "web",
		"problem": "livenessProbe asks port http which the container does not declare",
		"pointer": "/spec/containers/0/livenessProbe/httpGet/port",
	}} with input as _container({"ports": [{"name": "web", "containerPort": 80}], "livenessProbe": {"httpGet": {"port": "http"}}})
}

test_finds_twins if {
	probe_sane.deny == {{
		"container": "web",
		"problem": "livenessProbe and readinessProbe are the same",
		"pointer": "/spec/containers/0/livenessProbe",
	}} with input as _container({"livenessProbe": {"httpGet": {"port": 80}}, "readinessProbe": {"httpGet": {"port": 80}}})
}

test_accepts_a_number if {
	probe_sane.deny == set() with input as _container({"livenessProbe": {"httpGet": {"port": 80}}})
}

_container(spec) := {"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": spec}]}
