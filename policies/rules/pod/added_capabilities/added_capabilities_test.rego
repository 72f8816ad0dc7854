package rules.pod.added_capabilities_test

import data.rules.pod.added_capabilities

test_names_the_capability if {
	added_capabilities.deny == {{
		"container": "web",
		"capability": "SYS_ADMIN",
		"pointer": "/spec/containers/0/securityContext/capabilities/add/1",
	}} with input as _adding(["CHOWN", "SYS_ADMIN"])
}

test_accepts_the_baseline if {
	added_capabilities.deny == set() with input as _adding(["NET_BIND_SERVICE", "CHOWN"])
}

_adding(capabilities) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"spec": {"securityContext": {"capabilities": {"add": capabilities}}},
}]}
