package rules.rbac.cluster_admin_test

import data.rules.rbac.cluster_admin

test_names_the_subject if {
	cluster_admin.deny == {{"subject": "User ann", "pointer": "/roleRef/name"}} with input as {"name": "ops", "object": {"roleRef": {"name": "cluster-admin"}, "subjects": [{"kind": "User", "name": "ann"}]}}
}

test_accepts_another_role if {
	cluster_admin.deny == set() with input as {"name": "ops", "object": {"roleRef": {"name": "view"}, "subjects": [{"kind": "User", "name": "ann"}]}}
}

test_knows_the_binding_of_every_cluster if {
	cluster_admin.deny == set() with input as {"name": "cluster-admin", "object": {"roleRef": {"name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:masters"}]}}
}
