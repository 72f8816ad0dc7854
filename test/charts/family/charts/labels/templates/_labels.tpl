{{- define "labels.common" -}}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: {{ .part }}
region: {{ .root.Values.global.region }}
{{- end -}}
