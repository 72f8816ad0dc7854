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

import data.lib.hosts
import data.lib.inventory

deny contains {"ref": item.ref, "host": host, "pointer": concat("/", [item.pointer, "host"])} if {
	some item in hosts.destinations
	host := item.destination.host
	[namespace, name] := hosts.service(host, item.namespace)
	not data.inv.services[namespace][name]
	not hosts.is_declared(host)
	not inventory.may_exist("Service", namespace, name)
}

# A host outside the cluster has to be declared before the mesh routes to it.
deny contains {"ref": item.ref, "host": host, "pointer": concat("/", [item.pointer, "host"])} if {
	some item in hosts.destinations
	host := item.destination.host
	not hosts.service(host, item.namespace)
	not hosts.is_declared(host)
	not startswith(host, "*")
	not data.inv.unrendered
	not inventory.is_external("Service", item.namespace, host)
}
