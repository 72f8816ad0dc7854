package lib.projects_test

import data.lib.projects

_project := {"spec": {"destinations": [{"server": "https://a", "namespace": "team-*"}], "sourceRepos": ["https://git.example.com/*/x.git"]}}

test_a_destination_by_server if projects.allows_destination({_project}, {"server": "https://a", "namespace": "team-b"})

test_a_destination_of_another_cluster if not projects.allows_destination({_project}, {"server": "https://b", "namespace": "team-b"})

test_a_negation_says_nothing if projects.allows_destination({{"spec": {"destinations": [{"server": "*", "namespace": "!kube-system"}]}}}, {"server": "https://a", "namespace": "a"})

test_a_source_by_pattern if projects.allows_source({_project}, "https://git.example.com/team/x")

test_another_source if not projects.allows_source({_project}, "https://git.example.com/a/b/x.git")

test_sources_win_over_source if projects.sources({"source": 1, "sources": [2]}) == [2]
