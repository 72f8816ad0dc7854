# METADATA
# title: "A project does not allow the destination"
# description: "Argo CD refuses the Application."
# custom:
#   id: ARGO-003
#   severity: critical
#   category: argocd
#   kinds: ["*"]
#   scope: repository
#   message: "Project {project} does not allow namespace {namespace} of {cluster}."
#   fix: "Add the destination to the project, or deploy elsewhere."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.1", "CC6.3"], basis: interpreted}
package rules.argocd.destination_allowed

import data.lib.projects

deny contains {"ref": ref, "project": ask.project, "namespace": ask.destination.namespace, "cluster": _cluster(ask.destination), "pointer": "/spec/destination"} if {
	some ask in data.inv.asks.destinations
	project := projects.by_name[ask.project]
	not _allowed(ask.project, project, ask.destination)
	some ref in ask.refs
}

# What an Application brings into another namespace than its own needs leave for that one, too.
deny contains {"ref": ref, "project": ask.project, "namespace": other.namespace, "cluster": _cluster(ask.destination), "pointer": "/spec/destination"} if {
	some ask in data.inv.asks.destinations
	project := projects.by_name[ask.project]
	_allowed(ask.project, project, ask.destination)
	some other in ask.others
	not _allowed(ask.project, project, object.union(ask.destination, {"namespace": other.namespace}))
	some ref in other.refs
}

_allowed(name, _, destination) if _is_listed(name, destination)

_allowed(name, all, destination) if {
	not _is_listed(name, destination)
	projects.allows_destination(all, destination)
}

_is_listed(name, destination) if {
	not name in projects.weighed
	some field in ["server", "name"]
	[field, destination[field], destination.namespace] in projects.plain_destinations[name]
}

_cluster(destination) := destination.name if object.get(destination, "name", "") != ""

_cluster(destination) := object.get(destination, "server", "") if object.get(destination, "name", "") == ""
