package rules.network.dns_egress_test

import data.rules.network.dns_egress

test_finds_silence if {
	dns_egress.deny == {{"ref": 1, "namespace": "n", "pointer": "/spec/policyTypes"}} with data.inv as _inv([])
}

test_accepts_dns if {
	dns_egress.deny == set() with data.inv as _inv([{"ports": [{"protocol": "UDP", "port": 53}]}])
}

test_finds_dns_over_tcp_alone if {
	count(dns_egress.deny) == 1 with data.inv as _inv([{"ports": [{"port": 53}]}])
}

_inv(rules) := {"used_namespaces": {"n": {"workload": true}}, "names": {}, "kinds": {"networking.k8s.io/NetworkPolicy": [
	{"ref": 1, "namespace": "n", "spec": {"podSelector": {}, "policyTypes": ["Egress"]}},
	{"ref": 2, "namespace": "n", "spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": rules}},
]}} if {
	count(rules) > 0
} else := {"used_namespaces": {"n": {"workload": true}}, "names": {}, "kinds": {"networking.k8s.io/NetworkPolicy": [{"ref": 1, "namespace": "n", "spec": {"podSelector": {}, "policyTypes": ["Egress"]}}]}}
