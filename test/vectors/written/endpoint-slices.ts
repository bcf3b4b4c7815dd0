/** What EndpointSlices and Leases are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const endpointSlices: readonly Section[] = [
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    write: "create",
    base: String.raw`{"metadata":{"name":"hello","namespace":"world"},"addressType":"IPv4","endpoints":[{"addresses":["10.1.2.0"],"conditions":{},"hostname":"valid-123"}],"ports":[{"name":"http","protocol":"TCP"}]}`,
    rows: String.raw`
# ValidateEndpointSlice
  endpoints[0].hostname: -
  endpoints[0].hints: {"forZones":[{"name":"inv@lid"}]}
! endpoints[0].hints.forZones[0].name: Invalid value: "inv@lid": {{labelValue}}

  endpoints[0].hostname: -
  endpoints[0].hints: {"forZones":[{"name":"zone-a"},{"name":"zone-b"},{"name":"zone-a"}]}
! endpoints[0].hints.forZones[2].name: Duplicate value: "zone-a"

  addressType: "IPv6"
  endpoints[0].addresses: ["a00:100::4"]

  endpoints: []
  ports[0].name: "almost_valid"
! ports[0].name: Invalid value: "almost_valid": {{label}}

  endpoints[0].hostname: -
  endpoints[0].deprecatedTopology: {"topology-0":"example","topology-1":"example","topology-10":"example","topology-11":"example","topology-12":"example","topology-13":"example","topology-14":"example","topology-15":"example","topology-2":"example","topology-3":"example","topology-4":"example","topology-5":"example","topology-6":"example","topology-7":"example","topology-8":"example","topology-9":"example"}

  endpoints: []
  ports: [{"name":"","protocol":"TCP"},{"name":"","protocol":"TCP"}]
! ports[1].name: Duplicate value: ""

  endpoints[0].hostname: "--INVALID"
! endpoints[0].hostname: Invalid value: "--INVALID": {{label}}

  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)

  endpoints: []
  ports[0].name: "aCapital"
! ports[0].name: Invalid value: "aCapital": {{label}}

  endpoints: null
  ports[0].protocol: "foo"
! ports[0].protocol: Unsupported value: "foo": supported values: "SCTP", "TCP", "UDP"

  endpoints[0].hostname: -
  endpoints[0].deprecatedTopology: {"--INVALID":"example"}

  endpoints[0].addresses: ["123.456.789.012","2001:4860:4860::8888"]
! endpoints[0].addresses[0]: Invalid value: "123.456.789.012": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! endpoints[0].addresses: Invalid value: "2001:4860:4860::8888": must be an IPv4 address

  endpoints: []
  ports[0].name: "{{a*64}}"
! ports[0].name: Invalid value: "{{a*64}}": must be no more than 63 characters

  endpoints[0].addresses: []
  endpoints[0].hostname: -
! endpoints[0].addresses: Required value: must contain at least 1 address

  endpoints[0].hostname: -
  endpoints[0].deprecatedTopology: {"topology-0":"example","topology-1":"example","topology-10":"example","topology-11":"example","topology-12":"example","topology-13":"example","topology-14":"example","topology-15":"example","topology-16":"example","topology-2":"example","topology-3":"example","topology-4":"example","topology-5":"example","topology-6":"example","topology-7":"example","topology-8":"example","topology-9":"example"}

  metadata.name: "*&^"
  metadata.namespace: "foo"
! metadata.name: Invalid value: "*&^": {{subdomain}}

  addressType: "IPv6"
  endpoints[0].addresses: ["123.456.789.012","2001:4860:4860:defg"]
! endpoints[0].addresses[0]: Invalid value: "123.456.789.012": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! endpoints[0].addresses[1]: Invalid value: "2001:4860:4860:defg": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  endpoints[0].hostname: -
  endpoints[0].hints: {"forZones":[{"name":"zone-a"},{"name":"zone-b"},{"name":"zone-c"},{"name":"zone-d"},{"name":"zone-e"},{"name":"zone-f"},{"name":"zone-g"},{"name":"zone-h"},{"name":"zone-i"}]}
! endpoints[0].hints.forZones: Too many: 9: must have at most 8 items

  endpoints[0].hostname: -
  endpoints[0].hints: {"forNodes":[{"name":"node-1"},{"name":"node-2"},{"name":"node-3"},{"name":"node-4"},{"name":"node-5"},{"name":"node-6"},{"name":"node-7"},{"name":"node-8"},{"name":"node-9"}]}
! endpoints[0].hints.forNodes: Too many: 9: must have at most 8 items

  endpoints[0].hostname: -
  ports[0].name: "{{a*63}}"

  endpoints[0].hostname: -
  endpoints[0].hints: {"forZones":[{"name":"zone-a"}],"forNodes":[{"name":"node-1"}]}

  endpoints[0].addresses: ["012.034.056.078"]
! endpoints[0].addresses[0]: Invalid value: "012.034.056.078": must not have leading 0s

  endpoints[0].hostname: -
  endpoints[0].hints: {"forNodes":[{"name":"node-1"},{"name":"node-2"},{"name":"node-1"}]}
! endpoints[0].hints.forNodes[2].name: Duplicate value: "node-1"

  metadata: {}
  addressType: ""
  endpoints: null
  ports: null
! metadata.name: Required value: name or generateName is required
! metadata.namespace: Required value
! addressType: Required value

  endpoints[0].hostname: -
  endpoints[0].deprecatedTopology: {"topology.kubernetes.io/zone":"zone1"}

  endpoints[0].addresses: ["123.456.789.012"]
! endpoints[0].addresses[0]: Invalid value: "123.456.789.012": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  endpoints[0].hostname: -
  endpoints[0].hints: {"forNodes":[{"name":"!@#$!@"},{"name":""}]}
! endpoints[0].hints.forNodes[0].name: Invalid value: "!@#$!@": {{subdomain}}
! endpoints[0].hints.forNodes[1].name: Invalid value: "": {{subdomain}}

  endpoints[0].addresses: ["127.0.0.1"]
! endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)

  ports: [{"name":"tcp","protocol":"TCP"},{"name":"udp","protocol":"UDP"},{"name":"sctp","protocol":"SCTP"}]

  ports: [{"name":"one","protocol":"TCP","appProtocol":"HTTP"},{"name":"two","protocol":"TCP","appProtocol":"https"},{"name":"three","protocol":"TCP","appProtocol":"my-protocol"},{"name":"four","protocol":"TCP","appProtocol":"example.com/custom-protocol"}]

  endpoints[0].hostname: -
  ports: [{"name":"","protocol":"TCP"},{"name":"http","protocol":"TCP"}]

  endpoints: []
  ports: []

  ports[0].appProtocol: "--"
! ports[0].appProtocol: Invalid value: "--": {{labelName}}

  addressType: "FQDN"
  endpoints[0].addresses: ["foo.example.com","example.com","example.com.","hyphens-are-good.example.com"]
~ spec.addressType: FQDN endpoints are deprecated

  addressType: "FQDN"
  endpoints[0].addresses: ["foo.*","FOO.example.com","underscores_are_bad.example.com","*.example.com"]
! endpoints[0].addresses[0]: Invalid value: "foo.*": {{subdomain}}
! endpoints[0].addresses[1]: Invalid value: "FOO.example.com": {{subdomain}}
! endpoints[0].addresses[2]: Invalid value: "underscores_are_bad.example.com": {{subdomain}}
! endpoints[0].addresses[3]: Invalid value: "*.example.com": {{subdomain}}

# ValidateEndpointSliceCreate
  endpoints[0].nodeName: "INvalid-node-name"
! endpoints[0].nodeName: Invalid value: "INvalid-node-name": {{subdomain}}

  addressType: "IP"
  endpoints[0].hostname: -
! addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"

  addressType: "other"
  endpoints[0].hostname: -
! addressType: Unsupported value: "other": supported values: "FQDN", "IPv4", "IPv6"

# (altered)
  metadata.name: "sample"
  metadata.namespace: "default"
  addressType: -
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! addressType: Required value

  metadata.name: "sample"
  metadata.namespace: "default"
  addressType: "BAD_Value!"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! addressType: Unsupported value: "BAD_Value!": supported values: "FQDN", "IPv4", "IPv6"

  metadata.name: "sample"
  metadata.namespace: "default"
  addressType: "a.b/c"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! addressType: Unsupported value: "a.b/c": supported values: "FQDN", "IPv4", "IPv6"

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":[""]}
  ports[0]: {"port":80}
! endpoints[0].addresses[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["BAD_Value!"]}
  ports[0]: {"port":80}
! endpoints[0].addresses[0]: Invalid value: "BAD_Value!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["a.b/c"]}
  ports[0]: {"port":80}
! endpoints[0].addresses[0]: Invalid value: "a.b/c": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports: [{"port":80},{"port":80},{"port":80}]
! ports[1].name: Duplicate value: ""
! ports[2].name: Duplicate value: ""

  metadata.name: -
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: "sample"
  metadata.namespace: -
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.namespace: Required value

  metadata.name: "sample"
  metadata.namespace: "BAD_Value!"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.name: "sample"
  metadata.namespace: "a.b/c"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports[0]: {"port":80}
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  metadata.name: -
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
! metadata.name: Required value: name or generateName is required
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)
`,
  },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    write: "update",
    base: String.raw`{"metadata":{"name":"es1","namespace":"test"},"addressType":"IPv4","endpoints":[{"addresses":["10.1.2.04"],"conditions":{}}],"ports":null}`,
    rows: String.raw`
# ValidateEndpointSliceUpdate
- endpoints[0].addresses: ["10.1.2.3"]
+ endpoints[0].addresses: ["10.1.2.03"]
! endpoints[0].addresses[0]: Invalid value: "10.1.2.03": must not have leading 0s

  addressType: "IPv6"
  endpoints: null

~ endpoints[0].addresses[0]: non-standard IP address "10.1.2.04" is invalid: use "10.1.2.4"

  endpoints[0].addresses: ["10.1.2.3"]
+ endpoints[0].nodeName: "INVALID foo"
! endpoints[0].nodeName: Invalid value: "INVALID foo": {{subdomain}}

  addressType: "IP"
  endpoints: null
! addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"

  endpoints: null
- addressType: "other"
! addressType: Invalid value: "IPv4": field is immutable

  endpoints: null
+ ports: [{"name":"","protocol":"invalid"}]
! ports[0].protocol: Unsupported value: "invalid": supported values: "SCTP", "TCP", "UDP"

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports: [{"port":80}]

# (altered)
  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports: [{"port":80}]
+ addressType: -
! addressType: Required value
! addressType: Invalid value: "": field is immutable

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports: [{"port":80}]
+ addressType: "BAD_Value!"
! addressType: Unsupported value: "BAD_Value!": supported values: "FQDN", "IPv4", "IPv6"
! addressType: Invalid value: "BAD_Value!": field is immutable

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
  ports: [{"port":80}]
+ addressType: "a.b/c"
! addressType: Unsupported value: "a.b/c": supported values: "FQDN", "IPv4", "IPv6"
! addressType: Invalid value: "a.b/c": field is immutable

  metadata.name: "sample"
  metadata.namespace: "default"
  ports: [{"port":80}]
- endpoints[0]: {"addresses":["10.1.2.3"]}
+ endpoints[0]: {}
! endpoints[0].addresses: Required value: must contain at least 1 address

  metadata.name: "sample"
  metadata.namespace: "default"
  ports: [{"port":80}]
- endpoints[0]: {"addresses":["10.1.2.3"]}
+ endpoints[0]: {"addresses":[""]}
! endpoints[0].addresses[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  ports: [{"port":80}]
- endpoints[0]: {"addresses":["10.1.2.3"]}
+ endpoints[0]: {"addresses":["BAD_Value!"]}
! endpoints[0].addresses[0]: Invalid value: "BAD_Value!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  ports: [{"port":80}]
- endpoints[0]: {"addresses":["10.1.2.3"]}
+ endpoints[0]: {"addresses":["a.b/c"]}
! endpoints[0].addresses[0]: Invalid value: "a.b/c": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
- ports: [{"port":80}]
+ ports: [{"port":80},{"port":80}]
! ports[1].name: Duplicate value: ""

  metadata.name: "sample"
  metadata.namespace: "default"
  endpoints[0]: {"addresses":["10.1.2.3"]}
- ports: [{"port":80}]
+ ports: [{"port":80},{"port":80},{"port":80}]
! ports[1].name: Duplicate value: ""
! ports[2].name: Duplicate value: ""

  metadata.name: "hello"
  metadata.namespace: "world"
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
  ports: [{"name":"http","protocol":"TCP"}]
- endpoints[0].hostname: "valid-123"
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)

  metadata.name: "hello"
  metadata.namespace: "world"
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
  ports: [{"name":"http","protocol":"TCP"}]
- endpoints[0].hostname: "valid-123"
+ endpoints[0].hostname: ""
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)
! endpoints[0].hostname: Invalid value: "": {{label}}

  metadata.name: "hello"
  metadata.namespace: "world"
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
  ports: [{"name":"http","protocol":"TCP"}]
- endpoints[0].hostname: "valid-123"
+ endpoints[0].hostname: "BAD_Value!"
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)
! endpoints[0].hostname: Invalid value: "BAD_Value!": {{label}}

  metadata.name: "hello"
  metadata.namespace: "world"
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
  ports: [{"name":"http","protocol":"TCP"}]
- endpoints[0].hostname: "valid-123"
+ endpoints[0].hostname: "a.b/c"
! endpoints[0].addresses[0]: Invalid value: "fe80::9656:d028:8652:66b6": may not be in the link-local range (169.254.0.0/16, fe80::/10)
! endpoints[0].hostname: Invalid value: "a.b/c": {{label}}

  metadata.name: "hello"
  metadata.namespace: "world"
  addressType: "IPv6"
  endpoints[0].addresses: ["fe80::9656:d028:8652:66b6"]
  endpoints[0].hostname: "valid-123"
- ports: [{"name":"http","protocol":"TCP"}]
+ ports: [{"name":"http","protocol":"TCP"},{"name":"http","protocol":"TCP"}]
! ports[1].name: Duplicate value: "http"
`,
  },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    write: "create",
    base: String.raw`{"metadata":{"name":"p","namespace":"n"},"spec":{"strategy":"","preferredHolder":"x"}}`,
    rows: String.raw`
# ValidateLease
  metadata.name: "invalidName++"
  metadata.namespace: "==invalid_Namespace=="
  spec: {}
! metadata.name: Invalid value: "invalidName++": {{subdomain}}
! metadata.namespace: Invalid value: "==invalid_Namespace==": {{label}}

  metadata.name: "l"
  metadata.namespace: "default"
  spec: {"leaseDurationSeconds":0,"leaseTransitions":-1}
! spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0
! spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0

  spec: {"holderIdentity":""}

  spec: {"leaseDurationSeconds":-5,"strategy":"Foo"}
! spec.leaseDurationSeconds: Invalid value: -5: must be greater than 0

  spec.strategy: -

  spec.strategy: "OldestEmulationVersion"
  spec.preferredHolder: ""

  spec.strategy: "a.b/c"
  spec.preferredHolder: -

  metadata.name: "sample"
  metadata.namespace: "default"
  spec: -

# (altered)
  metadata.name: -
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: "holder"
  metadata.namespace: -
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.namespace: Required value

  metadata.name: "holder"
  metadata.namespace: "BAD_Value!"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.name: "holder"
  metadata.namespace: "a.b/c"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":-1,"leaseTransitions":3}
! spec.leaseDurationSeconds: Invalid value: -1: must be greater than 0

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":0,"leaseTransitions":3}
! spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
  spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":-1}
! spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0

  metadata.name: -
  metadata.namespace: "==invalid_Namespace=="
  spec: {}
! metadata.name: Required value: name or generateName is required
! metadata.namespace: Invalid value: "==invalid_Namespace==": {{label}}

  metadata.name: "BAD_Value!"
  metadata.namespace: "==invalid_Namespace=="
  spec: {}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! metadata.namespace: Invalid value: "==invalid_Namespace==": {{label}}

  metadata.name: "a.b/c"
  metadata.namespace: "==invalid_Namespace=="
  spec: {}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! metadata.namespace: Invalid value: "==invalid_Namespace==": {{label}}

  metadata.name: "invalidName++"
  metadata.namespace: -
  spec: {}
! metadata.name: Invalid value: "invalidName++": {{subdomain}}
! metadata.namespace: Required value

  metadata.name: "invalidName++"
  metadata.namespace: "BAD_Value!"
  spec: {}
! metadata.name: Invalid value: "invalidName++": {{subdomain}}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
`,
  },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    write: "update",
    base: String.raw`{"metadata":{"name":"sample","namespace":"default"}}`,
    rows: String.raw`
# ValidateLeaseUpdate
  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
- spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
+ spec: {"holderIdentity":"holder","leaseDurationSeconds":0,"leaseTransitions":-1}
! spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0
! spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
- spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
+ spec: {"holderIdentity":"holder","leaseDurationSeconds":10,"leaseTransitions":20}

# (altered)
  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
- spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
+ spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":-1,"leaseTransitions":3}
! spec.leaseDurationSeconds: Invalid value: -1: must be greater than 0

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
- spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
+ spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":0,"leaseTransitions":3}
! spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0

  metadata.name: "holder"
  metadata.namespace: "holder-namespace"
- spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":3}
+ spec: {"holderIdentity":"oldHolder","leaseDurationSeconds":3,"leaseTransitions":-1}
! spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "invalidName++"
  metadata.namespace: "==invalid_Namespace=="
  spec: {}
! metadata.namespace: Invalid value: "==invalid_Namespace==": {{label}}
`,
  },
];
