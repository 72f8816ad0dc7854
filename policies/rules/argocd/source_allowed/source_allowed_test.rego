package rules.argocd.source_allowed_test

import data.rules.argocd.source_allowed

test_finds_another_repository if {
	source_allowed.deny == {{"ref": 1, "project": "p", "repository": "https://git.example.com/a.git", "pointer": "/spec"}} with data.inv as _inv("p", ["https://git.example.com/b.git"])
}

test_takes_no_notice_of_dot_git if {
	source_allowed.deny == set() with data.inv as _inv("p", ["https://git.example.com/a"])
}

test_a_star_does_not_cross_a_slash if {
	count(source_allowed.deny) == 1 with data.inv as _inv("p", ["https://*"])
}

_inv(project, sources) := {
	"asks": {"repositories": [{"project": project, "repository": "https://git.example.com/a.git", "refs": [1]}]},
	"kinds": {"argoproj.io/AppProject": [{"ref": 0, "name": "p", "namespace": "argocd", "spec": {"sourceRepos": sources}}]},
}
