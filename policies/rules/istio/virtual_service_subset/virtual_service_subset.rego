# METADATA
# title: "A route leads to a subset that is not there"
# description: "Its callers get 503."
# custom:
#   id: IST-005
#   severity: high
#   category: istio
#   kinds: ["*"]
#   scope: repository
#   message: "No DestinationRule of {host} has a subset called {subset}."
#   fix: "Add the subset to the DestinationRule, or name one that it has."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.istio.virtual_service_subset

deny contains {"ref": destination.ref, "host": destination.host, "subset": destination.subset, "pointer": concat("/", [destination.pointer, "subset"])} if {
	data.inv.complete
	some destination in _destinations
	destination.subset != ""
	not [destination.host, destination.subset] in _subsets
}

_subsets contains [rule.spec.host, subset.name] if {
	some rule in data.inv.kinds["networking.istio.io/DestinationRule"]
	some subset in rule.spec.subsets
}

_destinations contains {"ref": service.ref, "host": route.destination.host, "subset": object.get(route.destination, "subset", ""), "pointer": concat("/", ["/spec", protocol, format_int(place, 10), "route", format_int(index, 10), "destination"])} if {
	some service in data.inv.kinds["networking.istio.io/VirtualService"]
	some protocol in ["http", "tcp", "tls"]
	some place, rule in service.spec[protocol]
	some index, route in rule.route
}
