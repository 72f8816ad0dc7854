package rules.pod.automount_token_test

import data.rules.pod.automount_token

test_finds_a_token_nobody_needs if {
	automount_token.deny == {{"ref": 1, "account": "default", "pointer": "/spec/template/spec"}} with data.inv as _inv(null, "", {})
}

test_accepts_a_pod_that_declines if {
	automount_token.deny == set() with data.inv as _inv(false, "", {})
}

test_accepts_an_account_that_declines if {
	automount_token.deny == set() with data.inv as _inv(null, "web", {"automount": {"n": {"web": false}}})
}

test_lets_the_pod_overrule_its_account if {
	count(automount_token.deny) == 1 with data.inv as _inv(true, "web", {"automount": {"n": {"web": false}}})
}

test_accepts_an_account_with_rights if {
	automount_token.deny == set() with data.inv as _inv(null, "web", {"bound": {"n": {"web": true}}})
}

_inv(automount, account, accounts) := {
	"accounts": accounts,
	"workloads": [{"ref": 1, "namespace": "n", "service_account": account, "automount": automount, "pod_pointer": "/spec/template"}],
}
