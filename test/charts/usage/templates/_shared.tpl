{{- define "usage.name" -}}{{ .Values.nameOverride | default .Chart.Name }}{{- end }}
{{- define "usage.port" -}}{{ .values.port }}{{ .ctx.Values.portSuffix }}{{- end }}
{{- define "usage.tuple" -}}{{ $root := index . 0 }}{{ $root.Values.tuple.first }}{{ with index . 1 }}{{ .second }}{{ end }}{{- end }}
{{- define "usage.merged" -}}{{- toYaml (merge (deepCopy .Values.over) .Values.under) -}}{{- end }}
{{- define "usage.componentKey" -}}{{ .component | replace "-" "_" }}{{- end }}
{{- define "usage.component" -}}{{ (index .ctx.Values (include "usage.componentKey" .)).size }}{{- end }}
