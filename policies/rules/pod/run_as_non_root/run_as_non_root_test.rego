package rules.pod.run_as_non_root_test

import data.rules.pod.run_as_non_root

test_wants_non_root if {
	run_as_non_root.deny == {{
		"container": "web",
		"problem": "may run as root: runAsNonRoot is not true",
		"pointer": "/spec/containers/0",
	}} with input as _pod({}, {})
}

test_accepts_what_the_pod_says if {
	run_as_non_root.deny == set() with input as _pod({"runAsNonRoot": true}, {})
}

test_lets_the_container_overrule_the_pod if {
	run_as_non_root.deny == {{
		"container": "web",
		"problem": "may run as root: runAsNonRoot is not true",
		"pointer": "/spec/containers/0",
	}} with input as _pod({"runAsNonRoot": true}, {"runAsNonRoot": false})
}

test_refuses_user_zero if {
	run_as_non_root.deny == {{
		"container": "web",
		"problem": "runs as user 0",
		"pointer": "/spec/containers/0",
	}} with input as _pod({"runAsNonRoot": true, "runAsUser": 0}, {})
}

_pod(pod, container) := {
	"pod_security": "restricted",
	"pod": {"spec": {"securityContext": pod}},
	"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {"securityContext": container}}],
}
