# METADATA
# title: "SELinux options widen what a container may do"
# description: "Another type, user or role takes the container out of its confinement."
# custom:
#   id: POD-012
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "{place} sets the SELinux {field} {value}."
#   fix: "Leave seLinuxOptions out, or set only the level."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.8"], basis: sourced}
package rules.pod.selinux

_types := {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

deny contains {"place": place, "field": "type", "value": options.type, "pointer": concat("", [at, "/securityContext/seLinuxOptions/type"])} if {
	some [place, at, options] in _options
	not options.type in _types
}

deny contains {"place": place, "field": field, "value": options[field], "pointer": concat("/", [at, "securityContext/seLinuxOptions", field])} if {
	some [place, at, options] in _options
	some field in ["user", "role"]
	options[field] != ""
}

_options contains ["The pod", concat("", [input.pod.pointer, "/spec"]), input.pod.spec.securityContext.seLinuxOptions]

_options contains [concat("", ["Container ", container.name]), container.pointer, container.spec.securityContext.seLinuxOptions] if some container in input.containers
