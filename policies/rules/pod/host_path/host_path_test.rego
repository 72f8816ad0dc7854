package rules.pod.host_path_test

import data.rules.pod.host_path

test_names_volume_and_path if {
	host_path.deny == {{"volume": "logs", "path": "/var/log", "pointer": "/spec/volumes/1/hostPath"}} with input as _volumes([
		{"name": "cache", "emptyDir": {}},
		{"name": "logs", "hostPath": {"path": "/var/log"}},
	])
}

test_accepts_other_volumes if {
	host_path.deny == set() with input as _volumes([{"name": "cache", "emptyDir": {}}])
}

_volumes(volumes) := {"pod": {"pointer": "", "spec": {"volumes": volumes}}}
