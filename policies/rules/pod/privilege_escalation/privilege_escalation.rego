# METADATA
# title: "A container may gain privileges"
# description: "Unless allowPrivilegeEscalation is false, a setuid program in the image can become root."
# custom:
#   id: POD-007
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" does not set allowPrivilegeEscalation: false."
#   fix: "Set securityContext.allowPrivilegeEscalation: false."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["restricted"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.6"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.7"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0016"], basis: sourced}
package rules.pod.privilege_escalation

import data.lib.containers

deny contains {"container": container.name, "pointer": container.pointer} if {
	containers.restricted
	some container in input.containers
	not container.spec.securityContext.allowPrivilegeEscalation == false
}
