package rules.image.registry_allowlist_test

import data.rules.image.registry_allowlist

test_refuses_a_look_alike if {
	registry_allowlist.deny == {{"container": "web", "image": "registry.example.com.evil.example/web:1", "pointer": "/spec/containers/0/image"}} with input as _pod(
		{
			"text": "registry.example.com.evil.example/web:1",
			"registry": "registry.example.com.evil.example",
			"repository": "web",
		},
		"",
	)
		with data.params.images.registries as ["registry.example.com"]
}

test_accepts_an_allowed_registry if {
	registry_allowlist.deny == set() with input as _pod({"text": "registry.example.com/web:1", "registry": "registry.example.com", "repository": "web"}, "") with data.params.images.registries as ["registry.example.com"]
}

test_is_silent_without_a_list if {
	registry_allowlist.deny == set() with input as _pod({"text": "web:1", "registry": "docker.io", "repository": "library/web"}, "") with data.params.images.registries as []
}

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
