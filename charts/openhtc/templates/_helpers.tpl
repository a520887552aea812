{{- define "openhtc.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* The name of objects without a namespace, which two releases must not share. */}}
{{- define "openhtc.clusterName" -}}
{{ include "openhtc.name" . }}-{{ .Release.Namespace }}
{{- end }}

{{- define "openhtc.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "openhtc.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{ include "openhtc.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The settings of the service, as application.yaml. */}}
{{- define "openhtc.settings" -}}
{{- if ((.Values.settings).tls).certificate }}
{{- fail "settings.tls can't be used with the chart: give the ingress the certificate (ingress.tlsSecret)" }}
{{- end }}
{{- $sts := (((.Values.settings).storage).sts) }}
{{- if not (or .Values.storage.endpoint ($sts).endpoint (index ($sts | default dict) "role-arn")) }}
{{- fail "AWS needs the role that storage credentials are issued for (settings.storage.sts.role-arn); for another store set storage.endpoint" }}
{{- end }}
{{- if and .Values.hosts (not (or .Values.apiUrl (get (((.Values.settings).execution) | default dict) "api-url"))) }}
{{- fail "jobs on Docker hosts can't reach the Service: set apiUrl to an address of the API that they reach" }}
{{- end }}
{{- $openhtc := dict "hosts" (include "openhtc.hosts" . | fromYamlArray) }}
{{- $api := .Values.apiUrl | default (printf "http://%s.%s.svc:%v/api/v1" (include "openhtc.name" .) .Release.Namespace .Values.service.port) }}
{{- $_ := set $openhtc "execution" (dict "api-url" $api) }}
{{- $storage := dict "bucket" .Values.storage.bucket "region" .Values.storage.region }}
{{- with .Values.storage.endpoint }}{{ $_ := set $storage "endpoint" . }}{{ end }}
{{- with .Values.storage.publicEndpoint }}{{ $_ := set $storage "public-endpoint" . }}{{ end }}
{{- with .Values.storage.jobEndpoint }}{{ $_ := set $storage "job-endpoint" . }}{{ end }}
{{- $_ := set $openhtc "storage" $storage }}
{{- $registry := dict "host" .Values.registry.host }}
{{- with .Values.registry.url }}{{ $_ := set $registry "url" . }}{{ end }}
{{- $_ := set $openhtc "registry" $registry }}
{{- dict "openhtc" (mergeOverwrite $openhtc (deepCopy .Values.settings)) | toYaml }}
{{- end }}

{{- define "openhtc.hosts" -}}
{{- $hosts := .Values.hosts }}
{{- if .Values.kubernetes.enabled }}
{{- $hosts = prepend $hosts (include "openhtc.cluster" . | fromYaml) }}
{{- end }}
{{- toYaml $hosts }}
{{- end }}

{{/* This cluster as a host. Keys of a map of labels need brackets. */}}
{{- define "openhtc.cluster" -}}
name: {{ .Values.kubernetes.name }}
endpoint: kubernetes://in-cluster
region: {{ .Values.kubernetes.region }}
reserve-memory: 0B
kubernetes:
  namespace: {{ .Values.kubernetes.namespace | quote }}
  enforces-network-policy: {{ .Values.kubernetes.enforcesNetworkPolicy }}
  max-pods: {{ int .Values.kubernetes.maxPods }}
  {{- with .Values.kubernetes.nodeSelector }}
  node-selector:
    {{- range $label, $value := . }}
    {{ printf "[%s]" $label | quote }}: {{ $value | quote }}
    {{- end }}
  {{- end }}
  {{- with .Values.kubernetes.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.kubernetes.probeImage }}
  probe-image: {{ . }}
  {{- end }}
  {{- with .Values.kubernetes.runtimeClass }}
  runtime-class: {{ . }}
  {{- end }}
  {{- with .Values.kubernetes.priorityClass }}
  priority-class: {{ . }}
  {{- end }}
  {{- if .Values.kubernetes.callsPerSecond }}
  calls-per-second: {{ int .Values.kubernetes.callsPerSecond }}
  {{- end }}
  {{- if .Values.kubernetes.callBurst }}
  call-burst: {{ int .Values.kubernetes.callBurst }}
  {{- end }}
  {{- if .Values.kubernetes.vcpus }}
  vcpus: {{ int .Values.kubernetes.vcpus }}
  {{- end }}
  {{- if .Values.kubernetes.memoryMib }}
  memory-mib: {{ int .Values.kubernetes.memoryMib }}
  {{- end }}
{{- end }}
