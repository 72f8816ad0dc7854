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

import data.lib.hosts

deny contains {"ref": item.ref, "host": item.destination.host, "subset": subset, "pointer": concat("/", [item.pointer, "subset"])} if {
	some item in hosts.destinations
	subset := object.get(item.destination, "subset", "")
	subset != ""
	host := _name(item.destination.host, item.namespace)
	not [host, subset] in _subsets
	_judged(host)
}

_subsets contains [_name(rule.spec.host, rule.namespace), subset.name] if {
	some rule in data.inv.kinds["networking.istio.io/DestinationRule"]
	some subset in rule.spec.subsets
}

# Hosts that mean one Service are one host.
_name(host, namespace) := concat("/", hosts.service(host, namespace))

_name(host, namespace) := host if not hosts.service(host, namespace)

_judged(_) if {
	data.inv.complete
	not data.inv.unrendered
}

_judged(host) if {
	some rule in data.inv.kinds["networking.istio.io/DestinationRule"]
	_name(rule.spec.host, rule.namespace) == host
}
