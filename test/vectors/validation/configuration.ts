/** What Nodes, namespaces, Secrets, ConfigMaps, quotas, limits, Events and ReplicationControllers are refused for, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const configuration: readonly Section[] = [
  {
    kind: "ConfigMap",
    write: "create",
    rows: String.raw`
# TestValidateConfigMap
  data: {".":"value"}
! data[.]: Invalid value: ".": must not be '.'

  data: {"..":"value"}
! data[..]: Invalid value: "..": must not be '..'

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  data: {"a*b":"value"}
! data[a*b]: Invalid value: "a*b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')

  data.{{a*254}}: "value"
! data[{{a*254}}]: Invalid value: "{{a*254}}": must be no more than 253 characters

  binaryData: {"a*b":"dmFsdWU="}
! binaryData[a*b]: Invalid value: "a*b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')

  metadata.name: "NoUppercaseOrSpecialCharsLike=Equals"
! metadata.name: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{subdomain}}

  metadata.namespace: "NoUppercaseOrSpecialCharsLike=Equals"
! metadata.namespace: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{label}}

  binaryData.{{a*254}}: "dmFsdWU="
! binaryData[{{a*254}}]: Invalid value: "{{a*254}}": must be no more than 253 characters

  metadata.namespace: -
! metadata.namespace: Required value

  data.key: "value1"
  binaryData.key: "dmFsdWUy"
! data[key]: Invalid value: "key": duplicate of key present in binaryData

  binaryData: {".":"dmFsdWU="}
! binaryData[.]: Invalid value: ".": must not be '.'

  binaryData: {"..":"dmFsdWU="}
! binaryData[..]: Invalid value: "..": must not be '..'
`,
  },
  {
    kind: "ConfigMap",
    write: "update",
    rows: String.raw`
# TestValidateConfigMapUpdate
- immutable: true
! immutable: Forbidden: field is immutable when {{tick}}immutable{{tick}} is set

  immutable: true
- data.key: "value"
! data: Forbidden: field is immutable when {{tick}}immutable{{tick}} is set
`,
  },
  {
    kind: "Event",
    write: "create",
    rows: String.raw`
# TestValidateEventForCoreV1Events
  involvedObject.namespace: "bar"
! involvedObject.namespace: Invalid value: "bar": does not match event.namespace

  metadata.namespace: "aoeu-_-aoeu"
  involvedObject.namespace: "aoeu-_-aoeu"
! namespace: Invalid value: "aoeu-_-aoeu": {{subdomain}}

  involvedObject.namespace: "foo"
! involvedObject.namespace: Invalid value: "foo": does not match event.namespace

  metadata.namespace: -
  involvedObject.namespace: "bar"
! involvedObject.namespace: Invalid value: "bar": does not match event.namespace
! namespace: Invalid value: "": {{subdomain}}

! involvedObject.namespace: Invalid value: "": does not match event.namespace

# TestValidateEventForNewV1beta1Events
  metadata.namespace: "default"
  eventTime: "2017-09-19T13:49:16.000000Z"
! reportingComponent: Required value
! reportingComponent: Invalid value: "": name part must be non-empty
! reportingComponent: Invalid value: "": {{labelName}}
! reportingInstance: Required value
! action: Required value
! reason: Required value

  metadata.namespace: "kube-system"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "my-contr@ller"
  reportingInstance: "node-xyz"
! reportingComponent: Invalid value: "my-contr@ller": {{labelName}}

  metadata.namespace: "kube-system"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "k8s.io/my-controller"
  reportingInstance: "node-xy{{z*142}}"
! reportingInstance: Invalid value: "": can have at most 128 characters

  metadata.namespace: "kube-system"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "k8s.io/my-controller"
  reportingInstance: "node-xyz"
! reason: Required value

  metadata.namespace: -
  reason: "Because"
  message: "{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*75}}"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "k8s.io/my-controller"
  reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! message: Invalid value: "": can have at most 1024 characters
! namespace: Invalid value: "": {{subdomain}}

# TestValidateEventCreateForNewV1Events
  metadata.namespace: "kube-system"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  reportingComponent: "k8s.io/my-controller"
  reportingInstance: "node-xyz"
! action: Required value
`,
  },
  {
    kind: "Event",
    write: "update",
    rows: String.raw`
# TestValidateEventForCoreV1Events
+ involvedObject.namespace: "bar"
! involvedObject.namespace: Invalid value: "bar": does not match event.namespace

+ involvedObject.namespace: "aoeu-_-aoeu"
! involvedObject.namespace: Invalid value: "aoeu-_-aoeu": does not match event.namespace

! involvedObject.namespace: Invalid value: "": does not match event.namespace

+ involvedObject.namespace: "default"
! involvedObject.namespace: Invalid value: "default": does not match event.namespace

+ involvedObject.namespace: "foo"
! involvedObject.namespace: Invalid value: "foo": does not match event.namespace

# TestValidateEventForNewV1beta1Events
+ eventTime: "2017-09-19T13:49:16.000000Z"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reportingComponent: Required value
! reportingComponent: Invalid value: "": name part must be non-empty
! reportingComponent: Invalid value: "": {{labelName}}
! reportingInstance: Required value
! action: Required value
! reason: Required value

+ reason: "Because"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "my-contr@ller"
+ reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reportingComponent: Invalid value: "my-contr@ller": {{labelName}}

+ reason: "Because"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "k8s.io/my-controller"
+ reportingInstance: "node-xy{{z*142}}"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reportingInstance: Invalid value: "": can have at most 128 characters

+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "k8s.io/my-controller"
+ reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reason: Required value

+ reason: "Because"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ reportingComponent: "k8s.io/my-controller"
+ reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! action: Required value

+ reason: "Because"
+ message: "{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*95}}\n{{z*75}}"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "k8s.io/my-controller"
+ reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! message: Invalid value: "": can have at most 1024 characters

# TestValidateEventUpdateForNewV1Events
  metadata.namespace: "kube-system"
+ reason: "Yeees"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "k8s.io/my-controller/new"
+ reportingInstance: "node-xyz"
! reportingComponent: Invalid value: "k8s.io/my-controller/new": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "LimitRange",
    write: "create",
    rows: String.raw`
# TestValidateLimitRange
  metadata.namespace: -
! metadata.namespace: Required value

  metadata.name: "^Invalid"
! metadata.name: Invalid value: "^Invalid": {{subdomain}}

  spec.limits: [{"type":"Pod"},{"type":"Pod"}]
! spec.limits[1].type: Duplicate value: "Pod"

  spec.limits[0]: {"type":"Pod","defaultRequest":{"memory":"100m"}}
! spec.limits[0].defaultRequest: Forbidden: may not be specified when {{tick}}type{{tick}} is 'Pod'

  spec.limits[0]: {"type":"Container","max":{"cpu":"1"},"default":{"cpu":"2"}}
! spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than max value 1
! spec.limits[0].default[cpu]: Invalid value: "1": default value 2 is greater than max value 1

  spec.limits[0]: {"type":"Container","default":{"cpu":"500m"},"defaultRequest":{"cpu":"800m"}}
! spec.limits[0].defaultRequest[cpu]: Invalid value: "800m": default request value 800m is greater than default limit value 500m

  spec.limits[0]: {"type":"Container","max":{"memory":"2Gi"},"min":{"memory":"512Mi"},"maxLimitRequestRatio":{"memory":"10"}}
! spec.limits[0].maxLimitRequestRatio[memory]: Invalid value: "10": ratio 10 is greater than max/min = 4.000000

  spec.limits[0].type: "foo"
! spec.limits[0].type: Invalid value: "foo": must be a standard limit type or fully qualified

  spec.limits[0]: {"type":"PersistentVolumeClaim","max":{"storage":"1Gi"},"min":{"storage":"10Gi"}}
! spec.limits[0].min[storage]: Invalid value: "10Gi": min value 10Gi is greater than max value 1Gi

  metadata.namespace: "^Invalid"
! metadata.namespace: Invalid value: "^Invalid": {{label}}

  spec.limits[0]: {"type":"Pod","default":{"memory":"100m"}}
! spec.limits[0].default: Forbidden: may not be specified when {{tick}}type{{tick}} is 'Pod'

  spec.limits[0]: {"type":"Pod","max":{"cpu":"10m"},"min":{"cpu":"100m"}}
! spec.limits[0].min[cpu]: Invalid value: "100m": min value 100m is greater than max value 10m

  spec.limits[0]: {"type":"Container","max":{"cpu":"1"},"defaultRequest":{"cpu":"2"}}
! spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than max value 1
! spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1

  spec.limits[0]: {"type":"Pod","maxLimitRequestRatio":{"cpu":"800m"}}
! spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "800m": ratio 800m is less than 1

  spec.limits[0].type: "PersistentVolumeClaim"
! spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided
`,
  },
  {
    kind: "Namespace",
    write: "create",
    rows: String.raw`
# TestValidateNamespace
  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
`,
  },
  {
    kind: "Namespace",
    write: "finalize",
    rows: String.raw`
# TestValidateNamespaceFinalizeUpdate
+ spec.finalizers[0]: "Foo"
! spec.finalizers[0]: Invalid value: "Foo": name is neither a standard finalizer name nor is it fully qualified

+ spec.finalizers[0]: ""
! spec.finalizers[0]: Invalid value: "": name part must be non-empty
! spec.finalizers[0]: Invalid value: "": {{labelName}}
! spec.finalizers[0]: Invalid value: "": name is neither a standard finalizer name nor is it fully qualified
`,
  },
  {
    kind: "Namespace",
    write: "status",
    rows: String.raw`
# TestValidateNamespaceStatusUpdate
+ metadata.deletionTimestamp: "2026-11-23T15:12:14Z"
+ status.phase: "Terminating"
! metadata.deletionTimestamp: Invalid value: "2026-11-23T15:12:14Z": field is immutable
! metadata.deletionTimestamp: Invalid value: "2026-11-23T15:12:14Z": field is immutable

+ status.phase: "Terminating"
! status.Phase: Invalid value: "Terminating": may only be 'Active' if {{tick}}deletionTimestamp{{tick}} is empty
`,
  },
  {
    kind: "Node",
    write: "create",
    rows: String.raw`
# TestValidateNode
  spec.podCIDRs[0]: "192.168.000.000/16"
! spec.podCIDRs[0]: Invalid value: "192.168.000.000/16": must not have leading 0s in IP or prefix length

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}"}
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature: Required value

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"podSignature\": {\n\t\t\t\t\t\t\t                \"podController\": {\n\t\t\t\t\t\t\t                    \"apiVersion\": \"v1\",\n\t\t\t\t\t\t\t                    \"kind\": \"ReplicationController\",\n\t\t\t\t\t\t\t                    \"name\": \"foo\",\n{{ *75}}\"uid\": \"abcdef123456\",\n{{ *75}}\"controller\": false\n\t\t\t\t\t\t\t                }\n\t\t\t\t\t\t\t            },\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}"}
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature.PodController.Controller: Invalid value: false: must point to a controller

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  spec.taints[0].effect: "NoSchedule"
! metadata.taints[0].key: Invalid value: "": name part must be non-empty
! metadata.taints[0].key: Invalid value: "": {{labelName}}

  spec.taints[0]: {"key":"NoUppercaseOrSpecialCharsLike=Equals","effect":"NoSchedule"}
! metadata.taints[0].key: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.taints[0]: {"key":"dedicated","value":"some\\bad\\value","effect":"NoSchedule"}
! metadata.taints[0].value: Invalid value: "some\\bad\\value": {{labelValue}}

  spec.taints: [{"key":"dedicated","effect":"NoSchedule"},{"key":"dedicated","value":"special-user-2","effect":"NoSchedule"}]
! metadata.taints[1]: Duplicate value: {"Key":"dedicated","Value":"special-user-2","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair

  spec.podCIDRs[0]: "192.168.0.0"
! spec.podCIDRs[0]: Invalid value: "192.168.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.podCIDRs: ["10.0.0.1/16","10.0.0.1/16"]
! spec.podCIDRs[0]: Invalid value: "10.0.0.1/16": must not have bits set beyond the prefix length
! spec.podCIDRs[1]: Invalid value: "10.0.0.1/16": must not have bits set beyond the prefix length
! spec.podCIDRs: Invalid value: ["10.0.0.1/16","10.0.0.1/16"]: may specify no more than one CIDR for each IP family

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.taints[0].key: "dedicated"
! metadata.taints[0].effect: Required value

  spec.taints[0]: {"key":"dedicated","effect":"NoScheduleNoAdmit"}
! metadata.taints[0].effect: Unsupported value: "NoScheduleNoAdmit": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"

# TestValidateNodeCIDRs
  spec.podCIDRs[0]: "this-is-not-a-valid-cidr"
! spec.podCIDRs[0]: Invalid value: "this-is-not-a-valid-cidr": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.podCIDRs: ["2000::/10","2000::/10"]
! spec.podCIDRs: Invalid value: ["2000::/10","2000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10","3000::/10"]
! spec.podCIDRs: Invalid value: ["2000::/10","3000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["10.0.0.0/16","10.1.0.0/16"]
! spec.podCIDRs: Invalid value: ["10.0.0.0/16","10.1.0.0/16"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10","10.0.0.0/16","3000::/10"]
! spec.podCIDRs: Invalid value: ["2000::/10","10.0.0.0/16","3000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["10.0.0.0/16","3000::/10","10.1.0.0/16"]
! spec.podCIDRs: Invalid value: ["10.0.0.0/16","3000::/10","10.1.0.0/16"]: may specify no more than one CIDR for each IP family

# TestValidateNodeSwapStatus
  status.nodeInfo.swap.capacity: 0
! metadata.nodeSwapStatus.capacity: Invalid value: 0: must be greater than zero

  status.nodeInfo.swap.capacity: -123456
! metadata.nodeSwapStatus.capacity: Invalid value: -123456: must be greater than zero

# TestValidateNodeDeclaredFeatures
  status.declaredFeatures: ["MyFeature","MyFeature"]
! status.declaredFeatures[1]: Duplicate value: "MyFeature"

  status.declaredFeatures: ["MyFeature","AnotherFeature"]
! status.declaredFeatures[1]: Invalid value: "AnotherFeature": list must be sorted alphabetically

  status.declaredFeatures: ["AnotherFeature","invalid","MyFeature"]
! status.declaredFeatures[1]: Invalid value: "invalid": invalid feature name "invalid": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes
! status.declaredFeatures[2]: Invalid value: "MyFeature": list must be sorted alphabetically

  status.declaredFeatures[0]: "myFeature"
! status.declaredFeatures[0]: Invalid value: "myFeature": invalid feature name "myFeature": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes

  status.declaredFeatures[0]: "Feature-name"
! status.declaredFeatures[0]: Invalid value: "Feature-name": invalid feature name "Feature-name": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes

  status.declaredFeatures[0]: "FeatureA/"
! status.declaredFeatures[0]: Invalid value: "FeatureA/": invalid feature name "FeatureA/": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes

  status.declaredFeatures[0]: "F{{e*253}}"
! status.declaredFeatures[0]: Invalid value: "F{{e*253}}": invalid feature name "F{{e*253}}": must be no more than 253 characters
`,
  },
  {
    kind: "Node",
    write: "update",
    rows: String.raw`
# TestValidateNodeUpdate
- spec.podCIDRs[0]: "192.123.0.0/16"
! spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid

+ metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}"}
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature: Required value
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature: Required value

+ metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"podSignature\": {\n\t\t\t\t\t\t\t                \"podController\": {\n\t\t\t\t\t\t\t                    \"apiVersion\": \"v1\",\n\t\t\t\t\t\t\t                    \"kind\": \"ReplicationController\",\n\t\t\t\t\t\t\t                    \"name\": \"foo\",\n\t\t\t\t\t\t\t                    \"uid\": \"abcdef123456\",\n\t\t\t\t\t\t\t                    \"controller\": false\n\t\t\t\t\t\t\t                }\n\t\t\t\t\t\t\t            },\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}"}
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature.PodController.Controller: Invalid value: false: must point to a controller
! metadata.annotations.scheduler.alpha.kubernetes.io/preferAvoidPods[0].PodSignature.PodController.Controller: Invalid value: false: must point to a controller

- spec.providerID: "provider:///old"
! spec.providerID: Forbidden: node updates may not change providerID except from "" to valid

- spec.podCIDRs: ["192.168.0.0/16","2000::/10"]
+ spec.podCIDRs: ["2000::/10","192.168.0.0/16"]
! spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid
! spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid
`,
  },
  {
    kind: "ReplicationController",
    write: "create",
    rows: String.raw`
# TestValidateReplicationController
  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}],"restartPolicy":"Never"}}
! spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"

  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}],"ephemeralContainers":[{"name":"debug","image":"image"}]}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.namespace: -
  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}
! metadata.namespace: Required value

  spec: {"selector":{"foo":"bar"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.selector.a: "b"
! spec.template: Required value

  spec: {"replicas":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

  spec: {"minReadySeconds":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.name: -
  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}
! metadata.name: Required value: name or generateName is required

  spec: {"selector":{"a":"b"},"template":{"metadata":{"labels":{"NoUppercaseOrSpecialCharsLike=Equals":"bar"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.metadata.labels: Invalid value: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.annotations: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}
! metadata.annotations: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}],"restartPolicy":"OnFailure"}}
! spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"
`,
  },
  {
    kind: "ReplicationController",
    write: "status",
    rows: String.raw`
# TestValidateReplicationControllerStatusUpdate
+ status.replicas: -3
! status.replicas: Invalid value: -3: must be greater than or equal to 0
! status.fullyLabeledReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas
`,
  },
  {
    kind: "ReplicationController",
    write: "update",
    rows: String.raw`
# TestValidateReplicationControllerUpdate
+ spec: {"replicas":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

+ spec: {"minReadySeconds":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0

+ spec: {"selector":{"another":"value"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

+ spec.template: {"metadata":{"labels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

+ spec.selector.a: "b"
! spec.template: Required value
`,
  },
  {
    kind: "ResourceQuota",
    write: "create",
    rows: String.raw`
# TestValidateResourceQuota
  spec.scopeSelector.matchExpressions[0]: {"scopeName":"CrossNamespacePodAffinity","operator":"In","values":["cluster-services"]}
! spec.scopeSelector.matchExpressions.operator: Invalid value: "In": must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity

  spec.hard.storage: "10"
! spec.hard[storage]: Invalid value: "storage": must be a standard resource for quota

  spec.scopes: ["Terminating","NotTerminating"]
! spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes

  spec.scopes[0]: "foo"
! spec.scopes: Invalid value: ["foo"]: unsupported scope

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.namespace: -
! metadata.namespace: Required value

  metadata.namespace: "^Invalid"
! metadata.namespace: Invalid value: "^Invalid": {{label}}

  spec.scopes: ["BestEffort","NotBestEffort"]
! spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes

  metadata.name: "^Invalid"
! metadata.name: Invalid value: "^Invalid": {{subdomain}}
`,
  },
  {
    kind: "Secret",
    write: "create",
    rows: String.raw`
# TestValidateSecret
  type: "kubernetes.io/service-account-token"
! metadata.annotations[kubernetes.io/service-account.name]: Required value

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.namespace: -
! metadata.namespace: Required value

  metadata.namespace: "NoUppercaseOrSpecialCharsLike=Equals"
! metadata.namespace: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{label}}

  data: {".":"YmFy"}
! data[.]: Invalid value: ".": must not be '.'

  data: {"..":"YmFy"}
! data[..]: Invalid value: "..": must not be '..'

  metadata.name: "NoUppercaseOrSpecialCharsLike=Equals"
! metadata.name: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{subdomain}}

  data: {"a*b":"d2hvb3Bz"}
! data[a*b]: Invalid value: "a*b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')

# TestValidateDockerConfigSecret
  data: {".dockercfg":""}
  type: "kubernetes.io/dockercfg"
! data[.dockercfg]: Invalid value: "<secret contents redacted>": unexpected end of JSON input

  data: {".dockercfg":"YmFk"}
  type: "kubernetes.io/dockercfg"
! data[.dockercfg]: Invalid value: "<secret contents redacted>": invalid character 'b' looking for beginning of value

  type: "kubernetes.io/dockerconfigjson"
! data[.dockerconfigjson]: Required value

  data: {".dockerconfigjson":""}
  type: "kubernetes.io/dockerconfigjson"
! data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input

  data: {".dockerconfigjson":"YmFk"}
  type: "kubernetes.io/dockerconfigjson"
! data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'b' looking for beginning of value

  type: "kubernetes.io/dockercfg"
! data[.dockercfg]: Required value

# TestValidateBasicAuthSecret
  type: "kubernetes.io/basic-auth"
! data[username]: Required value
! data[password]: Required value

# TestValidateSSHAuthSecret
  type: "kubernetes.io/ssh-auth"
! data[ssh-privatekey]: Required value
`,
  },
  {
    kind: "Secret",
    write: "update",
    rows: String.raw`
# TestValidateSecretUpdate
- immutable: true
! immutable: Forbidden: field is immutable when {{tick}}immutable{{tick}} is set
`,
  },
];
