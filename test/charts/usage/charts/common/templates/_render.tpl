{{- define "common.render" -}}
{{- $value := typeIs "string" .value | ternary .value (.value | toYaml) }}
{{- tpl $value .context }}{{ .context.Values.commonLabel }}
{{- end -}}
