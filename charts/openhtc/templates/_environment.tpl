{{/* Values that are secret. All other settings are in application.yaml. */}}
{{- define "openhtc.environment" -}}
- name: SPRING_DATASOURCE_URL
  valueFrom:
    secretKeyRef: {name: {{ .Values.database.secret }}, key: {{ .Values.database.urlKey }}}
- name: SPRING_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef: {name: {{ .Values.database.secret }}, key: {{ .Values.database.usernameKey }}}
- name: SPRING_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ .Values.database.secret }}, key: {{ .Values.database.passwordKey }}}
- name: OPENHTC_ENCRYPTIONSECRET
  valueFrom:
    secretKeyRef: {name: {{ .Values.keys.secret }}, key: encryption-secret}
- name: OPENHTC_BOOTSTRAPAPIKEY
  valueFrom:
    secretKeyRef: {name: {{ .Values.keys.secret }}, key: bootstrap-api-key}
- name: OPENHTC_AUTH_METRICSTOKEN
  valueFrom:
    secretKeyRef: {name: {{ .Values.keys.secret }}, key: metrics-token, optional: {{ not .Values.serviceMonitor.enabled }}}
- name: OPENHTC_STORAGE_ACCESSKEY
  valueFrom:
    secretKeyRef: {name: {{ .Values.storage.secret }}, key: {{ .Values.storage.accessKeyKey }}}
- name: OPENHTC_STORAGE_SECRETKEY
  valueFrom:
    secretKeyRef: {name: {{ .Values.storage.secret }}, key: {{ .Values.storage.secretKeyKey }}}
{{- end }}
