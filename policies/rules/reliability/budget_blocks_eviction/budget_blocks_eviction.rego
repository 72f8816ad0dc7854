# METADATA
# title: "A disruption budget stops every eviction"
# description: "A node with such a pod cannot be drained: upgrades of the cluster hang."
# custom:
#   id: REL-006
#   severity: high
#   category: reliability
#   kinds: ["policy/PodDisruptionBudget"]
#   scope: repository
#   message: "The budget {problem}."
#   fix: "Allow one pod to go: maxUnavailable: 1, with two replicas or more."
#   controls:
#     - {framework: "SOC 2", ids: ["A1.2"], basis: interpreted}
package rules.reliability.budget_blocks_eviction

deny contains {"ref": budget.ref, "problem": problem, "pointer": "/spec"} if {
	some budget in _budgets
	some problem in _problems(budget)
}

_budgets := object.get(data.inv.kinds, "policy/PodDisruptionBudget", [])

_problems(budget) := {problem | some problem in array.concat(_by_itself(budget.spec), _with_its_pods(budget))}

_by_itself(spec) := [problem |
	some [holds, problem] in [
		[object.get(spec, "maxUnavailable", null) in {0, "0", "0%"}, "allows no pod to be unavailable"],
		[_is_all(object.get(spec, "minAvailable", 0)), "wants all pods available"],
		[count({field | some field in ["minAvailable", "maxUnavailable"]; spec[field]}) > 1, "sets minAvailable and maxUnavailable"],
	]
	holds
]

_with_its_pods(budget) := [problem |
	workloads := [workload |
		some index in budget.selected
		workload := data.inv.workloads[index]
		workload.kind in {"apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "argoproj.io/Rollout", "ReplicationController"}
	]
	count(workloads) > 0
	count(workloads) == count(budget.selected)
	replicas := sum([workload.min_replicas | some workload in workloads])
	replicas > 0
	minimum := object.get(budget.spec, "minAvailable", 0)
	is_number(minimum)
	minimum >= replicas
	problem := concat("", ["wants ", json.marshal(minimum), " pods available of ", json.marshal(replicas)])
]

# The eviction API refuses a pod that two budgets take.
deny contains {"ref": workload.ref, "problem": problem, "pointer": ""} if {
	some workload in data.inv.workloads
	count(workload.budgets) > 1
	problem := concat("", ["is one of several on the pods of ", workload.name, ": ", concat(", ", sort(workload.budgets))])
}

_is_all(minimum) := false if is_number(minimum)

_is_all(minimum) := false if {
	is_string(minimum)
	not endswith(minimum, "%")
}

_is_all(minimum) := to_number(trim_suffix(minimum, "%")) >= 100 if {
	is_string(minimum)
	endswith(minimum, "%")
}
