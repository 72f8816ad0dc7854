# METADATA
# title: "A project takes manifests from anywhere"
# description: "Whoever can create an Application in it can deploy any repository."
# custom:
#   id: ARGO-005
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/AppProject"]
#   scope: resource
#   message: "sourceRepos allows *."
#   fix: "List the repositories in use."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.3", "CC8.1"], basis: interpreted}
package rules.argocd.project_wildcard_source

deny contains {"pointer": concat("/", ["/spec/sourceRepos", json.marshal(place)])} if {
	some place, repository in input.object.spec.sourceRepos
	repository in {"*", "**"}
}
