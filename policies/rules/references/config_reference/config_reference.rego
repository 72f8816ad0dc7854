# METADATA
# title: "A pod waits for an object that nothing makes"
# description: "The pod stays in CreateContainerConfigError or ContainerCreating."
# custom:
#   id: REF-007
#   severity: high
#   category: references
#   kinds: ["workload"]
#   scope: repository
#   message: "There is no {kind} {name}{detail} in the namespace."
#   fix: "Correct the name or the key; or add the object; or declare it under policy.externals if something else makes it."
package rules.references.config_reference

import data.lib.inventory

deny contains {"ref": workload.ref, "kind": "ConfigMap", "name": reference.name, "detail": "", "pointer": reference.pointer} if {
	some workload in data.inv.workloads
	some reference in workload.references
	reference.kind == "ConfigMap"
	not data.inv.config_maps[workload.namespace][reference.name]
	not data.inv.config_maps["*"][reference.name]
	not reference.name in {"kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"}
	not data.inv.config_map_makers[workload.application]
	not _made_elsewhere(workload, reference)
	not inventory.may_exist("ConfigMap", workload.namespace, reference.name)
}

deny contains {"ref": workload.ref, "kind": "Secret", "name": reference.name, "detail": "", "pointer": reference.pointer} if {
	some workload in data.inv.workloads
	some reference in workload.references
	reference.kind == "Secret"
	not data.inv.secrets[workload.namespace][reference.name]
	not data.inv.secrets["*"][reference.name]
	not data.inv.secret_makers[workload.application]
	not _made_elsewhere(workload, reference)
	not inventory.is_external("Secret", workload.namespace, reference.name)
	not inventory.is_operated(workload.namespace, reference.name)
	not inventory.is_open(workload.namespace)
	_knows_secrets(workload.namespace)
}

deny contains {"ref": workload.ref, "kind": reference.kind, "name": reference.name, "detail": concat("", [" with the key ", key]), "pointer": reference.pointer} if {
	some workload in data.inv.workloads
	some reference in workload.references
	keys := _keys(reference.kind, workload.namespace, reference.name)
	some key in reference.keys
	not key in keys
}

_keys("ConfigMap", namespace, name) := keys if {
	keys := data.inv.config_maps[namespace][name].keys
	keys != null
}

_keys("Secret", namespace, name) := keys if {
	keys := data.inv.secrets[namespace][name].keys
	keys != null
}

# A Job of the namespace that names the object makes it, as certificate jobs of webhooks do.
_made_elsewhere(workload, reference) if contains(data.inv.mentioned[workload.namespace], reference.name)

# Secrets are often made by hand: a namespace that makes some of its own is taken to make all.
_knows_secrets(_) if data.params.hasConfig

_knows_secrets(namespace) if count(data.inv.secrets[namespace]) > 0
