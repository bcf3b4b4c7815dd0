/** What the kinds of resource.k8s.io are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const devices: readonly Section[] = [
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo"},"spec":{}}`,
    rows: String.raw`
# ValidateDeviceClass
  metadata.name: "!@#$%^"
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}

  metadata.deletionGracePeriodSeconds: 10

  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  spec.extendedResourceName: "example.com/gpu"

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.generateName: "pvc-"

  metadata.generation: 100

  metadata.finalizers: ["example.com/foo"]

  metadata.managedFields: [{"manager":"foo","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1"}]

  metadata.annotations: {"foo":"bar"}

  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  spec.extendedResourceName: "example.com"
! spec.extendedResourceName: Invalid value: "example.com": must be a valid extended resource name

  metadata.ownerReferences: [{"apiVersion":"v1","kind":"pod","name":"foo","uid":"ac051fac-2ead-46d9-b8b4-4e0fbeb7455d"}]

  metadata.labels: {"apps.kubernetes.io/name":"test"}

  metadata.name: "sample"
  spec: -

# (altered)
  metadata.name: "BAD_Value!"
  spec: -
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec: -
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: -
  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.name: Required value: name or generateName is required
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  metadata.name: "BAD_Value!"
  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  metadata.name: "a.b/c"
  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceClass",
    write: "update",
    base: String.raw`{"metadata":{"name":"sample"}}`,
    rows: String.raw`
# ValidateDeviceClassUpdate
  metadata.name: "foo"
- spec: {}
+ spec: {"config":[{"opaque":{"driver":"foo","parameters":{"str":"{{x*10230}}"}}}]}

  metadata.name: "foo"
  spec: {"config":[{"opaque":{"driver":"foo","parameters":{"str":"{{x*10230}}"}}}]}

  metadata.name: "foo"
  spec: {}

  metadata.name: "foo"
- spec: {}
+ spec: {"config":[{"opaque":{"driver":"foo","parameters":{"str":"{{x*10229}}"}}}]}

# (altered)
  metadata.name: "foo"
  metadata.annotations: {"!@#$%^":"hello world"}
  spec: {}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo","namespace":"ns"},"spec":{"devices":{"requests":[{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]}}}`,
    rows: String.raw`
# ValidateResourceClaim
  metadata.annotations: {"!@#$%^":"hello world"}
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  metadata.name: "!@#$%^"
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}

  metadata.deletionGracePeriodSeconds: 10
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  spec.devices.config: [{"requests":["foo/baz"],"opaque":{"driver":"dra.example.com","parameters":{"kind":"foo","apiVersion":"dra.example.com/v1"}}}]
! spec.devices.config[0].requests[0]: Invalid value: "foo/baz": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]

  metadata.labels: {"apps.kubernetes.io/name":"test"}
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  metadata.annotations: {"foo":"bar"}
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}},{"name":"foo-2","exactly":{"deviceClassName":"foo","selectors":[{"cel":{"expression":"device.driver == \"{{x*10221}}\""}},{"cel":{"expression":"device.driver == \"{{x*10222}}\""}}],"allocationMode":"ExactCount","count":1}}]
! spec.devices.requests[1].exactly.selectors[1].cel.expression: Too long: may not be more than 10240 bytes

  spec.devices.requests[0].firstAvailable[0]: {"name":"!@#$%^","deviceClassName":""}
! spec.devices.requests[0].firstAvailable[0].name: Invalid value: "!@#$%^": {{label}}
! spec.devices.requests[0].firstAvailable[0].deviceClassName: Required value

  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  metadata.namespace: -
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.namespace: Required value

  spec.devices.requests[0].exactly: {"deviceClassName":""}
! spec.devices.requests[0]: Invalid value: null: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required, but multiple fields are set

  spec.devices.config: [{"requests":["foo/bar"],"opaque":{"driver":"dra.example.com","parameters":{"kind":"foo","apiVersion":"dra.example.com/v1"}}}]

  spec.devices.config: [{"requests":["foo"],"opaque":{"driver":"dra.example.com","parameters":{"kind":"foo","apiVersion":"dra.example.com/v1"}}}]

  metadata.ownerReferences: [{"apiVersion":"v1","kind":"pod","name":"foo","uid":"ac051fac-2ead-46d9-b8b4-4e0fbeb7455d"}]
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  spec.devices.constraints: [{"requests":["foo/baz"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/baz": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  metadata.name: -
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.name: Required value: name or generateName is required

  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"!@#$%^","allocationMode":"ExactCount","count":1}}]
! spec.devices.requests[0].exactly.deviceClassName: Invalid value: "!@#$%^": {{subdomain}}

  metadata.generation: 100
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  metadata.managedFields: [{"manager":"foo","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1"}]
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"","allocationMode":"ExactCount","count":1}}]
! spec.devices.requests[0].exactly.deviceClassName: Required value

  metadata.finalizers: ["example.com/foo"]
  spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]

  spec.devices.requests[0].firstAvailable[1].name: "foo"
! spec.devices.requests[0].firstAvailable[1]: Duplicate value: "foo"

  spec.devices.constraints: [{"requests":["foo"],"matchAttribute":"dra.example.com/driverVersion"}]

# (altered)
  spec.devices.requests: [{}]
! spec.devices.requests[0].name: Invalid value: "": {{label}}
! spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required

  spec.devices.requests: [{"name":"foo"}]
! spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required

  metadata.name: "BAD_Value!"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: "BAD_Value!"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  spec.devices: {"constraints":[{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]}
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests: [{}]
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].name: Invalid value: "": {{label}}
! spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests[0].name: -
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].name: Invalid value: "": {{label}}
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests[0].name: "BAD_Value!"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].name: Invalid value: "BAD_Value!": {{label}}
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests[0].name: "a.b/c"
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].name: Invalid value: "a.b/c": {{label}}
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests: [{"name":"foo"}]
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required
! spec.devices.constraints[0].requests[0]: Invalid value: "foo/bar": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests[0].firstAvailable: [{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].firstAvailable[2]: Duplicate value: "foo"

  spec.devices.requests[0].firstAvailable[0]: {}
  spec.devices.constraints: [{"requests":["foo/bar"],"matchAttribute":"dra.example.com/driverVersion"}]
! spec.devices.requests[0].firstAvailable[0].name: Invalid value: "": {{label}}
! spec.devices.requests[0].firstAvailable[0].deviceClassName: Required value
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo","namespace":"ns"},"spec":{"devices":{"requests":[{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]}}}`,
    rows: String.raw`
# ValidateResourceClaimUpdate
+ spec.devices.requests[0].exactly.deviceClassName: "foo2"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo2","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

  spec.devices.config: [{"opaque":{"driver":"foo","parameters":{"str":"{{x*10230}}"}}}]

  metadata.name: "sample"
  metadata.namespace: "default"
  spec: -

# (altered)
+ spec: -
! spec: Invalid value: {"Devices":{"Requests":null,"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests: []
! spec: Invalid value: {"Devices":{"Requests":[],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests: [{}]
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"","Exactly":null,"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].name: -
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].name: "BAD_Value!"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"BAD_Value!","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].name: "a.b/c"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"a.b/c","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly: -
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":null,"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly: {}
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.deviceClassName: "BAD_Value!"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"BAD_Value!","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.deviceClassName: "a.b/c"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"a.b/c","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.allocationMode: "BAD_Value!"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"BAD_Value!","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.allocationMode: "a.b/c"
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"a.b/c","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.count: -1
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":-1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable

+ spec.devices.requests[0].exactly.count: 2147483647
! spec: Invalid value: {"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":2147483647,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    write: "status",
    base: String.raw`{"metadata":{"name":"foo","namespace":"ns"},"spec":{"devices":{"requests":[{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]}}}`,
    rows: String.raw`
# ValidateResourceClaimStatusUpdate
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["condition1","condition2"]}]}}}
! status.allocation.devices.results[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions

  status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}],"config":[{"source":"FromClaim","opaque":{"driver":"foo","parameters":{"str":"{{x*10230}}"}}}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["example.com/condition1","condition2","condition3","condition4"],"bindingFailureConditions":["example.com/condition5","condition6","condition7","condition8"]}]}}}

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"reservedFor":[{"resource":"pods","name":"","uid":"1"}]}
! status.reservedFor[0].name: Required value

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]},"nodeSelector":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["-1"]}]}]}}}
! status.allocation.nodeSelector.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "-1": {{labelValue}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["condition1","condition2","condition3","condition4","condition5"],"bindingFailureConditions":["condition6","condition7"]}]}}}
! status.allocation.devices.results[0].bindingConditions: Too many: 5: must have at most 4 items

+ status: {"reservedFor":[{"resource":"pods","name":"foo","uid":"1"}]}
! status.reservedFor: Forbidden: may not be specified when {{tick}}allocated{{tick}} is not set

  spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ status: {"allocation":{"devices":{"results":[{"request":"foo/foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}

  spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ status: {"allocation":{"devices":{"results":[{"request":"foo/bar","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["condition1","condition2"],"bindingFailureConditions":["condition3","condition4","condition5","condition6","condition7"]}]}}}
! status.allocation.devices.results[0].bindingFailureConditions: Too many: 5: must have at most 4 items

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"!@#$%^","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
! status.allocation.devices.results[0].request: Invalid value: "!@#$%^": {{label}}
! status.allocation.devices.results[0].request: Invalid value: "!@#$%^": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"}]}},"devices":[{"driver":"foo","pool":"foo","device":"foo","shareID":"bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb","conditions":null}]}
! status.devices[0]: Invalid value: {"Driver":"foo","Pool":"foo","Device":"foo","ShareID":"bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb"}: must be an allocated device in the claim

  spec.devices.requests[0].exactly.count: 2
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"},{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb"}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"}]}},"devices":[{"driver":"foo","pool":"foo","device":"foo","shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa","conditions":null}]}

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"devices":[{"driver":"b","pool":"a","device":"r","conditions":null}]}
! status.devices[0]: Invalid value: {"Driver":"b","Pool":"a","Device":"r","ShareID":""}: must be an allocated device in the claim

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"devices":[{"driver":"foo","pool":"foo","device":"foo","conditions":null,"networkData":{"ips":["2001:db8::1/64","2001:db8::1/64"]}},{"driver":"foo","pool":"foo","device":"foo","conditions":null}]}
! status.devices[0].networkData.ips[1]: Duplicate value: "2001:db8::1/64"
! status.devices[1]: Duplicate value: {"Driver":"foo","Pool":"foo","Device":"foo","ShareID":""}

  spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ status: {"allocation":{"devices":{"results":[{"request":"foo/baz","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
! status.allocation.devices.results[0].request: Invalid value: "foo/baz": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingFailureConditions":["condition3","condition4"]}]}}}
! status.allocation.devices.results[0].bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions

+ status: {"allocation":{"devices":{},"nodeSelector":{"nodeSelectorTerms":null}}}
! status.allocation.nodeSelector.nodeSelectorTerms: Required value: must have at least one node selector term

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"reservedFor":[{"resource":"","name":"foo","uid":"1"}]}
! status.reservedFor[0].resource: Required value

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo-2","pool":"foo","device":"foo","adminAccess":false}]}}}
! status.allocation: Invalid value: {"Devices":{"Results":[{"Request":"foo","Driver":"foo-2","Pool":"foo","Device":"foo","AdminAccess":false,"Tolerations":null,"BindingConditions":null,"BindingFailureConditions":null,"ShareID":null,"ConsumedCapacity":null}],"Config":null},"NodeSelector":null,"AllocationTimestamp":null}: field is immutable

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa","consumedCapacity":{"foo":"1"}}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo"}]}}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}],"config":[{"source":"FromClaim","requests":["foo","foo"],"opaque":{"driver":"dra.example.com","parameters":{"kind":"foo","apiVersion":"dra.example.com/v1"}}}]}}}
! status.allocation.devices.config[0].requests[1]: Duplicate value: "foo"

  spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ status: {"allocation":{"devices":{"results":[{"request":"foo/foo/foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
! status.allocation.devices.results[0].request: Invalid value: "foo/foo/foo": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}],"config":[{"source":"FromClaim","requests":["foo","!@#$%^"],"opaque":{"driver":"dra.example.com","parameters":{"kind":"foo","apiVersion":"dra.example.com/v1"}}}]}}}
! status.allocation.devices.config[0].requests[1]: Invalid value: "!@#$%^": {{label}}
! status.allocation.devices.config[0].requests[1]: Invalid value: "!@#$%^": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'

  spec.devices.requests[0].exactly.count: 2
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"},{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb"}]}},"devices":[{"driver":"foo","pool":"foo","device":"foo","shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa","conditions":null},{"driver":"foo","pool":"foo","device":"foo","shareID":"bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb","conditions":null}]}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["condition1","condition2!"],"bindingFailureConditions":["condition3","condition4"]}]}}}
! status.allocation.devices.results[0].bindingConditions[1]: Invalid value: "condition2!": {{labelName}}

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"bindingConditions":["condition1","condition2"],"bindingFailureConditions":["condition3","condition4!"]}]}}}
! status.allocation.devices.results[0].bindingFailureConditions[1]: Invalid value: "condition4!": {{labelName}}

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"reservedFor":[{"resource":"pods","name":"foo","uid":"1"},{"resource":"pods","name":"foo","uid":"1"}]}
! status.reservedFor[1]: Duplicate value: "1"

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"reservedFor":[{"resource":"pods","name":"foo","uid":"1"}]}

- status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}}}
+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false}]}},"reservedFor":[{"resource":"pods","name":"foo","uid":""}]}
! status.reservedFor[0].uid: Required value

+ status: {"allocation":{"devices":{"results":[{"request":"foo","driver":"foo","pool":"foo","device":"foo","adminAccess":false,"shareID":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"}]}},"devices":[{"driver":"foo","pool":"foo","device":"foo","conditions":null}]}
! status.devices[0]: Invalid value: {"Driver":"foo","Pool":"foo","Device":"foo","ShareID":""}: must be an allocated device in the claim

+ status: {"allocation":{"devices":{}}}
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaimTemplate",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo","namespace":"ns"},"spec":{"metadata":{},"spec":{"devices":{"requests":[{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]}}}}`,
    rows: String.raw`
# ValidateResourceClaimTemplate
  metadata.namespace: -
! metadata.namespace: Required value

  metadata.generateName: "pvc-"

  metadata.ownerReferences: [{"apiVersion":"v1","kind":"pod","name":"foo","uid":"ac051fac-2ead-46d9-b8b4-4e0fbeb7455d"}]

  metadata.finalizers: ["example.com/foo"]

  metadata.annotations: {"foo":"bar"}

  spec.spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"!@#$%^","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
! spec.spec.devices.requests[0].firstAvailable[0].deviceClassName: Invalid value: "!@#$%^": {{subdomain}}

  metadata.managedFields: [{"manager":"foo","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1"}]

  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  spec.spec.devices.requests: [{"name":"foo","firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.labels: {"apps.kubernetes.io/name":"test"}

  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  metadata.name: "!@#$%^"
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}

  metadata.generation: 100

  metadata.deletionGracePeriodSeconds: 10

  spec.spec.devices.requests[0].exactly.deviceClassName: "!@#$%^"
! spec.spec.devices.requests[0].exactly.deviceClassName: Invalid value: "!@#$%^": {{subdomain}}

  spec.spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"All"},"firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
! spec.spec.devices.requests[0]: Invalid value: null: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required, but multiple fields are set

  metadata.name: "sample"
  metadata.namespace: "default"
  spec: -

# (altered)
  spec.spec.devices.requests: [{}]
! spec.spec.devices.requests[0].name: Invalid value: "": {{label}}
! spec.spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required

  metadata.name: -
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.name: Required value: name or generateName is required
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.name: "BAD_Value!"
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.name: "a.b/c"
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.namespace: -
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.namespace: Required value
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.namespace: "BAD_Value!"
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.namespace: "a.b/c"
  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.labels: {"hello-world":"BAD_Value!"}
! metadata.labels: Invalid value: "BAD_Value!": {{labelValue}}

  metadata.labels: {"hello-world":"a.b/c"}
! metadata.labels: Invalid value: "a.b/c": {{labelValue}}

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}},{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec.spec.devices.requests[1]: Duplicate value: "foo"

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.spec.devices.requests: [{}]
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec.spec.devices.requests[0].name: Invalid value: "": {{label}}
! spec.spec.devices.requests[0]: Required value: exactly one of {{tick}}exactly{{tick}} or {{tick}}firstAvailable{{tick}} is required

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.spec.devices.requests[0].name: -
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec.spec.devices.requests[0].name: Invalid value: "": {{label}}

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.spec.devices.requests[0].name: "BAD_Value!"
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec.spec.devices.requests[0].name: Invalid value: "BAD_Value!": {{label}}

  metadata.labels: {"hello-world":"spaces not allowed"}
  spec.spec.devices.requests[0].name: "a.b/c"
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec.spec.devices.requests[0].name: Invalid value: "a.b/c": {{label}}
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaimTemplate",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo","namespace":"ns"},"spec":{"metadata":{},"spec":{"devices":{"requests":[{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"ExactCount","count":1}}]}}}}`,
    rows: String.raw`
# ValidateResourceClaimTemplateUpdate
+ spec.spec.devices.requests[0].exactly.deviceClassName: "foo2"
! spec: Invalid value: {"Spec":{"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo2","Selectors":null,"AllocationMode":"ExactCount","Count":1,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}}: field is immutable

  metadata.name: "sample"
  metadata.namespace: "default"
  spec: -

# (altered)
- spec.spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"All"},"firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ spec: -
! spec: Invalid value: {"Spec":{"Devices":{"Requests":null,"Constraints":null,"Config":null}}}: field is immutable

- spec.spec.devices.requests: [{"name":"foo","exactly":{"deviceClassName":"foo","allocationMode":"All"},"firstAvailable":[{"name":"foo","deviceClassName":"foo","allocationMode":"ExactCount","count":1},{"name":"bar","deviceClassName":"foo","allocationMode":"ExactCount","count":1}]}]
+ spec.spec.devices.requests: []
! spec: Invalid value: {"Spec":{"Devices":{"Requests":[],"Constraints":null,"Config":null}}}: field is immutable

  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

- metadata.labels: {"hello-world":"spaces not allowed"}
+ metadata.labels: {"hello-world":"BAD_Value!"}
! metadata.labels: Invalid value: "BAD_Value!": {{labelValue}}
! metadata.labels: Invalid value: "BAD_Value!": {{labelValue}}
! metadata.labels: Invalid value: "BAD_Value!": {{labelValue}}
! metadata.labels: Invalid value: "BAD_Value!": {{labelValue}}

- metadata.labels: {"hello-world":"spaces not allowed"}
+ metadata.labels: {"hello-world":"a.b/c"}
! metadata.labels: Invalid value: "a.b/c": {{labelValue}}
! metadata.labels: Invalid value: "a.b/c": {{labelValue}}
! metadata.labels: Invalid value: "a.b/c": {{labelValue}}
! metadata.labels: Invalid value: "a.b/c": {{labelValue}}

  metadata.labels: {"hello-world":"spaces not allowed"}
+ spec: -
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec: Invalid value: {"Spec":{"Devices":{"Requests":null,"Constraints":null,"Config":null}}}: field is immutable

  metadata.labels: {"hello-world":"spaces not allowed"}
+ spec.spec.devices.requests: []
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}
! spec: Invalid value: {"Spec":{"Devices":{"Requests":[],"Constraints":null,"Config":null}}}: field is immutable

  metadata.deletionGracePeriodSeconds: 10
+ spec.spec.devices.requests[0].exactly.count: 2147483647
! spec: Invalid value: {"Spec":{"Devices":{"Requests":[{"Name":"foo","Exactly":{"DeviceClassName":"foo","Selectors":null,"AllocationMode":"ExactCount","Count":2147483647,"AdminAccess":null,"Tolerations":null,"Capacity":null},"FirstAvailable":null}],"Constraints":null,"Config":null}}}: field is immutable

  metadata.name: "!@#$%^"
! metadata.name: Invalid value: "!@#$%^": may not contain '%'
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}

  metadata.name: "!@#$%^"
+ spec: -
! metadata.name: Invalid value: "!@#$%^": may not contain '%'
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}
! spec: Invalid value: {"Spec":{"Devices":{"Requests":null,"Constraints":null,"Config":null}}}: field is immutable

  metadata.name: "!@#$%^"
+ spec.spec.devices.requests: []
! metadata.name: Invalid value: "!@#$%^": may not contain '%'
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}
! spec: Invalid value: {"Spec":{"Devices":{"Requests":[],"Constraints":null,"Config":null}}}: field is immutable
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceSlice",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo"},"spec":{"driver":"test.example.com","pool":{"name":"foo","generation":0,"resourceSliceCount":1},"nodeName":"foo","devices":[{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}}]}}`,
    rows: String.raw`
# ValidateResourceSlice
  spec.devices[0].bindingConditions: ["condition1","condition2"]
  spec.devices[0].bindingFailureConditions: ["condition3","condition3"]
! spec.devices[0].bindingFailureConditions[1]: Duplicate value: "condition3"

  spec.devices[0].bindingConditions: ["condition1","condition2!"]
  spec.devices[0].bindingFailureConditions: ["condition3","condition4"]
! spec.devices[0].bindingConditions[1]: Invalid value: "condition2!": {{labelName}}

  spec.devices[0].bindingConditions: ["condition1","condition2"]
  spec.devices[0].bindingFailureConditions: ["condition1","condition3"]
! spec.devices[0].bindingFailureConditions[0]: Invalid value: "condition1": bindingFailureConditions must not overlap with bindingConditions

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-1","attributes":{"{{x*64}}/{{y*33}}":{"string":"z"}},"capacity":{"memory":{"value":"1Gi"}}}]
! spec.devices[1].attributes: Too long: may not be more than 63 bytes
! spec.devices[1].attributes: Too long: may not be more than 32 bytes

  spec.nodeName: -
  spec.devices[0].nodeName: ""
  spec.devices[0].allNodes: false
  spec.perDeviceNodeSelection: true
! spec.devices[0].nodeName: Invalid value: "": must not be empty
! spec.devices[0].allNodes: Invalid value: false: must be either unset or set to true
! spec.devices[0]: Required value: exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, or {{tick}}allNodes{{tick}} is required when {{tick}}perDeviceNodeSelection{{tick}} is set to true in the ResourceSlice spec

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"},"memory":{"capacityKey":"dra.example.com/cpu"}}

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{}}

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  spec.devices: -
  spec.sharedCounters: [{"name":"foo","counters":{"memory":{"value":"1Gi"}}},{"name":"foo","counters":{"memory":{"value":"1Gi"}}}]
! spec.sharedCounters[1]: Duplicate value: "foo"

  spec.devices: -
  spec.sharedCounters: [{"name":"counterset-0","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-1","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-2","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-3","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-4","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-5","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-6","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-7","counters":{"memory":{"value":"1Gi"}}}]

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":""}}

  metadata.generateName: "prefix-"

  spec.driver: "!@#$%^"
! spec.driver: Invalid value: "!@#$%^": {{subdomain}}

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-1","attributes":{"/":{"string":"z"}},"capacity":{"memory":{"value":"1Gi"}}}]
! spec.devices[1].attributes: Invalid value: "": the domain must not be empty
! spec.devices[1].attributes: Invalid value: "": the name must not be empty

  spec.devices[0].consumesCounters: [{"counterSet":"!@#$%^","counters":{"memory":{"value":"1Gi"}}}]
! spec.devices[0].consumesCounters[0].counterSet: Invalid value: "!@#$%^": {{label}}

  metadata.name: "!@#$%^"
! metadata.name: Invalid value: "!@#$%^": {{subdomain}}

  metadata.generation: 100

  metadata.deletionGracePeriodSeconds: 10

  spec.pool.name: "!@#$%^/!@#$%^"
  spec.nodeName: "!@#$%^/!@#$%^"
! spec.pool.name: Invalid value: "!@#$%^": {{subdomain}}
! spec.pool.name: Invalid value: "!@#$%^": {{subdomain}}
! spec.nodeName: Invalid value: "!@#$%^/!@#$%^": {{subdomain}}

  spec.nodeName: -
  spec.devices[0].nodeName: "worker"
  spec.devices[0].allNodes: true
  spec.perDeviceNodeSelection: true
! spec.devices[0]: Invalid value: "{{{tick}}nodeName{{tick}}, {{tick}}allNodes{{tick}}}": exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, or {{tick}}allNodes{{tick}} is required when {{tick}}perDeviceNodeSelection{{tick}} is set to true in the ResourceSlice spec

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"nonexistent"}}

  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"dra.example.com/gpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}

  metadata.annotations: {"foo":"bar"}

  spec.devices: -
  spec.sharedCounters: [{"name":"!@#$%^","counters":{"memory":{"value":"1Gi"}}}]
! spec.sharedCounters[0].name: Invalid value: "!@#$%^": {{label}}

  metadata.ownerReferences: [{"apiVersion":"v1","kind":"pod","name":"foo","uid":"ac051fac-2ead-46d9-b8b4-4e0fbeb7455d"}]

  spec.pool.name: ""
! spec.pool.name: Required value

  spec.nodeName: "worker"
  spec.allNodes: true
! spec: Invalid value: "{{{tick}}nodeName{{tick}}, {{tick}}allNodes{{tick}}}": exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, {{tick}}allNodes{{tick}}, {{tick}}perDeviceNodeSelection{{tick}} is required, but multiple fields are set

  spec.nodeName: "worker"
  spec.perDeviceNodeSelection: false
! spec.perDeviceNodeSelection: Invalid value: false: must be either unset or set to true

  spec.nodeName: ""
  spec.allNodes: true
! spec.nodeName: Invalid value: "": must be either unset or set to a non-empty string

  spec.nodeName: -
! spec: Required value: exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, {{tick}}allNodes{{tick}}, {{tick}}perDeviceNodeSelection{{tick}} is required

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"!@#$%^","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-2","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}}]
! spec.devices[1].name: Invalid value: "!@#$%^": {{label}}

  spec.devices[0]: {"name":"device-0","consumesCounters":[{"counterSet":"counterset-0","counters":{"memory":{"value":"1Gi"}}},{"counterSet":"counterset-1","counters":{"memory":{"value":"1Gi"}}},{"counterSet":"counterset-2","counters":{"memory":{"value":"1Gi"}}}]}
! spec.devices[0].consumesCounters: Too many: 3: must have at most 2 items

  spec.devices[0].bindingConditions: ["condition1","condition2"]
  spec.devices[0].bindingFailureConditions: ["condition3!","condition4"]
! spec.devices[0].bindingFailureConditions[0]: Invalid value: "condition3!": {{labelName}}

  spec.pool.name: "x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/xy"
  spec.pool.generation: -1
  spec.pool.resourceSliceCount: 0
! spec.pool.name: Too long: may not be more than 253 bytes
! spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero
! spec.pool.generation: Invalid value: -1: must be greater than or equal to zero

  spec.devices[0].bindingFailureConditions: ["condition1","condition2"]
! spec.devices[0].bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-1","attributes":{"{{_*64}}/y":{"string":"z"}},"capacity":{"memory":{"value":"1Gi"}}}]
! spec.devices[1].attributes: Too long: may not be more than 63 bytes
! spec.devices[1].attributes: Invalid value: "{{_*64}}": {{subdomain}}

  spec.nodeName: "worker"
  spec.allNodes: false
! spec.allNodes: Invalid value: false: must be either unset or set to true

  spec.devices: -
  spec.sharedCounters: [{"name":"","counters":{"memory":{"value":"1Gi"}}}]
! spec.sharedCounters[0].name: Required value

  spec.devices: -
  spec.sharedCounters: [{"name":"foo"}]
! spec.sharedCounters[0].counters: Required value

  spec.devices[0].bindingConditions: ["condition1","condition2","condition3","condition4","condition5"]
  spec.devices[0].bindingFailureConditions: ["condition6","condition7"]
! spec.devices[0].bindingConditions: Too many: 5: must have at most 4 items

  spec.devices[0].bindingConditions: ["condition1","condition2"]
! spec.devices[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions

  spec.devices[0].bindingConditions: ["condition1","condition1"]
  spec.devices[0].bindingFailureConditions: ["condition2","condition3"]
! spec.devices[0].bindingConditions[1]: Duplicate value: "condition1"

  spec.pool.name: "!@#$%^"
  spec.nodeName: "!@#$%^"
! spec.pool.name: Invalid value: "!@#$%^": {{subdomain}}
! spec.nodeName: Invalid value: "!@#$%^": {{subdomain}}

  spec.sharedCounters: [{"name":"counterset","counters":{"memory":{"value":"1Gi"}}}]
! spec: Invalid value: "": only one of {{tick}}sharedCounters{{tick}} or {{tick}}devices{{tick}} is allowed

  metadata.labels: {"hello-world":"spaces not allowed"}
! metadata.labels: Invalid value: "spaces not allowed": {{labelValue}}

  metadata.annotations: {"!@#$%^":"hello world"}
! metadata.annotations: Invalid value: "!@#$%^": {{labelName}}

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-1","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"cap":{"value":"1Gi","requestPolicy":{"default":"1Mi","validRange":{"min":"1Mi"}}}}}]
! spec.devices[1].capacity[cap].requestPolicy: Forbidden: allowMultipleAllocations must be true

  spec.nodeName: "worker"
  spec.perDeviceNodeSelection: true
! spec: Invalid value: "{{{tick}}nodeName{{tick}}, {{tick}}perDeviceNodeSelection{{tick}}}": exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, {{tick}}allNodes{{tick}}, {{tick}}perDeviceNodeSelection{{tick}} is required, but multiple fields are set
! spec.devices[0]: Required value: exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, or {{tick}}allNodes{{tick}} is required when {{tick}}perDeviceNodeSelection{{tick}} is set to true in the ResourceSlice spec

  spec.devices: -
  spec.sharedCounters: [{"name":"counterset-0","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-1","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-2","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-3","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-4","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-5","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-6","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-7","counters":{"memory":{"value":"1Gi"}}},{"name":"counterset-8","counters":{"memory":{"value":"1Gi"}}}]
! spec.sharedCounters: Too many: 9: must have at most 8 items

  spec.devices[0].bindingConditions: ["condition1","condition2"]
  spec.devices[0].bindingFailureConditions: ["condition3","condition4","condition5","condition6","condition7"]
! spec.devices[0].bindingFailureConditions: Too many: 5: must have at most 4 items

  spec.nodeName: -
  spec.nodeSelector: {"nodeSelectorTerms":null}
! spec.nodeSelector.nodeSelectorTerms: Required value: must have at least one node selector term
! spec.nodeSelector.nodeSelectorTerms: Invalid value: null: must have exactly one node selector term

  spec.devices[0].consumesCounters: [{"counterSet":"","counters":{"memory":{"value":"1Gi"}}}]
! spec.devices[0].consumesCounters[0].counterSet: Required value

  spec.devices[0].consumesCounters: [{"counterSet":"foo","counters":{"memory":{"value":"1Gi"}}},{"counterSet":"foo","counters":{"memory":{"value":"1Gi"}}}]
! spec.devices[0].consumesCounters[1]: Duplicate value: "foo"

  spec.driver: "foo"
  spec.devices: [{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}},{"name":"device-1","attributes":{"{{.*33}}":{"string":"y"}},"capacity":{"memory":{"value":"1Gi"}}}]
! spec.devices[1].attributes: Too long: may not be more than 32 bytes
! spec.devices[1].attributes: Invalid value: "{{.*33}}": a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')

  spec.devices[0].consumesCounters: [{"counterSet":"counterset-0"}]
! spec.devices[0].consumesCounters[0].counters: Required value

  spec.nodeName: "worker"
  spec.nodeSelector: {"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["worker"]}]}]}
! spec: Invalid value: "{{{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}}": exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, {{tick}}allNodes{{tick}}, {{tick}}perDeviceNodeSelection{{tick}} is required, but multiple fields are set

# (altered)
  spec: -
! spec.driver: Required value
! spec.pool.name: Required value
! spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero
! spec: Required value: exactly one of {{tick}}nodeName{{tick}}, {{tick}}nodeSelector{{tick}}, {{tick}}allNodes{{tick}}, {{tick}}perDeviceNodeSelection{{tick}} is required

  spec.devices[0]: {}
! spec.devices[0].name: Invalid value: "": {{label}}

  metadata.name: "BAD_Value!"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  spec.driver: -
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.driver: Required value

  spec.driver: "BAD_Value!"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.driver: Invalid value: "BAD_Value!": {{subdomain}}

  spec.driver: "a.b/c"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.driver: Invalid value: "a.b/c": {{subdomain}}

  spec.pool: -
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.pool.name: Required value
! spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero

  spec.pool.name: "BAD_Value!"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.pool.name: Invalid value: "BAD_Value!": {{subdomain}}

  spec.pool.generation: -1
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.pool.generation: Invalid value: -1: must be greater than or equal to zero

  spec.pool.resourceSliceCount: -
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero

  spec.pool.resourceSliceCount: -1
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.pool.resourceSliceCount: Invalid value: -1: must be greater than zero

  spec.nodeName: "BAD_Value!"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.nodeName: Invalid value: "BAD_Value!": {{subdomain}}

  spec.nodeName: "a.b/c"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
! spec.nodeName: Invalid value: "a.b/c": {{subdomain}}
`,
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceSlice",
    write: "update",
    base: String.raw`{"metadata":{"name":"valid"},"spec":{"driver":"valid","pool":{"name":"valid","generation":0,"resourceSliceCount":1},"nodeName":"valid","devices":[{"name":"device-0","attributes":{"bool":{"bool":true},"int":{"int":42},"string":{"string":"hello world"},"version":{"version":"1.2.3"}},"capacity":{"memory":{"value":"1Gi"}}}]}}`,
    rows: String.raw`
# ValidateResourceSliceUpdate
+ metadata.name: "valid-update"
! metadata.name: Invalid value: "valid-update": field is immutable
! metadata.name: Invalid value: "valid-update": field is immutable

+ spec.nodeName: "valid-updated"
! spec.nodeName: Invalid value: "valid-updated": field is immutable

+ spec.driver: "valid-updated"
! spec.driver: Invalid value: "valid-updated": field is immutable

+ spec.devices[0].taints: [{"key":"unhealthy-power","effect":"NoExecute"},{"key":"unhealthy-mem","effect":"some-other-effect"}]
! spec.devices[0].taints[1].effect: Unsupported value: "some-other-effect": supported values: "NoExecute", "NoSchedule", "None"

+ spec.pool.name: "valid-updated"
! spec.pool.name: Invalid value: "valid-updated": field is immutable

  spec.nodeName: -
- spec.nodeSelector: {"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["bar"]}]}]}
+ spec.nodeSelector: {"nodeSelectorTerms":[{"matchExpressions":[{"key":"foo","operator":"In","values":["-1"]}]}]}
! spec.nodeSelector.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "-1": {{labelValue}}

  metadata.name: "sample"
  spec.driver: "gpu.example.com"
  spec.pool.name: "n"
  spec.pool.generation: 1
  spec.nodeName: "n"
  spec.devices[0]: {"name":"gpu-0","attributes":{"model":{"string":"a"}}}

# (altered)
  metadata.name: "foo"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.driver: "test.example.com"
+ spec.driver: -
! spec.driver: Required value
! spec.driver: Invalid value: "": field is immutable

  metadata.name: "foo"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.driver: "test.example.com"
+ spec.driver: "BAD_Value!"
! spec.driver: Invalid value: "BAD_Value!": {{subdomain}}
! spec.driver: Invalid value: "BAD_Value!": field is immutable

  metadata.name: "foo"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.driver: "test.example.com"
+ spec.driver: "a.b/c"
! spec.driver: Invalid value: "a.b/c": {{subdomain}}
! spec.driver: Invalid value: "a.b/c": field is immutable

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.pool.name: "foo"
+ spec.pool.name: -
! spec.pool.name: Required value
! spec.pool.name: Invalid value: "": field is immutable

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.pool.name: "foo"
+ spec.pool.name: "BAD_Value!"
! spec.pool.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.pool.name: Invalid value: "BAD_Value!": field is immutable

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
- spec.pool.name: "foo"
+ spec.pool.name: "a.b/c"
! spec.pool.name: Invalid value: "a.b/c": field is immutable

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.pool.generation: -1
! spec.pool.generation: Invalid value: -1: must be greater than or equal to zero

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.pool.resourceSliceCount: -
! spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.pool.resourceSliceCount: -1
! spec.pool.resourceSliceCount: Invalid value: -1: must be greater than zero

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.devices[0].name: -
! spec.devices[0].name: Invalid value: "": {{label}}

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.devices[0].name: "BAD_Value!"
! spec.devices[0].name: Invalid value: "BAD_Value!": {{label}}

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.devices[0].name: "a.b/c"
! spec.devices[0].name: Invalid value: "a.b/c": {{label}}

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.devices[0].attributes.bool: {}
! spec.devices[0].attributes[bool]: Invalid value: "": exactly one value must be specified

  metadata.name: "foo"
  spec.driver: "test.example.com"
  spec.pool.name: "foo"
  spec.nodeName: "foo"
  spec.devices[0].capacity: {"dra.example.com/cpu":{"value":"100"},"dra.example.com/memory":{"value":"100Gi"}}
  spec.devices[0].nodeAllocatableResourceMappings: {"cpu":{"capacityKey":"dra.example.com/cpu","allocationMultiplier":"1"}}
+ spec.devices[0].attributes.int: {}
! spec.devices[0].attributes[int]: Invalid value: "": exactly one value must be specified
`,
  },
];
