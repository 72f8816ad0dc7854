package rules.istio.virtual_service_host_test

import data.rules.istio.virtual_service_host

test_finds_it if {
	virtual_service_host.deny == {{"ref": 1, "host": "a.n.svc.cluster.local", "pointer": "/spec/http/0/route/0/destination/host"}} with data.inv as _inv({})
}

test_accepts_a_service_that_is_there if {
	virtual_service_host.deny == set() with data.inv as _inv({"n": {"a": {}}})
}

_inv(services) := {"complete": true, "unrendered_namespaces": {}, "services": services, "kinds": {"networking.istio.io/VirtualService": [{"ref": 1, "namespace": "n", "spec": {"http": [{"route": [{"destination": {"host": "a.n.svc.cluster.local"}}]}]}}]}}
