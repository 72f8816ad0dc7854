package main

import data.routes.overlap

deny contains {"host": host, "paths": sort(paths)} if {
	some host, paths in overlap.by_host with input.routes as [route | some route in input.routes; not route.disabled]
}
