package rules.rbac.anonymous_test

import data.rules.rbac.anonymous

test_finds_authenticated if {
	anonymous.deny == {{"subject": "Group system:authenticated", "pointer": "/subjects/0"}} with input as {"name": "all", "object": {"roleRef": {"name": "view"}, "subjects": [{"kind": "Group", "name": "system:authenticated"}]}}
}

test_finds_the_default_service_account if {
	anonymous.deny == {{"subject": "ServiceAccount default", "pointer": "/subjects/0"}} with input as {"name": "all", "object": {"roleRef": {"name": "view"}, "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "payments"}]}}
}

test_accepts_a_group if {
	anonymous.deny == set() with input as {"name": "team", "object": {"roleRef": {"name": "view"}, "subjects": [{"kind": "Group", "name": "shop:payments"}]}}
}
