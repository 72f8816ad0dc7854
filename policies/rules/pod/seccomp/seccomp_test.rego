package rules.pod.seccomp_test

import data.rules.pod.seccomp

test_refuses_unconfined_everywhere if {
	seccomp.deny == {{"container": "web", "problem": "is Unconfined", "standard": "baseline", "pointer": "/spec/containers/0"}} with input as _pod("baseline", {"seccompProfile": {"type": "Unconfined"}})
}

test_wants_a_profile_where_restricted if {
	seccomp.deny == {{"container": "web", "problem": "has no seccomp profile", "standard": "restricted", "pointer": "/spec/containers/0"}} with input as _pod("restricted", {})
}

test_accepts_the_default_of_the_runtime if {
	seccomp.deny == set() with input as _pod("restricted", {"seccompProfile": {"type": "RuntimeDefault"}})
}

test_wants_no_profile_where_baseline if {
	seccomp.deny == set() with input as _pod("baseline", {})
}

_pod(level, context) := {
	"pod_security": level,
	"pod": {"spec": {"securityContext": context}},
	"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {}}],
}
