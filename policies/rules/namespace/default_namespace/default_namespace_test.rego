package rules.namespace.default_namespace_test

import data.rules.namespace.default_namespace

test_finds_default if {
	default_namespace.deny == {{"kind": "Service", "name": "a", "problem": "stands in the namespace default", "pointer": "/metadata/namespace"}} with input as {"kind": "Service", "name": "a", "namespace": "default"}
}

test_finds_a_workload_without_namespace if {
	default_namespace.deny == {{"kind": "Pod", "name": "a", "problem": "names no namespace", "pointer": "/metadata"}} with input as {"kind": "Pod", "name": "a", "namespace": "", "pod": {}}
}

test_accepts_another if {
	default_namespace.deny == set() with input as {"kind": "Pod", "name": "a", "namespace": "shop", "pod": {}}
}
