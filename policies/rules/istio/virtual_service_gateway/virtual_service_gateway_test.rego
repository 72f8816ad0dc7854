package rules.istio.virtual_service_gateway_test

import data.rules.istio.virtual_service_gateway

test_finds_a_gateway_that_is_not_there if {
	virtual_service_gateway.deny == {{"ref": 1, "gateway": "istio-system/public", "pointer": "/spec/gateways/1"}} with data.inv as _inv({})
}

test_accepts_a_gateway_that_is_there if {
	virtual_service_gateway.deny == set() with data.inv as _inv({"istio-system": {"public": 0}})
}

_inv(names) := {
	"complete": true,
	"names": {"networking.istio.io/Gateway": names},
	"kinds": {"networking.istio.io/VirtualService": [{"ref": 1, "namespace": "n", "spec": {"gateways": ["mesh", "istio-system/public"]}}]},
}
