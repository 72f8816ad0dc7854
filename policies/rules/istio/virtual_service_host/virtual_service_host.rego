# METADATA
# title: "A route leads to a host that is not there"
# description: "Its callers get 503."
# custom:
#   id: IST-003
#   severity: high
#   category: istio
#   kinds: ["*"]
#   scope: repository
#   message: "No Service answers to {host}."
#   fix: "Name a Service of the cluster by its full name."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.istio.virtual_service_host

deny contains {"ref": destination.ref, "host": destination.host, "pointer": concat("/", [destination.pointer, "host"])} if {
	data.inv.complete
	some destination in _destinations
	parts := split(destination.host, ".")
	array.slice(parts, 2, count(parts)) == ["svc", "cluster", "local"]
	not data.inv.unrendered_namespaces[parts[1]]
	not data.inv.services[parts[1]][parts[0]]
}

_destinations contains {"ref": service.ref, "host": route.destination.host, "subset": object.get(route.destination, "subset", ""), "pointer": concat("/", ["/spec", protocol, format_int(place, 10), "route", format_int(index, 10), "destination"])} if {
	some service in data.inv.kinds["networking.istio.io/VirtualService"]
	some protocol in ["http", "tcp", "tls"]
	some place, rule in service.spec[protocol]
	some index, route in rule.route
}
