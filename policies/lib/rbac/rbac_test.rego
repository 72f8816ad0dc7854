package lib.rbac_test

import data.lib.rbac

test_a_star_covers_all if rbac.covers(["*"], "pods")

test_a_word_covers_itself if rbac.covers(["services", "pods"], "pods")

test_another_word_does_not if not rbac.covers(["services"], "pods")

test_knows_the_roles_of_a_cluster if rbac.is_built_in({"kind": "ClusterRole", "name": "system:node"})

test_a_role_of_the_same_name_is_not_one if not rbac.is_built_in({"kind": "Role", "name": "admin"})

test_the_prefix_of_the_system_is_its_own if rbac.is_built_in({"kind": "Role", "name": "system:controller:glbc"})

test_a_role_that_only_looks_alike if not rbac.is_built_in({"kind": "Role", "name": "systems"})
