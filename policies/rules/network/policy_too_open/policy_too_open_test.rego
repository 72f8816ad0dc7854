package rules.network.policy_too_open_test

import data.rules.network.policy_too_open

test_finds_the_internet if {
	policy_too_open.deny == {{"direction": "egress", "rule": "0", "peer": "0.0.0.0/0", "pointer": "/spec/egress/0/to/0"}} with input as {"protected": false, "object": {"spec": {"egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}}}
}

test_accepts_the_internet_without_the_inside if {
	policy_too_open.deny == set() with input as {"protected": true, "object": {"spec": {"egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}]}]}}}
}

test_finds_every_namespace_in_production if {
	policy_too_open.deny == {{"direction": "ingress", "rule": "0", "peer": "every namespace", "pointer": "/spec/ingress/0/from/0"}} with input as {"protected": true, "object": {"spec": {"ingress": [{"from": [{"namespaceSelector": {}}]}]}}}
}

test_accepts_chosen_pods_of_every_namespace if {
	policy_too_open.deny == set() with input as {"protected": true, "object": {"spec": {"ingress": [{"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "prometheus"}}}]}]}}}
}
