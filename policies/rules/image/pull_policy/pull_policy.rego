# METADATA
# title: "A changing image is not pulled again"
# description: "With a changing tag and a pull policy other than Always, each node runs what it happened to pull first."
# custom:
#   id: IMG-004
#   severity: low
#   category: image
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" uses {image} with imagePullPolicy {policy}."
#   fix: "Name an exact version; or set imagePullPolicy: Always."
#   controls:
#     - {framework: "Kubescape", ids: ["C0075"], basis: sourced}
package rules.image.pull_policy

import data.lib.images

deny contains {"container": container.name, "image": container.image.text, "policy": policy, "pointer": pointer} if {
	some container in input.containers
	images.is_mutable(container.image)
	policy := container.spec.imagePullPolicy
	policy in {"IfNotPresent", "Never"}
	pointer := concat("", [container.pointer, "/imagePullPolicy"])
}
