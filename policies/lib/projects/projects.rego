# METADATA
# title: "What an AppProject of Argo CD allows"
package lib.projects

# Projects of the cluster by name; two of one name are another rule's finding.
by_name[project.name] contains project if some project in data.inv.kinds["argoproj.io/AppProject"]

# Whether one of the projects permits a destination: server or name, and namespace. An entry with `!` that does not
# hit counts as a match, as in Argo CD; one that hits forbids, whatever other entries say.
allows_destination(projects, destination) if {
	some project in projects
	some allowed in project.spec.destinations
	_allows(allowed, destination)
	not _forbids(project, destination)
}

_allows(allowed, destination) if {
	_names_cluster(allowed, destination)
	matches(object.get(allowed, "namespace", ""), destination.namespace)
}

_names_cluster(allowed, destination) if {
	some field in ["server", "name"]
	object.get(destination, field, "") != ""
	matches(object.get(allowed, field, ""), destination[field])
}

# A destination by name and an entry by server (or the reverse) meet in the cluster's Secret, which may hold no readable address.
_names_cluster(allowed, destination) if {
	object.get(destination, "name", "") != ""
	object.get(allowed, "name", "") == ""
	object.get(allowed, "server", "") != ""
}

_names_cluster(allowed, destination) if {
	object.get(destination, "server", "") != ""
	object.get(allowed, "server", "") == ""
	object.get(allowed, "name", "") != ""
	destination.server != "https://kubernetes.default.svc"
}

_forbids(project, destination) if {
	some forbidden in project.spec.destinations
	startswith(object.get(forbidden, "namespace", ""), "!")
	not matches(forbidden.namespace, destination.namespace)
}

_forbids(project, destination) if {
	some forbidden in project.spec.destinations
	startswith(object.get(forbidden, "server", ""), "!")
	object.get(destination, "server", "") != ""
	not matches(forbidden.server, destination.server)
}

# Whether one of the projects permits a repository; `*` does not cross a slash, `**` does.
allows_source(projects, repository) if {
	some project in projects
	some allowed in project.spec.sourceRepos
	_matches_repository(allowed, repository)
	not _forbids_source(project, repository)
}

_forbids_source(project, repository) if {
	some forbidden in project.spec.sourceRepos
	startswith(forbidden, "!")
	not _matches_repository(forbidden, repository)
}

_matches_repository("*", _)

_matches_repository(pattern, repository) if {
	pattern != "*"
	not startswith(pattern, "!")
	_hits_repository(normal_url(pattern), normal_url(repository))
}

_hits_repository(pattern, repository) if pattern == repository

_hits_repository(pattern, repository) if {
	_is_pattern(pattern)
	glob.match(pattern, ["/"], repository)
}

_matches_repository(pattern, repository) if {
	startswith(pattern, "!")
	not glob.match(normal_url(substring(pattern, 1, -1)), ["/"], normal_url(repository))
}

# A repository however it is written: case, `.git`, and the two forms of an SSH address do not matter.
normal_url(url) := trim_suffix(_one_form(trim_suffix(lower(trim_space(url)), "/")), ".git")

_one_form(url) := concat("/", array.concat([parts[0]], array.slice(parts, 1, count(parts)))) if {
	startswith(url, "git@")
	parts := split(url, ":")
}

_one_form(url) := trim_prefix(url, "ssh://") if not startswith(url, "git@")

# Whether a pattern of a project matches a value; no character separates here.
matches(pattern, value) if {
	not startswith(pattern, "!")
	_hits(pattern, value)
}

matches(pattern, value) if {
	startswith(pattern, "!")
	not _hits(substring(pattern, 1, -1), value)
}

# Most patterns are plain words, and most of the others `*`: compiling a pattern costs more than both together.
_hits(pattern, value) if pattern == value

_hits("*", _)

_hits(pattern, value) if {
	pattern != "*"
	_is_pattern(pattern)
	glob.match(pattern, null, value)
}

_is_pattern(text) if contains(text, "*")

_is_pattern(text) if contains(text, "?")

_is_pattern(text) if contains(text, "[")

_is_pattern(text) if contains(text, "{")

# Whether a list of {group, kind, name} entries names an object.
names_kind(list, object_) if {
	some entry in list
	matches(object.get(entry, "group", ""), object_.group)
	matches(object.get(entry, "kind", ""), object_.kind)
	matches(object.get(entry, "name", "*"), object_.name)
}

# Destinations and kinds without patterns, by project. Most are: a set answers at once where a walk would take a step for
# each entry, and a project of a whole cluster has as many entries as the cluster has namespaces.
plain_destinations[project.name] contains [field, allowed[field], allowed.namespace] if {
	some project in data.inv.kinds["argoproj.io/AppProject"]
	some allowed in project.spec.destinations
	some field in ["server", "name"]
	_is_plain(allowed[field])
	_is_plain(allowed.namespace)
}

plain_kinds[project.name] contains [allowed.group, allowed.kind, object.get(allowed, "name", "*")] if {
	some project in data.inv.kinds["argoproj.io/AppProject"]
	some allowed in project.spec.clusterResourceWhitelist
	_is_plain(allowed.group)
	_is_plain(allowed.kind)
	_is_plain_or_any(object.get(allowed, "name", "*"))
}

# Projects with an entry that forbids: for them every entry has to be weighed.
weighed contains project.name if {
	some project in data.inv.kinds["argoproj.io/AppProject"]
	some allowed in project.spec.destinations
	some value in allowed
	startswith(value, "!")
}

_is_plain(text) if {
	not _is_pattern(text)
	not startswith(text, "!")
}

_is_plain_or_any("*")

_is_plain_or_any(text) if {
	text != "*"
	_is_plain(text)
}
