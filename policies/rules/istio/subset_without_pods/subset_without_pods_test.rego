package rules.istio.subset_without_pods_test

import data.rules.istio.subset_without_pods

test_finds_a_subset_without_pods if {
	subset_without_pods.deny == {{"ref": 1, "host": "web", "subset": "v1", "pointer": "/spec/subsets/0/labels"}} with data.inv as _inv("v2", [])
}

test_accepts_a_subset_with_pods if {
	subset_without_pods.deny == set() with data.inv as _inv("v1", [])
}

test_leaves_subsets_of_a_rollout_alone if {
	subset_without_pods.deny == set() with data.inv as _inv("v2", [{
		"namespace": "n",
		"spec": {"strategy": {"canary": {"trafficRouting": {"istio": {"destinationRule": {"name": "web"}}}}}},
	}])
}

_inv(version, rollouts) := {
	"rollouts": rollouts,
	"services": {"n": {"web": {"workloads": [0]}}},
	"workloads": [{"labels": {"app": "web", "version": version}}],
	"kinds": {"networking.istio.io/DestinationRule": [{"ref": 1, "name": "web", "namespace": "n", "spec": {"host": "web", "subsets": [{"name": "v1", "labels": {"version": "v1"}}]}}]},
}
