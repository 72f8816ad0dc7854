# METADATA
# title: "An Ingress serves a host without TLS"
# description: "What travels in plain text is read and changed on the way."
# custom:
#   id: NET-006
#   severity: high
#   category: network
#   kinds: ["networking.k8s.io/Ingress"]
#   scope: resource
#   message: "Host {host} has no certificate."
#   fix: "Add the host to spec.tls with the Secret of its certificate."
#   controls:
#     - {framework: "Kubescape", ids: ["C0263"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.7"], basis: sourced}
#     - {framework: "HIPAA", ids: ["164.312(e)(1)"], basis: interpreted}
package rules.network.ingress_tls

deny contains {"host": host, "pointer": concat("/", ["/spec/rules", json.marshal(place)])} if {
	some place, rule in input.object.spec.rules
	host := object.get(rule, "host", "*")
	not _covered(host)
}

# A tls entry without hosts covers what the controller's own certificate covers.
_covered(_) if {
	some tls in input.object.spec.tls
	count(object.get(tls, "hosts", [])) == 0
}

# A rule for every host is another rule's finding; with a certificate there, its traffic is not plain.
_covered("*") if count(object.get(input.object.spec, "tls", [])) > 0

_covered(host) if {
	some tls in input.object.spec.tls
	some name in tls.hosts
	_matches(name, host)
}

_matches(name, host) if name == host

_matches(name, host) if {
	startswith(name, "*.")
	parts := split(host, ".")
	concat(".", array.concat(["*"], array.slice(parts, 1, count(parts)))) == name
}
