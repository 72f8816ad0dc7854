# METADATA
# title: "A production image has no digest"
# description: "A tag can be moved in the registry; a digest names the bytes that were tested."
# custom:
#   id: IMG-002
#   severity: medium
#   category: image
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" uses {image} without a digest."
#   fix: "Add the digest: name:1.4.2@sha256:…."
#   controls:
#     - {framework: "Kubescape", ids: ["C0306"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(c)(1)"], basis: interpreted}
package rules.image.digest_pinned

deny contains {"container": container.name, "image": container.image.text, "pointer": concat("", [container.pointer, "/image"])} if {
	input.protected
	some container in input.containers
	container.image.digest == ""
}
