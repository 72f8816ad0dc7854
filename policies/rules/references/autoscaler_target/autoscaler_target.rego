# METADATA
# title: "An autoscaler scales what is not there"
# description: "Nothing is ever scaled, and nobody notices."
# custom:
#   id: REF-005
#   severity: high
#   category: references
#   kinds: ["*"]
#   scope: repository
#   message: "{kind} {name} does not exist in the namespace."
#   fix: "Name the workload that it should scale."
#   controls:
#     - {framework: "Kubescape", ids: ["C0300"], basis: sourced}
package rules.references.autoscaler_target

import data.lib.inventory

deny contains {"ref": scaler.ref, "kind": target.kind, "name": target.name, "pointer": concat("", [pointer, "/name"])} if {
	some [kind, field] in _autoscalers
	some scaler in data.inv.kinds[kind]
	pointer := concat("/", ["/spec", field])
	target := _target(scaler.spec[field])
	not data.inv.names[target.key][scaler.namespace][target.name]
	not inventory.is_external(target.kind, scaler.namespace, target.name)
	not inventory.is_open(scaler.namespace)
	not inventory.is_operated(scaler.namespace, target.name)
	_has_pods(scaler.namespace)
}

_autoscalers := [
	["autoscaling/HorizontalPodAutoscaler", "scaleTargetRef"],
	["keda.sh/ScaledObject", "scaleTargetRef"],
	["autoscaling.k8s.io/VerticalPodAutoscaler", "targetRef"],
]

_has_pods(_) if data.inv.complete

_has_pods(namespace) if data.inv.used_namespaces[namespace].workload

_target(reference) := {"kind": kind, "name": reference.name, "key": concat("/", [group, kind])} if {
	kind := object.get(reference, "kind", "Deployment")
	[group, _] := split(object.get(reference, "apiVersion", "apps/v1"), "/")
}

_target(reference) := {"kind": reference.kind, "name": reference.name, "key": reference.kind} if {
	not contains(object.get(reference, "apiVersion", "apps/v1"), "/")
}
