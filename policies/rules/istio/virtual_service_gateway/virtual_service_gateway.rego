# METADATA
# title: "A route is bound to a gateway that does not exist"
# description: "The route is then served nowhere."
# custom:
#   id: IST-008
#   severity: high
#   category: istio
#   kinds: ["networking.istio.io/VirtualService"]
#   scope: repository
#   message: "There is no Gateway {gateway}."
#   fix: "Write <namespace>/<name> of a Gateway that exists, or mesh."
#   controls:
#     - {framework: "Istio analysis messages", ids: ["IST0101", "IST0165"], basis: sourced}
package rules.istio.virtual_service_gateway

import data.lib.gateways
import data.lib.inventory

deny contains {"ref": object.ref, "gateway": gateway, "pointer": concat("/", ["/spec/gateways", json.marshal(place)])} if {
	some object in data.inv.kinds["networking.istio.io/VirtualService"]
	some place, gateway in object.spec.gateways
	[namespace, name] := gateways.identify(gateway, object.namespace)
	not data.inv.names["networking.istio.io/Gateway"][namespace][name]
	not inventory.is_external("Gateway", namespace, name)
	not inventory.is_open(namespace)
	_judged
}

_judged if data.inv.complete

_judged if data.inv.names["networking.istio.io/Gateway"]
