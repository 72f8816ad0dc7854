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

deny contains {"ref": ref, "project": ask.project, "repository": ask.repository, "pointer": "/spec"} if {
	some ask in data.inv.asks.repositories
	project := projects.by_name[ask.project]
	not projects.allows_source(project, ask.repository)
	some ref in ask.refs
}
