package rules.argocd.destination_allowed_test

import data.rules.argocd.destination_allowed

test_finds_another_namespace if {
	destination_allowed.deny == {{"ref": 1, "project": "p", "namespace": "web", "cluster": "prod", "pointer": "/spec/destination"}} with data.inv as _inv("p", {"name": "prod", "namespace": "web"}, [])
}

test_accepts_a_pattern if {
	destination_allowed.deny == set() with data.inv as _inv("p", {"name": "prod", "namespace": "team-web"}, [])
}

_inv(project, destination, sources) := {
	"complete": true,
	"kinds": {
		"argoproj.io/Application": [{"ref": 1, "name": "a", "namespace": "argocd", "spec": {"project": project, "destination": destination, "source": {"repoURL": "https://git.example.com/a.git"}}}],
		"argoproj.io/AppProject": [{"ref": 0, "name": "p", "namespace": "argocd", "spec": {"sourceRepos": sources, "destinations": [{"name": "prod", "namespace": "team-*"}]}}],
	},
}
