# METADATA
# title: "A gateway does not serve the host of a route"
# description: "The gateway drops the route without a word."
# custom:
#   id: IST-009
#   severity: high
#   category: istio
#   kinds: ["networking.istio.io/VirtualService"]
#   scope: repository
#   message: "None of the gateways {gateways} serves {host}."
#   fix: "Add the host to a server of the gateway, or correct it."
#   controls:
#     - {framework: "Istio analysis messages", ids: ["IST0132"], basis: sourced}
package rules.istio.host_in_gateway

import data.lib.gateways

deny contains {"ref": object.ref, "host": host, "gateways": object.spec.gateways, "pointer": concat("/", ["/spec/hosts", json.marshal(place)])} if {
	some object in data.inv.kinds["networking.istio.io/VirtualService"]
	count(object.spec.gateways) > 0
	not "mesh" in object.spec.gateways
	bound := [gateway |
		some written in object.spec.gateways
		[namespace, name] := gateways.identify(written, object.namespace)
		some gateway in data.inv.kinds["networking.istio.io/Gateway"]
		gateway.namespace == namespace
		gateway.name == name
	]
	count(bound) == count(object.spec.gateways)
	some place, host in object.spec.hosts
	not _is_served(bound, host, object.namespace)
}

_is_served(bound, host, namespace) if {
	some gateway in bound
	some server in gateway.spec.servers
	some written in server.hosts
	gateways.serves(written, host, {"route": namespace, "gateway": gateway.namespace})
}
