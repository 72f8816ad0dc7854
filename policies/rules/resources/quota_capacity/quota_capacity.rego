# METADATA
# title: "A quota is smaller than what is declared in it"
# description: "Pods beyond it are refused, at the next rollout or at night when the autoscaler wants them."
# custom:
#   id: RES-007
#   severity: high
#   category: resources
#   kinds: ["*"]
#   scope: repository
#   message: "Quota {quota} allows {hard} of {resource}; its workloads may ask for {used}."
#   fix: "Raise the quota, or lower replicas or requests."
#   controls:
#     - {framework: "SOC 2", ids: ["A1.1"], basis: interpreted}
package rules.resources.quota_capacity

deny contains {"ref": use.ref, "quota": use.quota, "resource": use.resource, "hard": use.hard, "used": use.used, "pointer": concat("/", ["/spec/hard", use.resource])} if {
	some use in data.inv.quota_use
	use.used > use.hard
}
