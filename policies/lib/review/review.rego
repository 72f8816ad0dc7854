# METADATA
# title: "What a rule about one resource reads, worked out of an admission review"
# description: "Gatekeeper hands over an object as it is; inside the program the same is computed before the rules are asked."
package lib.review

# The input of a rule, for an object under review and the parameters of a constraint.
normal(review, parameters) := object.union_n([_identity(review.object), _conditions(review, parameters), _pod_part(review.object)])

# Whether a rule about these kinds has something to say.
concerns(_, kinds) if "*" in kinds

concerns(rule_input, kinds) if {
	"workload" in kinds
	rule_input.pod
}

concerns(rule_input, kinds) if trim_prefix(concat("/", [rule_input.group, rule_input.kind]), "/") in kinds

# The text of a finding: each {name} stands for one of its arguments.
message(template, finding) := strings.replace_n(
	{concat("", ["{", name, "}"]): _text(value) | some name, value in finding},
	template,
)

_text(value) := concat(", ", sort([_word(entry) | some entry in value])) if {
	type_name(value) in {"array", "set"}
} else := _word(value)

_word(value) := value if {
	is_string(value)
} else := json.marshal(value)

_identity(resource) := {
	"group": _group(resource),
	"kind": resource.kind,
	"name": object.get(resource.metadata, "name", object.get(resource.metadata, "generateName", "")),
	"namespace": object.get(resource.metadata, "namespace", ""),
	"labels": _strings(object.get(resource.metadata, "labels", {})),
	"annotations": _strings(object.get(resource.metadata, "annotations", {})),
	"object": _slim(resource),
	"data_keys": _data_keys(resource),
}

_group(resource) := split(resource.apiVersion, "/")[0] if {
	contains(resource.apiVersion, "/")
} else := ""

_group_kind(resource) := trim_prefix(concat("/", [_group(resource), resource.kind]), "/")

_strings(map) := {key: value | some key, value in map; is_string(value)}

_conditions(review, parameters) := {
	"environment": "",
	"protected": object.get(parameters, "protected", false),
	"pod_security": _standards[max(_wanted_standards(review, parameters))],
	"params": {"images": {"registries": object.get(parameters, "registries", [])}},
}

_standards := ["privileged", "baseline", "restricted"]

# A pod is judged by the stricter of what the constraint wants and what its namespace enforces.
_wanted_standards(review, parameters) := {place |
	some place, standard in _standards
	standard in {object.get(parameters, "podSecurity", "restricted"), _enforced(review)}
}

_enforced(review) := object.get(review, ["namespaceObject", "metadata", "labels", "pod-security.kubernetes.io/enforce"], "")

# Without what is large or secret.
_slim(resource) := object.union(
	object.remove(resource, ["metadata", "data", "stringData", "binaryData"]),
	{"metadata": object.filter(resource.metadata, ["name", "namespace"])},
) if {
	_group_kind(resource) in {"Secret", "ConfigMap"}
} else := object.union(
	json.remove(resource, ["metadata/managedFields", "spec"]),
	{"spec": object.filter(resource.spec, ["group", "names", "scope"])},
) if {
	_group_kind(resource) == "apiextensions.k8s.io/CustomResourceDefinition"
} else := json.remove(resource, array.concat(["metadata/managedFields"], _spec_pointers(resource)))

_spec_pointers(resource) := [concat("/", array.concat(_pod_paths[_group_kind(resource)], ["spec"])) | _has_pod(resource)]

_data_keys(resource) := [key |
	resource.apiVersion == "v1"
	some field in ["data", "binaryData", "stringData"]
	some key, value in resource[field]
	value != ""
]

# Kinds that carry a pod, and the path to it.
_pod_paths := {
	"Pod": [],
	"apps/Deployment": ["spec", "template"],
	"apps/StatefulSet": ["spec", "template"],
	"apps/DaemonSet": ["spec", "template"],
	"apps/ReplicaSet": ["spec", "template"],
	"ReplicationController": ["spec", "template"],
	"PodTemplate": ["template"],
	"batch/Job": ["spec", "template"],
	"batch/CronJob": ["spec", "jobTemplate", "spec", "template"],
	"argoproj.io/Rollout": ["spec", "template"],
}

_holder(resource) := resource if _pod_paths[_group_kind(resource)] == []

_holder(resource) := object.get(resource, path, {}) if {
	path := _pod_paths[_group_kind(resource)]
	path != []
}

_has_pod(resource) if is_object(_holder(resource).spec)

