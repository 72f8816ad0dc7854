package rules.rbac.wildcards_test

import data.rules.rbac.wildcards

test_points_to_the_wildcard if {
	wildcards.deny == {{"rule": "0", "field": "verbs", "pointer": "/rules/0/verbs"}} with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}]}}
}

test_accepts_named_verbs if {
	wildcards.deny == set() with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}}
}

test_accepts_urls_with_a_star if {
	wildcards.deny == set() with input as {"object": {"rules": [{"nonResourceURLs": ["/metrics/*"], "verbs": ["get"]}]}}
}
