package main

default allowed := false

allowed if count(deny) == 0

requested[namespace] := total if {
	some namespace in {pod.namespace | some pod in input.pods}
	total := sum([pod.cpu | some pod in input.pods; pod.namespace == namespace])
}

deny contains message if {
	some namespace, total in requested
	limit := object.get(data.limits, namespace, 10)
	total > limit
	message := concat(" ", [namespace, format_int(total, 10), "exceeds", format_int(limit, 10)])
}

deny contains "every pod asks for too much" if {
	every pod in input.pods {
		pod.cpu > 100
	}
}
