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

deny contains {"ref": service.ref, "name": service.name, "pointer": "/spec/selector"} if {
	data.inv.complete
	some namespace, services in data.inv.services
	not data.inv.unrendered_namespaces[namespace]
	some service in services
	service.has_selector
	service.type != "ExternalName"
	count(service.workloads) == 0
}
