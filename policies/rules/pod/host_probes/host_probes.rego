# METADATA
# title: "A probe or hook names a host"
# description: "With host set, the kubelet connects to any address that the pod chose, from the network of the node."
# custom:
#   id: POD-017
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "The {hook} of container \"{container}\" names the host {host}."
#   fix: "Remove host: the kubelet then asks the pod itself."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
package rules.pod.host_probes

_hooks := [
	["livenessProbe", "httpGet"], ["livenessProbe", "tcpSocket"],
	["readinessProbe", "httpGet"], ["readinessProbe", "tcpSocket"],
	["startupProbe", "httpGet"], ["startupProbe", "tcpSocket"],
	["lifecycle", "postStart", "httpGet"], ["lifecycle", "postStart", "tcpSocket"],
	["lifecycle", "preStop", "httpGet"], ["lifecycle", "preStop", "tcpSocket"],
]

# Older namespaces do not refuse it: only newer versions of the standard hold it.
deny contains {"container": container.name, "hook": path[count(path) - 2], "host": host, "standard": "", "pointer": pointer} if {
	some container in input.containers
	some path in _hooks
	host := object.get(container.spec, array.concat(path, ["host"]), "")
	host != ""
	pointer := concat("/", array.concat(array.concat([container.pointer], path), ["host"]))
}
