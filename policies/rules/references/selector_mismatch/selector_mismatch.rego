# METADATA
# title: "A workload does not select its own pods"
# description: "The API server refuses it."
# custom:
#   id: REF-001
#   severity: critical
#   category: references
#   kinds: ["apps/Deployment", "apps/StatefulSet", "apps/DaemonSet", "apps/ReplicaSet", "argoproj.io/Rollout"]
#   scope: resource
#   admission: "selector"
#   message: "The selector {problem}."
#   fix: "Write the same labels in spec.selector.matchLabels and in the labels of the pod template."
#   controls:
#     - {framework: "Kubescape", ids: ["C0296"], basis: sourced}
package rules.references.selector_mismatch

deny contains {"problem": problem, "pointer": "/spec/selector/matchLabels"} if {
	input.pod
	some label, value in input.object.spec.selector.matchLabels
	object.get(input.pod.labels, label, null) != value
	problem := concat("", ["wants ", label, ": ", value, ", which the pods do not carry"])
}

deny contains {"problem": "is empty", "pointer": "/spec/selector"} if {
	input.pod
	selector := object.get(input.object.spec, "selector", {})
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}
