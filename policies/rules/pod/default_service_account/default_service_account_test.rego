package rules.pod.default_service_account_test

import data.rules.pod.default_service_account

test_wants_an_account if {
	default_service_account.deny == {{"pointer": "/spec/template/spec"}} with input as {"pod": {"pointer": "/spec/template", "spec": {}}}
}

test_accepts_a_named_account if {
	default_service_account.deny == set() with input as {"pod": {"pointer": "", "spec": {"serviceAccountName": "payments"}}}
}

test_accepts_the_old_field if {
	default_service_account.deny == set() with input as {"pod": {"pointer": "", "spec": {"serviceAccount": "payments"}}}
}
