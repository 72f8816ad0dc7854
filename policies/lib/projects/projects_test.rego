package lib.projects_test

import data.lib.projects

_project := {"spec": {"destinations": [{"server": "https://a", "namespace": "team-*"}], "sourceRepos": ["https://git.example.com/*/x.git"]}}

test_a_destination_by_server if projects.allows_destination({_project}, {"server": "https://a", "namespace": "team-b"})

test_a_destination_of_another_cluster if not projects.allows_destination({_project}, {"server": "https://b", "namespace": "team-b"})

test_a_negation_that_does_not_hit_is_a_match if projects.allows_destination({{"spec": {"destinations": [{"server": "*", "namespace": "!kube-system"}]}}}, {"server": "https://a.example.com", "namespace": "a"})

test_a_negation_that_hits_forbids if not projects.allows_destination({{"spec": {"destinations": [{"server": "*", "namespace": "*"}, {"server": "*", "namespace": "!kube-system"}]}}}, {"server": "https://a.example.com", "namespace": "kube-system"})

test_a_star_covers_dots_and_slashes if projects.allows_destination({{"spec": {"destinations": [{"server": "*", "namespace": "*"}]}}}, {"server": "https://kubernetes.default.svc", "namespace": "a"})

test_a_name_may_be_a_server_that_is_not_known if projects.allows_destination({{"spec": {"destinations": [{"server": "https://a.example.com", "namespace": "a"}]}}}, {"name": "prod", "namespace": "a"})

test_ssh_has_two_forms if projects.allows_source({{"spec": {"sourceRepos": ["git@git.example.com:team/x.git"]}}}, "ssh://git@git.example.com/team/x")

test_a_source_negation_forbids if not projects.allows_source({{"spec": {"sourceRepos": ["*", "!https://git.example.com/secret"]}}}, "https://git.example.com/secret.git")

test_two_stars_cross_slashes if projects.allows_source({{"spec": {"sourceRepos": ["https://git.example.com/**"]}}}, "https://git.example.com/a/b/c.git")

test_a_kind_by_group_and_name if projects.names_kind([{"group": "", "kind": "Namespace", "name": "team-*"}], {"group": "", "kind": "Namespace", "name": "team-a"})

test_a_source_by_pattern if projects.allows_source({_project}, "https://git.example.com/team/x")

test_another_source if not projects.allows_source({_project}, "https://git.example.com/a/b/x.git")

