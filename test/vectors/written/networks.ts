/** What Ingresses, IngressClasses, NetworkPolicies, IPAddresses and ServiceCIDRs are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const networks: readonly Section[] = [
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    write: "create",
    base: String.raw`{"metadata":{"name":"test123","namespace":"test123"},"spec":{"defaultBackend":{"service":{"name":"defaultbackend","port":{"number":80}}},"rules":[{"host":"foo.bar.com","http":{"paths":[{"path":"/([a-z0-9]*)","pathType":"ImplementationSpecific","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]}}]}}`,
    rows: String.raw`
# ValidateIngressCreate
  spec.rules[0].http.paths[0].path: "/([a-z0-9]*)["

  metadata.annotations: {"kubernetes.io/ingress.class":"foo"}
  spec.rules: -
~ annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead

  metadata.annotations: {"kubernetes.io/ingress.class":"foo"}
  spec.rules: -
  spec.ingressClassName: "bar"
! annotations.kubernetes.io/ingress.class: Invalid value: "foo": must match {{tick}}ingressClassName{{tick}} when both are specified

  spec.rules: -
  spec.tls: [{"secretName":"valid"}]

  spec.rules: -
  spec.tls: [{"secretName":"invalid name"}]
! spec.tls[0].secretName: Invalid value: "invalid name": {{subdomain}}

  spec.rules: [{"http":{"paths":[{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"1test-service","port":{"number":80}}}}]}}]

  spec.defaultBackend.service.name: "1-test-service"
  spec.rules: -

  spec.rules: [{"http":{"paths":[{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"1-test-service","port":{"number":80}}}}]}}]

  spec.rules: -
  spec.ingressClassName: "bar"

  spec.defaultBackend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}
  spec.rules: -

  spec.defaultBackend.service.name: "1-test-default-backend"
  spec.rules: -

  metadata.annotations: {"kubernetes.io/ingress.class":"foo"}
  spec.rules: -
  spec.ingressClassName: "foo"

  spec.rules[0].http.paths[0].backend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.rules[0].http.paths[0].path: Invalid value: "foo": must be an absolute path
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    write: "update",
    base: String.raw`{"metadata":{"name":"test123","namespace":"test123"},"spec":{"defaultBackend":{"service":{"name":"defaultbackend","port":{"number":80}}},"rules":[{"host":"foo.bar.com","http":{"paths":[{"path":"/","pathType":"ImplementationSpecific","backend":{"service":{"name":"1-test-service","port":{"number":80}}}}]}}]},"status":{"loadBalancer":{}}}`,
    rows: String.raw`
# ValidateIngressUpdate
  spec.rules[0].http.paths[0].backend.service.name: "defaultbackend"
- spec.rules[0].http.paths[0].path: "/bar["
+ spec.rules[0].http.paths[0].path: "/([a-z0-9]*)"

  spec.rules: -
+ spec.defaultBackend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}

  spec.rules: -
- spec.defaultBackend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}

  spec.rules[0].http.paths[0].backend.service.name: "defaultbackend"
- spec.rules[0].http.paths[0].path: "/foo["
+ spec.rules[0].http.paths[0].path: "/bar["

  spec.rules: -
- spec.tls: [{"secretName":"valid"}]
+ spec.tls: [{"secretName":"invalid name"}]
! spec.tls[0].secretName: Invalid value: "invalid name": {{subdomain}}

  spec.rules[0].http.paths[0].path: "/foo"
- spec.rules[0].http.paths[0].backend.service.name: "test-service"

+ spec.rules[0].http.paths[0].backend.service.name: "2-test-service"

  spec.rules: -
+ spec.ingressClassName: "bar"

  spec.rules[0].http.paths[0].backend.service.name: "defaultbackend"
- spec.rules[0].http.paths[0].path: "/([a-z0-9]*)"
+ spec.rules[0].http.paths[0].path: "/bar["

- spec.rules[0].http.paths[0].path: "/foo["
- spec.rules[0].http.paths[0].backend.service.name: "defaultbackend"
+ spec.rules[0].http.paths[0].path: "/bar["
+ spec.rules[0].http.paths[0].backend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}

  spec.rules: -
- spec.tls: [{"secretName":"invalid name 1"}]
+ spec.tls: [{"secretName":"invalid name 2"}]

  spec.rules[0].host: "*.foo.com"
  spec.tls: [{"hosts":["*.bar.com"]}]
- spec.rules[0].http.paths: [{"path":"foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
+ spec.rules[0].http.paths: [{"path":"bar","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]

  spec.rules: -
- spec.defaultBackend.service.name: "test-service"
+ spec.defaultBackend.service.name: "1-test-service"

  spec.rules: -
+ metadata.annotations: {"kubernetes.io/ingress.class":"foo"}
+ spec.ingressClassName: "bar"

  spec.defaultBackend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}
  spec.rules: -

  spec.rules[0].host: "*.foo.com"
  spec.tls: [{"hosts":["*.bar.com"]}]
- spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
+ spec.rules[0].http.paths: [{"path":"foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
! spec.rules[0].http.paths[0].path: Invalid value: "foo": must be an absolute path

  spec.rules: -
- spec.defaultBackend.service.name: "1-test-service"
+ spec.defaultBackend.service.name: "2-test-service"

+ spec.rules[0].http.paths[0].backend.service.name: "test-service"

  spec.rules: -
- spec.defaultBackend.service.name: "1-test-service"
+ spec.defaultBackend.service.name: "test-service"

  spec.rules: -
+ metadata.annotations: {"kubernetes.io/ingress.class":"foo"}

- spec.rules[0].http.paths[0].path: "/foo["
- spec.rules[0].http.paths[0].backend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}
+ spec.rules[0].http.paths[0].path: "/bar["
+ spec.rules[0].http.paths[0].backend.service.name: "defaultbackend"

  spec.rules[0].http.paths[0].backend: {"resource":{"apiGroup":"example.com","kind":"foo","name":"bar"}}
- spec.rules[0].http.paths[0].path: "/foo["
+ spec.rules[0].http.paths[0].path: "/bar["
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    write: "status",
    base: String.raw`{"metadata":{"name":"foo","namespace":"default"},"spec":{"defaultBackend":{"service":{"name":"defaultbackend","port":{"number":80}}},"rules":[{"host":"foo.bar.com","http":{"paths":[{"path":"/foo","pathType":null,"backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]}}]},"status":{"loadBalancer":{"ingress":[{"ip":"001.002.003.004","hostname":"foo.com"}]}}}`,
    rows: String.raw`
# ValidateIngressStatusUpdate
- status.loadBalancer.ingress: [{"ip":"127.0.0.1","hostname":"foo.bar.com"}]
! status.loadBalancer.ingress[0].ip: Invalid value: "001.002.003.004": must not have leading 0s

- status.loadBalancer.ingress: [{"ip":"127.0.0.1","hostname":"foo.bar.com"}]
+ status.loadBalancer.ingress[0].ip: "127.0.0.2"

- status.loadBalancer.ingress: [{"ip":"127.0.0.1","hostname":"foo.bar.com"}]
+ status.loadBalancer.ingress[0].ip: "abcd"
! status.loadBalancer.ingress[0].ip: Invalid value: "abcd": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

- status.loadBalancer.ingress: [{"ip":"127.0.0.1","hostname":"foo.bar.com"}]
+ status.loadBalancer.ingress: [{"ip":"127.0.0.1","hostname":"127.0.0.1"}]
! status.loadBalancer.ingress[0].hostname: Invalid value: "127.0.0.1": must be a DNS name, not an IP address
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"test123"},"spec":{"controller":"foo.co/bar","parameters":{"kind":"foo","name":"bar","scope":"Cluster"}}}`,
    rows: String.raw`
# ValidateIngressClass
  spec.parameters.kind: "foo/"
! spec.parameters.kind: Invalid value: "foo/": may not contain '/'

  spec.parameters.scope: "Namespace"
! spec.parameters.namespace: Required value: {{tick}}parameters.scope{{tick}} is set to 'Namespace'

  spec.controller: "foo.co/{{a*244}}"
  spec.parameters: -
! spec.controller: Too long: may not be more than 250 bytes

  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: "foo-ns"

  spec.parameters.namespace: ""
! spec.parameters.namespace: Forbidden: {{tick}}parameters.scope{{tick}} is set to 'Cluster'

  spec: {}
! spec.controller: Required value

  spec.controller: "foo.co/{{a*243}}"
  spec.parameters: -

  spec.parameters.name: ""
  spec.parameters.apiGroup: "example.com"
! spec.parameters.name: Required value

  spec.parameters.scope: "bad-scope"
! spec.parameters.scope: Unsupported value: "bad-scope": supported values: "Cluster", "Namespace"

  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: "foo_ns"
! spec.parameters.namespace: Invalid value: "foo_ns": {{label}}

  spec.parameters.scope: null
  spec.parameters.namespace: "foo_ns"
! spec.parameters.namespace: Forbidden: {{tick}}parameters.scope{{tick}} is set to 'Cluster'

  spec.parameters.namespace: "foo-ns"
! spec.parameters.namespace: Forbidden: {{tick}}parameters.scope{{tick}} is set to 'Cluster'

  spec.parameters: -

  metadata.name: "test*123"
  spec.parameters: -
! metadata.name: Invalid value: "test*123": {{subdomain}}

  spec.parameters.apiGroup: "example.com"

  spec.parameters.kind: ""
  spec.parameters.apiGroup: "example.com"
! spec.parameters.kind: Required value

  spec.parameters: {"apiGroup":"v1","kind":"ConfigMap","name":"foo","scope":"Namespace","namespace":"bar"}
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    write: "update",
    base: String.raw`{"metadata":{"name":"test123"},"spec":{"controller":"foo.co/bar"}}`,
    rows: String.raw`
# ValidateIngressClassUpdate
- spec.controller: "foo.co/different"
! spec.controller: Invalid value: "foo.co/bar": field is immutable

+ spec.parameters: {"apiGroup":"v1","kind":"ConfigMap","name":"foo","scope":"Namespace","namespace":"bar"}
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo","namespace":"bar"},"spec":{"podSelector":{"matchLabels":{"a":"b"}},"ingress":[{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]}}`,
    rows: String.raw`
# ValidateNetworkPolicy
  spec.ingress[0].from: -

  spec.ingress[0]: {"ports":[{}]}

  spec.ingress[0]: {"ports":[{"port":80},{"protocol":"TCP"},{"protocol":"TCP","port":443},{"protocol":"UDP","port":"dns"},{"protocol":"SCTP","port":7777}]}

  spec.ingress[0].from: [{"podSelector":{"matchLabels":{"c":"d"}}}]

  spec.ingress[0].from: [{"namespaceSelector":{"matchLabels":{"c":"d"}}}]

  spec.ingress[0].from: [{"podSelector":{"matchLabels":{"e":"f"}},"namespaceSelector":{"matchLabels":{"c":"d"}}}]

  spec.egress: [{"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]
  spec.policyTypes: ["Egress"]

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]
  spec.policyTypes: ["Ingress","Egress"]

  spec.ingress: -
  spec.egress: [{"ports":[{"port":80},{"protocol":"TCP"},{"protocol":"TCP","port":443},{"protocol":"UDP","port":"dns"},{"protocol":"SCTP","port":7777}]}]

  spec.ingress[0].from[0].ipBlock: {"cidr":"fd00:192:168::/48","except":["fd00:192:168:3::/64","fd00:192:168:4::/64"]}
  spec.egress: [{"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]

  spec.ingress[0].from[0].ipBlock: {"cidr":"fd00:192:168::/48","except":["fd00:192:168:3::/64","fd00:192:168:4::/64"]}

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"fd00:192:168::/48","except":["fd00:192:168:3::/64","fd00:192:168:4::/64"]}}]}]
  spec.policyTypes: ["Egress"]

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"fd00:192:168::/48","except":["fd00:192:168:3::/64","fd00:192:168:4::/64"]}}]}]
  spec.policyTypes: ["Ingress","Egress"]

  spec.ingress: -
  spec.egress: [{"ports":[{"port":32000,"endPort":32768},{"protocol":"UDP","port":"dns"}]}]

  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]

  spec.ingress[0].from[0].ipBlock.cidr: "001.002.003.000/0"
! spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "001.002.003.000/0": must not have leading 0s in IP or prefix length

  spec.ingress: -
  spec.egress: [{"to":[{"podSelector":{"matchLabels":{"c":"d"}},"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]
! spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer

  spec.ingress[0].from: [{"namespaceSelector":{"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}}]
! spec.ingress[0].from[0].namespaceSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.ingress[0].from[0].ipBlock.cidr: "192.168.5.6"
! spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "192.168.5.6": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.ingress[0].from[0].ipBlock.except: [""]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.ingress[0].from[0].ipBlock: {"cidr":"fd00:192:168:1::/64","except":["fd00:192:168:2::/64"]}
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "fd00:192:168:2::/64": must be a strict subset of {{tick}}cidr{{tick}}

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"SCTP","port":35000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 35000: must be greater than or equal to {{tick}}port{{tick}}

  spec.ingress: -
  spec.egress: [{"to":[{"podSelector":{"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}}]}]
! spec.egress[0].to[0].podSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.ingress[0].from[0].ipBlock: {"cidr":"192.168.8.0/24","except":["192.168.9.1/32"]}
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "192.168.9.1/32": must be a strict subset of {{tick}}cidr{{tick}}

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"UDP","port":35000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 35000: must be greater than or equal to {{tick}}port{{tick}}

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"TCP","port":30000,"endPort":65537}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 65537: must be between 1 and 65535, inclusive

  spec.ingress[0]: {"ports":[{"protocol":"ICMP","port":80}]}
! spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"

  spec.ingress[0]: {"ports":[{"protocol":"TCP","port":123456789}]}
! spec.ingress[0].ports[0].port: Invalid value: 123456789: must be between 1 and 65535, inclusive

  spec.ingress[0].from: [{"podSelector":{"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}}]
! spec.ingress[0].from[0].podSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"ICMP","port":80}]}]
! spec.egress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"TCP","port":"!@#$"}]}]
! spec.egress[0].ports[0].port: Invalid value: "!@#$": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
! spec.egress[0].ports[0].port: Invalid value: "!@#$": must contain at least one letter (a-z)

  spec.ingress[0].from[0].ipBlock: {"cidr":"fd00:192:168::","except":["fd00:192:168:3::/64","fd00:192:168:4::/64"]}
! spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "fd00:192:168::": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"UDP","port":"dns","endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 32768: may not be specified when {{tick}}port{{tick}} is non-numeric

  spec.podSelector.matchLabels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
  spec.ingress: -
! spec.podSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.ingress[0]: {"ports":[{"protocol":"TCP","port":"!@#$"}]}
! spec.ingress[0].ports[0].port: Invalid value: "!@#$": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
! spec.ingress[0].ports[0].port: Invalid value: "!@#$": must contain at least one letter (a-z)

  spec.ingress[0].from[0].ipBlock.except: [" "]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: " ": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"TCP","endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 32768: may not be specified when {{tick}}port{{tick}} is not specified

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"UDP","port":35000,"endPort":32768},{"protocol":"TCP","endPort":32768},{"protocol":"TCP","port":"https","endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.egress[0].ports[0].endPort: Invalid value: 35000: must be greater than or equal to {{tick}}port{{tick}}
! spec.egress[0].ports[1].endPort: Invalid value: 32768: may not be specified when {{tick}}port{{tick}} is not specified
! spec.egress[0].ports[2].endPort: Invalid value: 32768: may not be specified when {{tick}}port{{tick}} is non-numeric

  spec.ingress[0].from[0].namespaceSelector: {"matchLabels":{"c":"d"}}
! spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer

  spec.ingress[0].from: [{}]
  spec.egress: [{"to":[{}]}]
! spec.ingress[0].from[0]: Required value: must specify a peer
! spec.egress[0].to[0]: Required value: must specify a peer

  spec.ingress: -
  spec.egress: [{"ports":[{"protocol":"TCP","port":123456789}]}]
! spec.egress[0].ports[0].port: Invalid value: 123456789: must be between 1 and 65535, inclusive

  spec.ingress[0].from[0].ipBlock.except: ["300.300.300.300"]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "300.300.300.300": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]
  spec.policyTypes: ["foo","bar"]
! spec.policyTypes[0]: Unsupported value: "foo": supported values: "Ingress", "Egress"
! spec.policyTypes[1]: Unsupported value: "bar": supported values: "Ingress", "Egress"

  spec.ingress: -
  spec.egress: [{"to":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.3.0/24","192.168.4.0/24"]}}]}]
  spec.policyTypes: ["foo","bar","baz"]
! spec.policyTypes: Invalid value: ["foo","bar","baz"]: may not specify more than two policyTypes

  spec.ingress[0].from[0].ipBlock.cidr: ""
! spec.ingress[0].from[0].ipBlock.cidr: Required value

  spec.ingress[0].from[0].ipBlock: {"cidr":"192.168.0.0/24","except":["192.168.0.0/24"]}
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "192.168.0.0/24": must be a strict subset of {{tick}}cidr{{tick}}
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo","namespace":"bar"},"spec":{"podSelector":{"matchLabels":{"a":"b"}}}}`,
    rows: String.raw`
# ValidateNetworkPolicyUpdate
- spec.podSelector.matchLabels: -

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.0/24"]}}]}]

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.1.0/24","192.168.2.0/24","192.168.3.1/24"]}}]}]
~ spec.ingress[0].from[0].ipBlock.except[2]: CIDR value "192.168.3.1/24" is ambiguous in this context (should be "192.168.3.0/24" or "192.168.3.1/32"?)

  spec.podSelector.matchLabels: -
+ metadata.name: "baz"
! metadata.name: Invalid value: "baz": field is immutable
! metadata.name: Invalid value: "baz": field is immutable

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.0/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.1.1/24","192.168.2.0/24","192.168.3.0/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "192.168.1.1/24": must not have bits set beyond the prefix length
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    write: "create",
    base: String.raw`{"metadata":{"name":"192.168.1.1"},"spec":{"parentRef":{"resource":"services","namespace":"bar","name":"foo"}}}`,
    rows: String.raw`
# ValidateIPAddress
  spec.parentRef: {"group":"custom.resource.com","resource":"services","name":"foo$%&"}
! spec.parentRef.name: Invalid value: "foo$%&": may not contain '%'

  spec.parentRef.resource: "gateway"
  spec.parentRef.group: "gateway.networking.k8s.io"

  spec.parentRef: -
! spec.parentRef: Required value

  spec.parentRef: {"group":".cust@m.resource.com","namespace":"bar$$$$$%@"}
! spec.parentRef.group: Invalid value: ".cust@m.resource.com": {{subdomain}}
! spec.parentRef.resource: Required value
! spec.parentRef.name: Required value
! spec.parentRef.namespace: Invalid value: "bar$$$$$%@": may not contain '%'

  metadata.name: "test-name"
! metadata.name: Invalid value: "test-name": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "test-name"
  spec.parentRef: -
! metadata.name: Invalid value: "test-name": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! spec.parentRef: Required value

  metadata.name: "2001:4860:4860::8888"

  metadata.name: "2001:4860:4860:0::8888"
! metadata.name: Invalid value: "2001:4860:4860:0::8888": must be in canonical form ("2001:4860:4860::8888")
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    write: "update",
    base: String.raw`{"metadata":{"name":"192.168.1.1"},"spec":{"parentRef":{"group":"custom.resource.com","resource":"services","namespace":"bar","name":"foo"}}}`,
    rows: String.raw`
# ValidateIPAddressUpdate
+ spec.parentRef.resource: "Gateway"
! spec.parentRef: Invalid value: {"Group":"custom.resource.com","Resource":"Gateway","Namespace":"bar","Name":"foo"}: field is immutable

+ spec.parentRef: -
! spec.parentRef: Required value
! spec.parentRef: Invalid value: null: field is immutable
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    write: "create",
    base: String.raw`{"metadata":{"name":"test-name"},"spec":{"cidrs":["192.168.0.0/24","fd00:1234::/64"]}}`,
    rows: String.raw`
# ValidateServiceCIDR
  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values

  spec.cidrs: ["fd00:1234::/64"]

  spec.cidrs: ["asdasdasd"]
! spec.cidrs[0]: Invalid value: "asdasdasd": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.cidrs: ["192.168.007.0/24","MN00:1234::/64"]
! spec.cidrs[0]: Invalid value: "192.168.007.0/24": must not have leading 0s in IP or prefix length
! spec.cidrs[1]: Invalid value: "MN00:1234::/64": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.cidrs: -
! spec.cidrs: Required value: at least one CIDR required

  spec.cidrs: ["192.168.0.0/24"]

  spec.cidrs: ["192.168.0.1"]
! spec.cidrs[0]: Invalid value: "192.168.0.1": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec.cidrs: ["192.168.0.1/24"]
! spec.cidrs[0]: Invalid value: "192.168.0.1/24": must not have bits set beyond the prefix length

  spec.cidrs: ["fd00:1234::2/64"]
! spec.cidrs[0]: Invalid value: "fd00:1234::2/64": must not have bits set beyond the prefix length

  spec.cidrs: ["FD00:1234::0/64"]
! spec.cidrs[0]: Invalid value: "FD00:1234::0/64": must be in canonical form ("fd00:1234::/64")

  spec.cidrs[1]: "FD00:1234::/64"
! spec.cidrs[1]: Invalid value: "FD00:1234::/64": must be in canonical form ("fd00:1234::/64")

  spec.cidrs[0]: "192.168.007.0/24"
! spec.cidrs[0]: Invalid value: "192.168.007.0/24": must not have leading 0s in IP or prefix length
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    write: "update",
    base: String.raw`{"metadata":{"name":"mysvc-dual"},"spec":{"cidrs":["192.168.0.0/24","fd00:1234::/64"]}}`,
    rows: String.raw`
# ValidateServiceCIDRUpdate
  metadata.name: "mysvc-v4"
  spec.cidrs: ["192.168.0.0/24"]

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]

  metadata.name: "mysvc-v6"
- spec.cidrs: ["fd00:1234::/64"]
+ spec.cidrs: ["fd00:1234::/64","192.168.0.0/24"]

+ spec.cidrs: ["10.0.0.0/16","fd00:abcd::/64"]
! spec.cidrs[0]: Invalid value: "10.0.0.0/16": field is immutable
! spec.cidrs[1]: Invalid value: "fd00:abcd::/64": field is immutable

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]
+ spec.cidrs: ["10.0.0.0/16"]
! spec.cidrs[0]: Invalid value: "10.0.0.0/16": field is immutable

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]
+ spec.cidrs[0]: "10.0.0.0/16"
! spec.cidrs[0]: Invalid value: "10.0.0.0/16": field is immutable

  metadata.name: "mysvc-v6"
- spec.cidrs: ["fd00:1234::/64"]
+ spec.cidrs: ["fd00:abcd::/64","192.168.0.0/24"]
! spec.cidrs[0]: Invalid value: "fd00:abcd::/64": field is immutable

+ spec.cidrs: ["192.168.0.0/24"]
! spec.cidrs: Invalid value: ["192.168.0.0/24"]: field is immutable

+ spec.cidrs: ["fd00:1234::/64","192.168.0.0/24"]
! spec.cidrs[0]: Invalid value: "fd00:1234::/64": field is immutable
! spec.cidrs[1]: Invalid value: "192.168.0.0/24": field is immutable

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]
+ spec.cidrs[1]: "invalid-cidr"
! spec.cidrs[1]: Invalid value: "invalid-cidr": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]
+ spec.cidrs[1]: "10.0.0.0/16"
! spec.cidrs: Invalid value: ["192.168.0.0/24","10.0.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64

+ spec.cidrs: -
! spec.cidrs: Invalid value: null: field is immutable

  metadata.name: "mysvc-v4"
- spec.cidrs: ["192.168.0.0/24"]
+ spec.cidrs: -
! spec.cidrs: Invalid value: null: field is immutable

+ spec.cidrs: ["192.168.0.0/24","fd00:1234::/64","172.16.0.0/24"]
! spec.cidrs: Invalid value: ["192.168.0.0/24","fd00:1234::/64","172.16.0.0/24"]: field is immutable
`,
  },
];
