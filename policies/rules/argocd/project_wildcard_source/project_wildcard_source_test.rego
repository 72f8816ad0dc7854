package rules.argocd.project_wildcard_source_test

import data.rules.argocd.project_wildcard_source

test_finds_the_star if {
	project_wildcard_source.deny == {{"pointer": "/spec/sourceRepos/0"}} with input as {"object": {"spec": {"sourceRepos": ["*"]}}}
}

test_accepts_a_list if {
	project_wildcard_source.deny == set() with input as {"object": {"spec": {"sourceRepos": ["https://git.example.com/*"]}}}
}
