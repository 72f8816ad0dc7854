# METADATA
# title: "A route does not say, or misses, the port"
# description: "A Service with several ports leaves the route undecided; a port that it does not have leads nowhere."
# custom:
#   id: IST-004
#   severity: high
#   category: istio
#   kinds: ["networking.istio.io/VirtualService"]
#   scope: repository
#   message: "The route to {host} {problem}."
#   fix: "Give destination.port.number a port of the Service."
#   controls:
#     - {framework: "Istio analysis messages", ids: ["IST0112"], basis: sourced}
package rules.istio.virtual_service_port

import data.lib.hosts

deny contains {"ref": item.ref, "host": item.destination.host, "problem": problem, "pointer": item.pointer} if {
	some item in hosts.destinations
	[namespace, name] := hosts.service(item.destination.host, item.namespace)
	ports := data.inv.services[namespace][name].ports
	problem := _problem(item, {port.number | some port in ports})
}

# A gateway listens on ports of its own. Inside the mesh the caller's port is taken, until the route also holds for a gateway;
# Istio's own analysis refuses both.
_problem(item, numbers) := "names no port, and the Service has several" if {
	count(numbers) > 1
	not item.destination.port.number
}

_problem(item, numbers) := concat("", ["names port ", json.marshal(item.destination.port.number), ", which the Service does not have"]) if {
	not item.destination.port.number in numbers
}
