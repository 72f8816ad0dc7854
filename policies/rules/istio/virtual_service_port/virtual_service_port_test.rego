package rules.istio.virtual_service_port_test

import data.rules.istio.virtual_service_port

test_finds_an_undecided_port if {
	virtual_service_port.deny == {{
		"ref": 1,
		"host": "web",
		"problem": "names no port, and the Service has several",
		"pointer": "/spec/http/0/route/0/destination",
	}} with data.inv as _inv({"host": "web"}, ["public"])
}

test_finds_it_inside_the_mesh_too if {
	count(virtual_service_port.deny) == 1 with data.inv as _inv({"host": "web"}, ["mesh"])
}

test_finds_a_port_that_is_not_there if {
	virtual_service_port.deny == {{
		"ref": 1,
		"host": "web",
		"problem": "names port 90, which the Service does not have",
		"pointer": "/spec/http/0/route/0/destination",
	}} with data.inv as _inv({"host": "web", "port": {"number": 90}}, ["mesh"])
}

test_accepts_a_port_that_is_there if {
	virtual_service_port.deny == set() with data.inv as _inv({"host": "web", "port": {"number": 81}}, ["public"])
}

_inv(destination, gateways) := {
	"services": {"n": {"web": {"ports": [{"number": 80}, {"number": 81}]}}},
	"kinds": {"networking.istio.io/VirtualService": [{"ref": 1, "namespace": "n", "spec": {"gateways": gateways, "http": [{"route": [{"destination": destination}]}]}}]},
}
