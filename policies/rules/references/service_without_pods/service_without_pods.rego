# METADATA
# title: "A Service selects nothing"
# description: "Its callers get no connection."
# custom:
#   id: REF-002
#   severity: high
#   category: references
#   kinds: ["*"]
#   scope: repository
#   message: "No workload of the namespace has the labels that Service {name} selects."
#   fix: "Make the selector equal to the labels of the pod template."
#   controls:
#     - {framework: "Kubescape", ids: ["C0293"], basis: sourced}
package rules.references.service_without_pods

import data.lib.inventory

deny contains {"ref": service.ref, "name": service.name, "pointer": "/spec/selector"} if {
	some namespace, services in data.inv.services
	_judged(namespace)
	some service in services
	service.has_selector
	service.type != "ExternalName"
	count(service.workloads) == 0
	not inventory.is_operated(namespace, service.name)
}

# Where a chart was not rendered, or an operator makes pods, the pods may be there.
_judged(namespace) if {
	not inventory.is_open(namespace)
	not inventory.has_operators(namespace)
	_has_pods(namespace)
}

_has_pods(_) if data.inv.complete

_has_pods(namespace) if data.inv.used_namespaces[namespace].workload
