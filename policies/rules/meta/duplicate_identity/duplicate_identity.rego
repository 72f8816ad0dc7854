# METADATA
# title: "An object stands twice"
# description: "One Application applies both; the last one wins, in an order nobody chose."
# custom:
#   id: META-004
#   severity: critical
#   category: meta
#   kinds: ["*"]
#   scope: repository
#   message: "{kind} {name} stands in {first} and in {second}."
#   fix: "Delete one, or give it another name."
#   controls:
#     - {framework: "SOC 2", ids: ["CC8.1"], basis: interpreted}
package rules.meta.duplicate_identity

deny contains {"ref": item.ref, "kind": item.kind, "name": item.name, "first": item.first, "second": item.second, "pointer": ""} if {
	some item in data.inv.duplicates
	item.same_application
	item.applications[0] != ""
}
