# METADATA
# title: "A project does not permit what an Application brings"
# description: "The sync of the whole Application fails."
# custom:
#   id: ARGO-008
#   severity: critical
#   category: argocd
#   kinds: ["argoproj.io/Application"]
#   scope: repository
#   message: "Project {project} does not permit {kind} {name}, which {application} brings."
#   fix: "Permit the kind in the project, or leave the object out."
package rules.argocd.kinds_allowed

import data.lib.projects

deny contains {"ref": ref, "application": application, "project": brought.project, "kind": brought.kind, "name": name, "pointer": "/spec/project"} if {
	some brought in data.inv.asks.kinds
	all := projects.by_name[brought.project]
	not _is_listed(brought.project, all, brought)
	not _permitted(all, brought)
	some [ref, application, name] in brought.objects
}

_is_listed(name, all, brought) if {
	brought.scope == "cluster"
	some object_name in ["*", brought.name]
	[brought.group, brought.kind, object_name] in projects.plain_kinds[name]
	every project in all {
		count(object.get(project.spec, "clusterResourceBlacklist", [])) == 0
	}
}

_permitted(_, brought) if brought.scope == "unknown"

# Cluster-scoped kinds are forbidden until they are listed.
_permitted(all, brought) if {
	brought.scope == "cluster"
	some project in all
	projects.names_kind(object.get(project.spec, "clusterResourceWhitelist", []), brought)
	not projects.names_kind(object.get(project.spec, "clusterResourceBlacklist", []), brought)
}

# Namespaced kinds are permitted until a list says otherwise; an empty list permits none.
_permitted(all, brought) if {
	brought.scope == "namespace"
	some project in all
	_in_list(object.get(project.spec, "namespaceResourceWhitelist", null), brought)
	not projects.names_kind(object.get(project.spec, "namespaceResourceBlacklist", []), brought)
}

_in_list(null, _)

_in_list(list, brought) if {
	list != null
	projects.names_kind(list, brought)
}
