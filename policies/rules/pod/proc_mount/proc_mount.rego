# METADATA
# title: "A container sees all of /proc"
# description: "An unmasked /proc shows, and lets change, settings of the kernel."
# custom:
#   id: POD-013
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" sets procMount: {value}."
#   fix: "Remove procMount."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0055"], basis: sourced}
package rules.pod.proc_mount

deny contains {"container": container.name, "value": value, "pointer": concat("", [container.pointer, "/securityContext/procMount"])} if {
	some container in input.containers
	value := container.spec.securityContext.procMount
	not value in {"Default", ""}
}
