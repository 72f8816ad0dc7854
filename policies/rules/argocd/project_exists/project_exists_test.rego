package rules.argocd.project_exists_test

import data.rules.argocd.project_exists

test_finds_it if {
	project_exists.deny == {{"ref": 1, "project": "q", "pointer": "/spec/project"}} with data.inv as _inv("q", {}, [])
}

test_accepts_one_that_is_there if {
	project_exists.deny == set() with data.inv as _inv("p", {}, [])
}

_inv(project, destination, sources) := {
	"complete": true,
	"kinds": {
		"argoproj.io/Application": [{"ref": 1, "name": "a", "namespace": "argocd", "spec": {"project": project, "destination": destination, "source": {"repoURL": "https://git.example.com/a.git"}}}],
		"argoproj.io/AppProject": [{"ref": 0, "name": "p", "namespace": "argocd", "spec": {"sourceRepos": sources, "destinations": [{"name": "prod", "namespace": "team-*"}]}}],
	},
}
