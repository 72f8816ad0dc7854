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

deny contains {"ref": application.ref, "project": application.spec.project, "namespace": destination.namespace, "cluster": _cluster(destination), "pointer": "/spec/destination"} if {
	some application in data.inv.kinds["argoproj.io/Application"]
	project := projects.by_name[application.spec.project]
	destination := object.union({"namespace": ""}, application.spec.destination)
	not _allowed(application.spec.project, project, destination)
}

# What an Application brings into another namespace than its own needs leave for that one, too.
deny contains {"ref": application.ref, "project": application.spec.project, "namespace": namespace, "cluster": _cluster(destination), "pointer": "/spec/destination"} if {
	some application in data.inv.kinds["argoproj.io/Application"]
	project := projects.by_name[application.spec.project]
	destination := object.union({"namespace": ""}, application.spec.destination)
	_allowed(application.spec.project, project, destination)
	some namespace in {brought.namespace |
		some brought in data.inv.brings[application.name]
		brought.scope == "namespace"
	}
	not namespace in {"", destination.namespace}
	not _allowed(application.spec.project, project, object.union(destination, {"namespace": namespace}))
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
