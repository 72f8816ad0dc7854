package rules.resources.quota_capacity_test

import data.rules.resources.quota_capacity

test_finds_an_overdraft if {
	quota_capacity.deny == {{"ref": 1, "quota": "team", "resource": "pods", "hard": 2, "used": 3, "pointer": "/spec/hard/pods"}} with data.inv as {"quota_use": [{"ref": 1, "quota": "team", "resource": "pods", "hard": 2, "used": 3, "unset": []}]}
}

test_accepts_a_full_quota if {
	quota_capacity.deny == set() with data.inv as {"quota_use": [{"ref": 1, "quota": "team", "resource": "pods", "hard": 3, "used": 3, "unset": []}]}
}
