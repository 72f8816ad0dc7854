package rules.argocd.app_fields_test

import data.rules.argocd.app_fields

test_finds_both_destinations if {
	app_fields.deny == {{"problem": "destination names both a server and a cluster", "pointer": "/spec/destination"}} with input as {"object": {"spec": {"destination": {"server": "https://a", "name": "a"}, "source": {}}}}
}

test_finds_a_missing_ref if {
	app_fields.deny == {{"problem": "value file $values/a.yaml names a ref that no source has", "pointer": "/spec/sources/0/helm/valueFiles/0"}} with input as {"object": {"spec": {"destination": {"name": "a"}, "sources": [{"helm": {"valueFiles": ["$values/a.yaml"]}}]}}}
}

test_accepts_a_chart_with_values if {
	app_fields.deny == set() with input as {"object": {"spec": {"destination": {"name": "a"}, "sources": [{"chart": "x", "helm": {"valueFiles": ["$values/a.yaml"]}}, {"ref": "values"}]}}}
}
