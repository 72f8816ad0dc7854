# METADATA
# title: "A pod runs as the default ServiceAccount"
# description: "Rights given to the default ServiceAccount reach every pod of the namespace that names no other."
# custom:
#   id: POD-021
#   severity: low
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "The pod uses the ServiceAccount \"default\"."
#   fix: "Give the workload a ServiceAccount of its own and name it in serviceAccountName."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.1.5"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0189"], basis: sourced}
package rules.pod.default_service_account

deny contains {"pointer": concat("", [input.pod.pointer, "/spec"])} if {
	object.get(input.pod.spec, "serviceAccountName", object.get(input.pod.spec, "serviceAccount", "")) in {"", "default"}
}
