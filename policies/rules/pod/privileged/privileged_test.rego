package rules.pod.privileged_test

import data.rules.pod.privileged

test_names_the_privileged_container if {
	privileged.deny == {{"container": "web", "pointer": "/spec/containers/0/securityContext/privileged"}} with input as _pod(true)
}

test_accepts_an_unprivileged_container if {
	privileged.deny == set() with input as _pod(false)
}

test_accepts_a_container_that_says_nothing if {
	privileged.deny == set() with input as {"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {}}]}
}

_pod(value) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"spec": {"securityContext": {"privileged": value}},
}]}
