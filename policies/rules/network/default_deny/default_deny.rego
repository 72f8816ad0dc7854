# METADATA
# title: "A namespace is open by default"
# description: "Any pod of the cluster reaches every port in it."
# custom:
#   id: NET-001
#   severity: high
#   category: network
#   kinds: ["*"]
#   scope: repository
#   message: "No policy closes namespace {namespace} to incoming traffic."
#   fix: "Add a NetworkPolicy with an empty podSelector, policyTypes Ingress and no rules."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.3.2"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0206"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.6"], basis: interpreted}
package rules.network.default_deny

import data.lib.inventory

deny contains {"ref": used.ref, "namespace": namespace, "pointer": ""} if {
	data.inv.complete
	some namespace, used in data.inv.used_namespaces
	used.workload
	not inventory.is_open(namespace)
	not namespace in _closed
	not data.inv.names["cilium.io/CiliumNetworkPolicy"][namespace]
	not data.inv.names["cilium.io/CiliumClusterwideNetworkPolicy"]
	not data.inv.names["policy.networking.k8s.io/BaselineAdminNetworkPolicy"]
}

_closed contains policy.namespace if {
	some policy in data.inv.kinds["networking.k8s.io/NetworkPolicy"]
	_takes_all_pods(object.get(policy.spec, "podSelector", null))
	"Ingress" in object.get(policy.spec, "policyTypes", ["Ingress"])
	count(object.get(policy.spec, "ingress", [])) == 0
}

_takes_all_pods(selector) if {
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}
