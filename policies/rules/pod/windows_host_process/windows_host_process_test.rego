package rules.pod.windows_host_process_test

import data.rules.pod.windows_host_process

test_finds_a_pod_on_the_host if {
	windows_host_process.deny == {{"place": "The pod", "pointer": "/spec/securityContext/windowsOptions/hostProcess"}} with input as {
		"pod": {"pointer": "", "spec": {"securityContext": {"windowsOptions": {"hostProcess": true}}}},
		"containers": [],
	}
}

test_accepts_others if {
	windows_host_process.deny == set() with input as {"pod": {"pointer": "", "spec": {}}, "containers": [{"spec": {}}]}
}
