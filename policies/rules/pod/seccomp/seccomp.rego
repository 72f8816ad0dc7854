# METADATA
# title: "A container is not confined by seccomp"
# description: "Without a seccomp profile a container may make every system call. Unconfined breaks the baseline; no profile breaks the restricted standard."
# custom:
#   id: POD-010
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" {problem}."
#   fix: "Set securityContext.seccompProfile.type: RuntimeDefault at the pod."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline", "restricted"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.7.2"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.10"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0210"], basis: sourced}
package rules.pod.seccomp

import data.lib.containers

deny contains {"container": container.name, "problem": "is Unconfined", "standard": "baseline", "pointer": container.pointer} if {
	some container in input.containers
	_type(container) == "Unconfined"
}

deny contains {"container": container.name, "problem": "has no seccomp profile", "standard": "restricted", "pointer": container.pointer} if {
	containers.restricted
	some container in input.containers
	not _type(container)
}

_type(container) := container.spec.securityContext.seccompProfile.type

_type(container) := input.pod.spec.securityContext.seccompProfile.type if {
	not container.spec.securityContext.seccompProfile.type
}
