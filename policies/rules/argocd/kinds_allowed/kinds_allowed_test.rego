package rules.argocd.kinds_allowed_test

import data.rules.argocd.kinds_allowed

test_finds_a_cluster_kind_that_is_not_listed if {
	kinds_allowed.deny == {{
		"ref": 1,
		"application": "a",
		"project": "p",
		"kind": "ClusterRole",
		"name": "r",
		"pointer": "/spec/project",
	}} with data.inv as _inv({}, _role)
}

test_accepts_a_cluster_kind_that_is_listed if {
	kinds_allowed.deny == set() with data.inv as _inv({"clusterResourceWhitelist": [{"group": "rbac.authorization.k8s.io", "kind": "*"}]}, _role)
}

test_finds_a_listed_kind_of_another_name if {
	count(kinds_allowed.deny) == 1 with data.inv as _inv({"clusterResourceWhitelist": [{"group": "*", "kind": "*", "name": "team-*"}]}, _role)
}

test_accepts_a_namespaced_kind_without_a_list if {
	kinds_allowed.deny == set() with data.inv as _inv({}, _secret)
}

test_finds_a_namespaced_kind_on_the_black_list if {
	count(kinds_allowed.deny) == 1 with data.inv as _inv({"namespaceResourceBlacklist": [{"group": "", "kind": "Secret"}]}, _secret)
}

test_an_empty_list_permits_nothing if {
	count(kinds_allowed.deny) == 1 with data.inv as _inv({"namespaceResourceWhitelist": []}, _secret)
}

_role := {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "r", "scope": "cluster", "objects": [[1, "a", "r"]]}

_secret := {"group": "", "kind": "Secret", "name": "", "scope": "namespace", "objects": [[1, "a", "s"]]}

_inv(spec, brought) := {
	"asks": {"kinds": [object.union(brought, {"project": "p"})]},
	"kinds": {"argoproj.io/AppProject": [{"name": "p", "spec": spec}]},
}
