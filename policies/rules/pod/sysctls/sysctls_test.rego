package rules.pod.sysctls_test

import data.rules.pod.sysctls

test_finds_an_unsafe_one if {
	sysctls.deny == {{"name": "kernel.msgmax", "pointer": "/spec/securityContext/sysctls/0"}} with input as _pod("kernel.msgmax")
}

test_accepts_a_safe_one if {
	sysctls.deny == set() with input as _pod("net.ipv4.tcp_syncookies")
}

_pod(name) := {"pod": {"pointer": "", "spec": {"securityContext": {"sysctls": [{"name": name, "value": "1"}]}}}}
