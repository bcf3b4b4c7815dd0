apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-answers
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  restartPolicy: Never
  containers:
    - name: main
      image: busybox:1
      command: [sh, -c, "wget -qO- http://{{ .Release.Name }} | grep pod"]
