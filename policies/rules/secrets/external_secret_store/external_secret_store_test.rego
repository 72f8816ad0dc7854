package rules.secrets.external_secret_store_test

import data.rules.secrets.external_secret_store

test_finds_a_missing_store if {
	external_secret_store.deny == {{"ref": 1, "problem": "There is no ClusterSecretStore main", "pointer": "/spec/secretStoreRef"}} with data.inv as _inv([_secret(1, "a")], {})
}

test_accepts_a_store_that_is_there if {
	external_secret_store.deny == set() with data.inv as _inv([_secret(1, "a")], {"external-secrets.io/ClusterSecretStore": {"": {"main": 0}}})
}

test_finds_two_that_write_one_secret if {
	external_secret_store.deny == {{"ref": 2, "problem": "ExternalSecret x also writes the Secret a", "pointer": "/spec/target/name"}} with data.inv as _inv([_secret(1, "a"), _secret(2, "a")], {"external-secrets.io/ClusterSecretStore": {"": {"main": 0}}})
}

test_is_silent_where_a_chart_may_bring_the_store if {
	external_secret_store.deny == set() with data.inv as object.union(_inv([_secret(1, "a")], {}), {"unrendered": true})
}

_secret(ref, target) := {"ref": ref, "name": "x", "namespace": "n", "spec": {"secretStoreRef": {"kind": "ClusterSecretStore", "name": "main"}, "target": {"name": target}}}

_inv(secrets, names) := {"complete": true, "unrendered": false, "names": names, "kinds": {"external-secrets.io/ExternalSecret": secrets}}
