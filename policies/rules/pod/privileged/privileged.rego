# METADATA
# title: "A container runs privileged"
# description: "A privileged container has every capability and every device of the node: who breaks out of it owns the node."
# custom:
#   id: POD-001
#   severity: critical
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" is privileged."
#   fix: "Remove securityContext.privileged; add the one capability or device plugin that is needed instead."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.2"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.2"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0057"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.8"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(a)(1)"], basis: interpreted}
package rules.pod.privileged

deny contains {"container": container.name, "pointer": concat("", [container.pointer, "/securityContext/privileged"])} if {
	some container in input.containers
	container.spec.securityContext.privileged == true
}
