# METADATA
# title: "A role uses a wildcard"
# description: "A wildcard also grants what does not exist yet."
# custom:
#   id: RBAC-002
#   severity: critical
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"]
#   scope: resource
#   message: "Rule {rule} grants * in {field}."
#   fix: "Name the API groups, resources and verbs that are needed."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.3"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0187"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.3"], basis: interpreted}
package rules.rbac.wildcards

import data.lib.rbac

deny contains {"rule": json.marshal(place), "field": field, "pointer": concat("/", ["/rules", json.marshal(place), field])} if {
	not rbac.is_built_in(input)
	not input.object.aggregationRule
	some place, rule in input.object.rules
	some field in ["apiGroups", "resources", "verbs"]
	"*" in rule[field]
}
