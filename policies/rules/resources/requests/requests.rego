# METADATA
# title: "A container requests no CPU or memory"
# description: "The scheduler places pods by their requests; without them a node fills up and evicts."
# custom:
#   id: RES-001
#   severity: medium
#   category: resources
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" requests no {resource}."
#   fix: "Set resources.requests.{resource}."
#   controls:
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["4"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0268", "C0269"], basis: sourced}
#     - {framework: "SOC 2", ids: ["A1.1"], basis: interpreted}
package rules.resources.requests

deny contains {"container": container.name, "resource": resource, "pointer": concat("", [container.pointer, "/resources"])} if {
	some container in input.containers
	container.role != "ephemeral"
	some resource in ["cpu", "memory"]
	not container.requests[resource]
	not input.pod.spec.resources.requests[resource]
	not concat("/", ["requests", resource]) in container.malformed
}
