package lib.containers_test

import data.lib.containers

test_restricted_binds_linux_pods if {
	containers.restricted with input as {"pod_security": "restricted", "pod": {"spec": {}}}
}

test_restricted_exempts_windows if {
	not containers.restricted with input as {"pod_security": "restricted", "pod": {"spec": {"os": {"name": "windows"}}}}
}

test_baseline_is_not_restricted if {
	not containers.restricted with input as {"pod_security": "baseline", "pod": {"spec": {}}}
}
