# METADATA
# title: "A route serves every host"
# description: "A host that nobody claimed is answered by whoever came first."
# custom:
#   id: IST-018
#   severity: medium
#   category: istio
#   kinds: ["networking.istio.io/Gateway", "networking.istio.io/VirtualService"]
#   scope: resource
#   message: "hosts holds {host}."
#   fix: "Name the hosts."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.6"], basis: interpreted}
package rules.istio.wildcard_host

deny contains {"host": host, "pointer": concat("/", ["/spec/hosts", json.marshal(place)])} if {
	some place, host in input.object.spec.hosts
	_all(host)
}

deny contains {"host": host, "pointer": concat("/", ["/spec/servers", json.marshal(index), "hosts", json.marshal(place)])} if {
	some index, server in input.object.spec.servers
	some place, host in server.hosts
	_all(host)
}

_all(host) if {
	parts := split(host, "/")
	parts[count(parts) - 1] == "*"
}
