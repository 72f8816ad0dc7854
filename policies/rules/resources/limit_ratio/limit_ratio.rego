# METADATA
# title: "A limit cannot hold"
# description: "A limit below its request, or a quantity that Kubernetes cannot read, is refused by the API server."
# custom:
#   id: RES-004
#   severity: medium
#   category: resources
#   kinds: ["workload"]
#   scope: resource
#   admission: "limit"
#   message: "Container \"{container}\": {problem}."
#   fix: "Write quantities such as 500m, 256Mi or 1Gi, with limits at or above requests."
package rules.resources.limit_ratio

deny contains {"container": container.name, "problem": problem, "pointer": concat("", [container.pointer, "/resources/limits/", resource])} if {
	some container in input.containers
	some resource, limit in container.limits
	limit < container.requests[resource]
	problem := concat("", ["the limit of ", resource, " is below the request"])
}

deny contains {"container": container.name, "problem": problem, "pointer": concat("", [container.pointer, "/resources/", place])} if {
	some container in input.containers
	some place in container.malformed
	problem := concat("", [place, " is no quantity"])
}
