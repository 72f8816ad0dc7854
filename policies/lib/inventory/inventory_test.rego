package lib.inventory_test

import data.lib.inventory

_params := {"externals": [{"kind": "Secret", "namespace": "web", "name": "tls-*"}, {"kind": "ClusterSecretStore", "name": "vault"}]}

test_an_external_matches_by_pattern if inventory.is_external("Secret", "web", "tls-public") with data.params as _params

test_an_external_stays_in_its_namespace if not inventory.is_external("Secret", "shop", "tls-public") with data.params as _params

test_an_external_without_namespace_is_everywhere if inventory.is_external("external-secrets.io/ClusterSecretStore", "", "vault") with data.params as _params

test_an_operator_names_what_it_makes if inventory.is_operated("db", "orders-app") with data.inv as {"operator_names": {"db": ["orders"]}}

test_a_pile_says_nothing_about_kinds_it_lacks if inventory.may_exist("Secret", "web", "a") with data.inv as {"complete": false, "names": {}}

test_a_pile_speaks_about_kinds_it_holds if not inventory.may_exist("Secret", "web", "a") with data.inv as {"complete": false, "names": {"Secret": {"web": {"b": 1}}}}

test_a_cluster_is_known if not inventory.may_exist("Secret", "web", "a") with data.inv as {"complete": true, "names": {}}

test_a_chart_that_was_not_rendered_may_bring_it if inventory.may_exist("Secret", "web", "a") with data.inv as {"complete": true, "unrendered_namespaces": {"web": true}}

test_a_revision_label_makes_a_mesh_namespace if inventory.meshed == {"a", "b"} with data.inv.namespaces as {
	"a": {"labels": {"istio.io/rev": "stable"}},
	"b": {"labels": {"istio-injection": "enabled"}},
	"c": {"labels": {}},
}
