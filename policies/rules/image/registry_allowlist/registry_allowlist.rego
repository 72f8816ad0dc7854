# METADATA
# title: "An image comes from a registry that is not allowed"
# description: "Only the configured registries are scanned, mirrored and kept."
# custom:
#   id: IMG-003
#   severity: high
#   category: image
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" pulls {image}, which is in none of the allowed registries{stated}."
#   fix: "Mirror the image into an allowed registry, or add its registry to policy.images.registries. A component of the catalogue states in its file, under images, where its chart's images come from."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.5.1"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0078"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.8"], basis: interpreted}
package rules.image.registry_allowlist

import data.lib.images

deny contains {"container": container.name, "image": container.image.text, "stated": _stated, "pointer": concat("", [container.pointer, "/image"])} if {
	count(data.params.images.registries) > 0
	some container in input.containers
	not _allowed(container.image)
}

_allowed(image) if {
	some registry in data.params.images.registries
	images.is_from(image, registry)
}

# What the component that brings the workload states counts for its own Application only.
_allowed(image) if {
	some prefix in input.component.images
	images.is_from(image, prefix)
}

_stated := concat("", [", nor in what component ", input.component.kind, " states: ", concat(", ", input.component.images)]) if {
	count(input.component.images) > 0
} else := concat("", [", and component ", input.component.kind, " states none"]) if {
	input.component.kind
} else := ""
