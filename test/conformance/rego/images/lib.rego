package lib.image

problem(name) := "has no tag" if {
	not contains(last_part(name), ":")
} else := "is called latest" if {
	endswith(name, ":latest")
}

last_part(name) := parts[count(parts) - 1] if parts := split(name, "/")
