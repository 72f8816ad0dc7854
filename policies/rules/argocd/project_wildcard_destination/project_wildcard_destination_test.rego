package rules.argocd.project_wildcard_destination_test

import data.rules.argocd.project_wildcard_destination

test_finds_everywhere if {
	project_wildcard_destination.deny == {{"destination": "0", "pointer": "/spec/destinations/0"}} with input as {"object": {"spec": {"destinations": [{"server": "*", "namespace": "*"}]}}}
}

test_accepts_one_cluster if {
	project_wildcard_destination.deny == set() with input as {"object": {"spec": {"destinations": [{"name": "prod", "namespace": "*"}]}}}
}
