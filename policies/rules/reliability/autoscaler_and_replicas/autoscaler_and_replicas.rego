# METADATA
# title: "Replicas are written and scaled"
# description: "Each sync sets the number back that the autoscaler chose, so pods come and go."
# custom:
#   id: REL-011
#   severity: medium
#   category: reliability
#   kinds: ["apps/Deployment", "apps/StatefulSet", "argoproj.io/Rollout"]
#   scope: repository
#   message: "{name} writes replicas: {replicas}, and {autoscaler} scales it."
#   fix: "Leave replicas out, or let the Application ignore differences in /spec/replicas."
package rules.reliability.autoscaler_and_replicas

deny contains {"ref": workload.ref, "name": workload.name, "replicas": json.marshal(workload.written_replicas), "autoscaler": workload.autoscaler, "pointer": "/spec/replicas"} if {
	some workload in data.inv.workloads
	workload.autoscaler != ""
	workload.written_replicas != null
	not data.inv.ignores_replicas[workload.application]
}
