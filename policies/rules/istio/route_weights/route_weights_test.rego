package rules.istio.route_weights_test

import data.rules.istio.route_weights

test_finds_ninety if {
	route_weights.deny == {{"route": "0", "sum": "90", "pointer": "/spec/http/0/route"}} with input as {"object": {"spec": {"http": [{"route": [{"weight": 80}, {"weight": 10}]}]}}}
}

test_finds_a_negative_one if {
	route_weights.deny == {{"route": "0", "sum": "100", "pointer": "/spec/http/0/route"}} with input as {"object": {"spec": {"http": [{"route": [{"weight": 105}, {"weight": -5}]}]}}}
}

test_accepts_a_hundred if {
	route_weights.deny == set() with input as {"object": {"spec": {"http": [{"route": [{"weight": 100}, {"weight": 0}]}]}}}
}

test_one_destination_needs_no_weight if {
	route_weights.deny == set() with input as {"object": {"spec": {"http": [{"route": [{}]}]}}}
}
