# METADATA
# title: "A project may change every cluster-scoped kind"
# description: "Cluster-scoped kinds such as ClusterRole and webhooks reach beyond every namespace."
# custom:
#   id: ARGO-007
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/AppProject"]
#   scope: resource
#   message: "clusterResourceWhitelist allows * of *."
#   fix: "List the kinds in use."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.3"], basis: interpreted}
package rules.argocd.project_cluster_resources

deny contains {"pointer": concat("/", ["/spec/clusterResourceWhitelist", json.marshal(place)])} if {
	some place, allowed in input.object.spec.clusterResourceWhitelist
	allowed.group == "*"
	allowed.kind == "*"
}
