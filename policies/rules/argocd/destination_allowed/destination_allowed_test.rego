package rules.argocd.destination_allowed_test

import data.rules.argocd.destination_allowed

test_finds_another_namespace if {
	destination_allowed.deny == {{"ref": 1, "project": "p", "namespace": "web", "cluster": "prod", "pointer": "/spec/destination"}} with data.inv as _inv("p", {"name": "prod", "namespace": "web"})
}

test_accepts_a_pattern if {
	destination_allowed.deny == set() with data.inv as _inv("p", {"name": "prod", "namespace": "team-web"})
}

test_finds_another_namespace_of_what_it_brings if {
	count(destination_allowed.deny) == 1 with data.inv as object.union(
		_inv("p", {"name": "prod", "namespace": "team-web"}),
		{"asks": {"destinations": [{"project": "p", "destination": {"name": "prod", "namespace": "team-web"}, "refs": [1], "others": [{"namespace": "kube-system", "refs": [1]}]}]}},
	)
}

_inv(project, destination) := {
	"asks": {"destinations": [{"project": project, "destination": destination, "refs": [1], "others": []}]},
	"kinds": {"argoproj.io/AppProject": [{"ref": 0, "name": "p", "namespace": "argocd", "spec": {"destinations": [{"name": "prod", "namespace": "team-*"}]}}]},
}
