# METADATA
# title: "A production workload has no disruption budget"
# description: "A node upgrade may take all its pods at once."
# custom:
#   id: REL-005
#   severity: high
#   category: reliability
#   kinds: ["*"]
#   scope: repository
#   message: "No PodDisruptionBudget selects the pods of {name}."
#   fix: "Add a PodDisruptionBudget with maxUnavailable 1 that selects them."
#   controls:
#     - {framework: "SOC 2", ids: ["A1.2"], basis: interpreted}
package rules.reliability.production_disruption_budget

deny contains {"ref": workload.ref, "name": workload.name, "pointer": ""} if {
	data.inv.protected
	data.inv.complete
	some workload in data.inv.workloads
	workload.serving
	workload.kind in {"apps/Deployment", "apps/StatefulSet", "argoproj.io/Rollout"}
	workload.min_replicas > 1
	count(workload.budgets) == 0
}
