# METADATA
# title: "A probe cannot work as meant"
# description: "A probe on a port name that the container does not have fails for ever; a liveness probe equal to the readiness probe restarts a pod that should only be taken out of traffic."
# custom:
#   id: REL-003
#   severity: medium
#   category: reliability
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\": {problem}."
#   fix: "Give the probe a port that the container declares, and liveness a check of its own, or a longer patience."
package rules.reliability.probe_sane

deny contains {"container": container.name, "problem": problem, "pointer": concat("/", [container.pointer, probe, handler, "port"])} if {
	some container in input.containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	some handler in ["httpGet", "tcpSocket"]
	port := container.spec[probe][handler].port
	is_string(port)
	regex.match(`[a-z]`, port)
	not port in {declared.name | some declared in container.spec.ports}
	problem := concat(" ", [probe, "asks port", port, "which the container does not declare"])
}

deny contains {"container": container.name, "problem": "livenessProbe and readinessProbe are the same", "pointer": concat("", [container.pointer, "/livenessProbe"])} if {
	some container in input.containers
	container.spec.livenessProbe == container.spec.readinessProbe
}
