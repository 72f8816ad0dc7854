# METADATA
# title: "Gateways of Istio as routes name them"
package lib.gateways

import data.lib.hosts

# Namespace and name of a gateway; `mesh` is none, and the old form with dots is left alone.
identify(written, _) := split(written, "/") if count(split(written, "/")) == 2

identify(written, namespace) := [namespace, written] if {
	written != "mesh"
	not contains(written, "/")
	not contains(written, ".")
}

# Whether a host of a server (`host`, `namespace/host`, `./host`) serves a host of a route.
serves(written, host, namespaces) if {
	parts := split(written, "/")
	_admits(parts, namespaces)
	pattern := parts[count(parts) - 1]
	_meet(pattern, host)
}

_admits(parts, _) if count(parts) == 1

_admits(["*", _], _)

_admits([".", _], namespaces) if namespaces.route == namespaces.gateway

_admits([namespace, _], namespaces) if namespace == namespaces.route

# Either may be the wider one.
_meet(pattern, host) if hosts.covers(pattern, host)

_meet(pattern, host) if hosts.covers(host, pattern)
