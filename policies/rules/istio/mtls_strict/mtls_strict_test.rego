package rules.istio.mtls_strict_test

import data.rules.istio.mtls_strict

test_finds_permissive if {
	mtls_strict.deny == {{"place": "The policy", "mode": "PERMISSIVE", "pointer": "/spec/mtls/mode"}} with input as {"object": {"spec": {"mtls": {"mode": "PERMISSIVE"}}}}
}

test_finds_a_port if {
	mtls_strict.deny == {{"place": "Port 8080", "mode": "DISABLE", "pointer": "/spec/portLevelMtls/8080/mode"}} with input as {"object": {"spec": {"mtls": {"mode": "STRICT"}, "portLevelMtls": {"8080": {"mode": "DISABLE"}}}}}
}

test_accepts_what_is_inherited if {
	mtls_strict.deny == set() with input as {"object": {"spec": {"mtls": {"mode": "UNSET"}}}}
}
