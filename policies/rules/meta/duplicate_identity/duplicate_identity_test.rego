package rules.meta.duplicate_identity_test

import data.rules.meta.duplicate_identity

test_finds_a_duplicate if {
	duplicate_identity.deny == {{"ref": 1, "kind": "ConfigMap", "name": "a", "first": "a.yaml", "second": "b.yaml", "pointer": ""}} with data.inv as {"duplicates": [{"ref": 1, "kind": "ConfigMap", "namespace": "n", "name": "a", "first": "a.yaml", "second": "b.yaml", "same_application": true, "applications": ["x", "x"]}]}
}

test_leaves_two_applications_to_another_rule if {
	duplicate_identity.deny == set() with data.inv as {"duplicates": [{"ref": 1, "kind": "ConfigMap", "namespace": "n", "name": "a", "first": "a.yaml", "second": "b.yaml", "same_application": false, "applications": ["x", "y"]}]}
}
