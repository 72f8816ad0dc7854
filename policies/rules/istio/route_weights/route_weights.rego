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

deny contains {"route": json.marshal(place), "problem": problem, "pointer": concat("/", ["/spec/http", json.marshal(place), "route"])} if {
	some place, http in input.object.spec.http
	count(http.route) > 1
	weights := [object.get(destination, "weight", 0) | some destination in http.route]
	total := sum(weights)
	not _fine(weights, total)
	problem := concat(" ", ["has weights that make", json.marshal(total)])
}

deny contains {"route": json.marshal(later), "problem": problem, "pointer": concat("/", ["/spec/http", json.marshal(later), "match", json.marshal(index)])} if {
	some earlier, http in input.object.spec.http
	some match in http.match
	some later, other in input.object.spec.http
	earlier < later
	some index, repeated in other.match
	_plain(repeated) == _plain(match)
	problem := concat(" ", ["repeats a match of route", json.marshal(earlier)])
}

deny contains {"route": json.marshal(later), "problem": problem, "pointer": concat("/", ["/spec/http", json.marshal(later)])} if {
	some earlier, http in input.object.spec.http
	count(object.get(http, "match", [])) == 0
	later := earlier + 1
	input.object.spec.http[later]
	problem := concat(" ", ["is never reached: route", json.marshal(earlier), "takes every request"])
}

_plain(match) := object.remove(match, ["name"])

_fine(weights, 100) if {
	every weight in weights {
		weight >= 0
	}
}
