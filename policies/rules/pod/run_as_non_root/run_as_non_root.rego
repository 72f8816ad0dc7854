# METADATA
# title: "A container may run as root"
# description: "The restricted standard wants runAsNonRoot: true for every container, at the pod or at the container, and no user 0."
# custom:
#   id: POD-008
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" {problem}."
#   fix: "Set runAsNonRoot: true in the securityContext of the pod, and a user other than 0 in the image."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["restricted"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.7"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.0", "1.6"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0013"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1"], basis: interpreted}
package rules.pod.run_as_non_root

import data.lib.containers

deny contains {"container": container.name, "problem": "may run as root: runAsNonRoot is not true", "pointer": container.pointer} if {
	containers.restricted
	some container in input.containers
	_setting(container, "runAsNonRoot") != true
	_setting(container, "runAsUser") != 0
}

deny contains {"container": container.name, "problem": "runs as user 0", "pointer": container.pointer} if {
	containers.restricted
	some container in input.containers
	_setting(container, "runAsUser") == 0
}

_setting(container, field) := object.get(
	container.spec,
	["securityContext", field],
	object.get(input.pod.spec, ["securityContext", field], null),
)
