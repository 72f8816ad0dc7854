package rules.network.external_ips_test

import data.rules.network.external_ips

test_finds_an_address if {
	external_ips.deny == {{"address": "192.0.2.1", "pointer": "/spec/externalIPs/0"}} with input as {"object": {"spec": {"externalIPs": ["192.0.2.1"]}}}
}

test_accepts_none if {
	external_ips.deny == set() with input as {"object": {"spec": {"externalIPs": []}}}
}
