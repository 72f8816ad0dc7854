package rules.image.deprecated_registry_test

import data.rules.image.deprecated_registry

test_refuses_the_frozen_registry if {
	deprecated_registry.deny == {{"container": "web", "image": "k8s.gcr.io/pause:3.9", "pointer": "/spec/containers/0/image"}} with input as _pod({"text": "k8s.gcr.io/pause:3.9", "registry": "k8s.gcr.io"}, "")
}

test_accepts_its_successor if {
	deprecated_registry.deny == set() with input as _pod({"text": "registry.k8s.io/pause:3.9", "registry": "registry.k8s.io"}, "")
}

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
