# METADATA
# title: "A role creates or enters pods"
# description: "A pod can mount every Secret of its namespace and run as every ServiceAccount of it."
# custom:
#   id: RBAC-004
#   severity: high
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"]
#   scope: resource
#   message: "Rule {rule} grants {resource}."
#   fix: "Leave pod creation to controllers; grant exec for a limited time instead."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.4"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0002", "C0188"], basis: sourced}
package rules.rbac.pod_create_exec

import data.lib.rbac

deny contains {"rule": json.marshal(place), "resource": resource, "pointer": concat("/", ["/rules", json.marshal(place)])} if {
	not rbac.is_built_in(input)
	some place, rule in input.object.rules
	rbac.covers(rule.apiGroups, "")
	some resource, verbs in _enters
	rbac.covers(rule.resources, resource)
	some verb in verbs
	rbac.covers(rule.verbs, verb)
}

_enters := {
	"pods": ["create"],
	"pods/exec": ["create", "get"],
	"pods/attach": ["create", "get"],
	"pods/ephemeralcontainers": ["update", "patch"],
}
