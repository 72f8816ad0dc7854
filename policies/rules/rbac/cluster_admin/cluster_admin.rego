# METADATA
# title: "A binding gives cluster-admin"
# description: "Who is bound to cluster-admin can do everything, and hide it."
# custom:
#   id: RBAC-001
#   severity: critical
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding"]
#   scope: resource
#   message: "{subject} becomes cluster-admin."
#   fix: "Bind a role that names the resources and verbs that are needed."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.1"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0035"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1", "CC6.2", "CC6.3"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.308(a)(4)", "164.312(a)(1)"], basis: interpreted}
package rules.rbac.cluster_admin

deny contains {"subject": concat(" ", [subject.kind, subject.name]), "pointer": "/roleRef/name"} if {
	input.object.roleRef.name == "cluster-admin"
	some subject in object.get(input.object, "subjects", [])
	not _built_in(subject)
}

# The binding that every cluster starts with.
_built_in(subject) if {
	subject.kind == "Group"
	subject.name == "system:masters"
	input.name == "cluster-admin"
}
