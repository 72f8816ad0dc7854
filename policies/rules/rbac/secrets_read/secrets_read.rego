# METADATA
# title: "A role reads every Secret"
# description: "Whoever lists Secrets has the credentials of everything beside them."
# custom:
#   id: RBAC-003
#   severity: high
#   category: rbac
#   kinds: ["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"]
#   scope: resource
#   message: "Rule {rule} lets its subjects read all Secrets."
#   fix: "Name the Secrets in resourceNames, or leave them out."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.2"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0186"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1"], basis: sourced}
package rules.rbac.secrets_read

import data.lib.rbac

deny contains {"rule": json.marshal(place), "pointer": concat("/", ["/rules", json.marshal(place)])} if {
	not rbac.is_built_in(input)
	some place, rule in input.object.rules
	rbac.covers(rule.apiGroups, "")
	rbac.covers(rule.resources, "secrets")
	some verb in ["get", "list", "watch"]
	rbac.covers(rule.verbs, verb)
	count(object.get(rule, "resourceNames", [])) == 0
}
