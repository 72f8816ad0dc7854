# METADATA
# title: "What an AppProject of Argo CD allows"
package lib.projects

# Projects of the cluster by name; two of one name are another rule's finding.
by_name[project.name] contains project if some project in data.inv.kinds["argoproj.io/AppProject"]

# Both forms of an Application's sources; `sources` wins.
sources(spec) := spec.sources if count(object.get(spec, "sources", [])) > 0

sources(spec) := [spec.source] if {
	count(object.get(spec, "sources", [])) == 0
	spec.source
}

# Argo CD matches server or name, and the namespace. An entry with `!` makes the rest weigh differently: then nothing is said.
allows_destination(projects, destination) if {
	some project in projects
	some allowed in project.spec.destinations
	_allows(allowed, destination)
}

allows_destination(projects, _) if {
	some project in projects
	some allowed in project.spec.destinations
	some value in allowed
	startswith(value, "!")
}

_allows(allowed, destination) if {
	some field in ["server", "name"]
	object.get(destination, field, "") != ""
	glob.match(object.get(allowed, field, ""), [], destination[field])
	glob.match(object.get(allowed, "namespace", ""), [], destination.namespace)
}

# `*` does not cross a slash of a repository's URL.
allows_source(projects, repository) if {
	some project in projects
	some allowed in project.spec.sourceRepos
	_matches(allowed, repository)
}

_matches("*", _)

_matches(allowed, _) if startswith(allowed, "!")

_matches(allowed, repository) if {
	allowed != "*"
	glob.match(_normal(allowed), ["/"], _normal(repository))
}

_normal(url) := trim_suffix(trim_suffix(lower(url), "/"), ".git")
