package rules.references.config_reference_test

import data.rules.references.config_reference

test_finds_a_missing_config_map if {
	config_reference.deny == {{"ref": 1, "kind": "ConfigMap", "name": "web", "detail": "", "pointer": "/p"}} with data.inv as _inv("ConfigMap", "web", [], {})
}

test_accepts_one_that_is_there if {
	config_reference.deny == set() with data.inv as _inv("ConfigMap", "web", ["A"], {"config_maps": {"n": {"web": {"keys": ["A"]}}}})
}

test_finds_a_missing_key if {
	config_reference.deny == {{"ref": 1, "kind": "ConfigMap", "name": "web", "detail": " with the key B", "pointer": "/p"}} with data.inv as _inv("ConfigMap", "web", ["B"], {"config_maps": {"n": {"web": {"keys": ["A"]}}}})
}

test_accepts_what_every_namespace_has if {
	config_reference.deny == set() with data.inv as _inv("ConfigMap", "kube-root-ca.crt", [], {})
}

test_finds_a_missing_secret_where_secrets_are_made if {
	config_reference.deny == {{"ref": 1, "kind": "Secret", "name": "web", "detail": "", "pointer": "/p"}} with data.inv as _inv("Secret", "web", [], {"secrets": {"n": {"other": {"keys": null}}}})
}

test_is_silent_where_no_secret_is_made if {
	config_reference.deny == set() with data.inv as _inv("Secret", "web", [], {})
}

test_is_silent_beside_a_chart_that_was_not_rendered if {
	config_reference.deny == set() with data.inv as _inv("Secret", "web", [], {"secrets": {"n": {"other": {"keys": null}}}, "unrendered_namespaces": {"n": true}})
}

test_accepts_what_an_operator_makes if {
	config_reference.deny == set() with data.inv as _inv("Secret", "orders-app", [], {"secrets": {"n": {"other": {"keys": null}}}, "operator_names": {"n": ["orders"]}})
}

test_accepts_what_the_program_may_make if {
	config_reference.deny == set() with data.inv as _inv("Secret", "web", [], {"secrets": {"n": {"other": {"keys": null}}}, "secret_makers": {"shop": true}})
}

_inv(kind, name, keys, more) := object.union(
	{"complete": true, "workloads": [{
		"ref": 1,
		"namespace": "n",
		"application": "shop",
		"references": [{"kind": kind, "name": name, "keys": keys, "pointer": "/p"}],
	}]},
	more,
)
