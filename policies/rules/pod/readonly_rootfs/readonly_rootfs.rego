# METADATA
# title: "The root file system is writable"
# description: "A writable root file system lets an intruder replace programs and leave tools behind."
# custom:
#   id: POD-018
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" does not set readOnlyRootFilesystem: true."
#   fix: "Set securityContext.readOnlyRootFilesystem: true and mount an emptyDir where the program writes."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.7.3"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.1"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0017"], basis: sourced}
#     - {framework: "HIPAA", ids: ["164.312(c)(1)"], basis: interpreted}
package rules.pod.readonly_rootfs

import data.lib.containers

deny contains {"container": container.name, "pointer": container.pointer} if {
	not containers.windows
	some container in input.containers
	container.role != "ephemeral"
	not container.spec.securityContext.readOnlyRootFilesystem == true
}
