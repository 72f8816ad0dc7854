package rules.namespace.psa_labels_test

import data.rules.namespace.psa_labels

test_finds_no_label if {
	psa_labels.deny == {{"namespace": "payments", "label": "pod-security.kubernetes.io/enforce", "pointer": "/metadata"}} with input as {"name": "payments", "labels": {}}
}

test_accepts_a_label if {
	psa_labels.deny == set() with input as {"name": "payments", "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}
}

test_leaves_system_namespaces_alone if {
	psa_labels.deny == set() with input as {"name": "kube-system", "labels": {}}
}
