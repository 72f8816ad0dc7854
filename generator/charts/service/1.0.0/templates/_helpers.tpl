{{- /* What network policies know all pods of the service by, those of its jobs too. */ -}}
{{- define "service.name" -}}
app.kubernetes.io/name: {{ .Release.Name }}
{{- end }}

{{- /* The pods that serve: a Service, a budget or an autoscaler that took a job for one of them would be wrong. */ -}}
{{- define "service.selector" -}}
{{ include "service.name" . }}
app.kubernetes.io/component: service
{{- end }}

{{- define "service.labels" -}}
{{ include "service.name" . }}
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

{{- /* A disk of its own for each replica needs a StatefulSet; nothing else makes claims with pods. */ -}}
{{- define "service.kind" -}}
{{- $disks := false -}}
{{- range .Values.volumes }}{{ if eq .kind "block" }}{{ $disks = true }}{{ end }}{{ end -}}
{{- $rollout := ne .Values.strategy.type "rolling" -}}
{{- if and $rollout $disks }}{{ fail (printf "strategy %s of %s cannot have a volume of kind block" .Values.strategy.type .Release.Name) }}{{ end -}}
{{- if $rollout }}Rollout{{ else if $disks }}StatefulSet{{ else }}Deployment{{ end }}
{{- end }}

{{- define "service.jobsBeforeSync" -}}
{{- range .Values.jobs }}{{ if not .schedule }}true{{ end }}{{ end }}
{{- end }}

{{- /* What a job needs goes a wave before it; the pods that serve come after both, in wave 0. */ -}}
{{- define "service.neededWave" -}}
{{- if include "service.jobsBeforeSync" . }}argocd.argoproj.io/sync-wave: "-2"{{ end }}
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

{{- /* What pods of the service and of its jobs have in common. */ -}}
{{- define "service.podLabels" -}}
{{ include "service.labels" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default "digest" | trunc 63 | quote }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "service.podSettings" -}}
serviceAccountName: {{ .Release.Name }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  {{- if .Values.volumes }}
  # Else each start walks through every file.
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.nodes.selector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodes.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* @param root, command, args, resources, disks: whether the pod has the disks of a replica */ -}}
{{- define "service.container" -}}
image: {{ include "service.image" .root | quote }}
imagePullPolicy: IfNotPresent
{{- with .command }}
command:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .args }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop:
      - ALL
{{- if or .root.Values.config .root.Values.secrets.data }}
envFrom:
  {{- if .root.Values.config }}
  - configMapRef:
      name: {{ .root.Release.Name }}
  {{- end }}
  {{- if .root.Values.secrets.data }}
  - secretRef:
      name: {{ include "service.secretName" .root }}
  {{- end }}
{{- end }}
resources:
  {{- toYaml .resources | nindent 2 }}
{{- with include "service.mounts" . | trim }}
volumeMounts:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "service.mounts" -}}
{{- $index := 0 }}
{{- range $path, $size := .root.Values.scratch }}
- name: scratch-{{ $index }}
  mountPath: {{ $path | quote }}
{{- $index = add1 $index }}
{{- end }}
{{- range $name, $volume := .root.Values.volumes }}
{{- if or $.disks (eq $volume.kind "file") }}
- name: {{ $name }}
  mountPath: {{ $volume.path | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Volumes that are the same in each pod; the disks of a replica come from its StatefulSet. */ -}}
{{- define "service.volumes" -}}
{{- $index := 0 }}
{{- range $path, $size := .Values.scratch }}
- name: scratch-{{ $index }}
  emptyDir:
    sizeLimit: {{ $size }}
{{- $index = add1 $index }}
{{- end }}
{{- range $name, $volume := .Values.volumes }}
{{- if eq $volume.kind "file" }}
- name: {{ $name }}
  persistentVolumeClaim:
    claimName: {{ $.Release.Name }}-{{ $name }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The pod template of what serves, whatever its kind. */ -}}
{{- define "service.podTemplate" -}}
metadata:
  labels:
    app.kubernetes.io/component: service
    {{- include "service.podLabels" . | nindent 4 }}
  annotations:
    slipway.dev/config: {{ toJson .Values.config | sha256sum | trunc 16 | quote }}
    {{- if and .Values.mesh.enabled .Values.metrics.port }}
    prometheus.io/scrape: "true"
    prometheus.io/port: {{ .Values.metrics.port | quote }}
    prometheus.io/path: {{ .Values.metrics.path | quote }}
    {{- end }}
spec:
  {{- include "service.podSettings" . | nindent 2 }}
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
      {{- include "service.container" (dict "root" . "command" .Values.command "args" .Values.args "resources" .Values.resources "disks" true) | nindent 6 }}
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
  {{- with include "service.volumes" . | trim }}
  volumes:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}
