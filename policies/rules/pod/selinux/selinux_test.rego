package rules.pod.selinux_test

import data.rules.pod.selinux

test_finds_another_type if {
	selinux.deny == {{"place": "Container web", "field": "type", "value": "spc_t", "pointer": "/spec/containers/0/securityContext/seLinuxOptions/type"}} with input as _pod({"type": "spc_t"})
}

test_finds_a_role if {
	selinux.deny == {{"place": "Container web", "field": "role", "value": "sysadm_r", "pointer": "/spec/containers/0/securityContext/seLinuxOptions/role"}} with input as _pod({"role": "sysadm_r"})
}

test_accepts_a_level if {
	selinux.deny == set() with input as _pod({"level": "s0:c1,c2"})
}

_pod(options) := {
	"pod": {"pointer": "", "spec": {}},
	"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {"securityContext": {"seLinuxOptions": options}}}],
}
