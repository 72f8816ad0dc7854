package rules.pod.apparmor_test

import data.rules.pod.apparmor

test_finds_an_unconfined_container if {
	apparmor.deny == {{"place": "Container web", "profile": "Unconfined", "pointer": "/spec/containers/0/securityContext/appArmorProfile"}} with input as _pod({"appArmorProfile": {"type": "Unconfined"}}, {})
}

test_finds_the_old_annotation if {
	apparmor.deny == {{
		"place": "The annotation container.apparmor.security.beta.kubernetes.io/web",
		"profile": "unconfined",
		"pointer": "/metadata/annotations",
	}} with input as _pod({}, {"container.apparmor.security.beta.kubernetes.io/web": "unconfined"})
}

test_accepts_the_default if {
	apparmor.deny == set() with input as _pod({"appArmorProfile": {"type": "RuntimeDefault"}}, {})
}

_pod(context, annotations) := {
	"pod": {"pointer": "", "annotations": annotations, "spec": {"securityContext": {}}},
	"containers": [{"pointer": "/spec/containers/0", "name": "web", "spec": {"securityContext": context}}],
}
