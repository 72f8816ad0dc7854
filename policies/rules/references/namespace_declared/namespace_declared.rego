# METADATA
# title: "A namespace is used that nobody creates"
# description: "The sync fails until somebody makes it by hand."
# custom:
#   id: REF-015
#   severity: high
#   category: references
#   kinds: ["*"]
#   scope: repository
#   message: "Nobody creates namespace {namespace}."
#   fix: "Declare the namespace, or name one that exists."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.references.namespace_declared

deny contains {"ref": used.ref, "namespace": namespace, "pointer": "/metadata/namespace"} if {
	data.inv.complete
	not data.inv.unrendered
	some namespace, used in data.inv.used_namespaces
	not data.inv.namespaces[namespace]
	not data.inv.created_namespaces[namespace]
	not namespace in {"default", "argocd", "kube-system", "kube-public", "kube-node-lease"}
}
