# METADATA
# title: "Weights of a route do not make 100"
# description: "The API server accepts any number; Istio refuses the route, or people misread it."
# custom:
#   id: IST-013
#   severity: medium
#   category: istio
#   kinds: ["networking.istio.io/VirtualService"]
#   scope: resource
#   message: "The weights of route {route} make {sum}."
#   fix: "Make the weights zero or more, and 100 together."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.istio.route_weights

deny contains {"route": format_int(place, 10), "sum": format_int(total, 10), "pointer": concat("/", ["/spec/http", format_int(place, 10), "route"])} if {
	some place, http in input.object.spec.http
	count(http.route) > 1
	weights := [object.get(destination, "weight", 0) | some destination in http.route]
	total := sum(weights)
	not _fine(weights, total)
}

_fine(weights, 100) if {
	every weight in weights {
		weight >= 0
	}
}
