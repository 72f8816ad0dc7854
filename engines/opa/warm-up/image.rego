# METADATA
# title: Image without a tag
# custom:
#   id: WARM-001
package warm.image

import data.lib.workload

deny contains finding if {
	some container in workload.containers(input)
	not contains(container.image, ":")
	not startswith(container.image, "registry.example.com/")
	finding := {"id": "WARM-001", "container": container.name, "count": count(input.spec.containers)}
}

limit := object.get(data.settings, ["limits", input.kind], 3)

deny contains {"id": "WARM-001", "container": name} if {
	names := {container.name | some container in workload.containers(input)}
	every name in names { regex.match(`^[a-z]+$`, name) }
	some name in names
	sum([1 | some _ in names]) > limit
}
