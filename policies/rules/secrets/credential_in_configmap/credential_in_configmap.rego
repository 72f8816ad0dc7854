# METADATA
# title: "A credential stands in a ConfigMap"
# description: "ConfigMaps are read by many, and lie in Git."
# custom:
#   id: SEC-003
#   severity: high
#   category: secrets
#   kinds: ["ConfigMap"]
#   scope: resource
#   message: "{name} holds {why}."
#   fix: "Move the value to a secret store."
#   controls:
#     - {framework: "Kubescape", ids: ["C0012"], basis: sourced}
#     - {framework: "SOC 2", ids: ["CC6.1"], basis: interpreted}
package rules.secrets.credential_in_configmap

deny contains {"name": credential.name, "why": credential.why, "pointer": credential.pointer} if some credential in input.credentials
