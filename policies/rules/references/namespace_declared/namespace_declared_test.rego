package rules.references.namespace_declared_test

import data.rules.references.namespace_declared

test_finds_it if {
	namespace_declared.deny == {{"ref": 1, "namespace": "n", "pointer": "/metadata/namespace"}} with data.inv as _inv({})
}

test_accepts_a_declared_one if {
	namespace_declared.deny == set() with data.inv as _inv({"n": {"ref": 0}})
}

_inv(namespaces) := {"complete": true, "unrendered": false, "used_namespaces": {"n": {"ref": 1}}, "namespaces": namespaces, "created_namespaces": {}}
