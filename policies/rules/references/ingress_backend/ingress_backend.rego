# METADATA
# title: "A route leads nowhere"
# description: "Requests to it are answered with an error by the controller."
# custom:
#   id: REF-004
#   severity: high
#   category: references
#   kinds: ["networking.k8s.io/Ingress", "gateway.networking.k8s.io/HTTPRoute"]
#   scope: repository
#   message: "{problem}."
#   fix: "Name a Service and a port that exist in the namespace, and a Secret that something makes."
#   controls:
#     - {framework: "Kubescape", ids: ["C0298", "C0302"], basis: sourced}
package rules.references.ingress_backend

import data.lib.inventory

deny contains {"ref": backend.ref, "problem": concat(" ", ["There is no Service", backend.name, "in namespace", backend.namespace]), "pointer": backend.pointer} if {
	some backend in _backends
	not data.inv.services[backend.namespace][backend.name]
	not inventory.may_exist("Service", backend.namespace, backend.name)
}

deny contains {"ref": backend.ref, "problem": concat(" ", ["Service", backend.name, "has no port", backend.port]), "pointer": backend.pointer} if {
	some backend in _backends
	service := data.inv.services[backend.namespace][backend.name]
	backend.port != ""
	not backend.port in {text | some port in service.ports; some text in [port.name, json.marshal(port.number)]}
}

deny contains {"ref": ingress.ref, "problem": concat(" ", ["Nothing makes the TLS Secret", tls.secretName]), "pointer": concat("", ["/spec/tls/", json.marshal(place), "/secretName"])} if {
	some ingress in data.inv.kinds["networking.k8s.io/Ingress"]
	some place, tls in ingress.spec.tls
	tls.secretName != ""
	not data.inv.secrets[ingress.namespace][tls.secretName]
	not data.inv.secrets["*"][tls.secretName]
	not inventory.is_external("Secret", ingress.namespace, tls.secretName)
	not inventory.is_operated(ingress.namespace, tls.secretName)
	not inventory.is_open(ingress.namespace)
	_knows_secrets(ingress.namespace)
}

# Secrets are often made by hand: a namespace that makes some of its own is taken to make all.
_knows_secrets(_) if data.params.hasConfig

_knows_secrets(namespace) if count(data.inv.secrets[namespace]) > 0

_backends contains {
	"ref": ingress.ref,
	"namespace": ingress.namespace,
	"name": service.name,
	"port": _port(service.port),
	"pointer": concat("", ["/spec/rules/", json.marshal(place), "/http/paths/", json.marshal(index), "/backend/service"]),
} if {
	some ingress in data.inv.kinds["networking.k8s.io/Ingress"]
	some place, rule in ingress.spec.rules
	some index, path in rule.http.paths
	service := path.backend.service
	_port(service.port) != "use-annotation"
}

_backends contains {"ref": ingress.ref, "namespace": ingress.namespace, "name": service.name, "port": _port(service.port), "pointer": "/spec/defaultBackend/service"} if {
	some ingress in data.inv.kinds["networking.k8s.io/Ingress"]
	service := ingress.spec.defaultBackend.service
	_port(service.port) != "use-annotation"
}

_backends contains {
	"ref": route.ref,
	"namespace": object.get(backend, "namespace", route.namespace),
	"name": backend.name,
	"port": _number(object.get(backend, "port", "")),
	"pointer": concat("", ["/spec/rules/", json.marshal(place), "/backendRefs/", json.marshal(index)]),
} if {
	some route in data.inv.kinds["gateway.networking.k8s.io/HTTPRoute"]
	some place, rule in route.spec.rules
	some index, backend in rule.backendRefs
	object.get(backend, "kind", "Service") == "Service"
}

_port(port) := port.name

_port(port) := json.marshal(port.number) if not port.name

_number(value) := json.marshal(value) if is_number(value)

_number(value) := "" if not is_number(value)
