# METADATA
# title: "An object stands in the namespace default"
# description: "Quotas, network policies and rights are per namespace; what lies in default shares them with every stray object."
# custom:
#   id: NS-001
#   severity: medium
#   category: namespace
#   kinds: ["workload", "Service", "ConfigMap", "Secret", "ServiceAccount", "networking.k8s.io/Ingress"]
#   scope: resource
#   message: "{kind} {name} {problem}."
#   fix: "Name a namespace of its own in metadata.namespace."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.7.4"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0212"], basis: sourced}
package rules.namespace.default_namespace

deny contains {"kind": input.kind, "name": input.name, "problem": "stands in the namespace default", "pointer": "/metadata/namespace"} if {
	input.namespace == "default"
}

deny contains {"kind": input.kind, "name": input.name, "problem": "names no namespace", "pointer": "/metadata"} if {
	input.pod
	input.namespace == ""
}
