package rules.istio.virtual_service_subset_test

import data.rules.istio.virtual_service_subset

test_finds_it if {
	virtual_service_subset.deny == {{"ref": 1, "host": "a", "subset": "canary", "pointer": "/spec/http/0/route/0/destination/subset"}} with data.inv as _inv("canary")
}

test_accepts_a_subset_that_is_there if {
	virtual_service_subset.deny == set() with data.inv as _inv("stable")
}

_inv(subset) := {"complete": true, "kinds": {
	"networking.istio.io/VirtualService": [{"ref": 1, "namespace": "n", "spec": {"http": [{"route": [{"destination": {"host": "a", "subset": subset}}]}]}}],
	"networking.istio.io/DestinationRule": [{"namespace": "n", "spec": {"host": "a", "subsets": [{"name": "stable"}]}}],
}}
