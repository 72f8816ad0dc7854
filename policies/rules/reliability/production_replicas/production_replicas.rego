# METADATA
# title: "A production workload runs once"
# description: "Every rollout, node upgrade and eviction is an outage."
# custom:
#   id: REL-004
#   severity: high
#   category: reliability
#   kinds: ["*"]
#   scope: repository
#   message: "{kind} {name} keeps {replicas} replica."
#   fix: "Run two or more, or give its autoscaler a minimum of two."
#   controls:
#     - {framework: "SOC 2", ids: ["A1.1", "A1.2"], basis: interpreted}
package rules.reliability.production_replicas

deny contains {"ref": workload.ref, "kind": _short(workload.kind), "name": workload.name, "replicas": json.marshal(workload.min_replicas), "pointer": ""} if {
	data.inv.protected
	some workload in data.inv.workloads
	workload.serving
	workload.kind in {"apps/Deployment", "apps/StatefulSet", "argoproj.io/Rollout"}
	workload.min_replicas < 2
	not workload.scales_to_zero
	not workload.written_replicas == 0
}

_short(kind) := parts[count(parts) - 1] if parts := split(kind, "/")
