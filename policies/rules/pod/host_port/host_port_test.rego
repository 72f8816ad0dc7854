package rules.pod.host_port_test

import data.rules.pod.host_port

test_names_the_port if {
	host_port.deny == {{"container": "web", "port": 8080, "pointer": "/spec/containers/0/ports/0/hostPort"}} with input as _port(8080)
}

test_accepts_port_zero if {
	host_port.deny == set() with input as _port(0)
}

_port(number) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"spec": {"ports": [{"containerPort": 8080, "hostPort": number}]},
}]}
