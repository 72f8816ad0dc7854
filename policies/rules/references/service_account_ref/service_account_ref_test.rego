package rules.references.service_account_ref_test

import data.rules.references.service_account_ref

test_finds_it if {
	service_account_ref.deny == {{"ref": 2, "name": "a", "pointer": "/spec/template/spec/serviceAccountName"}} with data.inv as _inv({})
}

test_accepts_one_that_is_there if {
	service_account_ref.deny == set() with data.inv as _inv({"ServiceAccount": {"n": {"a": 0}}})
}

_inv(names) := {
	"complete": true,
	"unrendered_namespaces": {},
	"names": names,
	"workloads": [{"ref": 2, "namespace": "n", "service_account": "a", "pod_pointer": "/spec/template"}],
}
