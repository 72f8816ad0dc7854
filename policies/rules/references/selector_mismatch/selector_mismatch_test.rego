package rules.references.selector_mismatch_test

import data.rules.references.selector_mismatch

test_finds_a_label_the_pods_lack if {
	selector_mismatch.deny == {{"problem": "wants app: web, which the pods do not carry", "pointer": "/spec/selector/matchLabels"}} with input as _workload({"matchLabels": {"app": "web"}})
}

test_finds_an_empty_selector if {
	selector_mismatch.deny == {{"problem": "is empty", "pointer": "/spec/selector"}} with input as _workload({})
}

test_accepts_equal_labels if {
	selector_mismatch.deny == set() with input as _workload({"matchLabels": {"app": "shop"}})
}

_workload(selector) := {"object": {"spec": {"selector": selector}}, "pod": {"labels": {"app": "shop"}}}
