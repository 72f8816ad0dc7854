package rules.argocd.project_cluster_resources_test

import data.rules.argocd.project_cluster_resources

test_finds_everything if {
	project_cluster_resources.deny == {{"pointer": "/spec/clusterResourceWhitelist/0"}} with input as {"object": {"spec": {"clusterResourceWhitelist": [{"group": "*", "kind": "*"}]}}}
}

test_accepts_a_kind if {
	project_cluster_resources.deny == set() with input as {"object": {"spec": {"clusterResourceWhitelist": [{"group": "", "kind": "Namespace"}]}}}
}
