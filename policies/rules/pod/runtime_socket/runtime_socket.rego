# METADATA
# title: "A pod reaches the container runtime"
# description: "Who talks to the socket of the container runtime can start a privileged container on the node."
# custom:
#   id: POD-019
#   severity: critical
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Volume \"{volume}\" mounts the runtime socket {path}."
#   fix: "Remove the volume; build images with a rootless builder, read metrics from the kubelet."
#   controls:
#     - {framework: "Kubescape", ids: ["C0074"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.8"], basis: interpreted}
package rules.pod.runtime_socket

deny contains {"volume": volume.name, "path": volume.hostPath.path, "pointer": pointer} if {
	some place, volume in input.pod.spec.volumes
	endswith(volume.hostPath.path, ".sock")
	some runtime in ["docker", "containerd", "crio", "podman"]
	contains(volume.hostPath.path, runtime)
	pointer := concat("", [input.pod.pointer, "/spec/volumes/", json.marshal(place), "/hostPath/path"])
}
