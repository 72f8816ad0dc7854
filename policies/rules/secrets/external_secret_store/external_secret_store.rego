# METADATA
# title: "An ExternalSecret has no store, or shares its target"
# description: "Without its store no Secret is made; two with one target overwrite each other for ever."
# custom:
#   id: SEC-005
#   severity: high
#   category: secrets
#   kinds: ["external-secrets.io/ExternalSecret"]
#   scope: repository
#   message: "{problem}."
#   fix: "Name a store that exists (a SecretStore of the namespace, or a ClusterSecretStore), and give each ExternalSecret a target of its own."
package rules.secrets.external_secret_store

import data.lib.inventory

deny contains {"ref": secret.ref, "problem": concat(" ", ["There is no", store.kind, store.name]), "pointer": "/spec/secretStoreRef"} if {
	some secret in _secrets
	store := object.union({"kind": "SecretStore"}, secret.spec.secretStoreRef)
	store.kind in {"SecretStore", "ClusterSecretStore"}
	namespace := {"SecretStore": secret.namespace, "ClusterSecretStore": ""}[store.kind]
	key := concat("/", ["external-secrets.io", store.kind])
	not data.inv.names[key][namespace][store.name]
	not inventory.may_exist(key, namespace, store.name)
	not data.inv.unrendered
}

deny contains {"ref": second.ref, "problem": concat(" ", ["ExternalSecret", first.name, "also writes the Secret", target]), "pointer": "/spec/target/name"} if {
	some first in _secrets
	some second in _secrets
	first.ref < second.ref
	first.namespace == second.namespace
	target := _target(first)
	target == _target(second)
	not _merges(first)
	not _merges(second)
}

_secrets := object.get(data.inv.kinds, "external-secrets.io/ExternalSecret", [])

_target(secret) := object.get(secret.spec, ["target", "name"], secret.name)

_merges(secret) if secret.spec.target.creationPolicy == "Merge"
