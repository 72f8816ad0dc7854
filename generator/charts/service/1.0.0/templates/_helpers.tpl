{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .Release.Name }}
{{- end }}

{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/part-of: {{ .Values.platform }}
app.kubernetes.io/managed-by: slipway
slipway.dev/team: {{ .Values.team }}
{{- end }}

{{- define "service.image" -}}
{{- $image := .Values.image -}}
{{- if not (or $image.tag $image.digest) }}{{ fail (printf "image.tag and image.digest of %s are both empty: image.yaml must give one" .Release.Name) }}{{ end -}}
{{- $image.repository }}{{ with $image.tag }}:{{ . }}{{ end }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "service.secretName" -}}
{{- .Values.secrets.existing | default (printf "%s-secrets" .Release.Name) }}
{{- end }}

{{- define "service.probe" -}}
{{- $probe := .probe -}}
httpGet:
  path: {{ $probe.path | quote }}
  port: {{ $probe.port | default "main" }}
periodSeconds: {{ $probe.period | default 10 }}
timeoutSeconds: {{ $probe.timeout | default 2 }}
failureThreshold: {{ $probe.failures | default 3 }}
{{- end }}

{{- /* The pod template, the same for a Deployment and a Rollout. */ -}}
{{- define "service.podTemplate" -}}
metadata:
  labels:
    {{- include "service.labels" . | nindent 4 }}
    app.kubernetes.io/version: {{ .Values.image.tag | default "digest" | trunc 63 | quote }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    slipway.dev/config: {{ toJson .Values.config | sha256sum | trunc 16 | quote }}
    {{- if and .Values.mesh.enabled .Values.metrics.port }}
    prometheus.io/scrape: "true"
    prometheus.io/port: {{ .Values.metrics.port | quote }}
    prometheus.io/path: {{ .Values.metrics.path | quote }}
    {{- end }}
spec:
  serviceAccountName: {{ .Release.Name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: 30
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
  {{- with .Values.nodes.selector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.nodes.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.spread }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "service.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ .Release.Name }}
      image: {{ include "service.image" . | quote }}
      imagePullPolicy: IfNotPresent
      {{- with .Values.command }}
      command:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.args }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        capabilities:
          drop:
            - ALL
      {{- if or .Values.config .Values.secrets.data }}
      envFrom:
        {{- if .Values.config }}
        - configMapRef:
            name: {{ .Release.Name }}
        {{- end }}
        {{- if .Values.secrets.data }}
        - secretRef:
            name: {{ include "service.secretName" . }}
        {{- end }}
      {{- end }}
      {{- if .Values.port.number }}
      ports:
        - name: main
          containerPort: {{ .Values.port.number }}
          protocol: TCP
        {{- if and .Values.metrics.port (ne (int .Values.metrics.port) (int .Values.port.number)) }}
        - name: metrics
          containerPort: {{ .Values.metrics.port }}
          protocol: TCP
        {{- end }}
        {{- $seen := list (int .Values.port.number) (int .Values.metrics.port) }}
        {{- range $kind, $probe := .Values.probes }}
        {{- if and $probe.port (not (has (int $probe.port) $seen)) }}
        {{- $seen = append $seen (int $probe.port) }}
        - name: probe-{{ $probe.port }}
          containerPort: {{ $probe.port }}
          protocol: TCP
        {{- end }}
        {{- end }}
      {{- end }}
      {{- with .Values.probes.startup }}
      startupProbe:
        {{- include "service.probe" (dict "probe" .) | nindent 8 }}
      {{- end }}
      {{- with .Values.probes.readiness }}
      readinessProbe:
        {{- include "service.probe" (dict "probe" .) | nindent 8 }}
      {{- end }}
      {{- with .Values.probes.liveness }}
      livenessProbe:
        {{- include "service.probe" (dict "probe" .) | nindent 8 }}
      {{- end }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      {{- if .Values.scratch }}
      volumeMounts:
        {{- $index := 0 }}
        {{- range $path, $size := .Values.scratch }}
        - name: scratch-{{ $index }}
          mountPath: {{ $path | quote }}
        {{- $index = add $index 1 }}
        {{- end }}
      {{- end }}
  {{- if .Values.scratch }}
  volumes:
    {{- $index := 0 }}
    {{- range $path, $size := .Values.scratch }}
    - name: scratch-{{ $index }}
      emptyDir:
        sizeLimit: {{ $size }}
    {{- $index = add $index 1 }}
    {{- end }}
  {{- end }}
{{- end }}
