package rules.istio.host_in_gateway_test

import data.rules.istio.host_in_gateway

test_finds_a_host_nobody_serves if {
	host_in_gateway.deny == {{"ref": 1, "host": "pay.example.com", "gateways": ["g"], "pointer": "/spec/hosts/0"}} with data.inv as _inv("*.example.org")
}

test_accepts_a_wildcard if {
	host_in_gateway.deny == set() with data.inv as _inv("*.example.com")
}

test_finds_a_host_kept_for_another_namespace if {
	count(host_in_gateway.deny) == 1 with data.inv as _inv("shop/pay.example.com")
}

_inv(host) := {"kinds": {
	"networking.istio.io/Gateway": [{"name": "g", "namespace": "n", "spec": {"servers": [{"hosts": [host]}]}}],
	"networking.istio.io/VirtualService": [{"ref": 1, "namespace": "n", "spec": {"hosts": ["pay.example.com"], "gateways": ["g"]}}],
}}
