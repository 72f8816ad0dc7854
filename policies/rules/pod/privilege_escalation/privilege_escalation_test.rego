package rules.pod.privilege_escalation_test

import data.rules.pod.privilege_escalation

test_wants_the_field_set if {
	privilege_escalation.deny == {{"container": "web", "pointer": "/spec/containers/0"}} with input as _pod("restricted", {})
}

test_accepts_false if {
	privilege_escalation.deny == set() with input as _pod("restricted", {"allowPrivilegeEscalation": false})
}

test_is_silent_where_baseline_is_enough if {
	privilege_escalation.deny == set() with input as _pod("baseline", {})
}

_pod(level, context) := {"pod_security": level, "pod": {"spec": {}}, "containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"spec": {"securityContext": context},
}]}
