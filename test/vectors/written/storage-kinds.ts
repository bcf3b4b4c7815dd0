/** What the kinds of storage.k8s.io are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const storageKinds: readonly Section[] = [
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo"},"provisioner":"kubernetes.io/foo-provisioner","reclaimPolicy":"Delete","volumeBindingMode":"WaitForFirstConsumer","allowedTopologies":[{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node1"]}]},{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]}`,
    rows: String.raw`
# ValidateStorageClass
  volumeBindingMode: "Immediate"
  allowedTopologies: -

  volumeBindingMode: "Immediate"
  allowedTopologies: -
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","kubernetes.io/foo-parameter":"free/form/string"}

  reclaimPolicy: "Retain"
  volumeBindingMode: "Immediate"
  allowedTopologies: -

  provisioner: "kubernetes.io/invalid/provisioner"
  volumeBindingMode: -
  allowedTopologies: -
! provisioner: Invalid value: "kubernetes.io/invalid/provisioner": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  provisioner: "kubernetes.io/foo"
  volumeBindingMode: -
  allowedTopologies: -
  parameters: {"":"value"}
! parameters: Invalid value: "": field can not be empty.

  provisioner: ""
  volumeBindingMode: -
  allowedTopologies: -
! provisioner: Required value

  provisioner: "kubernetes.io/foo"
  reclaimPolicy: "Recycle"
  volumeBindingMode: -
  allowedTopologies: -
! reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"

  allowedTopologies: -

  volumeBindingMode: "foo"
  allowedTopologies: -
! volumeBindingMode: Unsupported value: "foo": supported values: "Immediate", "WaitForFirstConsumer"

  volumeBindingMode: -
  allowedTopologies: -

  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
~ allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead
~ allowedTopologies[1].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead

  allowedTopologies: [{"matchLabelExpressions":[{"key":"/invalidkey","values":["zone1"]}]}]
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "/invalidkey": prefix part must be non-empty

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":[]}]}]
! allowedTopologies[0].matchLabelExpressions[0].values: Required value

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1","node1"]}]}]
! allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "node1"

  allowedTopologies[1].matchLabelExpressions[1].values: ["node1"]
! allowedTopologies[1].matchLabelExpressions: Duplicate value: ""

~ allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead
~ allowedTopologies[1].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1","node2"]}]},{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1","node3"]}]}]

  allowedTopologies[0].matchLabelExpressions: [{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]}]
  allowedTopologies[1].matchLabelExpressions[1].values: ["node1"]
! allowedTopologies[1].matchLabelExpressions: Duplicate value: ""

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1","node2"]}]}]

  allowedTopologies: [{}]
! allowedTopologies[0].matchLabelExpressions: Duplicate value: ""

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]}]},{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node2"]}]}]

  allowedTopologies: [{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1","zone2"]}]},{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone2","zone1"]}]}]
! allowedTopologies[1].matchLabelExpressions: Duplicate value: ""

  metadata.name: "sc"
  provisioner: ""
  reclaimPolicy: -
  volumeBindingMode: "Late"
  allowedTopologies: -
! provisioner: Required value
! volumeBindingMode: Unsupported value: "Late": supported values: "Immediate", "WaitForFirstConsumer"

  metadata.name: "sample"
  provisioner: "example.com/disk"
  reclaimPolicy: -
  volumeBindingMode: -
  allowedTopologies: -

# (altered)
  metadata.name: -
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  provisioner: "BAD_Value!"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! provisioner: Invalid value: "bad_value!": {{labelName}}

  reclaimPolicy: "BAD_Value!"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! reclaimPolicy: Unsupported value: "BAD_Value!": supported values: "Delete", "Retain"

  reclaimPolicy: "a.b/c"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! reclaimPolicy: Unsupported value: "a.b/c": supported values: "Delete", "Retain"

  volumeBindingMode: ""
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! volumeBindingMode: Unsupported value: "": supported values: "Immediate", "WaitForFirstConsumer"

  volumeBindingMode: "BAD_Value!"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! volumeBindingMode: Unsupported value: "BAD_Value!": supported values: "Immediate", "WaitForFirstConsumer"

  volumeBindingMode: "a.b/c"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! volumeBindingMode: Unsupported value: "a.b/c": supported values: "Immediate", "WaitForFirstConsumer"

  allowedTopologies[0]: {}
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! allowedTopologies[0].matchLabelExpressions: Duplicate value: ""
! allowedTopologies[0].matchLabelExpressions: Duplicate value: ""

  allowedTopologies[0].matchLabelExpressions: [{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]}]
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! allowedTopologies[0].matchLabelExpressions[2].key: Duplicate value: "failure-domain.beta.kubernetes.io/zone"

  allowedTopologies[0].matchLabelExpressions[0]: {}
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! allowedTopologies[0].matchLabelExpressions[0].values: Required value
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "": name part must be non-empty
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "": {{labelName}}

  allowedTopologies[0].matchLabelExpressions[0]: {"values":["zone1"]}
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "": name part must be non-empty
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "": {{labelName}}

  allowedTopologies[0].matchLabelExpressions[0].key: "BAD_Value!"
  allowedTopologies[1].matchLabelExpressions[0].values: ["zone2"]
! allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "BAD_Value!": {{labelName}}
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo"},"provisioner":"kubernetes.io/foo-provisioner","reclaimPolicy":"Delete"}`,
    rows: String.raw`
# ValidateStorageClassUpdate
- volumeBindingMode: "WaitForFirstConsumer"
+ volumeBindingMode: "Immediate"
! volumeBindingMode: Invalid value: "Immediate": field is immutable

  volumeBindingMode: "Immediate"

+ volumeBindingMode: "WaitForFirstConsumer"
! volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable

- volumeBindingMode: "WaitForFirstConsumer"
! volumeBindingMode: Invalid value: "Immediate": field is immutable

  metadata.name: "sample"
  provisioner: "example.com/disk"
  reclaimPolicy: -

# (altered)
  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node1"]}]},{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone2"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ provisioner: -
! provisioner: Required value
! provisioner: Invalid value: "": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node1"]}]},{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone2"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ provisioner: "a.b/c"
! provisioner: Invalid value: "a.b/c": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone1"]},{"key":"kubernetes.io/hostname","values":["node1"]}]},{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["zone2"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ reclaimPolicy: ""
! reclaimPolicy: Invalid value: "": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ provisioner: -
! provisioner: Required value
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! provisioner: Invalid value: "": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ provisioner: "BAD_Value!"
! provisioner: Invalid value: "bad_value!": {{labelName}}
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! provisioner: Invalid value: "BAD_Value!": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ provisioner: "a.b/c"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! provisioner: Invalid value: "a.b/c": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ reclaimPolicy: ""
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! reclaimPolicy: Invalid value: "": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ reclaimPolicy: "BAD_Value!"
! reclaimPolicy: Unsupported value: "BAD_Value!": supported values: "Delete", "Retain"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! reclaimPolicy: Invalid value: "BAD_Value!": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ reclaimPolicy: "a.b/c"
! reclaimPolicy: Unsupported value: "a.b/c": supported values: "Delete", "Retain"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! reclaimPolicy: Invalid value: "a.b/c": field is immutable

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
- volumeBindingMode: "WaitForFirstConsumer"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! volumeBindingMode: Invalid value: "Immediate": field is immutable

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
- volumeBindingMode: "WaitForFirstConsumer"
+ volumeBindingMode: ""
! volumeBindingMode: Unsupported value: "": supported values: "Immediate", "WaitForFirstConsumer"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! volumeBindingMode: Invalid value: "": field is immutable

  allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
- volumeBindingMode: "WaitForFirstConsumer"
+ volumeBindingMode: "a.b/c"
! volumeBindingMode: Unsupported value: "a.b/c": supported values: "Immediate", "WaitForFirstConsumer"
! allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "kubernetes.io/hostname"
! volumeBindingMode: Invalid value: "a.b/c": field is immutable

  volumeBindingMode: "WaitForFirstConsumer"
- allowedTopologies: [{"matchLabelExpressions":[{"key":"kubernetes.io/hostname","values":["node1"]},{"key":"kubernetes.io/hostname","values":["node2"]}]}]
+ allowedTopologies: [{}]
! allowedTopologies[0].matchLabelExpressions: Duplicate value: ""
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    write: "create",
    base: String.raw`{"metadata":{"name":"test-driver"},"spec":{"attachRequired":true,"podInfoOnMount":true,"storageCapacity":true,"requiresRepublish":false,"seLinuxMount":true,"preventPodSchedulingIfMissing":false}}`,
    rows: String.raw`
# ValidateCSIDriver
  metadata.name: "io.kubernetes.storage.csi.driver"
  spec.storageCapacity: false

  metadata.name: "io-kubernetes-storage-csi-driver"
  spec.podInfoOnMount: false

  metadata.name: "1csi2driver3"

  metadata.name: "io.kubernetes.storage.csi-driver"

  spec.podInfoOnMount: false

  spec.attachRequired: false
  spec.podInfoOnMount: false

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.volumeLifecycleModes: ["Persistent"]

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.volumeLifecycleModes: ["Ephemeral"]

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.volumeLifecycleModes: ["Ephemeral","Persistent"]

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.volumeLifecycleModes: ["Ephemeral","Persistent","Ephemeral"]

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.fsGroupPolicy: "File"

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.seLinuxMount: false

  metadata.name: "-invalid-@#$%^&*()-"
  spec.requiresRepublish: -
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": {{subdomain}}

  metadata.name: "my-a-b-c-d-c-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-ABCDEFGHIJKLMNOPQRSTUVWXYZ-driver"
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
! metadata.name: Invalid value: "my-a-b-c-d-c-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-ABCDEFGHIJKLMNOPQRSTUVWXYZ-driver": {{subdomain}}

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.volumeLifecycleModes: ["no-such-mode"]
! spec.volumeLifecycleModes: Unsupported value: "no-such-mode": supported values: "Persistent", "Ephemeral"

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.fsGroupPolicy: "invalid-mode"
! spec.fsGroupPolicy: Unsupported value: "invalid-mode": supported values: "File", "None", "ReadWriteOnceWithFSType"

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.nodeAllocatableUpdatePeriodSeconds: 9
! spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.serviceAccountTokenInSecrets: true
! spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp"},{"audience":"gcp"}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[1].audience: Duplicate value: "gcp"

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":10}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":4294967297}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":""}],"requiresRepublish":false,"seLinuxMount":false}
~ spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":""},{"audience":"gcp"},{"audience":"aws"}],"requiresRepublish":false,"seLinuxMount":false}
~ spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes

# (altered)
  metadata.name: -
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.tokenRequests: [{"audience":"test-audience"}]
  spec.serviceAccountTokenInSecrets: false
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.tokenRequests: [{"audience":"test-audience"}]
  spec.serviceAccountTokenInSecrets: false
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.tokenRequests: [{"audience":"test-audience"}]
  spec.serviceAccountTokenInSecrets: false
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.serviceAccountTokenInSecrets: false
! spec.serviceAccountTokenInSecrets: Invalid value: false: serviceAccountTokenInSecrets is set but no tokenRequests are specified

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.tokenRequests: [{"audience":"test-audience"},{"audience":"test-audience"}]
  spec.serviceAccountTokenInSecrets: false
! spec.tokenRequests[1].audience: Duplicate value: "test-audience"

  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.tokenRequests: [{"audience":"test-audience"},{"audience":"test-audience"},{"audience":"test-audience"}]
  spec.serviceAccountTokenInSecrets: false
! spec.tokenRequests[1].audience: Duplicate value: "test-audience"
! spec.tokenRequests[2].audience: Duplicate value: "test-audience"

  metadata.name: -
  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":4294967297}],"requiresRepublish":false,"seLinuxMount":false}
! metadata.name: Required value: name or generateName is required
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds

  metadata.name: "BAD_Value!"
  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":4294967297}],"requiresRepublish":false,"seLinuxMount":false}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds

  metadata.name: "a.b/c"
  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":4294967297}],"requiresRepublish":false,"seLinuxMount":false}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":4294967297},{"audience":"gcp","expirationSeconds":4294967297}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds
! spec.tokenRequests[1].audience: Duplicate value: "gcp"

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":-1}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[0].expirationSeconds: Invalid value: -1: may not specify a duration less than 10 minutes

  spec: {"attachRequired":false,"podInfoOnMount":false,"storageCapacity":false,"tokenRequests":[{"audience":"gcp","expirationSeconds":0}],"requiresRepublish":false,"seLinuxMount":false}
! spec.tokenRequests[0].expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes

  metadata.name: -
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.serviceAccountTokenInSecrets: true
! metadata.name: Required value: name or generateName is required
! spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified

  metadata.name: "BAD_Value!"
  spec.attachRequired: false
  spec.podInfoOnMount: false
  spec.requiresRepublish: -
  spec.serviceAccountTokenInSecrets: true
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    write: "update",
    base: String.raw`{"metadata":{"name":"test-driver"},"spec":{"attachRequired":false,"podInfoOnMount":false,"volumeLifecycleModes":["Ephemeral","Persistent"],"storageCapacity":true,"requiresRepublish":false,"seLinuxMount":true,"preventPodSchedulingIfMissing":false}}`,
    rows: String.raw`
# ValidateCSIDriverUpdate
+ spec.tokenRequests: [{"audience":"gcp"}]
~ spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes

+ spec.requiresRepublish: true

+ spec.storageCapacity: false

+ spec.seLinuxMount: false

+ spec.podInfoOnMount: true

+ spec.fsGroupPolicy: "File"

+ spec.nodeAllocatableUpdatePeriodSeconds: 10

+ spec.tokenRequests: [{"audience":"test-audience"}]
+ spec.serviceAccountTokenInSecrets: true

+ spec.tokenRequests: [{"audience":"test-audience"}]
+ spec.serviceAccountTokenInSecrets: false

+ metadata.name: "-invalid-@#$%^&*()-"
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": may not contain '%'
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": field is immutable
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": field is immutable

+ metadata.name: "my-a-b-c-d-c-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-ABCDEFGHIJKLMNOPQRSTUVWXYZ-driver"
! metadata.name: Invalid value: "my-a-b-c-d-c-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-ABCDEFGHIJKLMNOPQRSTUVWXYZ-driver": field is immutable
! metadata.name: Invalid value: "my-a-b-c-d-c-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-ABCDEFGHIJKLMNOPQRSTUVWXYZ-driver": field is immutable

+ spec.attachRequired: -
! spec.attachedRequired: Invalid value: true: field is immutable

+ spec.attachRequired: true
! spec.attachedRequired: Invalid value: true: field is immutable

+ spec.podInfoOnMount: -

+ spec.volumeLifecycleModes: ["no-such-mode"]
! spec.volumeLifecycleModes: Unsupported value: "no-such-mode": supported values: "Persistent", "Ephemeral"
! spec.volumeLifecycleModes: Invalid value: ["no-such-mode"]: field is immutable

+ spec.volumeLifecycleModes: -
! spec.volumeLifecycleModes: Invalid value: ["Persistent"]: field is immutable

+ spec.volumeLifecycleModes: ["Ephemeral"]
! spec.volumeLifecycleModes: Invalid value: ["Ephemeral"]: field is immutable

+ spec.volumeLifecycleModes: ["Persistent"]
! spec.volumeLifecycleModes: Invalid value: ["Persistent"]: field is immutable

+ spec.fsGroupPolicy: "invalid"
! spec.fsGroupPolicy: Unsupported value: "invalid": supported values: "File", "None", "ReadWriteOnceWithFSType"

+ spec.tokenRequests: [{"audience":"gcp"},{"audience":"gcp"}]
! spec.tokenRequests[1].audience: Duplicate value: "gcp"

+ spec.storageCapacity: -

+ spec.seLinuxMount: -

+ spec.nodeAllocatableUpdatePeriodSeconds: 9
! spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds

+ spec.serviceAccountTokenInSecrets: true
! spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified

# (altered)
  spec.volumeLifecycleModes: -
  spec.serviceAccountTokenInSecrets: false
- spec.tokenRequests: [{"audience":"test-audience"}]
! spec.serviceAccountTokenInSecrets: Invalid value: false: serviceAccountTokenInSecrets is set but no tokenRequests are specified

  spec.volumeLifecycleModes: -
  spec.serviceAccountTokenInSecrets: false
- spec.tokenRequests: [{"audience":"test-audience"}]
+ spec.tokenRequests: [{"audience":"test-audience"},{"audience":"test-audience"}]
! spec.tokenRequests[1].audience: Duplicate value: "test-audience"

  spec.volumeLifecycleModes: -
  spec.serviceAccountTokenInSecrets: false
- spec.tokenRequests: [{"audience":"test-audience"}]
+ spec.tokenRequests: [{"audience":"test-audience"},{"audience":"test-audience"},{"audience":"test-audience"}]
! spec.tokenRequests[1].audience: Duplicate value: "test-audience"
! spec.tokenRequests[2].audience: Duplicate value: "test-audience"

  spec.volumeLifecycleModes: -
  spec.storageCapacity: false
  spec.seLinuxMount: false
  spec.preventPodSchedulingIfMissing: -
  spec.tokenRequests: [{"audience":"gcp","expirationSeconds":4294967297}]
! spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds

  spec.volumeLifecycleModes: -
  spec.storageCapacity: false
  spec.seLinuxMount: false
  spec.preventPodSchedulingIfMissing: -
- spec.tokenRequests: [{"audience":"gcp","expirationSeconds":4294967297}]
+ spec.tokenRequests: [{"audience":"gcp","expirationSeconds":-1}]
! spec.tokenRequests[0].expirationSeconds: Invalid value: -1: may not specify a duration less than 10 minutes

  spec.volumeLifecycleModes: -
  spec.storageCapacity: false
  spec.seLinuxMount: false
  spec.preventPodSchedulingIfMissing: -
- spec.tokenRequests: [{"audience":"gcp","expirationSeconds":4294967297}]
+ spec.tokenRequests: [{"audience":"gcp","expirationSeconds":0}]
! spec.tokenRequests[0].expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes

  spec.volumeLifecycleModes: -
  spec.requiresRepublish: -
  spec.serviceAccountTokenInSecrets: true
+ spec.attachRequired: -
! spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified
! spec.attachedRequired: Invalid value: true: field is immutable

  metadata.name: "-invalid-@#$%^&*()-"
  spec.attachRequired: true
  spec.podInfoOnMount: true
  spec.volumeLifecycleModes: -
  spec.requiresRepublish: -
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": may not contain '%'

  metadata.name: "-invalid-@#$%^&*()-"
  spec.podInfoOnMount: true
  spec.volumeLifecycleModes: -
  spec.requiresRepublish: -
- spec.attachRequired: true
! metadata.name: Invalid value: "-invalid-@#$%^&*()-": may not contain '%'
! spec.attachedRequired: Invalid value: false: field is immutable
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSINode",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo1"},"spec":{"drivers":[{"name":"io.kubernetes.storage.csi.driver","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]}]}}`,
    rows: String.raw`
# ValidateCSINode
  metadata.name: "foo2"
  spec.drivers[0].name: "io-kubernetes-storage-csi-driver"

  metadata.name: "foo3"
  spec.drivers[0].name: "1io-kubernetes-storage-2-csi-driver3"

  metadata.name: "foo4"
  spec.drivers[0].name: "io.kubernetes.storage-csi-driver"

  metadata.name: "foo5"
  spec.drivers[0].name: "1io.kubernetes-storage-2-csi-driver3"

  metadata.name: "foo2"
  spec.drivers[0].name: "a"

  metadata.name: "foo6"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["key1","key2"]},{"name":"driverB","nodeID":"nodeA","topologyKeys":["keyA","keyB"]}]

  metadata.name: "foo7"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["key1"]},{"name":"driver2","nodeID":"node1","topologyKeys":["key1"]}]

  metadata.name: "foo11"
  spec.drivers[0].allocatable: {"count":0}

  metadata.name: "foo11"
  spec.drivers[0].allocatable: {"count":1}

  metadata.name: "foo8"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["zone_1","zone.2"]},{"name":"driver2","nodeID":"node1","topologyKeys":["zone-3","zone.4"]}]

  metadata.name: "foo9"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["company-com/zone1","company.com/zone2"]}]

  metadata.name: "foo10"
  spec.drivers[0].name: "driver-name"
  spec.drivers[0].topologyKeys: null

  spec.drivers[0].name: ""
! spec.drivers[0].name: Required value

  metadata.name: "foo3"
  spec.drivers[0].name: "_io.kubernetes.storage.csi.driver"
! spec.drivers[0].name: Invalid value: "_io.kubernetes.storage.csi.driver": {{subdomain}}

  metadata.name: "foo4"
  spec.drivers[0].name: "io.kubernetes.storage.csi.driver/"
! spec.drivers[0].name: Invalid value: "io.kubernetes.storage.csi.driver/": {{subdomain}}

  metadata.name: "foo5"
  spec.drivers[0].name: "io/kubernetes/storage/csi~driver"
! spec.drivers[0].name: Invalid value: "io/kubernetes/storage/csi~driver": {{subdomain}}

  metadata.name: "foo6"
  spec.drivers[0].name: "io_kubernetes_storage_csi_driver"
! spec.drivers[0].name: Invalid value: "io_kubernetes_storage_csi_driver": {{subdomain}}

  metadata.name: "foo7"
  spec.drivers[0].name: "{{a*88}}"
! spec.drivers[0].name: Too long: may not be more than 63 bytes

  metadata.name: "foo8"
  spec.drivers[0].name: ""
! spec.drivers[0].name: Required value

  metadata.name: "foo9"
  spec.drivers[0].name: "driver-name"
  spec.drivers[0].topologyKeys[1]: ""
! spec.drivers[0]: Required value
! spec.drivers[0]: Invalid value: "": name part must be non-empty
! spec.drivers[0]: Invalid value: "": {{labelName}}

  metadata.name: "foo10"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["key1","key2"]},{"name":"driver1","nodeID":"nodeX","topologyKeys":["keyA","keyB"]}]
! spec.drivers[1].name: Duplicate value: "driver1"

  metadata.name: "foo11"
  spec.drivers[0]: {"name":"driver1","nodeID":"node1","topologyKeys":["key1","key1"]}
! spec.drivers[0]: Duplicate value: "key1"

  metadata.name: "foo12"
  spec.drivers: [{"name":"driver1","nodeID":"node1","topologyKeys":["key1"]},{"name":"driver2","nodeID":"nodeX","topologyKeys":["keyA","keyA"]}]
! spec.drivers[1]: Duplicate value: "keyA"

  metadata.name: "foo13"
  spec.drivers[0].name: "driver-name"
  spec.drivers[0].nodeID: ""
! spec.drivers[0].nodeID: Required value

  metadata.name: "foo11"
  spec.drivers[0].allocatable: {"count":-1}
! spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "foo14"
  spec.drivers: [{"name":"driver-name","nodeID":"node1","topologyKeys":["Company.Com/zone1","company.com/zone2"]}]
! spec.drivers[0]: Invalid value: "Company.Com/zone1": prefix part {{subdomain}}

  metadata.name: "foo15"
  spec.drivers[0].name: "driver-name"
  spec.drivers[0].nodeID: "{{a*257}}"
! spec.drivers[0].nodeID: Invalid value: "{{a*257}}": must be 256 characters or less

# (altered)
  spec.drivers: [{},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[0].name: Required value
! spec.drivers[0].nodeID: Required value

  spec.drivers: [{"name":"BAD_Value!","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[0].name: Invalid value: "BAD_Value!": {{subdomain}}

  spec.drivers: [{"name":"a.b/c","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[0].name: Invalid value: "a.b/c": {{subdomain}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["BAD_Value!","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[0]: Invalid value: "BAD_Value!": {{labelName}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1].name: Required value
! spec.drivers[1].nodeID: Required value

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1].name: Required value

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"BAD_Value!","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1].name: Invalid value: "BAD_Value!": {{subdomain}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"a.b/c","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1].name: Invalid value: "a.b/c": {{subdomain}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1].nodeID: Required value

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["BAD_Value!","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[1]: Invalid value: "BAD_Value!": {{labelName}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{}]
! spec.drivers[2].name: Required value
! spec.drivers[2].nodeID: Required value

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[2].name: Required value

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"BAD_Value!","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[2].name: Invalid value: "BAD_Value!": {{subdomain}}

  spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"a.b/c","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]
! spec.drivers[2].name: Invalid value: "a.b/c": {{subdomain}}
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSINode",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo1"},"spec":{"drivers":[{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}}]}}`,
    rows: String.raw`
# ValidateCSINodeUpdate
+ spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]}]

+ spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":20}},{"name":"io.kubernetes.storage.csi.driver-3","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"],"allocatable":{"count":30}}]

+ spec.drivers[1].name: "io.kubernetes.storage.csi.new-driver"
+ spec.drivers[1].allocatable.count: 30

+ spec.drivers[0].nodeID: "nodeB"
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeB","TopologyKeys":["company.com/zone1","company.com/zone2"],"Allocatable":null}: field is immutable

+ spec.drivers[1].topologyKeys: ["company.com/zone2"]
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-2","NodeID":"nodeA","TopologyKeys":["company.com/zone2"],"Allocatable":null}: field is immutable

+ spec.drivers[0].allocatable: {"count":10}

+ spec.drivers[1].allocatable.count: 21

+ spec.drivers[1].allocatable: {}

+ spec.drivers[1].allocatable: -

  metadata.name: "sample"
  spec: -

# (altered)
- spec.drivers[1].allocatable: -
+ spec.drivers: [{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-2","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]},{"name":"io.kubernetes.storage.csi.driver-1","nodeID":"nodeA","topologyKeys":["company.com/zone1","company.com/zone2"]}]
! spec.drivers[2].name: Duplicate value: "io.kubernetes.storage.csi.driver-1"

  spec.drivers[1].allocatable: -
+ spec.drivers[0]: {}
! spec.drivers[0].name: Required value
! spec.drivers[0].nodeID: Required value

  spec.drivers[1].allocatable: -
+ spec.drivers[0].name: -
! spec.drivers[0].name: Required value

  spec.drivers[1].allocatable: -
+ spec.drivers[0].name: "BAD_Value!"
! spec.drivers[0].name: Invalid value: "BAD_Value!": {{subdomain}}

  spec.drivers[1].allocatable: -
+ spec.drivers[0].name: "a.b/c"
! spec.drivers[0].name: Invalid value: "a.b/c": {{subdomain}}

  spec.drivers[1].allocatable: -
+ spec.drivers[0].nodeID: -
! spec.drivers[0].nodeID: Required value
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"","TopologyKeys":["company.com/zone1","company.com/zone2"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].nodeID: "BAD_Value!"
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"BAD_Value!","TopologyKeys":["company.com/zone1","company.com/zone2"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].nodeID: "a.b/c"
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"a.b/c","TopologyKeys":["company.com/zone1","company.com/zone2"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys: -
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":null,"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys: []
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":[],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys: ["company.com/zone1","company.com/zone2","company.com/zone1"]
! spec.drivers[0]: Duplicate value: "company.com/zone1"
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":["company.com/zone1","company.com/zone2","company.com/zone1"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys: ["company.com/zone2"]
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":["company.com/zone2"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys[0]: ""
! spec.drivers[0]: Required value
! spec.drivers[0]: Invalid value: "": name part must be non-empty
! spec.drivers[0]: Invalid value: "": {{labelName}}
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":["","company.com/zone2"],"Allocatable":null}: field is immutable

  spec.drivers[1].allocatable: -
+ spec.drivers[0].topologyKeys[0]: "BAD_Value!"
! spec.drivers[0]: Invalid value: "BAD_Value!": {{labelName}}
! spec.drivers: Invalid value: {"Name":"io.kubernetes.storage.csi.driver-1","NodeID":"nodeA","TopologyKeys":["BAD_Value!","company.com/zone2"],"Allocatable":null}: field is immutable
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIStorageCapacity",
    write: "create",
    base: String.raw`{"metadata":{"name":"csc-329803da-fdd2-42e4-af6f-7b07e7ccc305","namespace":"default"},"storageClassName":"test-sc"}`,
    rows: String.raw`
# ValidateCSIStorageCapacity
  storageClassName: ""
! storageClassName: Invalid value: "": {{subdomain}}

  storageClassName: "-invalid-@#$%^&*()-"
! storageClassName: Invalid value: "-invalid-@#$%^&*()-": {{subdomain}}

  capacity: "1"

  capacity: "-11"
! capacity: Invalid value: "-11": must be greater than or equal to 0

  nodeTopology: {"matchLabels":{"foo":"bar"}}

  nodeTopology: {}

  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.name: "sample"
  storageClassName: "fast"
  capacity: "1Gi"

# (altered)
  metadata.name: -
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.name: Required value: name or generateName is required
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.name: "BAD_Value!"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.name: "a.b/c"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.namespace: -
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.namespace: Required value
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.namespace: "BAD_Value!"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  metadata.namespace: "a.b/c"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]},{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! nodeTopology.matchExpressions[1].operator: Invalid value: "no-such-operator": not a valid selector operator

  nodeTopology: {"matchExpressions":[{}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! nodeTopology.matchExpressions[0].key: Invalid value: "": name part must be non-empty
! nodeTopology.matchExpressions[0].key: Invalid value: "": {{labelName}}

  nodeTopology: {"matchExpressions":[{"operator":"no-such-operator","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! nodeTopology.matchExpressions[0].key: Invalid value: "": name part must be non-empty
! nodeTopology.matchExpressions[0].key: Invalid value: "": {{labelName}}

  nodeTopology: {"matchExpressions":[{"key":"BAD_Value!","operator":"no-such-operator","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! nodeTopology.matchExpressions[0].key: Invalid value: "BAD_Value!": {{labelName}}

  nodeTopology: {"matchExpressions":[{"key":"foo","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "": not a valid selector operator

  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"BAD_Value!","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "BAD_Value!": not a valid selector operator

  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"a.b/c","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "a.b/c": not a valid selector operator

  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["BAD_Value!"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! nodeTopology.matchExpressions[0].values[0]: Invalid value: "BAD_Value!": {{labelValue}}
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIStorageCapacity",
    write: "update",
    base: String.raw`{"storageClassName":"fast","capacity":"1Gi","metadata":{"name":"sample","namespace":"default"}}`,
    rows: String.raw`
# (altered)
  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
! nodeTopology: Invalid value: null: field is immutable

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
+ nodeTopology: {}
! nodeTopology: Invalid value: {}: field is immutable

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
+ nodeTopology: {"matchExpressions":[{"key":"foo","values":["bar"]}]}
! nodeTopology.matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! nodeTopology: Invalid value: {"matchExpressions":[{"key":"foo","operator":"","values":["bar"]}]}: field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
- storageClassName: "test-sc"
+ storageClassName: -
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! storageClassName: Invalid value: "": {{subdomain}}
! storageClassName: Invalid value: "": field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
- storageClassName: "test-sc"
+ storageClassName: "BAD_Value!"
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! storageClassName: Invalid value: "BAD_Value!": {{subdomain}}
! storageClassName: Invalid value: "BAD_Value!": field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchExpressions":[{"key":"foo","operator":"no-such-operator","values":["bar"]}]}
- storageClassName: "test-sc"
+ storageClassName: "a.b/c"
! nodeTopology.matchExpressions[0].operator: Invalid value: "no-such-operator": not a valid selector operator
! storageClassName: Invalid value: "a.b/c": {{subdomain}}
! storageClassName: Invalid value: "a.b/c": field is immutable

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchLabels":{"foo":"bar"}}
+ nodeTopology: {"matchLabels":{"foo":""}}
! nodeTopology: Invalid value: {"matchLabels":{"foo":""}}: field is immutable

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchLabels":{"foo":"bar"}}
+ nodeTopology: {"matchLabels":{"foo":"BAD_Value!"}}
! nodeTopology.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! nodeTopology: Invalid value: {"matchLabels":{"foo":"BAD_Value!"}}: field is immutable

  storageClassName: "test-sc"
  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
- nodeTopology: {"matchLabels":{"foo":"bar"}}
+ nodeTopology: {"matchLabels":{"foo":"a.b/c"}}
! nodeTopology.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! nodeTopology: Invalid value: {"matchLabels":{"foo":"a.b/c"}}: field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchLabels":{"foo":"bar"}}
- storageClassName: "test-sc"
+ storageClassName: -
! storageClassName: Invalid value: "": {{subdomain}}
! storageClassName: Invalid value: "": field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchLabels":{"foo":"bar"}}
- storageClassName: "test-sc"
+ storageClassName: "BAD_Value!"
! storageClassName: Invalid value: "BAD_Value!": {{subdomain}}
! storageClassName: Invalid value: "BAD_Value!": field is immutable

  capacity: -
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
  nodeTopology: {"matchLabels":{"foo":"bar"}}
- storageClassName: "test-sc"
+ storageClassName: "a.b/c"
! storageClassName: Invalid value: "a.b/c": {{subdomain}}
! storageClassName: Invalid value: "a.b/c": field is immutable

  storageClassName: "test-sc"
  capacity: "-11"
  metadata.name: "csc-329803da-fdd2-42e4-af6f-7b07e7ccc305"
! capacity: Invalid value: "-11": must be greater than or equal to 0
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo"},"spec":{"attacher":"myattacher","source":{"persistentVolumeName":"pv-name"},"nodeName":"mynode"}}`,
    rows: String.raw`
# ValidateVolumeAttachment
  metadata.name: "foo-with-inlinespec"
  spec.source: {"inlineVolumeSpec":{"csi":{"driver":"com.test.foo","volumeHandle":"foobar"},"accessModes":["ReadWriteOnce"]}}

  metadata.name: "foo-with-status"

  metadata.name: "foo-with-inlinespec-and-status"
  spec.source: {"inlineVolumeSpec":{"csi":{"driver":"com.test.foo","volumeHandle":"foobar"},"accessModes":["ReadWriteOnce"]}}

  metadata.name: "foo-with-valid-error-code"

  spec.attacher: ""
! spec.attacher: Required value

  spec.nodeName: ""
! spec.nodeName: Invalid value: "": {{subdomain}}

  spec.source: {}
  spec.nodeName: "node"
! spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName

  spec.source.persistentVolumeName: ""
  spec.nodeName: "node"
! spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName
! spec.source.persistentVolumeName: Invalid value: "": {{subdomain}}

  spec.nodeName: "node"

  spec.source.inlineVolumeSpec: {"csi":{"driver":"com.test.foo","volumeHandle":"foobar"},"accessModes":["ReadWriteOnce"]}
  spec.nodeName: "node"
! spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName

  spec.source.inlineVolumeSpec: {"capacity":{"storage":"10G"},"flexVolume":{"driver":"kubernetes.io/blue","fsType":"ext4"},"accessModes":["ReadWriteOnce"],"storageClassName":"test-storage-class"}
  spec.nodeName: "node"
! spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName

  spec.source.persistentVolumeName: "foo"

  spec.source: {"inlineVolumeSpec":{"csi":{"driver":"com.test.foo","volumeHandle":"foobar"},"accessModes":["ReadWriteOnce"]}}

  spec.attacher: "another-attacher"
  spec.source.persistentVolumeName: "foo"

  spec.source.persistentVolumeName: "bar"

  spec.source.persistentVolumeName: "foo"
  spec.nodeName: "anothernode"

  spec.attacher: "invalid-@#$%^&*()"
! spec.attacher: Invalid value: "invalid-@#$%^&*()": {{subdomain}}

  spec.source.persistentVolumeName: "-invalid-@#$%^&*()-"
! spec.source.persistentVolumeName: Invalid value: "-invalid-@#$%^&*()-": {{subdomain}}

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.source.persistentVolumeName: "v"
  spec.nodeName: "n"

# (altered)
  metadata.name: -
  spec.nodeName: "node"
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.nodeName: "node"
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.nodeName: "node"
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  spec: -
! spec.attacher: Required value
! spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName
! spec.nodeName: Invalid value: "": {{subdomain}}

  spec.attacher: "BAD_Value!"
  spec.nodeName: "node"
! spec.attacher: Invalid value: "BAD_Value!": {{subdomain}}

  spec.attacher: "a.b/c"
  spec.nodeName: "node"
! spec.attacher: Invalid value: "a.b/c": {{subdomain}}

  spec.source.persistentVolumeName: "BAD_Value!"
  spec.nodeName: "node"
! spec.source.persistentVolumeName: Invalid value: "BAD_Value!": {{subdomain}}

  spec.source.persistentVolumeName: "a.b/c"
  spec.nodeName: "node"
! spec.source.persistentVolumeName: Invalid value: "a.b/c": {{subdomain}}

  spec.nodeName: "BAD_Value!"
! spec.nodeName: Invalid value: "BAD_Value!": {{subdomain}}

  spec.nodeName: "a.b/c"
! spec.nodeName: Invalid value: "a.b/c": {{subdomain}}
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo"},"spec":{"attacher":"myattacher","source":{"inlineVolumeSpec":{"csi":{"driver":"com.test.foo","volumeHandle":"foobar"},"accessModes":["ReadWriteOnce"]}},"nodeName":"mynode"},"status":{"attached":false}}`,
    rows: String.raw`
# ValidateVolumeAttachmentUpdate
  spec.source: {"persistentVolumeName":"foo"}

  spec.source: {"persistentVolumeName":"foo"}
+ status.attached: true
+ status.attachmentMetadata: {"foo":"bar"}
+ status.attachError: {"time":null,"message":"hello world"}
+ status.detachError: {"time":null,"message":"hello world"}

+ status.attached: true
+ status.attachmentMetadata: {"foo":"bar"}
+ status.attachError: {"time":null,"message":"hello world"}
+ status.detachError: {"time":null,"message":"hello world"}

  spec.source: {"persistentVolumeName":"foo"}
+ spec.attacher: "another-attacher"
! spec: Invalid value: {"Attacher":"another-attacher","Source":{"PersistentVolumeName":"foo","InlineVolumeSpec":null},"NodeName":"mynode"}: field is immutable

- spec.source: {"persistentVolumeName":"foo"}
+ spec.source: {"persistentVolumeName":"bar"}
! spec: Invalid value: {"Attacher":"myattacher","Source":{"PersistentVolumeName":"bar","InlineVolumeSpec":null},"NodeName":"mynode"}: field is immutable

  spec.source: {"persistentVolumeName":"foo"}
+ spec.nodeName: "anothernode"
! spec: Invalid value: {"Attacher":"myattacher","Source":{"PersistentVolumeName":"foo","InlineVolumeSpec":null},"NodeName":"anothernode"}: field is immutable

  spec.source: {"persistentVolumeName":"foo"}
+ status.attached: true
+ status.attachmentMetadata: {"foo":"bar"}
+ status.attachError: {"time":null,"message":"{{a*262144}}"}
+ status.detachError: {"time":null,"message":"hello world"}

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.source: {"persistentVolumeName":"v"}
  spec.nodeName: "n"
  status: -

# (altered)
  spec.source: {"persistentVolumeName":"pv-name"}
  spec.nodeName: "node"
  status.attached: true
  status.attachmentMetadata: {"foo":"bar"}
  status.attachError: {"time":null,"message":"hello world"}
  status.detachError: {"time":null,"message":"{{a*1025}}"}
! status.detachError.message: Too long: may not be more than 262144 bytes

  metadata.name: "foo-with-status"
  spec.source: {"persistentVolumeName":"pv-name"}
  status.attached: true
  status.attachmentMetadata: {"foo":"bar"}
  status.attachError: {"time":null,"message":"hello world"}
  status.detachError: {"time":null,"message":"hello world"}
+ spec.attacher: -
! spec.attacher: Required value
! spec: Invalid value: {"Attacher":"","Source":{"PersistentVolumeName":"pv-name","InlineVolumeSpec":null},"NodeName":"mynode"}: field is immutable

  metadata.name: "foo-with-status"
  spec.source: {"persistentVolumeName":"pv-name"}
  status.attached: true
  status.attachmentMetadata: {"foo":"bar"}
  status.attachError: {"time":null,"message":"hello world"}
  status.detachError: {"time":null,"message":"hello world"}
+ spec.nodeName: -
! spec.nodeName: Invalid value: "": {{subdomain}}
! spec: Invalid value: {"Attacher":"myattacher","Source":{"PersistentVolumeName":"pv-name","InlineVolumeSpec":null},"NodeName":""}: field is immutable

  metadata.name: "sample"
  status: -
- spec.attacher: "example.com"
- spec.source: {"persistentVolumeName":"v"}
- spec.nodeName: "n"
+ spec: -
! spec.attacher: Required value
! spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName
! spec.nodeName: Invalid value: "": {{subdomain}}
! spec: Invalid value: {"Attacher":"","Source":{"PersistentVolumeName":null,"InlineVolumeSpec":null},"NodeName":""}: field is immutable

  metadata.name: "sample"
  spec.source: {"persistentVolumeName":"v"}
  spec.nodeName: "n"
  status: -
- spec.attacher: "example.com"
+ spec.attacher: -
! spec.attacher: Required value
! spec: Invalid value: {"Attacher":"","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.source: {"persistentVolumeName":"v"}
  spec.nodeName: "n"
  status: -
- spec.attacher: "example.com"
+ spec.attacher: "BAD_Value!"
! spec.attacher: Invalid value: "BAD_Value!": {{subdomain}}
! spec: Invalid value: {"Attacher":"BAD_Value!","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.source: {"persistentVolumeName":"v"}
  spec.nodeName: "n"
  status: -
- spec.attacher: "example.com"
+ spec.attacher: "a.b/c"
! spec.attacher: Invalid value: "a.b/c": {{subdomain}}
! spec: Invalid value: {"Attacher":"a.b/c","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.source: {"persistentVolumeName":"v"}
  status: -
- spec.nodeName: "n"
+ spec.nodeName: -
! spec.nodeName: Invalid value: "": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":""}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.source: {"persistentVolumeName":"v"}
  status: -
- spec.nodeName: "n"
+ spec.nodeName: "BAD_Value!"
! spec.nodeName: Invalid value: "BAD_Value!": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"BAD_Value!"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.source: {"persistentVolumeName":"v"}
  status: -
- spec.nodeName: "n"
+ spec.nodeName: "a.b/c"
! spec.nodeName: Invalid value: "a.b/c": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"v","InlineVolumeSpec":null},"NodeName":"a.b/c"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.nodeName: "n"
  status: -
- spec.source: {"persistentVolumeName":"v"}
+ spec.source: -
! spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":null,"InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.nodeName: "n"
  status: -
- spec.source: {"persistentVolumeName":"v"}
+ spec.source: {"persistentVolumeName":""}
! spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName
! spec.source.persistentVolumeName: Invalid value: "": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.nodeName: "n"
  status: -
- spec.source: {"persistentVolumeName":"v"}
+ spec.source: {"persistentVolumeName":"BAD_Value!"}
! spec.source.persistentVolumeName: Invalid value: "BAD_Value!": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"BAD_Value!","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable

  metadata.name: "sample"
  spec.attacher: "example.com"
  spec.nodeName: "n"
  status: -
- spec.source: {"persistentVolumeName":"v"}
+ spec.source: {"persistentVolumeName":"a.b/c"}
! spec.source.persistentVolumeName: Invalid value: "a.b/c": {{subdomain}}
! spec: Invalid value: {"Attacher":"example.com","Source":{"PersistentVolumeName":"a.b/c","InlineVolumeSpec":null},"NodeName":"n"}: field is immutable
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttributesClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo","namespace":"bar"},"driverName":"kubernetes.io/foo","parameters":{"foo-parameter":"free-form-string"}}`,
    rows: String.raw`
# ValidateVolumeAttributesClass
  metadata.namespace: -
  driverName: "foo"

  metadata.namespace: -
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}

  metadata.namespace: -
  parameters: -
! parameters: Required value: must contain at least one key/value pair

  metadata.namespace: -
  driverName: "kubernetes.io/invalid/foo"
! driverName: Invalid value: "kubernetes.io/invalid/foo": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.namespace: -
  parameters: {"":"value"}
! parameters: Invalid value: "": field can not be empty.

  metadata.namespace: -
  driverName: ""
! driverName: Required value

  metadata.namespace: -
  driverName: " "
! driverName: Invalid value: " ": {{labelName}}

  metadata.namespace: -
  driverName: "^/ "
! driverName: Invalid value: "^/ ": prefix part {{subdomain}}
! driverName: Invalid value: "^/ ": {{labelName}}

  metadata: {}
  driverName: "kubernetes.io/bar"
  parameters: -
! metadata.name: Required value: name or generateName is required
! parameters: Required value: must contain at least one key/value pair

  metadata: {}
  parameters: {"foo":"bar2"}
! metadata.name: Required value: name or generateName is required

  metadata: {}
  parameters: {"foo":"bar"}
! metadata.name: Required value: name or generateName is required

  metadata: {}
  parameters: -
! metadata.name: Required value: name or generateName is required
! parameters: Required value: must contain at least one key/value pair

  metadata.name: "sample"
  metadata.namespace: -
  driverName: "example.com"
  parameters: {"iops":"1000"}

# (altered)
  metadata.name: "BAD_Value!"
  metadata.namespace: -
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  metadata.namespace: -
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: -
  driverName: "BAD_Value!"
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
! driverName: Invalid value: "bad_value!": {{labelName}}

  metadata: {}
  driverName: -
  parameters: {"foo":"bar1"}
! metadata.name: Required value: name or generateName is required
! driverName: Required value

  metadata: {}
  driverName: "BAD_Value!"
  parameters: {"foo":"bar1"}
! metadata.name: Required value: name or generateName is required
! driverName: Invalid value: "bad_value!": {{labelName}}

  metadata: {}
  driverName: " "
! metadata.name: Required value: name or generateName is required
! driverName: Invalid value: " ": {{labelName}}

  metadata.name: "BAD_Value!"
  metadata.namespace: -
  driverName: " "
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! driverName: Invalid value: " ": {{labelName}}

  metadata.name: "a.b/c"
  metadata.namespace: -
  driverName: " "
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! driverName: Invalid value: " ": {{labelName}}

  metadata.namespace: -
  driverName: " "
  parameters: -
! driverName: Invalid value: " ": {{labelName}}
! parameters: Required value: must contain at least one key/value pair
`,
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttributesClass",
    write: "update",
    base: String.raw`{"driverName":"example.com","parameters":{"iops":"1000"},"metadata":{"name":"sample"}}`,
    rows: String.raw`
# ValidateVolumeAttributesClassUpdate
  parameters: -
  metadata.name: -
- driverName: "kubernetes.io/foo"
+ driverName: "kubernetes.io/bar"
! metadata.name: Required value: name or generateName is required
! driverName: Forbidden: updates to driverName are forbidden.
! metadata.name: Required value: name or generateName is required
! parameters: Required value: must contain at least one key/value pair

  driverName: "kubernetes.io/foo"
  parameters.iops: -
  metadata.name: -
- parameters.foo: "bar1"
+ parameters.foo: "bar2"
! metadata.name: Required value: name or generateName is required
! parameters: Forbidden: updates to parameters are forbidden.
! metadata.name: Required value: name or generateName is required

  driverName: "kubernetes.io/foo"
  metadata.name: -
- parameters: -
+ parameters.iops: -
+ parameters.foo: "bar"
! metadata.name: Required value: name or generateName is required
! parameters: Forbidden: updates to parameters are forbidden.
! metadata.name: Required value: name or generateName is required

  driverName: "kubernetes.io/foo"
  metadata.name: -
- parameters.iops: -
- parameters.foo: "bar"
+ parameters: -
! metadata.name: Required value: name or generateName is required
! parameters: Forbidden: updates to parameters are forbidden.
! metadata.name: Required value: name or generateName is required
! parameters: Required value: must contain at least one key/value pair

# (altered)
  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
  metadata.name: "foo"
- driverName: "kubernetes.io/foo"
+ driverName: -
! driverName: Forbidden: updates to driverName are forbidden.
! driverName: Required value

  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
  metadata.name: "foo"
- driverName: "kubernetes.io/foo"
+ driverName: "BAD_Value!"
! driverName: Forbidden: updates to driverName are forbidden.
! driverName: Invalid value: "bad_value!": {{labelName}}

  parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
  metadata.name: "foo"
- driverName: "kubernetes.io/foo"
+ driverName: "a.b/c"
! driverName: Forbidden: updates to driverName are forbidden.

  driverName: "kubernetes.io/foo"
  metadata.name: "foo"
- parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
+ parameters: -
! parameters: Forbidden: updates to parameters are forbidden.
! parameters: Required value: must contain at least one key/value pair

  driverName: "kubernetes.io/foo"
  metadata.name: "foo"
- parameters: {"foo-parameter":"free-form-string","foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
+ parameters: {"foo-parameter2":"{\"embedded\": \"json\", \"with\": {\"structures\":\"inside\"}}","foo-parameter3":"","kubernetes.io/foo-parameter":"free/form/string"}
! parameters: Forbidden: updates to parameters are forbidden.

  parameters.iops: -
  parameters.foo: "bar1"
  metadata.name: -
- driverName: "kubernetes.io/foo"
+ driverName: -
! metadata.name: Required value: name or generateName is required
! driverName: Forbidden: updates to driverName are forbidden.
! metadata.name: Required value: name or generateName is required
! driverName: Required value

  parameters.iops: -
  parameters.foo: "bar1"
  metadata.name: -
- driverName: "kubernetes.io/foo"
+ driverName: "BAD_Value!"
! metadata.name: Required value: name or generateName is required
! driverName: Forbidden: updates to driverName are forbidden.
! metadata.name: Required value: name or generateName is required
! driverName: Invalid value: "bad_value!": {{labelName}}

  parameters.iops: -
  parameters.foo: "bar1"
  metadata.name: -
- driverName: "kubernetes.io/foo"
+ driverName: "a.b/c"
! metadata.name: Required value: name or generateName is required
! driverName: Forbidden: updates to driverName are forbidden.
! metadata.name: Required value: name or generateName is required

  driverName: " "
  parameters.iops: -
  parameters.foo-parameter: "free-form-string"
  metadata.name: "foo"
! driverName: Invalid value: " ": {{labelName}}

  driverName: " "
  metadata.name: "foo"
- parameters.iops: -
- parameters.foo-parameter: "free-form-string"
+ parameters: -
! parameters: Forbidden: updates to parameters are forbidden.
! driverName: Invalid value: " ": {{labelName}}
! parameters: Required value: must contain at least one key/value pair

  driverName: " "
  parameters.iops: -
  metadata.name: "foo"
- parameters.foo-parameter: "free-form-string"
+ parameters.foo-parameter: ""
! parameters: Forbidden: updates to parameters are forbidden.
! driverName: Invalid value: " ": {{labelName}}
`,
  },
];
