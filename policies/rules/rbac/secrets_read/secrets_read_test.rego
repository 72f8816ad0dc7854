package rules.rbac.secrets_read_test

import data.rules.rbac.secrets_read

test_finds_all_secrets if {
	secrets_read.deny == {{"rule": "0", "pointer": "/rules/0"}} with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}]}}
}

test_accepts_named_secrets if {
	secrets_read.deny == set() with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["tls"]}]}}
}

test_accepts_creating_them if {
	secrets_read.deny == set() with input as {"object": {"rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}]}}
}
