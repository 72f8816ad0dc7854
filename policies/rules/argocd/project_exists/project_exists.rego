# METADATA
# title: "An Application names a project that is not there"
# description: "Argo CD refuses the Application."
# custom:
#   id: ARGO-002
#   severity: critical
#   category: argocd
#   kinds: ["*"]
#   scope: repository
#   message: "No AppProject is called {project}."
#   fix: "Declare the project, or name one that exists."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.argocd.project_exists

import data.lib.inventory
import data.lib.projects

deny contains {"ref": application.ref, "project": application.spec.project, "pointer": "/spec/project"} if {
	_judged
	some application in data.inv.kinds["argoproj.io/Application"]
	not application.spec.project in {"", "default"}
	not projects.by_name[application.spec.project]
	not inventory.is_external("AppProject", application.namespace, application.spec.project)
}

# Whoever declares one project is taken to declare all.
_judged if count(projects.by_name) > 0
