package rules.istio.route_weights_test

import data.rules.istio.route_weights

test_finds_ninety if {
	route_weights.deny == {{"route": "0", "problem": "has weights that make 90", "pointer": "/spec/http/0/route"}} with input as _http([{"route": [{"weight": 80}, {"weight": 10}]}])
}

test_finds_a_negative_one if {
	count(route_weights.deny) == 1 with input as _http([{"route": [{"weight": 105}, {"weight": -5}]}])
}

test_accepts_a_hundred if {
	route_weights.deny == set() with input as _http([{"route": [{"weight": 100}, {"weight": 0}]}])
}

test_one_destination_needs_no_weight if {
	route_weights.deny == set() with input as _http([{"route": [{}]}])
}

test_finds_a_match_written_twice if {
	route_weights.deny == {{"route": "1", "problem": "repeats a match of route 0", "pointer": "/spec/http/1/match/0"}} with input as _http([
		{"match": [{"name": "a", "uri": {"prefix": "/api"}}], "route": [{}]},
		{"match": [{"uri": {"prefix": "/api"}}], "route": [{}]},
	])
}

test_finds_a_route_behind_a_catch_all if {
	route_weights.deny == {{"route": "1", "problem": "is never reached: route 0 takes every request", "pointer": "/spec/http/1"}} with input as _http([
		{"route": [{}]},
		{"match": [{"uri": {"prefix": "/api"}}], "route": [{}]},
	])
}

test_accepts_a_catch_all_at_the_end if {
	route_weights.deny == set() with input as _http([
		{"match": [{"uri": {"prefix": "/api"}}], "route": [{}]},
		{"route": [{}]},
	])
}

_http(routes) := {"object": {"spec": {"http": routes}}}
