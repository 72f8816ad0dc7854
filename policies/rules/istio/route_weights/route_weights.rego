# METADATA
# title: "A route cannot be taken as written"
# description: "Istio refuses weights that do not fit, and never reaches a route whose match an earlier one takes."
# custom:
#   id: IST-013
#   severity: medium
#   category: istio
#   kinds: ["networking.istio.io/VirtualService"]
#   scope: resource
#   message: "Route {route} {problem}."
#   fix: "Make weights zero or more and 100 together; put the special match before the general one, and each match once."
#   controls:
#     - {framework: "Istio analysis messages", ids: ["IST0130", "IST0131"], basis: sourced}
package rules.istio.route_weights

deny contains {"route": format_int(place, 10), "problem": problem, "pointer": concat("/", ["/spec/http", format_int(place, 10), "route"])} if {
	some place, http in input.object.spec.http
	count(http.route) > 1
	weights := [object.get(destination, "weight", 0) | some destination in http.route]
	total := sum(weights)
	not _fine(weights, total)
	problem := concat(" ", ["has weights that make", format_int(total, 10)])
}

deny contains {"route": format_int(later, 10), "problem": problem, "pointer": concat("/", ["/spec/http", format_int(later, 10), "match", format_int(index, 10)])} if {
	some earlier, http in input.object.spec.http
	some match in http.match
	some later, other in input.object.spec.http
	earlier < later
	some index, repeated in other.match
	_plain(repeated) == _plain(match)
	problem := concat(" ", ["repeats a match of route", format_int(earlier, 10)])
}

deny contains {"route": format_int(later, 10), "problem": problem, "pointer": concat("/", ["/spec/http", format_int(later, 10)])} if {
	some earlier, http in input.object.spec.http
	count(object.get(http, "match", [])) == 0
	later := earlier + 1
	input.object.spec.http[later]
	problem := concat(" ", ["is never reached: route", format_int(earlier, 10), "takes every request"])
}

_plain(match) := object.remove(match, ["name"])

_fine(weights, 100) if {
	every weight in weights {
		weight >= 0
	}
}
