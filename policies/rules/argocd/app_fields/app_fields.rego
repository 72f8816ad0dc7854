# METADATA
# title: "Fields of an Application contradict each other"
# description: "Argo CD refuses the Application, or ignores one of the two."
# custom:
#   id: ARGO-014
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/Application"]
#   scope: resource
#   message: "{problem}."
#   fix: "Keep one of the two."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.argocd.app_fields

deny contains {"problem": "destination names both a server and a cluster", "pointer": "/spec/destination"} if {
	object.get(input.object.spec.destination, "server", "") != ""
	object.get(input.object.spec.destination, "name", "") != ""
}

deny contains {"problem": "destination names neither a server nor a cluster", "pointer": "/spec/destination"} if {
	object.get(input.object.spec.destination, "server", "") == ""
	object.get(input.object.spec.destination, "name", "") == ""
}

deny contains {"problem": "source is ignored because sources is there", "pointer": "/spec/source"} if {
	input.object.spec.source
	count(object.get(input.object.spec, "sources", [])) > 0
}

deny contains {"problem": "a source with a ref cannot have a chart", "pointer": concat("/", ["/spec/sources", json.marshal(place)])} if {
	some place, source in input.object.spec.sources
	source.ref
	source.chart
}

deny contains {"problem": concat("", ["value file ", file, " names a ref that no source has"]), "pointer": concat("/", ["/spec/sources", json.marshal(place), "helm/valueFiles", json.marshal(index)])} if {
	some place, source in input.object.spec.sources
	some index, file in source.helm.valueFiles
	startswith(file, "$")
	reference := substring(split(file, "/")[0], 1, -1)
	not reference in {other.ref | some other in input.object.spec.sources}
}
