package rules.secrets.credential_in_env_test

import data.rules.secrets.credential_in_env

test_names_the_place_and_not_the_value if {
	credential_in_env.deny == {{"name": "PASSWORD", "why": "a literal under the name of a secret", "pointer": "/x"}} with input as {"credentials": [{"name": "PASSWORD", "why": "a literal under the name of a secret", "pointer": "/x"}]}
}

test_is_silent_without_one if {
	credential_in_env.deny == set() with input as {"credentials": []}
}
