# METADATA
# title: "What a rule of a role covers"
package lib.rbac

# Whether a list of groups, resources or verbs covers a word; `*` covers all.
covers(list, word) if word in list

covers(list, _) if "*" in list

# Roles that every cluster brings itself: nobody can change them.
is_built_in(role) if startswith(role.name, "system:")

# GKE's own.
is_built_in(role) if startswith(role.name, "gce:")

is_built_in(role) if {
	role.kind == "ClusterRole"
	role.name in {"cluster-admin", "admin", "edit", "view"}
}
