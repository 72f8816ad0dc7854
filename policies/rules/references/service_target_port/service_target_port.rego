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

deny contains {"ref": service.ref, "workload": workload.name, "port": port.target, "pointer": concat("/", ["/spec/ports", json.marshal(place), "targetPort"])} if {
	some services in data.inv.services
	some service in services
	some index in service.workloads
	workload := data.inv.workloads[index]
	some place, port in service.ports
	is_string(port.target)
	not port.target in {declared.name | some declared in workload.ports}
	not workload.injected
}

# A number need not be declared, but a program that declares ports and none of them is wanted listens elsewhere.
deny contains {"ref": service.ref, "workload": workload.name, "port": json.marshal(port.target), "pointer": concat("/", ["/spec/ports", json.marshal(place), "targetPort"])} if {
	some services in data.inv.services
	some service in services
	count(service.ports) == 1
	some index in service.workloads
	workload := data.inv.workloads[index]
	count(workload.ports) > 0
	some place, port in service.ports
	is_number(port.target)
	not port.target in {declared.number | some declared in workload.ports}
	not _of_the_proxy(port.target)
	not workload.injected
}

_of_the_proxy(number) if {
	number >= 15000
	number <= 15100
}
