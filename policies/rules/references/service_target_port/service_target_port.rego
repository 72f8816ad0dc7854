# METADATA
# title: "A Service forwards to a port that no container has"
# description: "Its callers get no connection."
# custom:
#   id: REF-003
#   severity: high
#   category: references
#   kinds: ["*"]
#   scope: repository
#   message: "{workload} has no port called {port}."
#   fix: "Name a port of the container in targetPort."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.references.service_target_port

deny contains {"ref": service.ref, "workload": workload.name, "port": port.target, "pointer": concat("/", ["/spec/ports", format_int(place, 10), "targetPort"])} if {
	some services in data.inv.services
	some service in services
	some index in service.workloads
	workload := data.inv.workloads[index]
	some place, port in service.ports
	is_string(port.target)
	not port.target in {declared.name | some declared in workload.ports}
}
