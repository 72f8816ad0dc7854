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

deny contains {"ref": scaler.ref, "kind": target.kind, "name": target.name, "pointer": "/spec/scaleTargetRef/name"} if {
	data.inv.complete
	some kind in ["autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"]
	some scaler in data.inv.kinds[kind]
	not data.inv.unrendered_namespaces[scaler.namespace]
	target := _target(scaler.spec.scaleTargetRef)
	not data.inv.names[target.key][scaler.namespace][target.name]
}

_target(reference) := {"kind": kind, "name": reference.name, "key": concat("/", [group, kind])} if {
	kind := object.get(reference, "kind", "Deployment")
	group := split(object.get(reference, "apiVersion", "apps/v1"), "/")[0]
}
