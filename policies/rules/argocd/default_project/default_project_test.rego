package rules.argocd.default_project_test

import data.rules.argocd.default_project

test_finds_default if {
	default_project.deny == {{"project": "default", "pointer": "/spec/project"}} with input as {"object": {"spec": {"project": "default"}}}
}

test_finds_none if {
	default_project.deny == {{"project": "empty", "pointer": "/spec"}} with input as {"object": {"spec": {}}}
}

test_accepts_a_project if {
	default_project.deny == set() with input as {"object": {"spec": {"project": "payments"}}}
}
