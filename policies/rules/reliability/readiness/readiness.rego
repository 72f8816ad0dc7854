# METADATA
# title: "A pod behind a Service has no readiness probe"
# description: "Traffic reaches a pod before its program listens, and still while it cannot answer."
# custom:
#   id: REL-001
#   severity: medium
#   category: reliability
#   kinds: ["workload"]
#   scope: repository
#   message: "{name} is behind Service {service} and has no readinessProbe."
#   fix: "Add a readinessProbe to the container that serves."
#   controls:
#     - {framework: "Kubescape", ids: ["C0018"], basis: sourced}
#     - {framework: "SOC 2", ids: ["A1.1"], basis: interpreted}
package rules.reliability.readiness

deny contains {"ref": workload.ref, "name": workload.name, "service": service.name, "pointer": concat("", [workload.pod_pointer, "/spec/containers"])} if {
	some services in data.inv.services
	some service in services
	some index in service.workloads
	workload := data.inv.workloads[index]
	workload.serving
	not workload.has_readiness
	not workload.injected
	not workload.written_replicas == 0
}
