# METADATA
# title: "A project deploys anywhere"
# description: "A project without borders separates nobody."
# custom:
#   id: ARGO-006
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/AppProject"]
#   scope: resource
#   message: "Destination {destination} is every namespace of every cluster."
#   fix: "List the clusters and namespaces in use."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.3"], basis: interpreted}
package rules.argocd.project_wildcard_destination

deny contains {"destination": json.marshal(place), "pointer": concat("/", ["/spec/destinations", json.marshal(place)])} if {
	some place, destination in input.object.spec.destinations
	object.get(destination, "namespace", "") == "*"
	some field in ["server", "name"]
	destination[field] == "*"
}
