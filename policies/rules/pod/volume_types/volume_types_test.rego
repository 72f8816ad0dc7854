package rules.pod.volume_types_test

import data.rules.pod.volume_types

test_finds_a_network_volume if {
	volume_types.deny == {{"volume": "data", "kind": "nfs", "pointer": "/spec/volumes/0"}} with input as _pod("restricted", {"name": "data", "nfs": {}})
}

test_accepts_a_claim if {
	volume_types.deny == set() with input as _pod("restricted", {"name": "data", "persistentVolumeClaim": {}})
}

test_is_silent_where_baseline_is_enough if {
	volume_types.deny == set() with input as _pod("baseline", {"name": "data", "nfs": {}})
}

_pod(level, volume) := {"pod_security": level, "pod": {"pointer": "", "spec": {"volumes": [volume]}}}
