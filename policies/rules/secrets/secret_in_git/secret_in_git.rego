# METADATA
# title: "A Secret lies in Git"
# description: "Whoever reads the repository, now or in its history, has the credential."
# custom:
#   id: SEC-001
#   severity: critical
#   category: secrets
#   kinds: ["Secret"]
#   scope: resource
#   message: "Key {key} of the Secret is plain text."
#   fix: "Move it to a secret store and refer to it with an ExternalSecret, or seal it."
#   controls:
#     - {framework: "CIS Kubernetes Benchmark 1.12", ids: ["5.4.2"], basis: sourced}
#     - {framework: "Kubescape", ids: ["C0012"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1", "CC6.7"], basis: sourced}
#     - {framework: "HIPAA", ids: ["164.312(a)(2)(iv)"], basis: interpreted}
package rules.secrets.secret_in_git

deny contains {"key": key, "pointer": ""} if {
	some key in input.data_keys
	not _argocd_address
	not input.object.sops
	not input.annotations["argocd.argoproj.io/hook"]
}

# Argo CD's cluster and repository Secrets hold addresses; a credential in them is a key of another name.
_argocd_address if {
	input.labels["argocd.argoproj.io/secret-type"] in {"cluster", "repository"}
	every key in input.data_keys {
		key in {"name", "server", "config", "project", "namespaces", "clusterResources", "shard", "type", "url", "enableOCI", "depth", "insecure"}
	}
}
