package rules.resources.namespace_quota_test

import data.rules.resources.namespace_quota

test_finds_a_namespace_without_quota if {
	namespace_quota.deny == {{"ref": 1, "namespace": "n", "pointer": ""}} with data.inv as _inv({})
}

test_accepts_a_quota if {
	namespace_quota.deny == set() with data.inv as _inv({"ResourceQuota": {"n": {"q": 2}}})
}

test_leaves_namespaces_of_components_alone if {
	namespace_quota.deny == set() with data.inv as object.union(_inv({}), {"used_namespaces": {"n": {"tenant": false}}})
}

_inv(names) := {
	"complete": true,
	"namespaces": {"n": {"ref": 1, "labels": {}}},
	"used_namespaces": {"n": {"ref": 3, "workload": true, "tenant": true}},
	"names": names,
}
