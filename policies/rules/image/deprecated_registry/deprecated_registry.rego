# METADATA
# title: "An image comes from a frozen registry"
# description: "k8s.gcr.io gets no new images and no fixes since April 2023."
# custom:
#   id: IMG-005
#   severity: medium
#   category: image
#   kinds: ["workload"]
#   scope: resource
#   message: "Container \"{container}\" pulls {image} from k8s.gcr.io."
#   fix: "Pull the same image from registry.k8s.io."
#   controls:
#     - {framework: "Kubescape", ids: ["C0253"], basis: sourced}
package rules.image.deprecated_registry

deny contains {"container": container.name, "image": container.image.text, "pointer": concat("", [container.pointer, "/image"])} if {
	some container in input.containers
	container.image.registry == "k8s.gcr.io"
}
