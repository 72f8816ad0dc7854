# METADATA
# title: "A binding reaches everybody"
# description: "Anonymous and merely authenticated callers are not people whom somebody vouched for."
# custom:
#   id: RBAC-006
#   severity: critical
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding"]
#   scope: resource
#   message: "{subject} gets the role."
#   fix: "Bind a group of your identity provider, or a ServiceAccount of its own."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.7"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0262", "C0265"], basis: sourced}
#     - {framework: "HIPAA", ids: ["164.312(d)"], basis: interpreted}
package rules.rbac.anonymous

deny contains {"subject": concat(" ", [subject.kind, subject.name]), "pointer": concat("/", ["/subjects", json.marshal(place)])} if {
	some place, subject in input.object.subjects
	_everybody(subject)
	not _discovery
}

_everybody(subject) if {
	subject.kind in {"User", "Group"}
	subject.name in {"system:anonymous", "system:unauthenticated", "system:authenticated", "system:masters"}
	not startswith(input.name, "system:")
	input.name != "cluster-admin"
}

_everybody({"kind": "ServiceAccount", "name": "default", "namespace": _})

# What every cluster lets everybody see.
_discovery if input.object.roleRef.name in {"system:public-info-viewer", "system:discovery", "system:basic-user"}
