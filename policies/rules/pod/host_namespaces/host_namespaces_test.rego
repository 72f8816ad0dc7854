package rules.pod.host_namespaces_test

import data.rules.pod.host_namespaces

test_names_each_shared_namespace if {
	host_namespaces.deny == {
		{"field": "hostNetwork", "pointer": "/spec/template/spec/hostNetwork"},
		{"field": "hostPID", "pointer": "/spec/template/spec/hostPID"},
	} with input as {"pod": {"pointer": "/spec/template", "spec": {"hostNetwork": true, "hostPID": true, "hostIPC": false}}}
}

test_accepts_a_pod_of_its_own if {
	host_namespaces.deny == set() with input as {"pod": {"pointer": "", "spec": {"hostNetwork": false}}}
}
