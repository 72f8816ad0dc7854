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

import data.lib.inventory

deny contains {"ref": used.ref, "namespace": namespace, "pointer": "/metadata/namespace"} if {
	_judged
	some namespace, used in data.inv.used_namespaces
	not data.inv.namespaces[namespace]
	not data.inv.created_namespaces[namespace]
	not inventory.is_external("Namespace", "", namespace)
	not inventory.is_open(namespace)
	not namespace in {"default", "argocd"}
	not startswith(namespace, "openshift-")
}

# A pile of manifests that declares no namespace leaves that to somebody else.
_judged if data.inv.complete

_judged if count(data.inv.namespaces) > 0
