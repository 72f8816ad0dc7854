# METADATA
# title: "A Gateway serves plain text or old TLS"
# description: "What travels in plain text, or over TLS below 1.2, is read and changed on the way."
# custom:
#   id: IST-011
#   severity: high
#   category: istio
#   kinds: ["networking.istio.io/Gateway"]
#   scope: resource
#   message: "Server {server}: {problem}."
#   fix: "Redirect HTTP with tls.httpsRedirect; give HTTPS a credentialName and minProtocolVersion TLSV1_2."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.7"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(e)(1)"], basis: interpreted}
package rules.istio.gateway_tls

deny contains {"server": json.marshal(place), "problem": problem, "pointer": concat("/", ["/spec/servers", json.marshal(place)])} if {
	some place, server in input.object.spec.servers
	problem := _problem(server)
}

_problem(server) := "HTTP without a redirect to HTTPS" if {
	server.port.protocol in {"HTTP", "HTTP2"}
	object.get(server, ["tls", "httpsRedirect"], false) == false
	server.port.number != 15443
}

_problem(server) := "TLS below 1.2 is allowed" if object.get(server, ["tls", "minProtocolVersion"], "") in {"TLSV1_0", "TLSV1_1"}

_problem(server) := "TLS without a certificate" if {
	object.get(server, ["tls", "mode"], "") in {"SIMPLE", "MUTUAL"}
	every field in ["credentialName", "credentialNames", "serverCertificate", "tlsCertificates"] {
		object.get(server, ["tls", field], "") in {"", []}
	}
}
