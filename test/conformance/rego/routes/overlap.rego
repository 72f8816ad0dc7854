package routes.overlap

by_host[host] := paths if {
	some host in {route.host | some route in input.routes}
	paths := {path | some path in _paths(host); _count(host, path) > 1}
	count(paths) > 0
}

_paths(host) := {trim_suffix(lower(route.path), "/") | some route in input.routes; route.host == host}

_count(host, path) := count([1 | some route in input.routes; route.host == host; startswith(lower(route.path), path)])
