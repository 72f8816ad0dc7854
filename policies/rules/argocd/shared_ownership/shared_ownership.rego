# METADATA
# title: "Two Applications own one object"
# description: "With FailOnSharedResource the sync of one of them fails; without it they undo each other."
# custom:
#   id: ARGO-019
#   severity: high
#   category: argocd
#   kinds: ["*"]
#   scope: repository
#   message: "{kind} {name} belongs to {first} and to {second}."
#   fix: "Leave it in one Application."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.argocd.shared_ownership

deny contains {"ref": item.ref, "kind": item.kind, "name": item.name, "first": item.applications[0], "second": item.applications[1], "pointer": ""} if {
	some item in data.inv.duplicates
	not item.same_application
	item.applications[0] != ""
	item.applications[1] != ""
}
