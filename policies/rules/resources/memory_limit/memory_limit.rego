# METADATA
# title: "A container has no memory limit"
# description: "One leaking container without a limit takes the memory of the whole node."
# custom:
#   id: RES-002
#   severity: high
#   category: resources
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" has no memory limit."
#   fix: "Set resources.limits.memory."
#   controls:
#     - {framework: "Kubescape", ids: ["C0271"], basis: sourced}
#     - {framework: "SOC 2", ids: ["A1.1"], basis: interpreted}
package rules.resources.memory_limit

deny contains {"container": container.name, "pointer": concat("", [container.pointer, "/resources"])} if {
	some container in input.containers
	container.role != "ephemeral"
	not container.limits.memory
	not input.pod.spec.resources.limits.memory
	not "limits/memory" in container.malformed
}
