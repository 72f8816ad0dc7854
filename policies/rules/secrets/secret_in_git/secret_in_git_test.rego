package rules.secrets.secret_in_git_test

import data.rules.secrets.secret_in_git

test_names_the_key if {
	secret_in_git.deny == {{"key": "token", "pointer": ""}} with input as {"data_keys": ["token"], "labels": {}, "annotations": {}, "object": {}}
}

test_accepts_an_argocd_address if {
	secret_in_git.deny == set() with input as {"data_keys": ["name", "server", "config"], "labels": {"argocd.argoproj.io/secret-type": "cluster"}, "annotations": {}, "object": {}}
}

test_finds_a_password_in_a_repository if {
	secret_in_git.deny == {{"key": "url", "pointer": ""}, {"key": "password", "pointer": ""}} with input as {"data_keys": ["url", "password"], "labels": {"argocd.argoproj.io/secret-type": "repository"}, "annotations": {}, "object": {}}
}

test_accepts_an_empty_secret if {
	secret_in_git.deny == set() with input as {"data_keys": [], "labels": {}, "annotations": {}, "object": {}}
}
