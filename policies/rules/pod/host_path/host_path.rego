# METADATA
# title: "A pod mounts a path of its node"
# description: "A hostPath volume reads, or writes, files of the node, and so of every other pod on it."
# custom:
#   id: POD-003
#   severity: high
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Volume \"{volume}\" mounts {path} of the node."
#   fix: "Use an emptyDir, a PersistentVolumeClaim or a CSI driver."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.2.12"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0048", "C0045"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(a)(1)"], basis: interpreted}
package rules.pod.host_path

deny contains {"volume": volume.name, "path": volume.hostPath.path, "pointer": pointer} if {
	some place, volume in input.pod.spec.volumes
	volume.hostPath
	pointer := concat("", [input.pod.pointer, "/spec/volumes/", json.marshal(place), "/hostPath"])
}
