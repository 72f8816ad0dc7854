package rules.resources.limit_ratio_test

import data.rules.resources.limit_ratio

test_refuses_a_limit_below_the_request if {
	limit_ratio.deny == {{
		"container": "web",
		"problem": "the limit of memory is below the request",
		"pointer": "/spec/containers/0/resources/limits/memory",
	}} with input as _pod("container", {"memory": 2000}, {"memory": 1000})
}

test_accepts_equal_values if {
	limit_ratio.deny == set() with input as _pod("container", {"memory": 1000}, {"memory": 1000})
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
