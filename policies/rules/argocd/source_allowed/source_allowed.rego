# METADATA
# title: "A project does not allow the repository"
# description: "Argo CD refuses the Application."
# custom:
#   id: ARGO-004
#   severity: critical
#   category: argocd
#   kinds: ["*"]
#   scope: repository
#   message: "Project {project} does not allow {repository}."
#   fix: "Add the repository to sourceRepos of the project."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.argocd.source_allowed

import data.lib.projects

deny contains {"ref": application.ref, "project": application.spec.project, "repository": source.repoURL, "pointer": "/spec"} if {
	some application in data.inv.kinds["argoproj.io/Application"]
	project := projects.by_name[application.spec.project]
	some source in projects.sources(application.spec)
	not projects.allows_source(project, source.repoURL)
}
