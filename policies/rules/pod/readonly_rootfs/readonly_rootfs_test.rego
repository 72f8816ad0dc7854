package rules.pod.readonly_rootfs_test

import data.rules.pod.readonly_rootfs

test_wants_the_field_set if {
	readonly_rootfs.deny == {{"container": "web", "pointer": "/spec/containers/0"}} with input as _pod("container", {})
}

test_accepts_a_read_only_root if {
	readonly_rootfs.deny == set() with input as _pod("container", {"readOnlyRootFilesystem": true})
}

test_leaves_debug_containers_alone if {
	readonly_rootfs.deny == set() with input as _pod("ephemeral", {})
}

_pod(role, context) := {
	"pod": {"spec": {}},
	"containers": [{"pointer": "/spec/containers/0", "name": "web", "role": role, "spec": {"securityContext": context}}],
}
