# METADATA
# title: "A credential stands in an environment variable"
# description: "Whoever reads the repository, now or in its history, has the credential."
# custom:
#   id: SEC-002
#   severity: critical
#   category: secrets
#   kinds: ["workload"]
#   scope: resource
#   message: "{name} holds {why}."
#   fix: "Move the value to a secret store and refer to it with secretKeyRef."
#   controls:
#     - {framework: "Kubescape", ids: ["C0012"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1", "CC6.7"], basis: interpreted}
package rules.secrets.credential_in_env

deny contains {"name": credential.name, "why": credential.why, "pointer": credential.pointer} if some credential in input.credentials
