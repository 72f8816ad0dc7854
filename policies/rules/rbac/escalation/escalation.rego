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

import data.lib.rbac

deny contains {"rule": json.marshal(place), "verb": verb, "resource": resource, "pointer": concat("/", ["/rules", json.marshal(place), "verbs"])} if {
	not rbac.is_built_in(input)
	some place, rule in input.object.rules
	some verb, resources in _raising
	rbac.covers(rule.verbs, verb)
	some resource, group in resources
	rbac.covers(rule.resources, resource)
	rbac.covers(rule.apiGroups, group)
}

_rbac := "rbac.authorization.k8s.io"

_raising := {
	"bind": {"roles": _rbac, "clusterroles": _rbac},
	"escalate": {"roles": _rbac, "clusterroles": _rbac},
	"impersonate": {"users": "", "groups": "", "serviceaccounts": ""},
	"create": {"rolebindings": _rbac, "clusterrolebindings": _rbac},
}
