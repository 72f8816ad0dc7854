# METADATA
# title: "Pods may not ask for names"
# description: "All egress is denied and no rule lets DNS through, so no pod finds any other."
# custom:
#   id: NET-010
#   severity: medium
#   category: network
#   kinds: ["networking.k8s.io/NetworkPolicy"]
#   scope: repository
#   message: "Namespace {namespace} denies all egress, and no policy there allows port 53 over UDP."
#   fix: "Allow UDP and TCP port 53 to the DNS of the cluster for all pods."
package rules.network.dns_egress

deny contains {"ref": policy.ref, "namespace": policy.namespace, "pointer": "/spec/policyTypes"} if {
	some policy in _policies
	_empty(object.get(policy.spec, "podSelector", {}))
	"Egress" in policy.spec.policyTypes
	count(object.get(policy.spec, "egress", [])) == 0
	not policy.namespace in _asking
	data.inv.used_namespaces[policy.namespace].workload
	not data.inv.names["cilium.io/CiliumNetworkPolicy"][policy.namespace]
	not data.inv.names["cilium.io/CiliumClusterwideNetworkPolicy"]
}

_policies := object.get(data.inv.kinds, "networking.k8s.io/NetworkPolicy", [])

_asking contains policy.namespace if {
	some policy in _policies
	some rule in policy.spec.egress
	_allows_dns(rule)
}

_allows_dns(rule) if count(object.get(rule, "ports", [])) == 0

_allows_dns(rule) if {
	some port in rule.ports
	object.get(port, "protocol", "TCP") == "UDP"
	_is_dns(port)
}

_is_dns(port) if object.get(port, "port", 53) in {53, "dns", "domain", "dns-udp"}

# DNS caches on nodes and OpenShift's DNS listen elsewhere.
_is_dns(port) if port.port in {5353, 1053}

_is_dns(port) if {
	port.port <= 53
	port.endPort >= 53
}

_empty(selector) if {
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}
