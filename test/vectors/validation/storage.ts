/** What PersistentVolumes and claims, and changes of them, are refused for or warned about, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go, pkg/api/persistentvolume and persistentvolumeclaim). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const storage: readonly Section[] = [
  {
    kind: "PersistentVolume",
    write: "create",
    rows: String.raw`
# TestValidatePersistentVolumes
  metadata.name: "123*Bad(Name"
  metadata.namespace: "n"
  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! metadata.name: Invalid value: "123*Bad(Name": {{subdomain}}

  spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{}}
! spec.nodeAffinity.required: Required value: must specify required node constraints

  metadata.namespace: "n"
  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"}}
! spec.accessModes: Required value

  spec: {"capacity":{"storage":"5G"},"gcePersistentDisk":{},"hostPath":{"path":"/foo"}}
! spec.accessModes: Required value
! spec.gcePersistentDisk: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeAttributesClassName":"valid"}
! spec.csi: Required value: has to be specified when using volumeAttributesClassName

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"fakeReclaimPolicy"}
! spec.persistentVolumeReclaimPolicy: Unsupported value: "fakeReclaimPolicy": supported values: "Delete", "Recycle", "Retain"

  spec: {"capacity":{"storage":"10G"},"accessModes":["ReadWriteOnce"]}
! spec: Required value: must specify a volume type

  spec: {"capacity":{"storage":"0"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! spec.capacity[storage]: Invalid value: "0": must be greater than zero

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"storageClassName":"-invalid-"}
! spec.storageClassName: Invalid value: "-invalid-": {{subdomain}}

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeAttributesClassName":"-invalid-"}
! spec.volumeAttributesClassName: Invalid value: "-invalid-": {{subdomain}}
! spec.csi: Required value: has to be specified when using volumeAttributesClassName

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/"},"accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Recycle"}
! spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo/.."},"accessModes":["ReadWriteOnce"]}
! spec.hostPath.path: Invalid value: "/foo/..": must not contain '..'

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOncePod","ReadWriteMany"]}
! spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["fakemode"]}
! spec.accessModes: Unsupported value: "fakemode": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeMode":"fakeVolumeMode"}
! spec.volumeMode: Unsupported value: "fakeVolumeMode": supported values: "Block", "Filesystem"

  spec: {"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/a/.."},"accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Recycle"}
! spec.hostPath.path: Invalid value: "/a/..": must not contain '..'
! spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'

  spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"operator":"In","values":["test-label-value"]}]}]}}}
! spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": name part must be non-empty
! spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": {{labelName}}

  metadata.name: -
  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! metadata.name: Required value: name or generateName is required

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeAttributesClassName":""}
! spec.volumeAttributesClassName: Required value: an empty string is disallowed
! spec.csi: Required value: has to be specified when using volumeAttributesClassName

# TestValidateLocalVolumes
  spec: {"capacity":{"storage":"10G"},"local":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! spec.nodeAffinity: Required value: Local volume requires node affinity

  spec: {"capacity":{"storage":"10G"},"local":{},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{}]}}}
! spec.local.path: Required value

  spec: {"capacity":{"storage":"10G"},"local":{"path":"/foo/.."},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{}]}}}
! spec.local.path: Invalid value: "/foo/..": must not contain '..'

# TestValidateGlusterfsPersistentVolumeSource
  spec: {"capacity":{"storage":"1Gi"},"glusterfs":{"path":"/tmp"},"accessModes":["ReadWriteOnce"]}
! spec.glusterfs.endpoints: Required value

  spec: {"capacity":{"storage":"1Gi"},"glusterfs":{"endpoints":"my-endpoint"},"accessModes":["ReadWriteOnce"]}
! spec.glusterfs.path: Required value

  spec: {"capacity":{"storage":"1Gi"},"glusterfs":{"endpoints":"my-endpoint","path":"/tmp","endpointsNamespace":""},"accessModes":["ReadWriteOnce"]}
! spec.glusterfs.endpointsNamespace: Invalid value: "": if the endpointnamespace is set, it must be a valid namespace name

  spec: {"capacity":{"storage":"1Gi"},"glusterfs":{},"accessModes":["ReadWriteOnce"]}
! spec.glusterfs.endpoints: Required value
! spec.glusterfs.path: Required value

# TestValidateCSIPersistentVolumeSource
  spec: {"capacity":{"storage":"1Gi"},"csi":{"volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"my-driver"},"accessModes":["ReadWriteOnce"]}
! spec.csi.volumeHandle: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"io_kubernetes_storage_csi_flex","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "io_kubernetes_storage_csi_flex": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"io.kubernetes.storage_csi.flex","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "io.kubernetes.storage_csi.flex": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"io.kubernetes-storage.csi_flex","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "io.kubernetes-storage.csi_flex": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"{{g*65}}","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Too long: may not be more than 63 bytes

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"_comgooglestoragecsigcepd","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "_comgooglestoragecsigcepd": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"comgooglestoragecsigcepd/","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "comgooglestoragecsigcepd/": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com/google/storage/csi~gcepd","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Invalid value: "com/google/storage/csi~gcepd": {{subdomain}}

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerExpandSecretRef.name: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerExpandSecretRef.namespace: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerPublishSecretRef.name: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerPublishSecretRef.namespace: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"namespace":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodePublishSecretRef.name: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodePublishSecretRef.namespace: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodeExpandSecretRef":{"namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodeExpandSecretRef.name: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodeExpandSecretRef":{"name":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodeExpandSecretRef.namespace: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodeExpandSecretRef":{"name":"{{g*255}}","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodeExpandSecretRef.name: Invalid value: "{{g*255}}": must be no more than 253 characters

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"{{g*255}}","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.nodePublishSecretRef.name: Invalid value: "{{g*255}}": must be no more than 253 characters

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"{{g*255}}","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerExpandSecretRef.name: Invalid value: "{{g*255}}": must be no more than 253 characters

# TestPVVolumeMode
  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeMode":""}
! spec.volumeMode: Unsupported value: "": supported values: "Block", "Filesystem"

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeMode":"fake"}
! spec.volumeMode: Unsupported value: "fake": supported values: "Block", "Filesystem"

# TestWarnings
  metadata.annotations: {"volume.beta.kubernetes.io/mount-options":""}
  spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0]: {"key":"beta.kubernetes.io/os","operator":"Equal"}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Equal": not a valid selector operator
! spec: Required value: must specify a volume type
! metadata.annotations.volume.beta.kubernetes.io/mount-options: Forbidden: may not specify mount options for this volume type

  spec.cephfs: {}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.cephfs.monitors: Required value

  spec.photonPersistentDisk: {}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.photonPersistentDisk.pdID: Required value

  spec.rbd: {}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.rbd.monitors: Required value
! spec.rbd.image: Required value

  spec.scaleIO: {}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.scaleIO.gateway: Required value
! spec.scaleIO.system: Required value
! spec.scaleIO.volumeName: Required value

  spec.storageos: {}
! spec.accessModes: Required value
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.storageos.volumeName: Required value
`,
  },
  {
    kind: "PersistentVolume",
    write: "update",
    rows: String.raw`
# TestValidatePersistentVolumeSourceUpdate
- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -26,7 +26,10 @@⏎   "ReadOnly": false,⏎   "FSType": "",⏎   "VolumeAttributes": null,⏎-  "ControllerPublishSecretRef": null,⏎+  "ControllerPublishSecretRef": {⏎+   "Name": "key-name.example.com",⏎+   "Namespace": "default"⏎+  },⏎   "NodeStageSecretRef": null,⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -28,7 +28,10 @@⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": null,⏎   "NodeStageSecretRef": null,⏎-  "NodePublishSecretRef": null,⏎+  "NodePublishSecretRef": {⏎+   "Name": "key-name.example.com",⏎+   "Namespace": "default"⏎+  },⏎   "ControllerExpandSecretRef": null,⏎   "NodeExpandSecretRef": null⏎  }⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"key-name","namespace":"default"}}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -29,7 +29,7 @@⏎   "ControllerPublishSecretRef": null,⏎   "NodeStageSecretRef": null,⏎   "NodePublishSecretRef": {⏎-   "Name": "key-name",⏎+   "Name": "key-name.example.com",⏎    "Namespace": "default"⏎   },⏎   "ControllerExpandSecretRef": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodeStageSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -27,7 +27,10 @@⏎   "FSType": "",⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": null,⏎-  "NodeStageSecretRef": null,⏎+  "NodeStageSecretRef": {⏎+   "Name": "key-name.example.com",⏎+   "Namespace": "default"⏎+  },⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": null,⏎   "NodeExpandSecretRef": null⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"expansion-secret","namespace":"default"}}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"foo-secret","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -30,7 +30,7 @@⏎   "NodeStageSecretRef": null,⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": {⏎-   "Name": "expansion-secret",⏎+   "Name": "foo-secret",⏎    "Namespace": "default"⏎   },⏎   "NodeExpandSecretRef": null⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"key-name","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -26,7 +26,10 @@⏎   "ReadOnly": false,⏎   "FSType": "",⏎   "VolumeAttributes": null,⏎-  "ControllerPublishSecretRef": null,⏎+  "ControllerPublishSecretRef": {⏎+   "Name": "key-name",⏎+   "Namespace": "default"⏎+  },⏎   "NodeStageSecretRef": null,⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"key-name","namespace":"default"}}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -27,7 +27,7 @@⏎   "FSType": "",⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": {⏎-   "Name": "key-name",⏎+   "Name": "key-name.example.com",⏎    "Namespace": "default"⏎   },⏎   "NodeStageSecretRef": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"name":"key-name","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -28,7 +28,10 @@⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": null,⏎   "NodeStageSecretRef": null,⏎-  "NodePublishSecretRef": null,⏎+  "NodePublishSecretRef": {⏎+   "Name": "key-name",⏎+   "Namespace": "default"⏎+  },⏎   "ControllerExpandSecretRef": null,⏎   "NodeExpandSecretRef": null⏎  }⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar","nodeStageSecretRef":{"name":"key-name","namespace":"default"}}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodeStageSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -28,7 +28,7 @@⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": null,⏎   "NodeStageSecretRef": {⏎-   "Name": "key-name",⏎+   "Name": "key-name.example.com",⏎    "Namespace": "default"⏎   },⏎   "NodePublishSecretRef": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"key-name","namespace":"default"}}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","controllerExpandSecretRef":{"name":"key-name.example.com","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -30,7 +30,7 @@⏎   "NodeStageSecretRef": null,⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": {⏎-   "Name": "key-name",⏎+   "Name": "key-name.example.com",⏎    "Namespace": "default"⏎   },⏎   "NodeExpandSecretRef": null⏎

- spec.hostPath: {"path":"/foo","type":"Directory"}
+ spec: {"capacity":{"storage":"1G"},"flexVolume":{"driver":"kubernetes.io/blue","fsType":"ext4"},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -1,16 +1,19 @@⏎ {⏎  "GCEPersistentDisk": null,⏎  "AWSElasticBlockStore": null,⏎- "HostPath": {⏎-  "Path": "/foo",⏎-  "Type": "Directory"⏎- },⏎+ "HostPath": null,⏎  "Glusterfs": null,⏎  "NFS": null,⏎  "RBD": null,⏎  "Quobyte": null,⏎  "ISCSI": null,⏎- "FlexVolume": null,⏎+ "FlexVolume": {⏎+  "Driver": "kubernetes.io/blue",⏎+  "FSType": "ext4",⏎+  "SecretRef": null,⏎+  "ReadOnly": false,⏎+  "Options": null⏎+ },⏎  "Cinder": null,⏎  "CephFS": null,⏎  "FC": null,⏎

- spec.hostPath: {"path":"/foo","type":"Directory"}
+ spec: {"capacity":{"storage":"1G"},"hostPath":{"path":"/updated","type":"Directory"},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -2,7 +2,7 @@⏎  "GCEPersistentDisk": null,⏎  "AWSElasticBlockStore": null,⏎  "HostPath": {⏎-  "Path": "/foo",⏎+  "Path": "/updated",⏎   "Type": "Directory"⏎  },⏎  "Glusterfs": null,⏎

- spec.csi: {"driver":"come.google.gcepd","volumeHandle":"foobar"}
+ spec: {"capacity":{"storage":"1G"},"csi":{"driver":"come.google.gcepd","volumeHandle":"foobar","nodeStageSecretRef":{"name":"key-name","namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation⏎@@ -27,7 +27,10 @@⏎   "FSType": "",⏎   "VolumeAttributes": null,⏎   "ControllerPublishSecretRef": null,⏎-  "NodeStageSecretRef": null,⏎+  "NodeStageSecretRef": {⏎+   "Name": "key-name",⏎+   "Namespace": "default"⏎+  },⏎   "NodePublishSecretRef": null,⏎   "ControllerExpandSecretRef": null,⏎   "NodeExpandSecretRef": null⏎

# TestValidateVolumeNodeAffinityUpdate
- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["baz"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["baz"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/region","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"failure-domain.beta.kubernetes.io/region","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/arch","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{},{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"failure-domain.beta.kubernetes.io/region","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"beta.kubernetes.io/os","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[1].matchExpressions[1].key: failure-domain.beta.kubernetes.io/region is deprecated since v1.17; use "topology.kubernetes.io/region" instead
~ spec.nodeAffinity.required.nodeSelectorTerms[2].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"kubernetes.io/arch","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"topology.kubernetes.io/zone","Operator":"In","Values":["bar"]}],"MatchFields":null},{"MatchExpressions":[{"Key":"kubernetes.io/arch","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar2"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["bar"]}],"MatchFields":null},{"MatchExpressions":[{"Key":"topology.kubernetes.io/zone","Operator":"In","Values":["bar"]},{"Key":"failure-domain.beta.kubernetes.io/zone","Operator":"In","Values":["bar2"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"failure-domain.beta.kubernetes.io/region","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"topology.kubernetes.io/zone","Operator":"In","Values":["bar"]},{"Key":"failure-domain.beta.kubernetes.io/region","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar2"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["bar2"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/os","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/os","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"beta.kubernetes.io/os","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/arch","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"beta.kubernetes.io/arch","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/instance-type","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/instance-type is deprecated since v1.17; use "node.kubernetes.io/instance-type" instead

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/region","operator":"In","values":["bar"]}]}]}}}
~ spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: failure-domain.beta.kubernetes.io/region is deprecated since v1.17; use "topology.kubernetes.io/region" instead

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"kubernetes.io/os","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["bar"]}],"MatchFields":null},{"MatchExpressions":[{"Key":"failure-domain.beta.kubernetes.io/zone","Operator":"In","Values":["bar"]},{"Key":"failure-domain.beta.kubernetes.io/zone","Operator":"In","Values":["bar"]},{"Key":"kubernetes.io/os","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"beta.kubernetes.io/instance-type","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"beta.kubernetes.io/instance-type","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo2","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo2","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"failure-domain.beta.kubernetes.io/zone","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","operator":"In","values":["bar"]},{"key":"foo","operator":"In","values":["bar"]}]}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"foo","Operator":"In","Values":["bar"]}],"MatchFields":null},{"MatchExpressions":[{"Key":"failure-domain.beta.kubernetes.io/zone","Operator":"In","Values":["bar"]},{"Key":"foo","Operator":"In","Values":["bar"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

# TestValidatePeristentVolumeAttributesClassUpdate
- spec.csi: {"driver":"test-driver","volumeHandle":"test-123"}
+ spec: {"capacity":{"storage":"10G"},"csi":{"driver":"test-driver","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"],"volumeAttributesClassName":""}
! spec.volumeAttributesClassName: Required value: an empty string is disallowed
! spec.volumeAttributesClassName: Required value: an empty string is disallowed

- spec: {"csi":{"driver":"test-driver","volumeHandle":"test-123"},"volumeAttributesClassName":"foo"}
+ spec: {"capacity":{"storage":"10G"},"csi":{"driver":"test-driver","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"]}
! spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden

# TestAlphaPVVolumeModeUpdate
- spec: {"hostPath":{"path":"/foo"},"volumeMode":"Block"}
+ spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! volumeMode: Invalid value: "Filesystem": field is immutable

- spec.hostPath.path: "/foo"
+ spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeMode":"Block"}
! volumeMode: Invalid value: "Block": field is immutable
`,
  },
  {
    kind: "PersistentVolumeClaim",
    write: "create",
    rows: String.raw`
# testAnyDataSource
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"dataSource":{"apiGroup":"snapshot.storage.k8s.io","kind":"VolumeSnapshot"}}
! spec.dataSource.name: Required value
! spec.dataSourceRef.name: Required value

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"dataSourceRef":{"apiGroup":"snapshot.storage.k8s.io","name":"test_snapshot"}}
! spec.dataSource.kind: Required value
! spec.dataSourceRef.kind: Required value

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"dataSourceRef":{"kind":"Pod","name":"test_pod"}}
! spec.dataSource: Invalid value: "Pod": must be 'PersistentVolumeClaim' when referencing the default apiGroup
! spec.dataSourceRef: Invalid value: "Pod": must be 'PersistentVolumeClaim' when referencing the default apiGroup

# testValidatePVC
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"0"}}}
! spec.resources[storage]: Invalid value: "0": must be greater than zero

  spec.resources.requests.storage: "10G"
! spec.accessModes: Required value: at least 1 access mode is required

  spec.accessModes[0]: "ReadWriteOnce"
! spec.resources[storage]: Required value

  spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSource":{"kind":"PersistentVolumeClaim","name":"pvc1"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"pvc2"}}
! spec: Invalid value: {}: must match dataSourceRef

  metadata.name: -
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! metadata.name: Required value: name or generateName is required

  spec: {"accessModes":["ReadWriteOncePod","ReadWriteMany"],"resources":{"requests":{"storage":"10G"}}}
! spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"-10G"}}}
! spec.resources[storage]: Invalid value: "-10G": must be greater than zero

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeMode":"fakeVolumeMode"}
! spec.volumeMode: Unsupported value: "fakeVolumeMode": supported values: "Block", "Filesystem"

  metadata.namespace: -
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! metadata.namespace: Required value

  metadata.labels: {"hello-world":"hyphen not allowed"}
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! metadata.labels: Invalid value: "hyphen not allowed": {{labelValue}}

  spec: {"accessModes":["ReadOnlyMany"],"selector":{"matchExpressions":[{"key":"key2","operator":"InvalidOp"}]},"resources":{"requests":{"storage":"10G"}}}
! spec.selector.matchExpressions[0].operator: Invalid value: "InvalidOp": not a valid selector operator

  spec: {"accessModes":["fakemode"],"resources":{"requests":{"storage":"10G"}}}
! spec.accessModes: Unsupported value: "fakemode": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"-invalid-"}
! spec.storageClassName: Invalid value: "-invalid-": {{subdomain}}

  spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSourceRef":{"apiGroup":"^invalid","kind":"Foo","name":"foo1"}}
! spec.dataSource.apiGroup: Invalid value: "^invalid": {{subdomain}}
! spec.dataSourceRef.apiGroup: Invalid value: "^invalid": {{subdomain}}

# TestVolumeAttributesClass
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"-invalid-"}
! spec.volumeAttributesClassName: Invalid value: "-invalid-": {{subdomain}}

# TestPVCVolumeMode
  spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeMode":"fake"}
! spec.volumeMode: Unsupported value: "fake": supported values: "Block", "Filesystem"

  spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeMode":""}
! spec.volumeMode: Unsupported value: "": supported values: "Block", "Filesystem"

# TestWarnings
  spec: {"resources":{"limits":{"storage":"100m"},"requests":{"storage":"200m"}},"accessModes":["ReadWriteOnce"]}
~ spec.resources.requests[storage]: fractional byte value "200m" is invalid, must be an integer
~ spec.resources.limits[storage]: fractional byte value "100m" is invalid, must be an integer
`,
  },
  {
    kind: "PersistentVolumeClaim",
    write: "status",
    rows: String.raw`
# TestValidatePersistentVolumeClaimStatusUpdate
- spec.accessModes[0]: "ReadOnlyMany"
+ status.allocatedResources.storage: "-10G"
! status.allocatedResources[storage]: Invalid value: -10000000000: must be a valid resource quantity

- spec.accessModes[0]: "ReadOnlyMany"
+ status.allocatedResources.cpu: "10G"
! status.allocatedResources: Unsupported value: "cpu": supported values: "storage"

- spec.accessModes[0]: "ReadOnlyMany"
+ status.allocatedResourceStatuses: {"kubernetes.io/foo":"NodeResizePending"}
! status.allocatedResourceStatuses: Unsupported value: "kubernetes.io/foo": supported values: "storage"

- spec.accessModes[0]: "ReadOnlyMany"
+ status.allocatedResources: {"kubernetes.io/foo":"14G"}
! status.allocatedResources: Unsupported value: "kubernetes.io/foo": supported values: "storage"

- spec.accessModes[0]: "ReadOnlyMany"
+ status.allocatedResourceStatuses.storage: "foo"
! status.allocatedResourceStatuses: Unsupported value: "storage": supported values: "ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"
`,
  },
  {
    kind: "PersistentVolumeClaim",
    write: "update",
    rows: String.raw`
# TestValidatePersistentVolumeClaimUpdate
- spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
+ spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeName":"volume","volumeMode":"Block"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -1,7 +1,6 @@⏎ {⏎  "AccessModes": [⏎-  "ReadWriteOnce",⏎-  "ReadOnlyMany"⏎+  "ReadWriteOnce"⏎  ],⏎  "Selector": null,⏎  "Resources": {⏎@@ -12,7 +11,7 @@⏎  },⏎  "VolumeName": "volume",⏎  "StorageClassName": null,⏎- "VolumeMode": "Filesystem",⏎+ "VolumeMode": "Block",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎  "VolumeAttributesClassName": null⏎
! volumeMode: Invalid value: "Block": field is immutable

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast"}
+ metadata.annotations: {"volume.beta.kubernetes.io/storage-class":"fast"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! metadata.annotations.volume.beta.kubernetes.io/storage-class: Invalid value: "fast": field is immutable
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -10,7 +10,7 @@⏎   }⏎  },⏎  "VolumeName": "",⏎- "StorageClassName": "fast",⏎+ "StorageClassName": null,⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"15G"}}}
- status: {"phase":"Bound","capacity":{"storage":"10G"}}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"3G"}}}
! spec.resources.requests.storage: Forbidden: field can not be less than status.capacity

- spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
+ spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"20G"}},"volumeName":"volume"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -7,7 +7,7 @@⏎  "Resources": {⏎   "Limits": null,⏎   "Requests": {⏎-   "storage": "10G"⏎+   "storage": "20G"⏎   }⏎  },⏎  "VolumeName": "volume",⏎

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
+ metadata.annotations: {"volume.beta.kubernetes.io/storage-class":"fast2"}
! metadata.annotations.volume.beta.kubernetes.io/storage-class: Invalid value: "fast2": field is immutable

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
- status: {"phase":"Bound","currentVolumeAttributesClassName":"vac1"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":""}
! spec.volumeAttributesClassName: Forbidden: update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil

- spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
+ spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}}}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -1,7 +1,6 @@⏎ {⏎  "AccessModes": [⏎-  "ReadWriteOnce",⏎-  "ReadOnlyMany"⏎+  "ReadWriteOnce"⏎  ],⏎  "Selector": null,⏎  "Resources": {⏎

- metadata.annotations: {"volume.beta.kubernetes.io/storage-class":"fast"}
- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast2"}
! metadata.annotations.volume.beta.kubernetes.io/storage-class: Invalid value: "": field is immutable
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -10,7 +10,7 @@⏎   }⏎  },⏎  "VolumeName": "",⏎- "StorageClassName": null,⏎+ "StorageClassName": "fast2",⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎

- spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}}}
+ spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeName":"volume","volumeMode":"Block"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -11,7 +11,7 @@⏎  },⏎  "VolumeName": "volume",⏎  "StorageClassName": null,⏎- "VolumeMode": "Filesystem",⏎+ "VolumeMode": "Block",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎  "VolumeAttributesClassName": null⏎
! volumeMode: Invalid value: "Block": field is immutable

- spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeMode":"Block"}
+ spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeName":"volume"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -11,7 +11,7 @@⏎  },⏎  "VolumeName": "volume",⏎  "StorageClassName": null,⏎- "VolumeMode": "Block",⏎+ "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎  "VolumeAttributesClassName": null⏎
! volumeMode: Invalid value: "Filesystem": field is immutable

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -10,7 +10,7 @@⏎   }⏎  },⏎  "VolumeName": "",⏎- "StorageClassName": "fast",⏎+ "StorageClassName": null,⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎

  metadata.annotations: {"volume.beta.kubernetes.io/storage-class":"fast"}
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
~ metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"vac1"}
- status: {"phase":"Bound","currentVolumeAttributesClassName":"vac1"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! spec.volumeAttributesClassName: Forbidden: update to nil is forbidden when status.currentVolumeAttributesClassName is not nil

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast2"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -10,7 +10,7 @@⏎   }⏎  },⏎  "VolumeName": "",⏎- "StorageClassName": "fast",⏎+ "StorageClassName": "fast2",⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎

- spec: {"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"volumeName":"volume","volumeMode":"Block"}
+ spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -1,6 +1,7 @@⏎ {⏎  "AccessModes": [⏎-  "ReadWriteOnce"⏎+  "ReadWriteOnce",⏎+  "ReadOnlyMany"⏎  ],⏎  "Selector": null,⏎  "Resources": {⏎@@ -9,9 +10,9 @@⏎    "storage": "10G"⏎   }⏎  },⏎- "VolumeName": "volume",⏎+ "VolumeName": "",⏎  "StorageClassName": null,⏎- "VolumeMode": "Block",⏎+ "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎  "VolumeAttributesClassName": null⏎
! volumeMode: Invalid value: "Filesystem": field is immutable

- metadata.annotations: {"volume.beta.kubernetes.io/storage-class":"fast"}
- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast"}
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"fast2"}
! metadata.annotations.volume.beta.kubernetes.io/storage-class: Invalid value: "": field is immutable
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -10,7 +10,7 @@⏎   }⏎  },⏎  "VolumeName": "",⏎- "StorageClassName": "fast",⏎+ "StorageClassName": "fast2",⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎

- spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"vac1"}
+ spec: {"accessModes":["ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"vac2"}
! spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims⏎@@ -15,5 +15,5 @@⏎  "VolumeMode": "Filesystem",⏎  "DataSource": null,⏎  "DataSourceRef": null,⏎- "VolumeAttributesClassName": "vac1"⏎+ "VolumeAttributesClassName": "vac2"⏎ }⏎
`,
  },
];
