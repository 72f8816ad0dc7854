# METADATA
# title: "Mutual TLS is not strict"
# description: "A workload that also takes plain text is open to everybody who reaches its port."
# custom:
#   id: IST-002
#   severity: critical
#   category: istio
#   kinds: ["security.istio.io/PeerAuthentication"]
#   scope: resource
#   message: "{place} sets mTLS to {mode}."
#   fix: "Set the mode to STRICT, or leave it out."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.7"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(e)(1)", "164.312(e)(2)(ii)"], basis: interpreted}
package rules.istio.mtls_strict

deny contains {"place": "The policy", "mode": mode, "pointer": "/spec/mtls/mode"} if {
	mode := input.object.spec.mtls.mode
	_weak(mode)
}

deny contains {"place": concat(" ", ["Port", port]), "mode": mtls.mode, "pointer": concat("/", ["/spec/portLevelMtls", port, "mode"])} if {
	some port, mtls in input.object.spec.portLevelMtls
	_weak(mtls.mode)
}

_weak(mode) if mode in {"PERMISSIVE", "DISABLE"}
