package rules.references.service_without_pods_test

import data.rules.references.service_without_pods

test_finds_it if {
	service_without_pods.deny == {{"ref": 3, "name": "a", "pointer": "/spec/selector"}} with data.inv as _inv({}, true)
}

test_is_silent_beside_a_chart_that_was_not_rendered if {
	service_without_pods.deny == set() with data.inv as _inv({"n": true}, true)
}

test_is_silent_about_a_part_of_a_repository if {
	service_without_pods.deny == set() with data.inv as _inv({}, false)
}

_inv(unrendered, complete) := {"complete": complete, "unrendered_namespaces": unrendered, "services": {"n": {"a": {"ref": 3, "name": "a", "type": "ClusterIP", "has_selector": true, "workloads": []}}}}
