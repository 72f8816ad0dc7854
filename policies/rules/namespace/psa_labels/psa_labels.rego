# METADATA
# title: "A namespace enforces no Pod Security Standard"
# description: "Without the label the API server takes every pod, privileged ones too."
# custom:
#   id: NS-003
#   severity: high
#   category: namespace
#   kinds: ["Namespace"]
#   scope: resource
#   message: "Namespace {namespace} has no {label}."
#   fix: "Set the label to restricted, or to the weakest standard that its pods need."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.1"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0192"], basis: sourced}
package rules.namespace.psa_labels

deny contains {"namespace": input.name, "label": _label, "pointer": "/metadata"} if {
	not _label in object.keys(input.labels)
	not startswith(input.name, "kube-")
	input.name != "default"
}

_label := "pod-security.kubernetes.io/enforce"
