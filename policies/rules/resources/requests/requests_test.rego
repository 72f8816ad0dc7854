package rules.resources.requests_test

import data.rules.resources.requests

test_names_what_is_missing if {
	requests.deny == {{"container": "web", "resource": "memory", "pointer": "/spec/containers/0/resources"}} with input as _pod("container", {"cpu": 100}, {})
}

test_accepts_both if {
	requests.deny == set() with input as _pod("container", {"cpu": 100, "memory": 1000}, {})
}

test_leaves_debug_containers_alone if {
	requests.deny == set() with input as _pod("ephemeral", {}, {})
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
