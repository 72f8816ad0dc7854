# METADATA
# title: "Hosts as Istio reads them"
package lib.hosts

# Namespace and name of the Service that a host names; a short name means the namespace of who writes it.
service(host, namespace) := [namespace, host] if not contains(host, ".")

service(host, _) := [parts[1], parts[0]] if {
	parts := split(host, ".")
	array.slice(parts, 2, count(parts)) in [["svc", "cluster", "local"], ["svc"], []]
	count(parts) > 1
	_known_namespace(parts)
}

# Two labels are a Service only where the second is a namespace: `example.com` is a host of the internet.
_known_namespace(parts) if count(parts) > 2

_known_namespace(parts) if {
	count(parts) == 2
	data.inv.used_namespaces[parts[1]]
}

# Whether a pattern such as `*.example.com` covers a host.
covers("*", _)

covers(pattern, host) if pattern == host

covers(pattern, host) if {
	startswith(pattern, "*.")
	endswith(host, substring(pattern, 1, -1))
}

# Hosts that ServiceEntries add to the mesh.
declared contains host if {
	some entry in data.inv.kinds["networking.istio.io/ServiceEntry"]
	some host in entry.spec.hosts
}

is_declared(host) if {
	some pattern in declared
	covers(pattern, host)
}

# Every destination of a route, with the place that names it.
destinations contains {
	"ref": source.ref,
	"namespace": source.namespace,
	"destination": route.destination,
	"pointer": concat("/", ["/spec", protocol, json.marshal(place), "route", json.marshal(index), "destination"]),
} if {
	some source in data.inv.kinds["networking.istio.io/VirtualService"]
	some protocol in ["http", "tcp", "tls"]
	some place, rule in source.spec[protocol]
	some index, route in rule.route
}
