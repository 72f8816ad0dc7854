# METADATA
# title: "A role can raise itself"
# description: "bind, escalate and impersonate give their holder any other right."
# custom:
#   id: RBAC-005
#   severity: critical
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"]
#   scope: resource
#   message: "Rule {rule} grants {verb} on {resource}."
#   fix: "Leave the handing out of rights to people with cluster-admin."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.8"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0191"], basis: sourced}
package rules.rbac.escalation

deny contains {"rule": format_int(place, 10), "verb": verb, "resource": resource, "pointer": concat("/", ["/rules", format_int(place, 10), "verbs"])} if {
	some place, rule in input.object.rules
	some resource in rule.resources
	some verb in rule.verbs
	_raises(verb, resource)
}

_raises(verb, resource) if {
	verb in {"bind", "escalate"}
	resource in {"roles", "clusterroles"}
}

_raises("impersonate", resource) if resource in {"users", "groups", "serviceaccounts"}

_raises("create", resource) if resource in {"rolebindings", "clusterrolebindings"}
