# METADATA
# title: "Everybody may call what runs in a mesh namespace"
# description: "Without a policy that denies by default each workload takes requests from the whole mesh."
# custom:
#   id: IST-017
#   severity: high
#   category: istio
#   kinds: ["security.istio.io/AuthorizationPolicy"]
#   scope: repository
#   message: "{problem}."
#   fix: "Add an AuthorizationPolicy with spec: {} to the namespace, and one ALLOW for each caller."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.1", "CC6.3"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(a)(1)"], basis: interpreted}
package rules.istio.authorization_present

import data.lib.inventory

deny contains {"ref": data.inv.namespaces[namespace].ref, "problem": problem, "pointer": ""} if {
	data.inv.complete
	some namespace in inventory.meshed
	data.inv.used_namespaces[namespace].workload
	not namespace in _closed
	not "istio-system" in _closed
	not inventory.is_open(namespace)
	problem := concat(" ", ["Namespace", namespace, "has no AuthorizationPolicy that denies by default"])
}

deny contains {"ref": policy.ref, "problem": "The policy allows every request from everybody", "pointer": concat("/", ["/spec/rules", json.marshal(place)])} if {
	some policy in _policies
	object.get(policy.spec, "action", "ALLOW") == "ALLOW"
	some place, rule in policy.spec.rules
	_allows_all(rule)
}

_policies := object.get(data.inv.kinds, "security.istio.io/AuthorizationPolicy", [])

_closed contains policy.namespace if {
	some policy in _policies
	object.get(policy.spec, "action", "ALLOW") == "ALLOW"
	count(object.get(policy.spec, "rules", [])) == 0
	not policy.spec.selector
	not policy.spec.targetRefs
	not policy.spec.targetRef
}

_allows_all(rule) if {
	count(object.get(rule, "from", [])) == 0
	count(object.get(rule, "to", [])) == 0
	count(object.get(rule, "when", [])) == 0
}
