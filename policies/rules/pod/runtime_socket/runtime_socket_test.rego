package rules.pod.runtime_socket_test

import data.rules.pod.runtime_socket

test_names_the_socket if {
	runtime_socket.deny == {{
		"volume": "run",
		"path": "/run/containerd/containerd.sock",
		"pointer": "/spec/volumes/0/hostPath/path",
	}} with input as _mount("/run/containerd/containerd.sock")
}

test_accepts_another_socket if {
	runtime_socket.deny == set() with input as _mount("/run/agent/agent.sock")
}

_mount(path) := {"pod": {"pointer": "", "spec": {"volumes": [{"name": "run", "hostPath": {"path": path}}]}}}
