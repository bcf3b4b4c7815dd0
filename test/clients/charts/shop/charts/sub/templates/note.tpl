apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-note
data:
  from: {{ .Chart.Name }}
  owner: {{ .Values.global.owner | quote }}
