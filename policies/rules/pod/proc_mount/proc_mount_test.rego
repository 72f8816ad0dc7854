package rules.pod.proc_mount_test

import data.rules.pod.proc_mount

test_finds_an_unmasked_mount if {
	proc_mount.deny == {{"container": "web", "value": "Unmasked", "pointer": "/spec/containers/0/securityContext/procMount"}} with input as _pod("Unmasked")
}

test_accepts_the_default if {
	proc_mount.deny == set() with input as _pod("Default")
}

_pod(value) := {"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {"securityContext": {"procMount": value}}}]}
