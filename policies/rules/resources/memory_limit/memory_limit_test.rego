package rules.resources.memory_limit_test

import data.rules.resources.memory_limit

test_wants_a_limit if {
	memory_limit.deny == {{"container": "web", "pointer": "/spec/containers/0/resources"}} with input as _pod("container", {}, {"cpu": 100})
}

test_accepts_a_limit if {
	memory_limit.deny == set() with input as _pod("container", {}, {"memory": 1000})
}

test_leaves_debug_containers_alone if {
	memory_limit.deny == set() with input as _pod("ephemeral", {}, {})
}

_pod(role, requests, limits) := {
	"pod": {"spec": {}},
	"containers": [{
		"pointer": "/spec/containers/0",
		"name": "web",
		"role": role,
		"requests": requests,
		"limits": limits,
		"malformed": [],
		"spec": {},
	}],
}
