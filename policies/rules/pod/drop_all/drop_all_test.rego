package rules.pod.drop_all_test

import data.rules.pod.drop_all

test_wants_all_dropped if {
	drop_all.deny == {{"container": "web", "problem": "does not drop ALL capabilities", "pointer": "/spec/containers/0"}} with input as _pod("restricted", {"drop": ["NET_RAW"]})
}

test_refuses_capabilities_of_the_baseline if {
	drop_all.deny == {{
		"container": "web",
		"problem": "adds the capability CHOWN",
		"pointer": "/spec/containers/0/securityContext/capabilities/add/0",
	}} with input as _pod("restricted", {"drop": ["ALL"], "add": ["CHOWN", "NET_BIND_SERVICE"]})
}

test_is_silent_where_baseline_is_enough if {
	drop_all.deny == set() with input as _pod("baseline", {})
}

_pod(level, capabilities) := {"pod_security": level, "pod": {"spec": {}}, "containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"spec": {"securityContext": {"capabilities": capabilities}},
}]}
