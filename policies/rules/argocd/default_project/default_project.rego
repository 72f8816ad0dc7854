# METADATA
# title: "An Application uses the default project"
# description: "The default project allows every repository, cluster and kind."
# custom:
#   id: ARGO-001
#   severity: high
#   category: argocd
#   kinds: ["argoproj.io/Application"]
#   scope: resource
#   message: "The project is {project}."
#   fix: "Name a project that allows just what this Application needs."
#   controls:
#     - {framework: "SOC 2", ids: ["CC6.3"], basis: interpreted}
#     - {framework: "HIPAA", ids: ["164.312(a)(1)"], basis: interpreted}
package rules.argocd.default_project

deny contains {"project": "empty", "pointer": "/spec"} if object.get(input.object.spec, "project", "") == ""

deny contains {"project": "default", "pointer": "/spec/project"} if input.object.spec.project == "default"
