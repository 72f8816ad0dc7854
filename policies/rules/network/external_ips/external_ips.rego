# METADATA
# title: "A Service takes addresses that are not its own"
# description: "Whoever sets externalIPs receives traffic that was meant for others (CVE-2020-8554)."
# custom:
#   id: NET-005
#   severity: high
#   category: network
#   kinds: ["Service"]
#   scope: resource
#   message: "externalIPs holds {address}."
#   fix: "Use a load balancer or a gateway."
#   controls:
#     - {framework: "Kubescape", ids: ["C0283"], basis: sourced}
package rules.network.external_ips

deny contains {"address": address, "pointer": concat("/", ["/spec/externalIPs", json.marshal(place)])} if {
	some place, address in input.object.spec.externalIPs
}
