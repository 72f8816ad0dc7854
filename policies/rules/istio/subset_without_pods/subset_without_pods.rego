# METADATA
# title: "A subset has no pods"
# description: "Requests that are routed to it fail with 503."
# custom:
#   id: IST-006
#   severity: high
#   category: istio
#   kinds: ["networking.istio.io/DestinationRule"]
#   scope: repository
#   message: "Subset {subset} of {host} matches no pod of the Service."
#   fix: "Give the subset labels that the pods carry."
#   controls:
#     - {framework: "Istio analysis messages", ids: ["IST0173"], basis: sourced}
package rules.istio.subset_without_pods

import data.lib.hosts

deny contains {"ref": rule.ref, "host": rule.spec.host, "subset": subset.name, "pointer": concat("/", ["/spec/subsets", json.marshal(place), "labels"])} if {
	some rule in data.inv.kinds["networking.istio.io/DestinationRule"]
	[namespace, name] := hosts.service(rule.spec.host, rule.namespace)
	places := data.inv.services[namespace][name].workloads
	count(places) > 0
	some place, subset in rule.spec.subsets
	labels := object.get(subset, "labels", {})
	count(labels) > 0
	not _some_pod(places, labels)
	not [rule.namespace, rule.name] in _written_by_a_rollout
}

_some_pod(places, labels) if {
	some place in places
	every label, value in labels {
		data.inv.workloads[place].labels[label] == value
	}
}

# The Rollout controller writes the labels of its subsets when the cluster runs.
_written_by_a_rollout contains [rollout.namespace, name] if {
	some rollout in data.inv.rollouts
	name := rollout.spec.strategy.canary.trafficRouting.istio.destinationRule.name
}
