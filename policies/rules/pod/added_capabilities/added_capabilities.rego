# METADATA
# title: "A container adds a dangerous capability"
# description: "Capabilities outside the baseline list reach the kernel, the network stack or other processes of the node."
# custom:
#   id: POD-005
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" adds the capability {capability}."
#   fix: "Remove {capability}; if the program really needs it, run it in a namespace of its own with a waiver."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.9"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0046"], basis: sourced}
package rules.pod.added_capabilities

import data.lib.containers

deny contains {"container": container.name, "capability": capability, "pointer": pointer} if {
	some container in input.containers
	some place, capability in container.spec.securityContext.capabilities.add
	not capability in containers.baseline_capabilities
	pointer := concat("", [container.pointer, "/securityContext/capabilities/add/", json.marshal(place)])
}