_pod_part(resource) := {
	"pod": {
		"pointer": pointer,
		"labels": _strings(object.get(holder, ["metadata", "labels"], {})),
		"annotations": annotations,
		"spec": object.remove(holder.spec, ["containers", "initContainers", "ephemeralContainers"]),
	},
	"containers": [container |
		some [list, role] in [["containers", "container"], ["initContainers", "init"], ["ephemeralContainers", "ephemeral"]]
		some place, spec in holder.spec[list]
		is_object(spec)
		container := _container(spec, concat("", [pointer, "/spec/", list, "/", format_int(place, 10)]), place, role, annotations)
	],
} if {
	_has_pod(resource)
	holder := _holder(resource)
	pointer := concat("", [concat("", ["/", part]) | some part in _pod_paths[_group_kind(resource)]])
	annotations := _strings(object.get(holder, ["metadata", "annotations"], {}))
} else := {"containers": []}

_container(spec, pointer, place, role, annotations) := object.union(
	{
		"pointer": pointer,
		"name": _name(spec, place),
		"role": _role(spec, role),
		"spec": spec,
		"requests": object.union(limits.values, requests.values),
		"limits": limits.values,
		"malformed": array.concat(
			[concat("/", ["requests", name]) | some name in requests.malformed],
			[concat("/", ["limits", name]) | some name in limits.malformed],
		),
	},
	_image_part(spec, annotations),
) if {
	limits := _quantities(object.get(spec, ["resources", "limits"], {}))
	requests := _quantities(object.get(spec, ["resources", "requests"], {}))
}

_name(spec, place) := spec.name if {
	is_string(spec.name)
} else := format_int(place, 10)

_role(spec, role) := "sidecar" if {
	role == "init"
	spec.restartPolicy == "Always"
} else := role

_image_part(spec, annotations) := {"image": _image(spec.image)} if {
	is_string(spec.image)
	regex.match(`^\S+$`, spec.image)
	not _is_placeholder(spec.image, annotations)
} else := {}

# The injector puts the proxy's image in its place before a node sees the pod.
_is_placeholder(text, annotations) if {
	text == "auto"
	annotations["inject.istio.io/templates"]
}

_image(text) := {
	"text": text,
	"registry": registry,
	"repository": _repository(registry, rest),
	"tag": tag,
	"digest": digest,
} if {
	[_, named, digest] := regex.find_all_string_submatch_n(`^([^@]*)@?(.*)$`, text, 1)[0]
	[_, path, tag] := regex.find_all_string_submatch_n(`^(.*?)(?::([^/:]*))?$`, named, 1)[0]
	[host, rest] := _split_host(path)
	registry := object.get({"index.docker.io": "docker.io"}, host, host)
}

_split_host(path) := [host, substring(path, count(host) + 1, -1)] if {
	host := split(path, "/")[0]
	contains(path, "/")
	regex.match(`[.:]|^localhost$`, host)
} else := ["docker.io", path]

_repository(registry, rest) := concat("/", ["library", rest]) if {
	endswith(registry, "docker.io")
	not contains(rest, "/")
} else := rest

# CPU in millicores, everything else in its base unit.
_quantities(list) := {
	"values": {name: _whole(name, _quantity(written)) | some name, written in list},
	"malformed": [name | some name, written in list; not _is_quantity(written)],
}

# What is a hair above a whole number is that number: the fractions of CPU are decimal.
_whole(name, amount) := ceil((amount * 1000) - 0.000000001) if {
	name in {"cpu", "requests.cpu", "limits.cpu"}
} else := ceil(amount)

_is_quantity(written) if is_number(_quantity(written))

_quantity(written) := written if is_number(written)

_quantity(written) := (to_number(_plain(amount)) * object.get(_factors, suffix, 1)) / object.get(_divisors, suffix, 1) if {
	is_string(written)
	[_, amount, suffix] := regex.find_all_string_submatch_n(`^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([KMGTPE]i|[numkMGTPE]|)$`, written, 1)[0]
}

_quantity(written) := to_number(concat("", [_plain(amount), "e", exponent])) if {
	is_string(written)
	[_, amount, exponent] := regex.find_all_string_submatch_n(`^([+-]?(?:\d+(?:\.\d*)?|\.\d+))[eE]([+-]?\d{1,3})$`, written, 1)[0]
}

# As JSON writes a number: no plus in front, digits on both sides of the point.
_plain(amount) := trim_suffix(_led(trim_prefix(amount, "+")), ".")

_led(amount) := concat("", ["0", amount]) if {
	startswith(amount, ".")
} else := concat("", ["-0", substring(amount, 1, -1)]) if {
	startswith(amount, "-.")
} else := amount

_factors := {
	"k": 1000,
	"M": 1000000,
	"G": 1000000000,
	"T": 1000000000000,
	"P": 1000000000000000,
	"E": 1000000000000000000,
	"Ki": 1024,
	"Mi": 1048576,
	"Gi": 1073741824,
	"Ti": 1099511627776,
	"Pi": 1125899906842624,
	"Ei": 1152921504606846976,
}

_divisors := {"m": 1000, "u": 1000000, "n": 1000000000}
