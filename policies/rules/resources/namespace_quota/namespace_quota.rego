# METADATA
# title: "A namespace has no quota"
# description: "Without a ResourceQuota one team can take the capacity of the cluster. Components of the platform itself are no team: a quota of theirs would only stop an upgrade."
# custom:
#   id: RES-006
#   severity: medium
#   category: resources
#   kinds: ["Namespace"]
#   scope: repository
#   message: "Namespace {namespace} runs workloads and has no ResourceQuota."
#   fix: "Add a ResourceQuota to the namespace."
#   controls:
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["4.0"], basis: sourced}
#     - {framework: "SOC 2", ids: ["A1.1"], basis: interpreted}
package rules.resources.namespace_quota

import data.lib.inventory

deny contains {"ref": object.ref, "namespace": namespace, "pointer": ""} if {
	data.inv.complete
	some namespace, object in data.inv.namespaces
	data.inv.used_namespaces[namespace].tenant
	not data.inv.names.ResourceQuota[namespace]
	not inventory.is_open(namespace)
}
