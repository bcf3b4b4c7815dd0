/** What the volumes of Pods are refused for, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const podVolumes: readonly Section[] = [
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
# testValidatePVC
  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"-invalid-"}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName: Invalid value: "-invalid-": {{subdomain}}

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"labels":{"hello-world":"hyphen not allowed"}},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels: Invalid value: "hyphen not allowed": {{labelValue}}

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"storageClassName":"-invalid-"}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName: Invalid value: "-invalid-": {{subdomain}}

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeMode":"fakeVolumeMode"}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode: Unsupported value: "fakeVolumeMode": supported values: "Block", "Filesystem"

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"generateName":"pvc-"},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.generateName: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"generation":100},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.generation: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"]}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"0"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: "0": must be greater than zero

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}]},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.ownerReferences: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSource":{"kind":"PersistentVolumeClaim","name":"pvc1"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"pvc2"}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec: Invalid value: {}: must match dataSourceRef

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"uid":"ac051fac-2ead-46d9-b8b4-4e0fbeb7455d"},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.uID: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"creationTimestamp":"2026-11-23T15:12:13Z"},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.creationTimestamp: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"deletionGracePeriodSeconds":10},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.deletionGracePeriodSeconds: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"finalizers":["example.com/f"]},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.finalizers: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"managedFields":[{}]},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.managedFields: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOncePod","ReadWriteMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"-10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: "-10G": must be greater than zero

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"metadata":{"resourceVersion":"1"},"spec":{"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.resourceVersion: Forbidden: cannot be set

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["fakemode"],"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: "fakemode": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSource":{"apiGroup":"^invalid","kind":"Foo","name":"foo1"}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup: Invalid value: "^invalid": {{subdomain}}

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadOnlyMany"],"selector":{"matchExpressions":[{"key":"key2","operator":"InvalidOp"}]},"resources":{"requests":{"storage":"10G"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].operator: Invalid value: "InvalidOp": not a valid selector operator

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSourceRef":{"apiGroup":"^invalid","kind":"Foo","name":"foo1"}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup: Invalid value: "^invalid": {{subdomain}}

# TestWarnings
  spec.volumes[0]: {"name":"ephemeral-volume","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"200m"}}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required

  spec.volumes[0]: {"name":"s","glusterfs":{}}
! spec.volumes[0].glusterfs.endpoints: Required value
! spec.volumes[0].glusterfs.path: Required value

  spec.volumes[0]: {"name":"s","flocker":{}}
! spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required

  spec.volumes[0]: {"name":"s","cephfs":{}}
! spec.volumes[0].cephfs.monitors: Required value

  spec.volumes[0]: {"name":"p","photonPersistentDisk":{}}
! spec.volumes[0].photonPersistentDisk.pdID: Required value

  spec.volumes[0]: {"name":"s","gitRepo":{}}
! spec.volumes[0].gitRepo.repository: Required value

  spec.volumes[0]: {"name":"s","storageos":{}}
! spec.volumes[0].storageos.volumeName: Required value

  spec.volumes[0]: {"name":"s","quobyte":{}}
! spec.volumes[0].quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas
! spec.volumes[0].quobyte.volume: Required value

  spec.volumes[0]: {"name":"s","rbd":{}}
! spec.volumes[0].rbd.monitors: Required value
! spec.volumes[0].rbd.image: Required value

  spec.volumes[0].name: "Test"
! spec.volumes[0].name: Invalid value: "Test": {{label}}

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"serviceAccountToken":{"expirationSeconds":0,"path":"test"}}]}}
! spec.volumes[0].projected.sources[1].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes
! spec.volumes[0].projected.sources[1].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.name"}}]}},{"secret":{"name":"Test","items":[{"key":"foo","path":"test"}]}},{"serviceAccountToken":{"expirationSeconds":0,"path":"test"}}]}}
! spec.volumes[0].projected: Invalid value: "Test": conflicting duplicate paths
! spec.volumes[0].projected.sources[3].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes
! spec.volumes[0].projected.sources[3].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":0,"path":"test/test2"}},{"downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.name"}},{"path":"test","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}
! spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes
! spec.volumes[0].projected: Invalid value: "test": conflicting duplicate paths
! spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set

# TestValidateKeyToPath
  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"path":"p"}]}}
! spec.volumes[0].secret.items[0].key: Required value

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k"}]}}
! spec.volumes[0].secret.items[0].path: Required value

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"..p"}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "..p": must not start with '..'

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"../p"}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "../p": must not contain '..'

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"p/../p"}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "p/../p": must not contain '..'

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"p/.."}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "p/..": must not contain '..'

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"p","mode":512}]}}
! spec.volumes[0].secret.items[0].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"v","secret":{"secretName":"s","items":[{"key":"k","path":"p","mode":-1}]}}
! spec.volumes[0].secret.items[0].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

# TestValidateNFSVolumeSource
  spec.volumes[0]: {"name":"v","nfs":{"path":"/tmp"}}
! spec.volumes[0].nfs.server: Required value

  spec.volumes[0]: {"name":"v","nfs":{"server":"my-server"}}
! spec.volumes[0].nfs.path: Required value
! spec.volumes[0].nfs.path: Invalid value: "": must be an absolute path

  spec.volumes[0]: {"name":"v","nfs":{"server":"my-server","path":"tmp"}}
! spec.volumes[0].nfs.path: Invalid value: "tmp": must be an absolute path

# TestValidateGlusterfs
  spec.volumes[0]: {"name":"v","glusterfs":{"path":"/tmp"}}
! spec.volumes[0].glusterfs.endpoints: Required value

  spec.volumes[0]: {"name":"v","glusterfs":{"endpoints":"my-endpoint"}}
! spec.volumes[0].glusterfs.path: Required value

# TestValidateCSIVolumeSource
  spec.volumes[0]: {"name":"v","csi":{}}
! spec.volumes[0].csi.driver: Required value

  spec.volumes[0]: {"name":"v","csi":{"driver":"io_kubernetes_storage_csi_flex"}}
! spec.volumes[0].csi.driver: Invalid value: "io_kubernetes_storage_csi_flex": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"io.kubernetes.storage_csi.flex"}}
! spec.volumes[0].csi.driver: Invalid value: "io.kubernetes.storage_csi.flex": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"io.kubernetes-storage.csi_flex"}}
! spec.volumes[0].csi.driver: Invalid value: "io.kubernetes-storage.csi_flex": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"{{g*65}}"}}
! spec.volumes[0].csi.driver: Too long: may not be more than 63 bytes

  spec.volumes[0]: {"name":"v","csi":{"driver":"_comgooglestoragecsigcepd"}}
! spec.volumes[0].csi.driver: Invalid value: "_comgooglestoragecsigcepd": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"comgooglestoragecsigcepd/"}}
! spec.volumes[0].csi.driver: Invalid value: "comgooglestoragecsigcepd/": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"com/google/storage/csi~gcepd"}}
! spec.volumes[0].csi.driver: Invalid value: "com/google/storage/csi~gcepd": {{subdomain}}

  spec.volumes[0]: {"name":"v","csi":{"driver":"com.google.gcepd","nodePublishSecretRef":{}}}
! spec.volumes[0].csi.nodePublishSecretRef.name: Required value

# TestValidateVolumes
  spec.volumes[0]: {}
! spec.volumes[0].name: Required value

  spec.volumes[0].name: "{{a*64}}"
! spec.volumes[0].name: Invalid value: "{{a*64}}": must be no more than 63 characters

  spec.volumes[0].name: "a.b.c"
! spec.volumes[0].name: Invalid value: "a.b.c": must not contain dots

  spec.volumes[0].name: "Not a DNS label!"
! spec.volumes[0].name: Invalid value: "Not a DNS label!": {{label}}

  spec.volumes[0]: {"name":"dups","hostPath":{},"emptyDir":{}}
! spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type

  spec.volumes[0]: {"name":"hostpath","hostPath":{"path":"/mnt/path","type":"invalid"}}
! spec.volumes[0].hostPath.type: Unsupported value: "invalid": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"

  spec.volumes[0]: {"name":"hostpath","hostPath":{"path":"/mnt/path/.."}}
! spec.volumes[0].hostPath.path: Invalid value: "/mnt/path/..": must not contain '..'

  spec.volumes[0]: {"name":"gitrepo","gitRepo":{"repository":"foo","directory":"../dots/bar"}}
! spec.volumes[0].gitRepo.directory: Invalid value: "../dots/bar": must not contain '..'

  spec.volumes[0]: {"name":"gitrepo","gitRepo":{"repository":"foo","directory":"dots/../bar"}}
! spec.volumes[0].gitRepo.directory: Invalid value: "dots/../bar": must not contain '..'

  spec.volumes[0]: {"name":"gitrepo","gitRepo":{"repository":"foo","directory":"/abstarget"}}
! spec.volumes[0].gitRepo.directory: Invalid value: "/abstarget": must be a relative path

  spec.volumes[0]: {"name":"iscsi","iscsi":{"iqn":"iqn.2015-02.example.com:test"}}
! spec.volumes[0].iscsi.targetPortal: Required value

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1"}}
! spec.volumes[0].iscsi.iqn: Required value

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":"iqn.2015-02.example.com:test;ls;"}}
! spec.volumes[0].iscsi.iqn: Invalid value: "iqn.2015-02.example.com:test;ls;": must be valid format

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":"eui.0123456789ABCDEFGHIJ"}}
! spec.volumes[0].iscsi.iqn: Invalid value: "eui.0123456789ABCDEFGHIJ": must be valid format

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":"naa.62004567BA_4-78D.123456789ABCDEF"}}
! spec.volumes[0].iscsi.iqn: Invalid value: "naa.62004567BA_4-78D.123456789ABCDEF": must be valid format

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":"iqn.2015-02.example.com:test","initiatorName":"2015-02.example.com:init"}}
! spec.volumes[0].iscsi.initiatorname: Invalid value: "2015-02.example.com:init": must be valid format starting with iqn, eui, or naa

  spec.volumes[0]: {"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":"iqn.2015-02.example.com:test","chapAuthSession":true}}
! spec.volumes[0].iscsi.secretRef: Required value

  spec.volumes[0]: {"name":"secret","secret":{"secretName":"s","items":[{"key":"key","path":"../foo"}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "../foo": must not contain '..'

  spec.volumes[0]: {"name":"secret","secret":{"secretName":"s","items":[{"key":"key","path":"foo/../bar"}]}}
! spec.volumes[0].secret.items[0].path: Invalid value: "foo/../bar": must not contain '..'

  spec.volumes[0]: {"name":"secret","secret":{"secretName":"s","defaultMode":512}}
! spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"secret","secret":{"secretName":"s","defaultMode":-1}}
! spec.volumes[0].secret.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","items":[{"key":"key"}]}}
! spec.volumes[0].configMap.items[0].path: Required value

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","items":[{"key":"key","path":"../foo"}]}}
! spec.volumes[0].configMap.items[0].path: Invalid value: "../foo": must not contain '..'

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","items":[{"key":"key","path":"foo/../bar"}]}}
! spec.volumes[0].configMap.items[0].path: Invalid value: "foo/../bar": must not contain '..'

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","defaultMode":512}}
! spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","defaultMode":-1}}
! spec.volumes[0].configMap.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"flocker","flocker":{"datasetName":"datasetName","datasetUUID":"d846b09d-223d-43df-ab5b-d6db2206a0e4"}}
! spec.volumes[0].flocker: Invalid value: "resource": datasetName and datasetUUID can not be specified simultaneously

  spec.volumes[0]: {"name":"flocker","flocker":{"datasetName":"foo/bar"}}
! spec.volumes[0].flocker.datasetName: Invalid value: "foo/bar": must not contain '/'

  spec.volumes[0]: {"name":"rbd","rbd":{"image":"bar"}}
! spec.volumes[0].rbd.monitors: Required value

  spec.volumes[0]: {"name":"rbd","rbd":{"monitors":["foo"]}}
! spec.volumes[0].rbd.image: Required value

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"path","fieldRef":{"fieldPath":"metadata.labels"},"mode":512}]}}
! spec.volumes[0].downwardAPI.mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"path","fieldRef":{"fieldPath":"metadata.labels"},"mode":-1}]}}
! spec.volumes[0].downwardAPI.mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"fieldRef":{"fieldPath":"metadata.labels"}}]}}
! spec.volumes[0].downwardAPI.path: Required value

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"/absolutepath","fieldRef":{"fieldPath":"metadata.labels"}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "/absolutepath": must be a relative path

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"../../passwd","fieldRef":{"fieldPath":"metadata.labels"}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "../../passwd": must not contain '..'

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"..badFileName","fieldRef":{"fieldPath":"metadata.labels"}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "..badFileName": must not start with '..'

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"..badDirName/goodFileName","fieldRef":{"fieldPath":"metadata.labels"}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "..badDirName/goodFileName": must not start with '..'

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.labels"},"resourceFieldRef":{}}]}}
! spec.volumes[0].downwardAPI: Invalid value: "resource": fieldRef and resourceFieldRef can not be specified simultaneously

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"defaultMode":512}}
! spec.volumes[0].downwardAPI.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"defaultMode":-1}}
! spec.volumes[0].downwardAPI.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

  spec.volumes[0]: {"name":"fc","fc":{}}
! spec.volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both

  spec.volumes[0]: {"name":"fc","fc":{"targetWWNs":["some_wwn"],"lun":1,"wwids":["some_wwid"]}}
! spec.volumes[0].fc.targetWWNs: Invalid value: ["some_wwn"]: targetWWNs and wwids can not be specified simultaneously

  spec.volumes[0]: {"name":"fc","fc":{"targetWWNs":["wwn"]}}
! spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified

  spec.volumes[0]: {"name":"fc","fc":{"targetWWNs":["wwn"],"lun":256}}
! spec.volumes[0].fc.lun: Invalid value: 256: must be between 0 and 255, inclusive

  spec.volumes[0]: {"name":"azure-file","azureFile":{"shareName":"share"}}
! spec.volumes[0].azureFile.secretName: Required value

  spec.volumes[0]: {"name":"azure-file","azureFile":{"secretName":"name"}}
! spec.volumes[0].azureFile.shareName: Required value

  spec.volumes[0]: {"name":"quobyte","quobyte":{"volume":"/test"}}
! spec.volumes[0].quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas

  spec.volumes[0]: {"name":"quobyte","quobyte":{"registry":"registry7861","volume":"/test"}}
! spec.volumes[0].quobyte.registry: Invalid value: "registry7861": must be a host:port pair or multiple pairs separated by commas

  spec.volumes[0]: {"name":"quobyte","quobyte":{"registry":"registry:7861,reg2","volume":"/test"}}
! spec.volumes[0].quobyte.registry: Invalid value: "registry:7861,reg2": must be a host:port pair or multiple pairs separated by commas

  spec.volumes[0]: {"name":"quobyte","quobyte":{"registry":"registry:7861"}}
! spec.volumes[0].quobyte.volume: Required value

  spec.volumes[0]: {"name":"quobyte","quobyte":{"registry":"registry:7861","volume":"/test","tenant":"this is too long to be a valid uuid so this test has to fail on the maximum length validation of the tenant."}}
! spec.volumes[0].quobyte.tenant: Required value: must be a UUID and may not exceed a length of 64 characters

  spec.volumes[0]: {"name":"azure-disk","azureDisk":{"diskURI":"https://blob/vhds/bar.vhd"}}
! spec.volumes[0].azureDisk.diskName: Required value

  spec.volumes[0]: {"name":"azure-disk","azureDisk":{"diskName":"foo"}}
! spec.volumes[0].azureDisk.diskURI: Required value
! spec.volumes[0].azureDisk.diskURI: Unsupported value: "": supported values: "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"

  spec.volumes[0]: {"name":"scaleio-volume","scaleIO":{"gateway":"http://abcd/efg","system":"test-system"}}
! spec.volumes[0].scaleIO.volumeName: Required value

  spec.volumes[0]: {"name":"scaleio-volume","scaleIO":{"system":"test-system","volumeName":"test-vol-1"}}
! spec.volumes[0].scaleIO.gateway: Required value

  spec.volumes[0]: {"name":"scaleio-volume","scaleIO":{"gateway":"http://agc/efg/gateway","volumeName":"test-vol-1"}}
! spec.volumes[0].scaleIO.system: Required value

  spec.volumes[0]: {"name":"projected-volume","projected":{"sources":[{},{"secret":{"name":"foo"},"downwardAPI":{}}]}}
! spec.volumes[0].projected.sources[1]: Forbidden: may not specify more than 1 volume type per source

  spec.volumes[0]: {"name":"projected-volume","projected":{"sources":[{"secret":{}},{"secret":{},"downwardAPI":{}}]}}
! spec.volumes[0].projected.sources[0].secret.name: Required value
! spec.volumes[0].projected.sources[1].secret.name: Required value
! spec.volumes[0].projected.sources[1]: Forbidden: may not specify more than 1 volume type per source

  spec.volumes[0]: {"name":"image-volume","image":{}}
! spec.volumes[0].image.reference: Required value

  spec.volumes[0]: {"name":"image-volume","image":{"reference":"example.test/my/artifact:v1","pullPolicy":"wrong"}}
! spec.volumes[0].image.pullPolicy: Unsupported value: "wrong": supported values: "Always", "IfNotPresent", "Never"

  spec.volumes: [{"name":"abc"},{"name":"abc"}]
! spec.volumes[1].name: Duplicate value: "abc"

# TestValidatePod
  spec.volumes[0]: {"name":"projected-volume","projected":{"sources":[{"serviceAccountToken":{"path":"foo-path"}}]}}
! spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set

  metadata.name: "{{a*200}}"
  spec.volumes: [{"name":"pvc"},{"name":"{{b*60}}","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}}}}}}]
! spec.volumes[1].name: Invalid value: "{{b*60}}": PVC name "{{a*200}}-{{b*60}}": must be no more than 253 characters

  metadata.name: "123"
  spec.volumes: [{"name":"pvc-volume","persistentVolumeClaim":{"claimName":"123-ephemeral-volume"}},{"name":"ephemeral-volume","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}}}}}}]
! spec.volumes[0].persistentVolumeClaim.claimName: Invalid value: "123-ephemeral-volume": must not reference a PVC that gets created for an ephemeral volume

# TestValidateFlexVolumeSource
  spec.volumes[0]: {"name":"v","flexVolume":{}}
! spec.volumes[0].flexVolume.driver: Required value

# TestValidateHostUsers
  spec.volumes[0]: {"name":"host-path","hostPath":{}}
! spec.volumes[0].hostPath.path: Required value

# TestDropImageVolumes
  spec.volumes: [{"name":"volume","image":{}},{"name":"volume-other","hostPath":{}}]
  spec.initContainers[0]: {"name":"initcontainers0","volumeMounts":[{"name":"volume"}],"image":"a:1"}
  spec.containers[0].volumeMounts: [{"name":"volume"},{"name":"volume-other"}]
  spec.ephemeralContainers[0].volumeMounts[0].name: "volume"
! spec.volumes[0].image.reference: Required value
! spec.volumes[1].hostPath.path: Required value
! spec.containers[0].volumeMounts[0].name: Not found: "volume"
! spec.containers[0].volumeMounts[0].mountPath: Required value
! spec.containers[0].volumeMounts[1].name: Not found: "volume-other"
! spec.containers[0].volumeMounts[1].mountPath: Required value
! spec.containers[0].volumeMounts[1].mountPath: Invalid value: "": must be unique
! spec.initContainers[0].volumeMounts[0].name: Not found: "volume"
! spec.initContainers[0].volumeMounts[0].mountPath: Required value
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].volumeMounts[0].name: Not found: "volume"
! spec.ephemeralContainers[0].volumeMounts[0].mountPath: Required value
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.volumes[0]: {"name":"volume-other","hostPath":{}}
  spec.containers[0].volumeMounts[0].name: "volume-other"
  spec.ephemeralContainers[0]: {}
! spec.volumes[0].hostPath.path: Required value
! spec.containers[0].volumeMounts[0].name: Not found: "volume-other"
! spec.containers[0].volumeMounts[0].mountPath: Required value
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers: Forbidden: cannot be set on create
`,
  },
];
