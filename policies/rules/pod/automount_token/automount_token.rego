# METADATA
# title: "A pod gets a token it has no use for"
# description: "A token of the API server in every pod is a token for whoever breaks into one."
# custom:
#   id: POD-020
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: repository
#   message: "The pod mounts the token of ServiceAccount \"{account}\", to which no binding gives rights."
#   fix: "Set automountServiceAccountToken: false at the pod or at its ServiceAccount."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.6"], basis: sourced}
#     - {framework: "NSA Kubernetes Hardening 1.0", ids: ["1.11"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0034"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(d)"], basis: interpreted}
package rules.pod.automount_token

import data.lib.inventory

deny contains {"ref": workload.ref, "account": account, "pointer": concat("", [workload.pod_pointer, "/spec"])} if {
	some workload in data.inv.workloads
	account := _account(workload)
	not _opted_out(workload, account)
	not data.inv.accounts.bound[workload.namespace][account]
	not inventory.is_open(workload.namespace)
}

_account(workload) := workload.service_account if workload.service_account != ""

_account(workload) := "default" if workload.service_account == ""

_opted_out(workload, _) if workload.automount == false

# What the pod says wins over its account.
_opted_out(workload, account) if {
	workload.automount == null
	data.inv.accounts.automount[workload.namespace][account] == false
}
