package lib.workload

default containers(_) := []

containers(object) := array.concat(object.spec.containers, object_init(object)) if object.kind == "Pod"

object_init(object) := object.spec.initContainers
object_init(object) := [] if not object.spec.initContainers
