/** What the containers of Pods are refused for, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const podContainers: readonly Section[] = [
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
# TestHugePagesIsolation
  spec.containers[0].resources: {"limits":{"hugepages-2Mi":"2Gi"},"requests":{"hugepages-2Mi":"1Gi","memory":"10G"}}
! spec.containers[0].resources.requests: Invalid value: "1Gi": must be equal to hugepages-2Mi limit of 2Gi

# TestValidatePorts
  spec.containers[0].ports[0]: {"name":"a.b.c","containerPort":80}
! spec.containers[0].ports[0].name: Invalid value: "a.b.c": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)

  spec.containers[0].ports: [{"name":"abc","containerPort":80},{"name":"abc","containerPort":81}]
! spec.containers[0].ports[1].name: Duplicate value: "abc"

  spec.containers[0].ports[0]: {}
! spec.containers[0].ports[0].containerPort: Required value

  spec.containers[0].ports[0].containerPort: 65536
! spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive

  spec.containers[0].ports[0]: {"hostPort":65536,"containerPort":80}
! spec.containers[0].ports[0].hostPort: Invalid value: 65536: must be between 1 and 65535, inclusive

  spec.containers[0].ports[0]: {"name":"aaaaaaaaaaaaaaaa","containerPort":80}
! spec.containers[0].ports[0].name: Invalid value: "aaaaaaaaaaaaaaaa": must be no more than 15 characters

  spec.containers[0].ports[0]: {"name":"80","containerPort":80}
! spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"tcp"}
! spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"ICMP"}
! spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"

# TestRelaxedValidateEnv
  spec.containers[0].env[0].name: "=abc"
! spec.containers[0].env[0].name: Invalid value: "=abc": a valid environment variable name must consist only of printable ASCII characters other than '='

# TestValidateEnv
  spec.containers[0].env[0]: {}
! spec.containers[0].env[0].name: Required value

  spec.containers[0].env[0]: {"name":"abc","value":"foo","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when {{tick}}value{{tick}} is not empty

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{}}
! spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: {{tick}}fieldRef{{tick}}, {{tick}}resourceFieldRef{{tick}}, {{tick}}configMapKeyRef{{tick}}, {{tick}}secretKeyRef{{tick}} or {{tick}}fileKeyRef{{tick}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"},"secretKeyRef":{"name":"a-secret","key":"a-key"}}}
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"secretKeyRef":{"name":"$%^&*#","key":"a-key"}}}
! spec.containers[0].env[0].valueFrom.secretKeyRef.name: Invalid value: "$%^&*#": {{subdomain}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"configMapKeyRef":{"name":"$%^&*#","key":"some-key"}}}
! spec.containers[0].env[0].valueFrom.configMapKeyRef.name: Invalid value: "$%^&*#": {{subdomain}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Required value

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.whoops"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.whoops": error converting fieldPath: field label not supported: metadata.whoops

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"metadata.name['key']"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name['key']": error converting fieldPath: field label does not support subscript: metadata.name['key']

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.annotations"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.annotations": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.annotations['invalid~key']"}}}
! spec.containers[0].env[0].valueFrom.fieldRef: Invalid value: "invalid~key": {{labelName}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['Www.k8s.io/test']"}}}
! spec.containers[0].env[0].valueFrom.fieldRef: Invalid value: "Www.k8s.io/test": prefix part {{subdomain}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"status.phase"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"

# TestValidateEnvFrom
  spec.containers[0].envFrom[0].configMapRef: {}
! spec.containers[0].envFrom[0].configMapRef.name: Required value

  spec.containers[0].envFrom[0].configMapRef.name: "$"
! spec.containers[0].envFrom[0].configMapRef.name: Invalid value: "$": {{subdomain}}

  spec.containers[0].envFrom[0].secretRef: {}
! spec.containers[0].envFrom[0].secretRef.name: Required value

  spec.containers[0].envFrom[0].secretRef.name: "&"
! spec.containers[0].envFrom[0].secretRef.name: Invalid value: "&": {{subdomain}}

  spec.containers[0].envFrom[0]: {}
! spec.containers[0].envFrom: Invalid value: "": must specify one of: {{tick}}configMapRef{{tick}} or {{tick}}secretRef{{tick}}

  spec.containers[0].envFrom[0]: {"configMapRef":{"name":"abc"},"secretRef":{"name":"abc"}}
! spec.containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time

  spec.containers[0].envFrom[0].secretRef.name: "$%^&*#"
! spec.containers[0].envFrom[0].secretRef.name: Invalid value: "$%^&*#": {{subdomain}}

  spec.containers[0].envFrom[0].configMapRef.name: "$%^&*#"
! spec.containers[0].envFrom[0].configMapRef.name: Invalid value: "$%^&*#": {{subdomain}}

# TestValidateEnvVarValueFromFileKeyRef
  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","path":"path/to/file.env","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","path":"path/to/file.env"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.key: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","path":"path/to/file.env","key":"bad=key"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.key: Invalid value: "bad=key": a valid environment variable name must consist only of printable ASCII characters other than '='
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","value":"some-value","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","path":"path/to/file.env","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when {{tick}}value{{tick}} is not empty
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"path":"path/to/file.env","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: ""

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"INVALID_NAME!","path":"path/to/file.env","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "INVALID_NAME!": {{label}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "INVALID_NAME!"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.path: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"volume-name","path":"../etc/passwd","key":"MY_VAR"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.path: Invalid value: "../etc/passwd": must not contain '..'
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "volume-name"

  spec.containers[0].env[0]: {"name":"foo","valueFrom":{"fileKeyRef":{"volumeName":"!badname","path":"../badpath","key":"bad=key"}}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.key: Invalid value: "bad=key": a valid environment variable name must consist only of printable ASCII characters other than '='
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "!badname": {{label}}
! spec.containers[0].env[0].valueFrom.fileKeyRef.path: Invalid value: "../badpath": must not contain '..'
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "!badname"

# TestRelaxedValidateEnvFrom
  spec.containers[0].envFrom[0]: {"prefix":"=abc","configMapRef":{"name":"abc"}}
! spec.containers[0].envFrom[0].prefix: Invalid value: "=abc": a valid environment variable name must consist only of printable ASCII characters other than '='

# TestValidateDisabledSubpathExpr
  spec.containers[0].volumeDevices: [{"name":"xyz","devicePath":"/foofoo"},{"name":"uvw","devicePath":"/foofoo/share/test"}]
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"
! spec.containers[0].volumeDevices[1].name: Not found: "uvw"

# TestValidateVolumeMounts
  spec.containers[0].volumeMounts: [{"name":"foo","mountPath":"/path/a"},{"name":"bar","mountPath":"/path/a"}]
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts[0].name: Not found: "foo"
! spec.containers[0].volumeMounts[1].name: Not found: "bar"
! spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/path/a": must be unique
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/bar","subPath":"/baz"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.subPath: Invalid value: "/baz": must be a relative path
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.containers[0].volumeMounts[0]: {"name":"xyz","mountPath":"/bar"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts[0].name: Not found: "xyz"
! spec.containers[0].volumeMounts[0].name: Invalid value: "xyz": must not already exist in volumeDevices
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"
! spec.containers[0].volumeDevices[0].name: Invalid value: "xyz": must not already exist in volumeMounts

  spec.volumes[0].name: "123"
  spec.containers[0].volumeMounts[0]: {"name":"123","recursiveReadOnly":"Enabled","mountPath":"/rro-bad1"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.containers[0].volumeMounts[0].mountPath: "/foo"
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts[0].name: Required value
! spec.containers[0].volumeMounts[0].name: Not found: ""
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/bar","subPath":"../baz"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.subPath: Invalid value: "../baz": must not contain '..'
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/bar","subPath":"./.."}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.subPath: Invalid value: "./..": must not contain '..'
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/bar","subPath":"baz/../bat"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.subPath: Invalid value: "baz/../bat": must not contain '..'
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/bar","mountPropagation":"Bidirectional"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.containers[0].volumeMounts[0]: {"name":"uvw","mountPath":"/mnt/exists"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts[0].name: Not found: "uvw"
! spec.containers[0].volumeMounts[0].mountPath: Invalid value: "/mnt/exists": must not already exist as a path in volumeDevices
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/mnt/exists": must not already exist as a path in volumeMounts

  spec.volumes[0].name: "123"
  spec.containers[0].volumeMounts[0]: {"name":"123","readOnly":true,"recursiveReadOnly":"Enabled","mountPath":"/rro-bad2","mountPropagation":"HostToContainer"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0].name: "abc"
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts[0].mountPath: Required value
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.volumes[0].name: "image-volume"
  spec.containers[0].volumeMounts[0]: {"name":"image-volume","mountPath":"/image-volume-err-1","subPath":"/foo"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.containers[0].volumeMounts.subPath: Invalid value: "/foo": must be a relative path
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

# TestValidateSubpathMutuallyExclusive
  spec.containers[0].volumeDevices: [{"name":"uvw","devicePath":"/foofoo/share/test"},{"name":"xyz","devicePath":"/foofoo"}]
! spec.containers[0].volumeDevices[0].name: Not found: "uvw"
! spec.containers[0].volumeDevices[1].name: Not found: "xyz"

  spec.volumes[0].name: "abc-123"
  spec.containers[0].volumeMounts[0]: {"name":"abc-123","mountPath":"/bab","subPath":"baz","subPathExpr":"$(POD_NAME)"}
  spec.containers[0].volumeDevices: [{"name":"xyz","devicePath":"/foofoo"},{"name":"uvw","devicePath":"/foofoo/share/test"}]
! spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "$(POD_NAME)": subPathExpr and subPath are mutually exclusive
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"
! spec.containers[0].volumeDevices[1].name: Not found: "uvw"

# TestValidateMountPropagation
  spec.volumes[0].name: "foo"
  spec.containers[0].volumeMounts[0]: {"name":"foo","mountPath":"/foo","mountPropagation":"Bidirectional"}
! spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers

  spec.volumes[0].name: "foo"
  spec.containers[0].volumeMounts[0]: {"name":"foo","mountPath":"/foo","mountPropagation":"invalid"}
! spec.containers[0].volumeMounts.mountPropagation: Unsupported value: "invalid": supported values: "Bidirectional", "HostToContainer", "None"

# TestAlphaValidateVolumeDevices
  spec.containers[0].volumeMounts: [{"name":"xyz","mountPath":"/foofoo"},{"name":"ghi","mountPath":"/foo/usr/share/test"}]
! spec.containers[0].volumeMounts[0].name: Not found: "xyz"
! spec.containers[0].volumeMounts[1].name: Not found: "ghi"

  spec.volumes[0].name: "def"
  spec.containers[0].volumeDevices[0]: {"name":"def","devicePath":"/usr/share/test"}
! spec.containers[0].volumeDevices[0].name: Invalid value: "def": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode

  spec.volumes[0]: {"name":"abc","persistentVolumeClaim":{"claimName":"testclaim1"}}
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/foo"}
  spec.containers[0].volumeDevices[0].name: "abc"
! spec.containers[0].volumeMounts[0].name: Invalid value: "abc": must not already exist in volumeDevices
! spec.containers[0].volumeDevices[0].devicePath: Required value
! spec.containers[0].volumeDevices[0].name: Invalid value: "abc": must not already exist in volumeMounts

  spec.volumes: [{"name":"abc"},{"name":"abc-123","persistentVolumeClaim":{"claimName":"testclaim2"}}]
  spec.containers[0].volumeMounts: [{"name":"abc","mountPath":"/foo"},{"name":"abc-123","mountPath":"/this/path/exists"}]
  spec.containers[0].volumeDevices[0]: {"name":"abc-123","devicePath":"baz"}
! spec.containers[0].volumeMounts[1].name: Invalid value: "abc-123": must not already exist in volumeDevices
! spec.containers[0].volumeDevices[0].name: Invalid value: "abc-123": must not already exist in volumeMounts

  spec.volumes[0].name: "def"
  spec.containers[0].volumeDevices[0]: {"name":"def","devicePath":"/baz/../"}
! spec.containers[0].volumeDevices[0].name: Invalid value: "def": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/baz/../": can not contain backsteps ('..')

  spec.volumes: [{"name":"abc"},{"name":"abc-123"}]
  spec.containers[0].volumeMounts: [{"name":"abc","mountPath":"/foo"},{"name":"abc-123","mountPath":"/this/path/exists"}]
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/this/path/exists"}
! spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/this/path/exists": must not already exist as a path in volumeDevices
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/this/path/exists": must not already exist as a path in volumeMounts

  spec.volumes[0]: {"name":"abc","persistentVolumeClaim":{"claimName":"testclaim1"}}
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/foo"}
  spec.containers[0].volumeDevices: [{"name":"abc","devicePath":"/foo"},{"name":"abc","devicePath":"/foo/bar"}]
! spec.containers[0].volumeMounts[0].name: Invalid value: "abc": must not already exist in volumeDevices
! spec.containers[0].volumeDevices[0].name: Invalid value: "abc": must not already exist in volumeMounts
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/foo": must not already exist as a path in volumeMounts
! spec.containers[0].volumeDevices[1].name: Invalid value: "abc": must be unique
! spec.containers[0].volumeDevices[1].name: Invalid value: "abc": must not already exist in volumeMounts

  spec.containers[0].volumeDevices[0]: {"name":"not-found","devicePath":"/usr/share/test"}
! spec.containers[0].volumeDevices[0].name: Not found: "not-found"

  spec.volumes: [{"name":"abc","persistentVolumeClaim":{"claimName":"testclaim1"}},{"name":"abc-123","persistentVolumeClaim":{"claimName":"testclaim2"}}]
  spec.containers[0].volumeMounts: [{"name":"abc","mountPath":"/foo"},{"name":"abc-123","mountPath":"/this/path/exists"}]
  spec.containers[0].volumeDevices: [{"name":"abc","devicePath":"/foo"},{"name":"abc-123","devicePath":"/foo"}]
! spec.containers[0].volumeMounts[0].name: Invalid value: "abc": must not already exist in volumeDevices
! spec.containers[0].volumeMounts[0].mountPath: Invalid value: "/foo": must not already exist as a path in volumeDevices
! spec.containers[0].volumeMounts[1].name: Invalid value: "abc-123": must not already exist in volumeDevices
! spec.containers[0].volumeDevices[0].name: Invalid value: "abc": must not already exist in volumeMounts
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/foo": must not already exist as a path in volumeMounts
! spec.containers[0].volumeDevices[1].devicePath: Invalid value: "/foo": must be unique
! spec.containers[0].volumeDevices[1].name: Invalid value: "abc-123": must not already exist in volumeMounts
! spec.containers[0].volumeDevices[1].devicePath: Invalid value: "/foo": must not already exist as a path in volumeMounts

  spec.volumes[0].name: "abc"
  spec.containers[0].volumeMounts[0]: {"name":"abc","mountPath":"/foo"}
  spec.containers[0].volumeDevices[0].devicePath: "/foo"
! spec.containers[0].volumeMounts[0].mountPath: Invalid value: "/foo": must not already exist as a path in volumeDevices
! spec.containers[0].volumeDevices[0].name: Required value
! spec.containers[0].volumeDevices[0].name: Not found: ""
! spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/foo": must not already exist as a path in volumeMounts

# TestValidateProbe
  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"successThreshold":10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"successThreshold":10}
! spec.containers[0].livenessProbe.successThreshold: Invalid value: 10: must be 1
! spec.containers[0].startupProbe.successThreshold: Invalid value: 10: must be 1

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-10}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-10}
! spec.containers[0].livenessProbe.initialDelaySeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.initialDelaySeconds: Invalid value: -10: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-10}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-10}
! spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.timeoutSeconds: Invalid value: -10: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"periodSeconds":-10}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"periodSeconds":-10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"periodSeconds":-10}
! spec.containers[0].livenessProbe.periodSeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].readinessProbe.periodSeconds: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.periodSeconds: Invalid value: -10: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"successThreshold":-10}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"successThreshold":-10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"successThreshold":-10}
! spec.containers[0].livenessProbe.successThreshold: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].livenessProbe.successThreshold: Invalid value: -10: must be 1
! spec.containers[0].readinessProbe.successThreshold: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.successThreshold: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.successThreshold: Invalid value: -10: must be 1

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"failureThreshold":-10}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"failureThreshold":-10}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"failureThreshold":-10}
! spec.containers[0].livenessProbe.failureThreshold: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].readinessProbe.failureThreshold: Invalid value: -10: must be greater than or equal to 0
! spec.containers[0].startupProbe.failureThreshold: Invalid value: -10: must be greater than or equal to 0

# Test_validateProbe
  spec.containers[0].livenessProbe: {}
  spec.containers[0].readinessProbe: {}
  spec.containers[0].startupProbe: {}
! spec.containers[0].livenessProbe: Required value: must specify a handler type
! spec.containers[0].readinessProbe: Required value: must specify a handler type
! spec.containers[0].startupProbe: Required value: must specify a handler type

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"initialDelaySeconds":-1}
! spec.containers[0].livenessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"timeoutSeconds":-1}
! spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"periodSeconds":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"periodSeconds":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"periodSeconds":-1}
! spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"successThreshold":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"successThreshold":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"successThreshold":-1}
! spec.containers[0].livenessProbe.successThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].livenessProbe.successThreshold: Invalid value: -1: must be 1
! spec.containers[0].readinessProbe.successThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.successThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.successThreshold: Invalid value: -1: must be 1

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"failureThreshold":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"failureThreshold":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"failureThreshold":-1}
! spec.containers[0].livenessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].readinessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].startupProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":-1}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":-1}
! spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: -1: must not be set for readinessProbes
! spec.containers[0].startupProbe.terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0

  spec.containers[0].livenessProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":0}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":0}
  spec.containers[0].startupProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":0}
! spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must not be set for readinessProbes
! spec.containers[0].startupProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0

  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"terminationGracePeriodSeconds":1}
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes

# TestValidateHandler
  spec.containers[0].lifecycle.preStop: {}
! spec.containers[0].lifecycle.preStop: Required value: must specify a handler type

  spec.containers[0].lifecycle.preStop.exec: {}
! spec.containers[0].lifecycle.preStop.exec.command: Required value

  spec.containers[0].lifecycle.preStop.httpGet: {}
! spec.containers[0].lifecycle.preStop.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.containers[0].lifecycle.preStop.httpGet.port: 65536
! spec.containers[0].lifecycle.preStop.httpGet.port: Invalid value: 65536: must be between 1 and 65535, inclusive

  spec.containers[0].lifecycle.preStop.httpGet.port: ""
! spec.containers[0].lifecycle.preStop.httpGet.port: Invalid value: "": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
! spec.containers[0].lifecycle.preStop.httpGet.port: Invalid value: "": must contain at least one letter (a-z)

  spec.containers[0].lifecycle.preStop.httpGet: {"port":"port","httpHeaders":[{"name":"Host:"}]}
! spec.containers[0].lifecycle.preStop.httpGet.httpHeaders: Invalid value: "Host:": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')

  spec.containers[0].lifecycle.preStop.httpGet: {"port":"port","httpHeaders":[{"name":"X_Forwarded_For"}]}
! spec.containers[0].lifecycle.preStop.httpGet.httpHeaders: Invalid value: "X_Forwarded_For": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')

# TestValidateResizePolicy
  spec.containers[0].resizePolicy[0]: {"resourceName":"cpuuu","restartPolicy":"NotRequired"}
! spec.containers[0].resizePolicy: Unsupported value: "cpuuu": supported values: "cpu", "memory"

  spec.containers[0].resizePolicy[0].resourceName: "memory"
! spec.containers[0].resizePolicy: Required value

  spec.containers[0].resizePolicy[0]: {"resourceName":"memory","restartPolicy":"RestartContainer"}
  spec.restartPolicy: "Never"
! spec.containers[0].resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod {{tick}}restartPolicy{{tick}} is 'Never'

  spec.containers[0].resizePolicy[0]: {"resourceName":"memory","restartPolicy":"Restarrrt"}
! spec.containers[0].resizePolicy: Unsupported value: "Restarrrt": supported values: "NotRequired", "RestartContainer"

  spec.containers[0].resizePolicy: [{"resourceName":"cpu","restartPolicy":"NotRequired"},{"resourceName":"memory","restartPolicy":"RestartContainer"},{"resourceName":"cpu","restartPolicy":"RestartContainer"}]
! spec.containers[0].resizePolicy[2]: Duplicate value: "cpu"

  spec.containers[0].resizePolicy: [{"resourceName":"cpu","restartPolicy":"RestartContainer"},{"resourceName":"memory","restartPolicy":"RestartContainer"}]
  spec.restartPolicy: "Never"
! spec.containers[0].resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod {{tick}}restartPolicy{{tick}} is 'Never'
! spec.containers[0].resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod {{tick}}restartPolicy{{tick}} is 'Never'

  spec.containers[0].resizePolicy[0]: {"resourceName":"cpu","restartPolicy":"RestartNotRequirrred"}
! spec.containers[0].resizePolicy: Unsupported value: "RestartNotRequirrred": supported values: "NotRequired", "RestartContainer"

# TestValidateEphemeralContainers
  spec.ephemeralContainers[0]: {"name":"debug","image":"image"}
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.containers[0].name: "ctr"
  spec.ephemeralContainers[0]: {"name":"ctr","image":"image"}
! spec.ephemeralContainers[0].name: Duplicate value: "ctr"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.initContainers[0]: {"name":"ictr","image":"iimage"}
  spec.ephemeralContainers[0]: {"name":"ictr","image":"image"}
! spec.ephemeralContainers[0].name: Duplicate value: "ictr"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers: [{"name":"debug1","image":"image"},{"name":"debug1","image":"image"}]
! spec.ephemeralContainers[1].name: Duplicate value: "debug1"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0].image: "image"
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":" image"}
! spec.ephemeralContainers[0].image: Invalid value: " image": must not have leading or trailing whitespace
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","imagePullPolicy":"PullThreeTimes"}
! spec.ephemeralContainers[0].imagePullPolicy: Unsupported value: "PullThreeTimes": supported values: "Always", "IfNotPresent", "Never"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","targetContainerName":"bogus"}
! spec.ephemeralContainers[0].targetContainerName: Not found: "bogus"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers: [{"name":"debug","image":"image"},{"name":"debugception","image":"image","targetContainerName":"debug"}]
! spec.ephemeralContainers[1].targetContainerName: Not found: "debug"
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","lifecycle":{}}
! spec.ephemeralContainers[0].lifecycle: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","livenessProbe":{}}
! spec.ephemeralContainers[0].livenessProbe: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","ports":[{"containerPort":80}]}
! spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","readinessProbe":{}}
! spec.ephemeralContainers[0].readinessProbe: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"debug","image":"image","startupProbe":{}}
! spec.ephemeralContainers[0].startupProbe: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.volumes[0].name: "vol"
  spec.ephemeralContainers[0]: {"name":"debug","image":"image","volumeMounts":[{"name":"vol","mountPath":"/vol"},{"name":"vol","mountPath":"/volsub","subPath":"foo"}]}
! spec.ephemeralContainers[0].volumeMounts[1].subPath: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.volumes[0].name: "vol"
  spec.ephemeralContainers[0]: {"name":"debug","image":"image","volumeMounts":[{"name":"vol","mountPath":"/vol"},{"name":"vol","mountPath":"/volsub","subPathExpr":"$(POD_NAME)"}]}
! spec.ephemeralContainers[0].volumeMounts[1].subPathExpr: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"resources-resize-policy","image":"image","resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}]}
! spec.ephemeralContainers[0].resizePolicy: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"foo","image":"image","restartPolicy":""}
! spec.ephemeralContainers[0].restartPolicy: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestDropDynamicResourceAllocation
  spec.ephemeralContainers[0]: {}
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestValidateDynamicResourceAllocation
  spec.ephemeralContainers[0]: {"name":"ctr-ephemeral","image":"image","resources":{"claims":[{"name":"resource-claim"}]}}
! spec.ephemeralContainers[0].resources.claims[0]: Not found: "resource-claim": must be one of the names in pod.spec.resourceClaims which is empty
! spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.containers[0].resources.claims: [{"name":"my-claim","request":"req-0"},{"name":"my-claim","request":"req-0"}]
  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim"}
! spec.containers[0].resources.claims[1]: Duplicate value: "my-claim/req-0"

  spec.containers[0].resources.claims[0]: {}
! spec.containers[0].resources.claims[0]: Required value

  spec.containers[0].resources.claims: [{"name":"my-claim"},{"name":"my-claim"}]
  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim"}
! spec.containers[0].resources.claims[1]: Duplicate value: "my-claim"

  spec.containers[0].resources.claims[0].name: "no-such-claim"
  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim"}
! spec.containers[0].resources.claims[0]: Not found: "no-such-claim": must be one of the names in pod.spec.resourceClaims: my-claim

  spec.containers[0].resources.claims[0]: {"name":"my-claim","request":"*$@%^"}
  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim"}
! spec.containers[0].resources.claims[0].request: Invalid value: "*$@%^": {{label}}

  spec.containers[0].resources.claims[0].name: "my-claim"
! spec.containers[0].resources.claims[0]: Not found: "my-claim": must be one of the names in pod.spec.resourceClaims which is empty

# TestValidateContainers
  spec.containers[1]: {"name":"def","image":" "}
  spec.containers[2]: {"name":"ghi","image":" some  "}
! spec.containers[1].image: Invalid value: " ": must not have leading or trailing whitespace
! spec.containers[2].image: Invalid value: " some  ": must not have leading or trailing whitespace

  spec.containers[0].name: -
! spec.containers[0].name: Required value

  spec.containers[0].name: "{{a*64}}"
! spec.containers[0].name: Invalid value: "{{a*64}}": must be no more than 63 characters

  spec.containers[0].name: "a.b.c"
! spec.containers[0].name: Invalid value: "a.b.c": must not contain dots

  spec.containers[0].name: "abc"
  spec.containers[1]: {"name":"abc","image":"image"}
! spec.containers[1].name: Duplicate value: "abc"

  spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80}
  spec.containers[1]: {"name":"def","image":"image","ports":[{"hostPort":80,"containerPort":81}]}
! spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"

  spec.containers[0].volumeMounts[0]: {"name":"anything","mountPath":"/foo"}
! spec.containers[0].volumeMounts[0].name: Not found: "anything"

  spec.containers[0].lifecycle.preStop.tcpSocket: {}
! spec.containers[0].lifecycle.preStop.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.containers[0].readinessProbe: {"tcpSocket":{"port":80},"terminationGracePeriodSeconds":10}
! spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: must not be set for readinessProbes

  spec.containers[0].livenessProbe.tcpSocket: {}
! spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.containers[0].livenessProbe: {}
! spec.containers[0].livenessProbe: Required value: must specify a handler type

  spec.containers[0].livenessProbe: {"tcpSocket":{"port":80},"successThreshold":2}
! spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1

  spec.containers[0].startupProbe: {"tcpSocket":{"port":80},"successThreshold":2}
! spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1

  spec.containers[0].terminationMessagePolicy: "Unknown"
! spec.containers[0].terminationMessagePolicy: Unsupported value: "Unknown": supported values: "File", "FallbackToLogsOnError"

  spec.containers[0].resources.limits.disk: "10G"
! spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource type or fully qualified
! spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource for containers
! spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified
! spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers

  spec.containers[0].resources.limits.cpu: "-10"
! spec.containers[0].resources.limits[cpu]: Invalid value: "-10": must be greater than or equal to 0
! spec.containers[0].resources.requests[cpu]: Invalid value: "-10": must be greater than or equal to 0

  spec.containers[0].resources.requests.cpu: "-10"
! spec.containers[0].resources.requests[cpu]: Invalid value: "-10": must be greater than or equal to 0

  spec.containers[0].resources.limits.memory: "-10"
! spec.containers[0].resources.limits[memory]: Invalid value: "-10": must be greater than or equal to 0
! spec.containers[0].resources.requests[memory]: Invalid value: "-10": must be greater than or equal to 0

  spec.containers[0].resources: {"limits":{"cpu":"5"},"requests":{"cpu":"6"}}
! spec.containers[0].resources.requests: Invalid value: "6": must be less than or equal to cpu limit of 5

  spec.containers[0].resources.limits: {"attachable-volumes-aws-ebs":"10"}
! spec.containers[0].resources.limits[attachable-volumes-aws-ebs]: Invalid value: "attachable-volumes-aws-ebs": must be a standard resource type or fully qualified
! spec.containers[0].resources.limits[attachable-volumes-aws-ebs]: Invalid value: "attachable-volumes-aws-ebs": must be a standard resource for containers
! spec.containers[0].resources.requests[attachable-volumes-aws-ebs]: Invalid value: "attachable-volumes-aws-ebs": must be a standard resource type or fully qualified
! spec.containers[0].resources.requests[attachable-volumes-aws-ebs]: Invalid value: "attachable-volumes-aws-ebs": must be a standard resource for containers

  spec.containers[0].resources: {"limits":{"memory":"3"},"requests":{"memory":"4"}}
! spec.containers[0].resources.requests: Invalid value: "4": must be less than or equal to memory limit of 3

  spec.containers[0].resizePolicy[0]: {"resourceName":"memory","restartPolicy":"RestartContainerrrr"}
! spec.containers[0].resizePolicy: Unsupported value: "RestartContainerrrr": supported values: "NotRequired", "RestartContainer"

  spec.containers[0].resizePolicy[0]: {"resourceName":"cpu","restartPolicy":"RestartNotRequired"}
! spec.containers[0].resizePolicy: Unsupported value: "RestartNotRequired": supported values: "NotRequired", "RestartContainer"

  spec.containers[0].restartPolicy: "invalid"
! spec.containers[0].restartPolicy: Unsupported value: "invalid": supported values: "Always", "Never", "OnFailure"

  spec.containers[0].restartPolicy: ""
! spec.containers[0].restartPolicy: Unsupported value: "": supported values: "Always", "Never", "OnFailure"

# TestValidateWindowsHostProcessPod
  spec.containers[0].image: -
! spec.containers[0].image: Required value

  spec.containers[0].image: -
  spec.securityContext.windowsOptions.hostProcess: true
! spec.containers[0].image: Required value
! spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers

  spec.initContainers[0].name: "container"
  spec.containers[0].image: -
  spec.containers[0].name: "container"
! spec.containers[0].image: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].name: Duplicate value: "container"

  spec.initContainers[0].name: "container"
  spec.containers[0].image: -
  spec.containers[0].name: "container"
  spec.containers[0].securityContext.windowsOptions.hostProcess: true
  spec.hostNetwork: true
! spec.containers[0].image: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].name: Duplicate value: "container"
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers

  spec.initContainers[0]: {"name":"container","securityContext":{"windowsOptions":{"hostProcess":false}}}
  spec.containers[0].image: -
  spec.containers[0].name: "container"
  spec.hostNetwork: true
  spec.securityContext.windowsOptions.hostProcess: true
! spec.containers[0].image: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].name: Duplicate value: "container"
! spec.initContainers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers

  spec.containers[0].image: -
  spec.containers[0].name: "container"
  spec.containers[1]: {"name":"container","securityContext":{"windowsOptions":{"hostProcess":false}}}
  spec.hostNetwork: true
  spec.securityContext.windowsOptions.hostProcess: true
! spec.containers[0].image: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: "container"
! spec.containers[1].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers

  spec.initContainers[0].name: "container"
  spec.containers[0].image: -
  spec.containers[0].name: "container"
  spec.containers[0].securityContext.windowsOptions.hostProcess: true
  spec.hostNetwork: true
  spec.securityContext.windowsOptions.hostProcess: false
! spec.containers[0].image: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].name: Duplicate value: "container"
! spec.containers[0].securityContext.windowsOptions.hostProcess: Invalid value: true: pod hostProcess value must be identical if both are specified, was false
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers

  spec.containers[0].image: -
  spec.containers[0].securityContext.windowsOptions.hostProcess: false
  spec.securityContext.windowsOptions.hostProcess: true
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true

  spec.containers[0].image: -
  spec.ephemeralContainers[0].securityContext.windowsOptions.hostProcess: false
  spec.hostNetwork: true
  spec.securityContext.windowsOptions.hostProcess: true
! spec.containers[0].image: Required value
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestValidateInitContainers
  spec.initContainers: [{"name":"container-1-same-host-port-different-protocol","image":"image"},{"name":"container-2-same-host-port-different-protocol","image":"image"},{"name":"container-3-restart-always-with-lifecycle-hook-and-probes","image":"image"},{"name":"container-4-allowed-resize-policy","image":"image"},{"name":"restartcontainer-policy-allowed-if-already-exists","image":"nginx","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}]
! spec.initContainers[4].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers

  spec.initContainers[0].image: "image"
! spec.initContainers[0].name: Required value

  spec.initContainers[0]: {"name":"app","image":"image"}
  spec.containers[0].name: "app"
! spec.initContainers[0].name: Duplicate value: "app"

  spec.initContainers[0]: {"name":"init","image":"image","terminationMessagePolicy":"Unknown"}
! spec.initContainers[0].terminationMessagePolicy: Unsupported value: "Unknown": supported values: "File", "FallbackToLogsOnError"

  spec.initContainers: [{"name":"init","image":"image"},{"name":"init","image":"image"}]
! spec.initContainers[1].name: Duplicate value: "init"

  spec.initContainers[0]: {"name":"abc","image":"image","ports":[{"hostPort":8080,"containerPort":8080},{"hostPort":8080,"containerPort":8080}]}
! spec.initContainers[0].ports[1].hostPort: Duplicate value: "TCP//8080"

  spec.initContainers[0]: {"name":"debug","image":"image","lifecycle":{}}
! spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always

  spec.initContainers[0]: {"name":"debug","image":"image","livenessProbe":{}}
! spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always

  spec.initContainers[0]: {"name":"debug","image":"image","readinessProbe":{}}
! spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always

  spec.initContainers[0]: {"name":"debug","image":"image","startupProbe":{}}
! spec.initContainers[0].startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always

  spec.initContainers[0]: {"name":"init","image":"image","restartPolicy":"invalid"}
! spec.initContainers[0].restartPolicy: Unsupported value: "invalid": supported values: "Always", "Never", "OnFailure"

  spec.initContainers[0]: {"name":"init","image":"image","restartPolicy":""}
! spec.initContainers[0].restartPolicy: Unsupported value: "": supported values: "Always", "Never", "OnFailure"

  spec.initContainers[0]: {"name":"restartable-init","image":"image","restartPolicy":"Always","startupProbe":{"tcpSocket":{"port":80},"successThreshold":2}}
! spec.initContainers[0].startupProbe.successThreshold: Invalid value: 2: must be 1

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","readinessProbe":{"tcpSocket":{"port":80},"terminationGracePeriodSeconds":10}}
! spec.initContainers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: must not be set for readinessProbes

  spec.initContainers[0]: {"name":"live-123","image":"image","restartPolicy":"Always","livenessProbe":{"tcpSocket":{"port":80},"successThreshold":2}}
! spec.initContainers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","lifecycle":{"preStop":{"exec":{}}}}
! spec.initContainers[0].lifecycle.preStop.exec.command: Required value

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","lifecycle":{"preStop":{"httpGet":{}}}}
! spec.initContainers[0].lifecycle.preStop.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","lifecycle":{"preStop":{"tcpSocket":{}}}}
! spec.initContainers[0].lifecycle.preStop.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","lifecycle":{"preStop":{}}}
! spec.initContainers[0].lifecycle.preStop: Required value: must specify a handler type

  spec.initContainers[0]: {"name":"standard-init-no-restart","image":"image","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}
! spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers

# TestValidatePodSpec
  spec.initContainers[0]: {}
! spec.initContainers[0].name: Required value
! spec.initContainers[0].image: Required value

  spec.containers[0].name: -
  spec.containers[0].image: -
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value

  spec.containers[0].ports[0]: {"hostPort":8080,"containerPort":2600}
  spec.hostNetwork: true
! spec.containers[0].ports[0].hostPort: Invalid value: 8080: must match {{tick}}containerPort{{tick}} when {{tick}}hostNetwork{{tick}} is true

  spec: -
! spec.containers: Required value

# TestValidatePod
  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/ctr":"unconfined"}
  spec.containers[0].name: "ctr"
  spec.containers[0].securityContext.seccompProfile.type: "RuntimeDefault"
! spec.containers[0].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

  spec.containers[0].resources: {"limits":{"example.com/a":"1"},"requests":{"example.com/a":"2"}}
! spec.containers[0].resources.requests: Invalid value: "2": must be equal to example.com/a limit of 1

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"localhost/foo"}
  spec.containers[0].name: "ctr"
  spec.containers[0].securityContext.appArmorProfile: {"type":"Localhost","localhostProfile":"bar"}
! spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match

  spec.containers[0].image: " "
! spec.containers[0].image: Invalid value: " ": must not have leading or trailing whitespace

  spec.containers[0].resources.requests: {"example.com/a":"500m"}
! spec.containers[0].resources.requests[example.com/a]: Invalid value: "500m": must be an integer
! spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources

  spec.containers[0].securityContext.appArmorProfile.type: "test"
! spec.containers[0].securityContext.appArmorProfile.type: Unsupported value: "test": supported values: "Localhost", "RuntimeDefault", "Unconfined"

  spec.initContainers[0]: {"name":"invalid","image":"image","resources":{"limits":{"example.com/a":"2500m"}}}
! spec.initContainers[0].resources.limits[example.com/a]: Invalid value: "2500m": must be an integer
! spec.initContainers[0].resources.requests[example.com/a]: Invalid value: "2500m": must be an integer

  spec.containers[0].resources: {"limits":{"example.com/a":"2500m"},"requests":{"example.com/a":"5"}}
! spec.containers[0].resources.limits[example.com/a]: Invalid value: "2500m": must be an integer
! spec.containers[0].resources.requests: Invalid value: "5": must be equal to example.com/a limit of 2500m

  spec.containers[0].resources.limits: {"invalid-name":"2"}
! spec.containers[0].resources.limits[invalid-name]: Invalid value: "invalid-name": must be a standard resource type or fully qualified
! spec.containers[0].resources.limits[invalid-name]: Invalid value: "invalid-name": must be a standard resource for containers
! spec.containers[0].resources.requests[invalid-name]: Invalid value: "invalid-name": must be a standard resource type or fully qualified
! spec.containers[0].resources.requests[invalid-name]: Invalid value: "invalid-name": must be a standard resource for containers

  spec.initContainers[0]: {"name":"invalid","image":"image","resources":{"requests":{"example.com/a":"500m"}}}
! spec.initContainers[0].resources.requests[example.com/a]: Invalid value: "500m": must be an integer
! spec.initContainers[0].resources.limits: Required value: Limit must be set for non overcommitable resources

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"runtime/default"}
  spec.containers[0].name: "ctr"
  spec.containers[0].securityContext.appArmorProfile.type: "Unconfined"
! spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match

  spec.containers[0].image: " something "
! spec.containers[0].image: Invalid value: " something ": must not have leading or trailing whitespace

# TestValidateResourceRequirements
  spec.containers[0].resources.requests: {"hugepages-2Mi":"2Mi","memory":"2Mi"}
! spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources

  spec.containers[0].resources.limits: {"hugepages-2Mi":"2Mi"}
! spec.containers[0].resources: Forbidden: HugePages require cpu or memory

# TestValidatePodResourceConsistency
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[1]: {}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[1].name: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: ""

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].resources.requests.storage: "10Gi"
  spec.containers[1].resources.requests.storage: "5Gi"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].resources.requests[storage]: Invalid value: "storage": must be a standard resource for containers
! spec.containers[1].name: Required value
! spec.containers[1].image: Required value
! spec.containers[1].resources.requests[storage]: Invalid value: "storage": must be a standard resource for containers
! spec.containers[1].name: Duplicate value: ""

  metadata.name: "abc"
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].resources.limits: {"cpu":"5","memory":"5Mi"}
  spec.containers[1].resources.limits: {"cpu":"6","memory":"9Mi"}
  spec.resources.limits: {"cpu":"10","memory":"10Mi"}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[1].name: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: ""
! spec.resources.requests: Invalid value: "11": must be less than or equal to cpu limit of 10
! spec.resources.requests: Invalid value: "14Mi": must be less than or equal to memory limit of 10Mi

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].resources.limits: {"cpu":"6","hugepages-2Mi":"4Mi"}
  spec.containers[1].resources.limits: {"cpu":"6","hugepages-2Mi":"4Mi"}
  spec.resources.limits: {"cpu":"10","hugepages-2Mi":"4Mi"}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[1].name: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: ""
! spec.resources.requests: Invalid value: "12": must be less than or equal to cpu limit of 10
! spec.resources.requests[hugepages-2Mi]: Invalid value: "4Mi": must be greater than or equal to aggregate container requests of 8Mi
! spec.resources.limits[hugepages-2Mi]: Invalid value: "4Mi": must be greater than or equal to aggregate container limits of 8Mi

# TestValidateWindowsSecurityContext
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].securityContext.seLinuxOptions: {}
  spec.os.name: "windows"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].securityContext.seccompProfile.localhostProfile: "dummy"
  spec.os.name: "windows"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set
! spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"","LocalhostProfile":"dummy"}: can only be set when seccomp type is Localhost
! spec.containers[0].securityContext.seccompProfile: Forbidden: cannot be set for a windows pod

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].securityContext.appArmorProfile.type: "RuntimeDefault"
  spec.os.name: "windows"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.appArmorProfile: Forbidden: cannot be set for a windows pod

# TestValidateLinuxSecurityContext
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].securityContext.windowsOptions: {}
  spec.os.name: "linux"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod

# TestValidateSecurityContext
  spec.containers[0].securityContext: {"capabilities":{"add":["CAP_SYS_ADMIN"],"drop":["bar"]},"privileged":false,"seLinuxOptions":{"user":"user","role":"role","type":"type","level":"level"},"runAsUser":1,"allowPrivilegeEscalation":false}
! spec.containers[0].securityContext: Invalid value: {"Capabilities":{"Add":["CAP_SYS_ADMIN"],"Drop":["bar"]},"Privileged":false,"SELinuxOptions":{"User":"user","Role":"role","Type":"type","Level":"level"},"WindowsOptions":null,"RunAsUser":1,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set {{tick}}allowPrivilegeEscalation{{tick}} to false and {{tick}}capabilities.Add{{tick}} CAP_SYS_ADMIN

  spec.containers[0].securityContext: {"capabilities":{"add":["foo"],"drop":["bar"]},"privileged":true,"seLinuxOptions":{"user":"user","role":"role","type":"type","level":"level"},"runAsUser":1,"allowPrivilegeEscalation":false}
! spec.containers[0].securityContext: Invalid value: {"Capabilities":{"Add":["foo"],"Drop":["bar"]},"Privileged":true,"SELinuxOptions":{"User":"user","Role":"role","Type":"type","Level":"level"},"WindowsOptions":null,"RunAsUser":1,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set {{tick}}allowPrivilegeEscalation{{tick}} to false and {{tick}}privileged{{tick}} to true

  spec.containers[0].securityContext.procMount: "Unmasked"
! spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": {{tick}}hostUsers{{tick}} must be false to use {{tick}}Unmasked{{tick}}

  spec.containers[0].securityContext.runAsUser: -1
! spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive

# TestValidateHostUsers
  spec.containers[0].image: -
  spec.containers[0].volumeDevices[0]: {"name":"test-volume","devicePath":"/dev/test-device"}
  spec.hostUsers: false
! spec.containers[0].image: Required value
! spec.containers[0].volumeDevices[0].name: Not found: "test-volume"
! spec.containers[0].volumeDevices: Forbidden: when {{tick}}hostUsers{{tick}} is false

  spec.initContainers[0]: {"name":"test-container","volumeDevices":[{"name":"test-volume","devicePath":"/dev/test-device"}]}
  spec.hostUsers: false
! spec.initContainers[0].image: Required value
! spec.initContainers[0].volumeDevices[0].name: Not found: "test-volume"
! spec.initContainers[0].volumeDevices: Forbidden: when {{tick}}hostUsers{{tick}} is false

  spec.ephemeralContainers[0]: {"name":"test-container","volumeDevices":[{"name":"test-volume","devicePath":"/dev/test-device"}]}
  spec.hostUsers: false
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].volumeDevices[0].name: Not found: "test-volume"
! spec.ephemeralContainers[0].volumeDevices: Forbidden: when {{tick}}hostUsers{{tick}} is false
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestValidateSleepAction
  spec.containers[0].lifecycle.preStop.sleep.seconds: -1
! spec.containers[0].lifecycle.preStop.sleep: Invalid value: -1: must be non-negative and less than terminationGracePeriodSeconds (30)

  spec.containers[0].lifecycle.preStop.sleep.seconds: 5
  spec.terminationGracePeriodSeconds: 3
! spec.containers[0].lifecycle.preStop.sleep: Invalid value: 5: must be non-negative and less than terminationGracePeriodSeconds (3)

  spec.containers[0].lifecycle.preStop.sleep.seconds: 5
  spec.terminationGracePeriodSeconds: 0
! spec.containers[0].lifecycle.preStop.sleep: Invalid value: 5: must be non-negative and less than terminationGracePeriodSeconds (0)

# TestValidateFileKeyRefVolume
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"DATABASE_URL","valueFrom":{"fileKeyRef":{"volumeName":"non-existent-volume","path":"database.env","key":"DATABASE_URL"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "non-existent-volume"

  spec.volumes[0]: {"name":"config-volume","hostPath":{"path":"/tmp/config"}}
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"DATABASE_URL","valueFrom":{"fileKeyRef":{"volumeName":"config-volume","path":"database.env","key":"DATABASE_URL"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "config-volume": referenced volume must be of type emptyDir

  spec.volumes[0]: {"name":"secret-volume","secret":{"secretName":"my-secret"}}
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"API_KEY","valueFrom":{"fileKeyRef":{"volumeName":"secret-volume","path":"api.env","key":"API_KEY"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "secret-volume": referenced volume must be of type emptyDir

  spec.volumes[0]: {"name":"configmap-volume","configMap":{"name":"my-config"}}
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"CONFIG_VALUE","valueFrom":{"fileKeyRef":{"volumeName":"configmap-volume","path":"config.env","key":"CONFIG_VALUE"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "configmap-volume": referenced volume must be of type emptyDir

  spec.volumes[0]: {"name":"pvc-volume","persistentVolumeClaim":{"claimName":"my-pvc"}}
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"DATA_PATH","valueFrom":{"fileKeyRef":{"volumeName":"pvc-volume","path":"data.env","key":"DATA_PATH"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "pvc-volume": referenced volume must be of type emptyDir

  spec.volumes: [{"name":"host-volume","hostPath":{"path":"/tmp/config"}},{"name":"configmap-volume","configMap":{"name":"my-config"}}]
  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env: [{"name":"DATABASE_URL","valueFrom":{"fileKeyRef":{"volumeName":"host-volume","path":"database.env","key":"DATABASE_URL"}}},{"name":"API_KEY","valueFrom":{"fileKeyRef":{"volumeName":"configmap-volume","path":"api.env","key":"API_KEY"}}}]
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "host-volume": referenced volume must be of type emptyDir
! spec.containers[0].env[1].valueFrom.fileKeyRef.volumeName: Invalid value: "configmap-volume": referenced volume must be of type emptyDir

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].env[0]: {"name":"DATABASE_URL","valueFrom":{"fileKeyRef":{"volumeName":"non-existent-volume","path":"database.env","key":"DATABASE_URL"}}}
  spec.containers[1].env[0]: {"name":"API_KEY","valueFrom":{"fileKeyRef":{"volumeName":"another-missing-volume","path":"api.env","key":"API_KEY"}}}
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[1].name: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: ""
! spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "non-existent-volume"
! spec.containers[1].env[0].valueFrom.fileKeyRef.volumeName: Not found: "another-missing-volume"

  spec.containers: -
  spec.volumes[0]: {"name":"init-config-volume","hostPath":{"path":"/tmp/init"}}
  spec.initContainers[0].env[0]: {"name":"INIT_DATABASE_URL","valueFrom":{"fileKeyRef":{"volumeName":"init-config-volume","path":"init-database.env","key":"DATABASE_URL"}}}
! spec.containers: Required value
! spec.initContainers[0].name: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "init-config-volume": referenced volume must be of type emptyDir

  spec.containers: -
  spec.volumes[0]: {"name":"init-config-volume","hostPath":{"path":"/tmp/init"}}
  spec.ephemeralContainers[0].env[0]: {"name":"EPHEMERAL_API_KEY","valueFrom":{"fileKeyRef":{"volumeName":"init-config-volume","path":"init-database.env","key":"DATABASE_URL"}}}
! spec.containers: Required value
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "init-config-volume": referenced volume must be of type emptyDir
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestValidateContainerRestartPolicy
  spec.containers[0].restartPolicyRules[0]: {"action":"Restart","exitCodes":{"operator":"In"}}
! spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0]: {"action":"invalid","exitCodes":{"operator":"In"}}
! spec.containers[0].restartPolicyRules[0].action: Unsupported value: "invalid": supported values: "Restart", "RestartAllContainers"

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0].exitCodes.operator: "In"
! spec.containers[0].restartPolicyRules[0].action: Unsupported value: "": supported values: "Restart", "RestartAllContainers"

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0].action: "Restart"
! spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0]: {"action":"Restart","exitCodes":{"operator":"invalid"}}
! spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: "invalid": supported values: "In", "NotIn"

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0]: {"action":"Restart","exitCodes":{}}
! spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: "": supported values: "In", "NotIn"

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules[0]: {"action":"Restart","exitCodes":{"operator":"In","values":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}}
! spec.containers[0].restartPolicyRules[0].exitCodes.values: Too many: 256: must have at most 255 items

  spec.containers[0].restartPolicy: "Never"
  spec.containers[0].restartPolicyRules: [{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}},{"action":"Restart","exitCodes":{"operator":"In"}}]
! spec.containers[0].restartPolicyRules: Too many: 21: must have at most 20 items

  spec.containers: -
  spec.initContainers[0]: {"name":"name","image":"image","restartPolicyRules":[{}]}
! spec.containers: Required value
! spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used

# Test_dropContainerRestartRules
  spec.ephemeralContainers[0]: {"restartPolicy":"Always","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}]}
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].restartPolicy: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers[0].restartPolicyRules: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

# TestWarnings
  spec.initContainers[0]: {"name":"initcontainers0","env":[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a","valueFrom":{}}],"image":"a:1"}
  spec.containers[0].env: [{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b","valueFrom":{}}]
! spec.containers[0].env[5].valueFrom: Invalid value: "": must specify one of: {{tick}}fieldRef{{tick}}, {{tick}}resourceFieldRef{{tick}}, {{tick}}configMapKeyRef{{tick}}, {{tick}}secretKeyRef{{tick}} or {{tick}}fileKeyRef{{tick}}
! spec.initContainers[0].env[5].valueFrom: Invalid value: "": must specify one of: {{tick}}fieldRef{{tick}}, {{tick}}resourceFieldRef{{tick}}, {{tick}}configMapKeyRef{{tick}}, {{tick}}secretKeyRef{{tick}} or {{tick}}fileKeyRef{{tick}}

  spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP"},{"hostPort":80,"containerPort":80,"protocol":"UDP"}]
! spec.containers[0].ports[1].hostPort: Duplicate value: "UDP//80"

  spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}]
! spec.containers[0].ports[1].hostPort: Duplicate value: "UDP/10.0.0.1/80"

  spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP"}
  spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP"}],"image":"a:1"}
! spec.containers[1].ports[0].hostPort: Duplicate value: "UDP//80"

  spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}
  spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
! spec.containers[1].ports[0].hostPort: Duplicate value: "UDP/10.0.0.1/80"
`,
  },
];
