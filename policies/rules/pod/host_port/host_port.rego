# METADATA
# title: "A container takes a port of its node"
# description: "A hostPort goes around NetworkPolicies of the Service and lets only one such pod run on a node."
# custom:
#   id: POD-004
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" takes port {port} of the node."
#   fix: "Remove hostPort and put a Service in front."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.13"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0044"], basis: sourced}
package rules.pod.host_port

deny contains {"container": container.name, "port": port.hostPort, "pointer": pointer} if {
	some container in input.containers
	some place, port in container.spec.ports
	port.hostPort != 0
	pointer := concat("", [container.pointer, "/ports/", json.marshal(place), "/hostPort"])
}
