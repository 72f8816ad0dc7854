# METADATA
# title: "An image without a version"
package main

import data.lib.image

deny contains {"image": container.image, "reason": reason} if {
	some container in input.spec.containers
	reason := image.problem(container.image)
}
