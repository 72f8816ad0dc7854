# METADATA
# title: "An image can change under its name"
# description: "Without a tag, or with the tag latest, two pods of one workload can run different programs, and a rollback brings nothing back."
# custom:
#   id: IMG-001
#   severity: high
#   category: image
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" uses {image}, which can change at any time."
#   fix: "Name an exact version, best with its digest: name:1.4.2@sha256:…."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(c)(1)"], basis: interpreted}
package rules.image.mutable_tag

import data.lib.images

deny contains {"container": container.name, "image": container.image.text, "pointer": concat("", [container.pointer, "/image"])} if {
	some container in input.containers
	images.is_mutable(container.image)
}
