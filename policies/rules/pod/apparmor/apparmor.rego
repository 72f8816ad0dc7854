# METADATA
# title: "AppArmor is switched off"
# description: "An unconfined program may do whatever the kernel lets its user do."
# custom:
#   id: POD-011
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "{place} sets the AppArmor profile {profile}."
#   fix: "Leave it out, or set RuntimeDefault."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.9"], basis: sourced}
package rules.pod.apparmor

deny contains {"place": place, "profile": "Unconfined", "pointer": concat("", [at, "/securityContext/appArmorProfile"])} if {
	some [place, at, context] in _contexts
	context.appArmorProfile.type == "Unconfined"
}

deny contains {"place": concat(" ", ["The annotation", name]), "profile": profile, "pointer": concat("", [input.pod.pointer, "/metadata/annotations"])} if {
	some name, profile in input.pod.annotations
	startswith(name, "container.apparmor.security.beta.kubernetes.io/")
	not profile in {"runtime/default", ""}
	not startswith(profile, "localhost/")
}

_contexts contains ["The pod", concat("", [input.pod.pointer, "/spec"]), input.pod.spec.securityContext]

_contexts contains [concat("", ["Container ", container.name]), container.pointer, container.spec.securityContext] if some container in input.containers
