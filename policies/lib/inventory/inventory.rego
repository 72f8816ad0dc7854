# METADATA
# title: "What can be known about objects of one cluster"
# description: "A reference to nothing is a fault only where everything that could be meant is known."
package lib.inventory

# Whether something that nobody could see may live in a namespace.
is_open(namespace) if data.inv.unrendered_namespaces[namespace]

is_open(namespace) if namespace in _control_plane

# Namespaces whose pods the provider of the cluster brings.
_control_plane := {"kube-system", "kube-public", "kube-node-lease"}

# Whether an object of a kind (as `names` writes it) may exist without being in the repository.
may_exist(kind, namespace, name) if is_external(kind, namespace, name)

may_exist(_, namespace, _) if is_open(namespace)

may_exist(_, namespace, name) if is_operated(namespace, name)

# A pile of manifests may be a part of what a cluster gets: it says something about kinds that it holds.
may_exist(kind, namespace, _) if {
	not data.inv.complete
	not data.inv.names[kind][namespace]
}

# Declared in the config as existing elsewhere.
is_external(kind, namespace, name) if {
	some object in data.params.externals
	object.kind == _plain(kind)
	_in_namespace(object, namespace)
	glob.match(object.name, null, name)
}

# An operator names what it makes after the resource that asks for it.
is_operated(namespace, name) if {
	some owner in data.inv.operator_names[namespace]
	contains(name, owner)
}

# Whether pods that no template shows may run in a namespace.
has_operators(namespace) if count(data.inv.operator_names[namespace]) > 0

_in_namespace(object, _) if not object.namespace

_in_namespace(object, namespace) if object.namespace == namespace

_plain(kind) := parts[count(parts) - 1] if parts := split(kind, "/")

# Namespaces whose pods get a proxy of the mesh.
meshed contains namespace if {
	some namespace, object in data.inv.namespaces
	object.labels["istio-injection"] == "enabled"
}

meshed contains namespace if {
	some namespace, object in data.inv.namespaces
	object.labels["istio.io/rev"] != ""
	not object.labels["istio-injection"] == "disabled"
}

meshed contains namespace if {
	some namespace, object in data.inv.namespaces
	object.labels["istio.io/dataplane-mode"] == "ambient"
}
