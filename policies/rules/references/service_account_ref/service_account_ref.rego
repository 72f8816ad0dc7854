# METADATA
# title: "A pod names a ServiceAccount that is not there"
# description: "The API server refuses the pod."
# custom:
#   id: REF-008
#   severity: high
#   category: references
#   kinds: ["*"]
#   scope: repository
#   message: "ServiceAccount {name} does not exist in the namespace."
#   fix: "Create it, or name one that exists."
#   controls:
#     - {framework: "Kubescape", ids: ["C0307"], basis: sourced}
package rules.references.service_account_ref

import data.lib.inventory

deny contains {"ref": workload.ref, "name": workload.service_account, "pointer": concat("", [workload.pod_pointer, "/spec/serviceAccountName"])} if {
	some workload in data.inv.workloads
	not workload.service_account in {"", "default"}
	not data.inv.names.ServiceAccount[workload.namespace][workload.service_account]
	not inventory.may_exist("ServiceAccount", workload.namespace, workload.service_account)
}
