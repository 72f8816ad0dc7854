package rules.argocd.revision_pinned_test

import data.rules.argocd.revision_pinned

test_finds_a_range if {
	revision_pinned.deny == {{"chart": "redis", "version": "^1.2.0", "pointer": "/spec/source/targetRevision"}} with input as {"object": {"spec": {"source": {"chart": "redis", "targetRevision": "^1.2.0"}}}}
}

test_finds_none if {
	revision_pinned.deny == {{"chart": "redis", "version": "(none)", "pointer": "/spec/sources/0/targetRevision"}} with input as {"object": {"spec": {"sources": [{"chart": "redis"}]}}}
}

test_accepts_an_exact_version if {
	revision_pinned.deny == set() with input as {"object": {"spec": {"source": {"chart": "redis", "targetRevision": "v1.2.0-rc.1"}}}}
}

test_leaves_git_branches_to_the_owner if {
	revision_pinned.deny == set() with input as {"object": {"spec": {"source": {"path": "apps", "targetRevision": "main"}}}}
}
