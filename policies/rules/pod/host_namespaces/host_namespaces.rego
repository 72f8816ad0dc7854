# METADATA
# title: "A pod shares a namespace of its node"
# description: "With hostNetwork, hostPID or hostIPC a pod sees traffic, processes or memory of the node and of other pods."
# custom:
#   id: POD-002
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "The pod sets {field}: true."
#   fix: "Remove {field}; reach the pod through a Service, and the node through a device plugin or a metrics API."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.3", "5.2.4", "5.2.5"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.3", "1.4", "1.5"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0038", "C0041"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.6"], basis: interpreted}
package rules.pod.host_namespaces

deny contains {"field": field, "pointer": concat("", [input.pod.pointer, "/spec/", field])} if {
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	input.pod.spec[field] == true
}
