# METADATA
# title: "A volume is of a kind that the restricted standard forbids"
# description: "In-tree volumes reach storage of the node or of the network without the checks of a CSI driver."
# custom:
#   id: POD-016
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "Volume \"{volume}\" is of the kind {kind}."
#   fix: "Use a PersistentVolumeClaim, or a CSI driver."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["restricted"], basis: sourced}
package rules.pod.volume_types

_allowed := {
	"name",
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

deny contains {"volume": volume.name, "kind": kind, "pointer": concat("", [input.pod.pointer, "/spec/volumes/", json.marshal(place)])} if {
	input.pod_security == "restricted"
	some place, volume in input.pod.spec.volumes
	some kind in (object.keys(volume) - _allowed)

	# The baseline has a rule of its own about it.
	kind != "hostPath"
}
