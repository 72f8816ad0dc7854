package rules.istio.wildcard_host_test

import data.rules.istio.wildcard_host

test_finds_a_gateway if {
	wildcard_host.deny == {{"host": "*", "pointer": "/spec/servers/0/hosts/0"}} with input as {"object": {"spec": {"servers": [{"hosts": ["*"]}]}}}
}

test_finds_a_namespace_and_a_star if {
	wildcard_host.deny == {{"host": "payments/*", "pointer": "/spec/servers/0/hosts/0"}} with input as {"object": {"spec": {"servers": [{"hosts": ["payments/*"]}]}}}
}

test_accepts_a_domain if {
	wildcard_host.deny == set() with input as {"object": {"spec": {"hosts": ["*.example.com"]}}}
}
