# METADATA
# title: "A network policy opens to everybody"
# description: "A peer that is every address, or every pod of every namespace, makes the policy a list of ports."
# custom:
#   id: NET-003
#   severity: high
#   category: network
#   kinds: ["networking.k8s.io/NetworkPolicy"]
#   scope: resource
#   message: "The {direction} rule {rule} opens to {peer}."
#   fix: "Name the namespaces, pods or addresses that are meant."
#   controls:
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["2.0"], basis: sourced}
package rules.network.policy_too_open

deny contains {"direction": direction, "rule": json.marshal(place), "peer": peer, "pointer": concat("/", ["/spec", direction, json.marshal(place), field, json.marshal(index)])} if {
	some direction, field in {"ingress": "from", "egress": "to"}
	some place, rule in input.object.spec[direction]
	some index, candidate in rule[field]
	peer := _everybody(candidate)
}

_everybody(peer) := peer.ipBlock.cidr if {
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	count(object.get(peer.ipBlock, "except", [])) == 0
}

_everybody(peer) := "every namespace" if {
	input.protected
	object.get(peer, "namespaceSelector", null) == {}
	object.get(peer, "podSelector", {}) == {}
}
