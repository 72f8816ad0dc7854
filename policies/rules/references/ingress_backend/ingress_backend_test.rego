package rules.references.ingress_backend_test

import data.rules.references.ingress_backend

test_finds_a_missing_service if {
	ingress_backend.deny == {{
		"ref": 1,
		"problem": "There is no Service web in namespace n",
		"pointer": "/spec/rules/0/http/paths/0/backend/service",
	}} with data.inv as _inv({}, {"number": 80})
}

test_finds_a_missing_port if {
	ingress_backend.deny == {{
		"ref": 1,
		"problem": "Service web has no port 81",
		"pointer": "/spec/rules/0/http/paths/0/backend/service",
	}} with data.inv as _inv({"n": {"web": {"ports": [{"name": "http", "number": 80}]}}}, {"number": 81})
}

test_accepts_a_port_by_name if {
	ingress_backend.deny == set() with data.inv as _inv({"n": {"web": {"ports": [{"name": "http", "number": 80}]}}}, {"name": "http"})
}

test_accepts_an_action_of_a_load_balancer if {
	ingress_backend.deny == set() with data.inv as _inv({}, {"name": "use-annotation"})
}

_inv(services, port) := {"complete": true, "services": services, "kinds": {"networking.k8s.io/Ingress": [{
	"ref": 1,
	"namespace": "n",
	"spec": {"rules": [{"http": {"paths": [{"backend": {"service": {"name": "web", "port": port}}}]}}]},
}]}}
