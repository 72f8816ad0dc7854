package rules.rbac.escalation_test

import data.rules.rbac.escalation

test_finds_escalate if {
	escalation.deny == {{"rule": "0", "verb": "escalate", "resource": "roles", "pointer": "/rules/0/verbs"}} with input as {"object": {"rules": [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["get", "escalate"]}]}}
}

test_accepts_reading_roles if {
	escalation.deny == set() with input as {"object": {"rules": [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"], "verbs": ["get", "list"]}]}}
}
