package rules.image.digest_pinned_test

import data.rules.image.digest_pinned

test_wants_a_digest_in_production if {
	digest_pinned.deny == {{"container": "web", "image": "web:1", "pointer": "/spec/containers/0/image"}} with input as object.union(_pod({"text": "web:1", "digest": ""}, ""), {"protected": true})
}

test_is_silent_elsewhere if {
	digest_pinned.deny == set() with input as object.union(_pod({"text": "web:1", "digest": ""}, ""), {"protected": false})
}

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
