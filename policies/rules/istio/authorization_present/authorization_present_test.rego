package rules.istio.authorization_present_test

import data.rules.istio.authorization_present

test_finds_an_open_namespace if {
	authorization_present.deny == {{"ref": 1, "problem": "Namespace n has no AuthorizationPolicy that denies by default", "pointer": ""}} with data.inv as _inv([])
}

test_accepts_a_namespace_that_denies_by_default if {
	authorization_present.deny == set() with data.inv as _inv([{"namespace": "n", "spec": {}}])
}

test_finds_a_rule_for_everybody if {
	authorization_present.deny == {{"ref": 2, "problem": "The policy allows every request from everybody", "pointer": "/spec/rules/0"}} with data.inv as _inv([
		{"namespace": "n", "spec": {}},
		{"ref": 2, "namespace": "n", "spec": {"rules": [{}]}},
	])
}

_inv(policies) := {
	"complete": true,
	"namespaces": {"n": {"ref": 1, "labels": {"istio.io/rev": "stable"}}},
	"used_namespaces": {"n": {"ref": 3, "workload": true}},
	"kinds": {"security.istio.io/AuthorizationPolicy": policies},
}
