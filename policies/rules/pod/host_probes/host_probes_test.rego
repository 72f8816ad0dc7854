package rules.pod.host_probes_test

import data.rules.pod.host_probes

test_names_probe_and_host if {
	host_probes.deny == {{
		"container": "web",
		"hook": "livenessProbe",
		"host": "10.0.0.1",
		"standard": "",
		"pointer": "/spec/containers/0/livenessProbe/httpGet/host",
	}} with input as _container({"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}})
}

test_sees_hooks if {
	host_probes.deny == {{
		"container": "web",
		"hook": "preStop",
		"host": "127.0.0.1",
		"standard": "",
		"pointer": "/spec/containers/0/lifecycle/preStop/tcpSocket/host",
	}} with input as _container({"lifecycle": {"preStop": {"tcpSocket": {"host": "127.0.0.1"}}}})
}

test_accepts_a_probe_without_host if {
	host_probes.deny == set() with input as _container({"livenessProbe": {"httpGet": {"port": 80, "host": ""}}})
}

_container(spec) := {"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": spec}]}
