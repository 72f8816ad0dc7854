package rules.image.registry_allowlist_test

import data.rules.image.registry_allowlist

test_refuses_a_look_alike if {
	registry_allowlist.deny == {{"container": "web", "image": "registry.example.com.evil.example/web:1", "stated": "", "pointer": "/spec/containers/0/image"}} with input as _pod(
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

test_accepts_what_the_component_states if {
	registry_allowlist.deny == set() with input as _component_pod("registry.example.org", "agents/agent", ["registry.example.org/agents"])
		with data.params.images.registries as ["registry.example.com"]
}

test_names_the_statement_of_the_component if {
	some finding in registry_allowlist.deny with input as _component_pod("registry.example.org", "elsewhere/agent", ["registry.example.org/agents"])
		with data.params.images.registries as ["registry.example.com"]
	finding.stated == ", nor in what component agent states: registry.example.org/agents"
}

test_names_a_component_that_states_nothing if {
	some finding in registry_allowlist.deny with input as _component_pod("registry.example.org", "agents/agent", [])
		with data.params.images.registries as ["registry.example.com"]
	finding.stated == ", and component agent states none"
}

_component_pod(registry, repository, images) := object.union(
	_pod({"text": "agent:1", "registry": registry, "repository": repository}, ""),
	{"component": {"kind": "agent", "images": images}},
)

_pod(image, policy) := {"containers": [{
	"pointer": "/spec/containers/0",
	"name": "web",
	"image": image,
	"spec": {"imagePullPolicy": policy},
}]}
