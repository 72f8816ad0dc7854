package rules.argocd.shared_ownership_test

import data.rules.argocd.shared_ownership

test_finds_two_owners if {
	shared_ownership.deny == {{"ref": 1, "kind": "ConfigMap", "name": "a", "first": "x", "second": "y", "pointer": ""}} with data.inv as {"duplicates": [{"ref": 1, "kind": "ConfigMap", "name": "a", "same_application": false, "applications": ["x", "y"]}]}
}

test_is_silent_without_applications if {
	shared_ownership.deny == set() with data.inv as {"duplicates": [{"ref": 1, "kind": "ConfigMap", "name": "a", "same_application": false, "applications": ["", "y"]}]}
}
