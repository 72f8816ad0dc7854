package rules.image.mutable_tag_test

import data.rules.image.mutable_tag

test_refuses_latest if {
	mutable_tag.deny == {{"container": "web", "image": "web:latest", "pointer": "/spec/containers/0/image"}} with input as _pod({"text": "web:latest", "tag": "latest", "digest": ""}, "")
}

test_refuses_no_tag if {
	mutable_tag.deny == {{"container": "web", "image": "web", "pointer": "/spec/containers/0/image"}} with input as _pod({"text": "web", "tag": "", "digest": ""}, "")
}

test_accepts_a_digest if {
	mutable_tag.deny == set() with input as _pod({"text": "web@sha256:0", "tag": "", "digest": "sha256:0"}, "")
}

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
