package rules.rbac.pod_create_exec_test

import data.rules.rbac.pod_create_exec

test_finds_exec if {
	pod_create_exec.deny == {{"rule": "0", "resource": "pods/exec", "pointer": "/rules/0"}} with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}]}}
}

test_accepts_logs if {
	pod_create_exec.deny == set() with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["pods", "pods/log"], "verbs": ["get", "list"]}]}}
}
