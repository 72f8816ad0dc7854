package rules.istio.gateway_tls_test

import data.rules.istio.gateway_tls

test_finds_plain_http if {
	gateway_tls.deny == {{"server": "0", "problem": "HTTP without a redirect to HTTPS", "pointer": "/spec/servers/0"}} with input as {"object": {"spec": {"servers": [{"port": {"number": 80, "protocol": "HTTP"}}]}}}
}

test_accepts_a_redirect if {
	gateway_tls.deny == set() with input as {"object": {"spec": {"servers": [{"port": {"number": 80, "protocol": "HTTP"}, "tls": {"httpsRedirect": true}}]}}}
}

test_finds_a_missing_certificate if {
	gateway_tls.deny == {{"server": "0", "problem": "TLS without a certificate", "pointer": "/spec/servers/0"}} with input as {"object": {"spec": {"servers": [{"port": {"number": 443, "protocol": "HTTPS"}, "tls": {"mode": "SIMPLE"}}]}}}
}

test_accepts_a_certificate if {
	gateway_tls.deny == set() with input as {"object": {"spec": {"servers": [{"port": {"number": 443, "protocol": "HTTPS"}, "tls": {"mode": "SIMPLE", "credentialName": "tls"}}]}}}
}
