package rules.network.default_deny_test

import data.rules.network.default_deny

test_finds_an_open_namespace if {
	default_deny.deny == {{"ref": 1, "namespace": "n", "pointer": ""}} with data.inv as _inv([])
}

test_accepts_a_closed_one if {
	default_deny.deny == set() with data.inv as _inv([{"namespace": "n", "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}])
}

test_a_policy_with_rules_closes_nothing if {
	count(default_deny.deny) == 1 with data.inv as _inv([{"namespace": "n", "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]}}])
}

_inv(policies) := {"complete": true, "used_namespaces": {"n": {"ref": 1, "workload": true}}, "unrendered_namespaces": {}, "kinds": {"networking.k8s.io/NetworkPolicy": policies}}
