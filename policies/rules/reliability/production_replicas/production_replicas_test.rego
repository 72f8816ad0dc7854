package rules.reliability.production_replicas_test

import data.rules.reliability.production_replicas

test_finds_one_replica if {
	production_replicas.deny == {{"ref": 1, "kind": "Deployment", "name": "a", "replicas": "1", "pointer": ""}} with data.inv as _inv(true, 1)
}

test_accepts_two if {
	production_replicas.deny == set() with data.inv as _inv(true, 2)
}

test_is_silent_outside_production if {
	production_replicas.deny == set() with data.inv as _inv(false, 1)
}

_inv(protected, replicas) := {"protected": protected, "workloads": [{"ref": 1, "kind": "apps/Deployment", "name": "a", "serving": true, "min_replicas": replicas, "scales_to_zero": false}]}
