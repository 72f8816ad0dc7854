# METADATA
# title: "A Windows pod runs on the host"
# description: "A HostProcess container has the rights of the node itself."
# custom:
#   id: POD-015
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "{place} sets windowsOptions.hostProcess: true."
#   fix: "Remove hostProcess."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.11"], basis: sourced}
package rules.pod.windows_host_process

deny contains {"place": "The pod", "pointer": concat("", [input.pod.pointer, "/spec/securityContext/windowsOptions/hostProcess"])} if {
	input.pod.spec.securityContext.windowsOptions.hostProcess == true
}

deny contains {"place": concat("", ["Container ", container.name]), "pointer": concat("", [container.pointer, "/securityContext/windowsOptions/hostProcess"])} if {
	some container in input.containers
	container.spec.securityContext.windowsOptions.hostProcess == true
}
