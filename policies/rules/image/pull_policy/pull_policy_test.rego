package rules.image.pull_policy_test

import data.rules.image.pull_policy

test_refuses_a_cached_latest if {
	pull_policy.deny == {{
		"container": "web",
		"image": "web:latest",
		"policy": "IfNotPresent",
		"pointer": "/spec/containers/0/imagePullPolicy",
	}} with input as _pod({"text": "web:latest", "tag": "latest", "digest": ""}, "IfNotPresent")
}

test_accepts_always if {
	pull_policy.deny == set() with input as _pod({"text": "web:latest", "tag": "latest", "digest": ""}, "Always")
}

test_accepts_a_cached_version if {
	pull_policy.deny == set() with input as _pod({"text": "web:1.2.3", "tag": "1.2.3", "digest": ""}, "IfNotPresent")
}

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
