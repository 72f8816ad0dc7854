# METADATA
# title: "A container keeps the default capabilities"
# description: "The restricted standard wants every capability dropped and at most NET_BIND_SERVICE added again."
# custom:
#   id: POD-006
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" {problem}."
#   fix: "Set securityContext.capabilities.drop: [ALL], and add nothing but NET_BIND_SERVICE."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["restricted"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.8", "5.2.10"], basis: sourced}
package rules.pod.drop_all

import data.lib.containers

deny contains {"container": container.name, "problem": "does not drop ALL capabilities", "pointer": container.pointer} if {
	containers.restricted
	some container in input.containers
	not _drops_all(container)
}

deny contains {"container": container.name, "problem": problem, "pointer": pointer} if {
	containers.restricted
	some container in input.containers
	some place, capability in container.spec.securityContext.capabilities.add
	capability != "NET_BIND_SERVICE"
	capability in containers.baseline_capabilities
	problem := concat(" ", ["adds the capability", capability])
	pointer := concat("", [container.pointer, "/securityContext/capabilities/add/", json.marshal(place)])
}

_drops_all(container) if {
	some capability in container.spec.securityContext.capabilities.drop
	upper(capability) == "ALL"
}
