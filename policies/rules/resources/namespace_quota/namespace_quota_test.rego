package rules.resources.namespace_quota_test

import data.rules.resources.namespace_quota

test_finds_a_namespace_without_quota if {
	namespace_quota.deny == {{"ref": 1, "namespace": "n", "pointer": ""}} with data.inv as _inv({})
}

test_accepts_a_quota if {
	namespace_quota.deny == set() with data.inv as _inv({"ResourceQuota": {"n": {"q": 2}}})
}

_inv(names) := {
	"complete": true,
	"namespaces": {"n": {"ref": 1, "labels": {}}},
	"used_namespaces": {"n": {"ref": 3, "workload": true}},
	"names": names,
}
