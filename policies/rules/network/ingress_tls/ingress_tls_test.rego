package rules.network.ingress_tls_test

import data.rules.network.ingress_tls

test_finds_a_bare_host if {
	ingress_tls.deny == {{"host": "www.example.com", "pointer": "/spec/rules/0"}} with input as {"object": {"spec": {"rules": [{"host": "www.example.com"}]}}}
}

test_accepts_a_wildcard_certificate if {
	ingress_tls.deny == set() with input as {"object": {"spec": {"rules": [{"host": "www.example.com"}], "tls": [{"hosts": ["*.example.com"], "secretName": "tls"}]}}}
}

test_a_wildcard_covers_one_label_only if {
	ingress_tls.deny == {{"host": "a.b.example.com", "pointer": "/spec/rules/0"}} with input as {"object": {"spec": {"rules": [{"host": "a.b.example.com"}], "tls": [{"hosts": ["*.example.com"]}]}}}
}

test_a_rule_for_every_host_with_a_certificate if {
	ingress_tls.deny == set() with input as {"object": {"spec": {"rules": [{}], "tls": [{"hosts": ["example.com"]}]}}}
}
