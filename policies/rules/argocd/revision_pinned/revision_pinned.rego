# METADATA
# title: "An Application follows a moving chart version"
# description: "Two syncs of one commit can then deploy two versions."
# custom:
#   id: ARGO-009
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/Application"]
#   scope: resource
#   message: "Chart {chart} has the version {version}."
#   fix: "Give the exact version of the chart."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(c)(1)"], basis: interpreted}
package rules.argocd.revision_pinned

deny contains {"chart": source.chart, "version": _shown(version), "pointer": concat("", [at, "/targetRevision"])} if {
	some [at, source] in _sources
	source.chart
	version := object.get(source, "targetRevision", "")
	_moves(version)
}

_sources contains ["/spec/source", input.object.spec.source]

_sources contains [concat("/", ["/spec/sources", json.marshal(place)]), source] if some place, source in input.object.spec.sources

_moves(version) if version in {"", "HEAD", "latest"}

_moves(version) if {
	some sign in ["*", "^", "~", ">", "<", "||", " - ", ".x"]
	contains(version, sign)
}

_shown("") := "(none)"

_shown(version) := version if version != ""
