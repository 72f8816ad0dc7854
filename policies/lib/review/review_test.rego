package lib.review_test

import data.lib.review

test_containers_stand_in_one_list if {
	containers := review.normal(_review({"containers": [{"name": "web"}], "initContainers": [{"restartPolicy": "Always"}]}), {}).containers
	[container.pointer | some container in containers] == ["/spec/template/spec/containers/0", "/spec/template/spec/initContainers/0"]
	[container.name | some container in containers] == ["web", "0"]
	[container.role | some container in containers] == ["container", "sidecar"]
}

test_quantities_are_numbers if {
	limits := {"cpu": "250m", "memory": "1Gi", "ephemeral-storage": "512MB"}
	[container] := review.normal(_review({"containers": [{"resources": {"limits": limits, "requests": {"memory": "1e3"}}}]}), {}).containers
	container.limits == {"cpu": 250, "memory": 1073741824}
	container.requests == {"cpu": 250, "memory": 1000}
	container.malformed == ["limits/ephemeral-storage"]
}

test_images_come_in_their_parts if {
	[container] := review.normal(_review({"containers": [{"image": "localhost:5000/team/web:1.2@sha256:0"}]}), {}).containers
	container.image == {
		"text": "localhost:5000/team/web:1.2@sha256:0",
		"registry": "localhost:5000",
		"repository": "team/web",
		"tag": "1.2",
		"digest": "sha256:0",
	}
}

test_the_stricter_standard_counts if {
	namespace := {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}
	review.normal(object.union(_review({}), {"namespaceObject": namespace}), {"podSecurity": "baseline"}).pod_security == "restricted"
	review.normal(_review({}), {"podSecurity": "baseline"}).pod_security == "baseline"
	review.normal(_review({}), {}).pod_security == "restricted"
}

test_no_secret_is_read if {
	secret := {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "labels": {"b": "c"}}, "stringData": {"key": "value", "none": ""}}
	normal := review.normal({"object": secret}, {})
	normal.data_keys == ["key"]
	normal.object == {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}
}

test_a_rule_about_workloads_needs_a_pod if {
	review.concerns(review.normal(_review({}), {}), ["workload"])
	not review.concerns({"group": "apps", "kind": "Deployment"}, ["workload"])
	review.concerns({"group": "apps", "kind": "Deployment"}, ["apps/Deployment"])
	review.concerns({"group": "", "kind": "Service"}, ["Service"])
}

test_arguments_stand_in_the_message if {
	review.message("{a} of {b}, {c}", {"a": "one", "b": ["y", "x"]}) == "one of x, y, {c}"
}

_review(spec) := {"object": {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"spec": spec}},
}}
