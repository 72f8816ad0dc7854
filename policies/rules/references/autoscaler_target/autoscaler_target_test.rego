package rules.references.autoscaler_target_test

import data.rules.references.autoscaler_target

test_finds_a_missing_target if {
	autoscaler_target.deny == {{"ref": 3, "kind": "Deployment", "name": "a", "pointer": "/spec/scaleTargetRef/name"}} with data.inv as _inv({})
}

test_accepts_its_target if {
	autoscaler_target.deny == set() with data.inv as _inv({"apps/Deployment": {"n": {"a": 0}}})
}

_inv(names) := {
	"complete": true,
	"unrendered_namespaces": {},
	"names": names,
	"kinds": {"autoscaling/HorizontalPodAutoscaler": [{"ref": 3, "namespace": "n", "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}}}]},
}
