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

  metadata.name: "i"
  metadata.namespace: "default"
  spec: {"rules":[{"host":"*.a_b","http":{"paths":[{"path":"a","pathType":"Prefix","backend":{}}]}}]}
! spec.rules[0].host: Invalid value: "*.a_b": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
! spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path
! spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required

# (altered)
  metadata.name: -
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: -
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.namespace: Required value

  metadata.namespace: "BAD_Value!"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  spec: -
! spec: Invalid value: null: either {{tick}}defaultBackend{{tick}} or {{tick}}rules{{tick}} must be specified

  spec.defaultBackend.service: -
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend: Invalid value: "": resource or service backend is required

  spec.defaultBackend.service: {}
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend.service.name: Required value
! spec.defaultBackend: Required value: port name or number is required

  spec.defaultBackend.service.name: -
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend.service.name: Required value

  spec.defaultBackend.service.name: "BAD_Value!"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend.service.name: Invalid value: "BAD_Value!": {{label}}

  spec.defaultBackend.service.name: "a.b/c"
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend.service.name: Invalid value: "a.b/c": {{label}}

  spec.defaultBackend.service.port: -
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend: Required value: port name or number is required

  spec.defaultBackend.service.port: {"number":-1}
  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths[0].path: "/foo"
  spec.rules[0].http.paths[0].pathType: "Exact"
  spec.tls: [{"hosts":["*.bar.com"]}]
! spec.defaultBackend.service.port.number: Invalid value: -1: must be between 1 and 65535, inclusive
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

  spec.rules[0].host: "*.foo.com"
  spec.tls: [{"hosts":["*.bar.com"]}]
- spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
+ spec.rules[0].http.paths: [{"path":"foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
! spec.rules[0].http.paths[0].path: Invalid value: "foo": must be an absolute path

# (altered)
- spec.rules[0].host: "*.foo.com"
- spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
- spec.tls: [{"hosts":["*.bar.com"]}]
+ spec: -
! spec: Invalid value: null: either {{tick}}defaultBackend{{tick}} or {{tick}}rules{{tick}} must be specified

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service: -
! spec.defaultBackend: Invalid value: "": resource or service backend is required

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service: {}
! spec.defaultBackend.service.name: Required value
! spec.defaultBackend: Required value: port name or number is required

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.name: -
! spec.defaultBackend.service.name: Required value

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.name: "BAD_Value!"
! spec.defaultBackend.service.name: Invalid value: "BAD_Value!": {{label}}

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.name: "a.b/c"
! spec.defaultBackend.service.name: Invalid value: "a.b/c": {{label}}

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.port: -
! spec.defaultBackend: Required value: port name or number is required

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.port: {"number":-1}
! spec.defaultBackend.service.port.number: Invalid value: -1: must be between 1 and 65535, inclusive

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.defaultBackend.service.port: {"number":2147483647}
! spec.defaultBackend.service.port.number: Invalid value: 2147483647: must be between 1 and 65535, inclusive

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
- spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.tls: [{"hosts":[""]}]
! spec.tls[0].hosts[0]: Invalid value: "": {{subdomain}}

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
- spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.tls: [{"hosts":["BAD_Value!"]}]
! spec.tls[0].hosts[0]: Invalid value: "BAD_Value!": {{subdomain}}

  spec.rules[0].host: "*.foo.com"
  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
- spec.tls: [{"hosts":["*.bar.com"]}]
+ spec.tls: [{"hosts":["a.b/c"]}]
! spec.tls[0].hosts[0]: Invalid value: "a.b/c": {{subdomain}}

  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
- spec.rules[0].host: "*.foo.com"
+ spec.rules[0].host: "BAD_Value!"
! spec.rules[0].host: Invalid value: "BAD_Value!": {{subdomain}}

  spec.rules[0].http.paths: [{"path":"/foo","pathType":"Exact","backend":{"service":{"name":"defaultbackend","port":{"number":80}}}}]
  spec.tls: [{"hosts":["*.bar.com"]}]
- spec.rules[0].host: "*.foo.com"
+ spec.rules[0].host: "a.b/c"
! spec.rules[0].host: Invalid value: "a.b/c": {{subdomain}}
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

  metadata.name: "sample"
  spec.defaultBackend.service.name: "web"
  spec.rules: -
  status: -
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

  metadata.name: "sample"
  spec.controller: "example.com/ingress"
  spec.parameters: -

# (altered)
  metadata.name: -
  spec.controller: "foo.co/{{a*244}}"
  spec.parameters: -
! metadata.name: Required value: name or generateName is required
! spec.controller: Too long: may not be more than 250 bytes

  metadata.name: "BAD_Value!"
  spec.controller: "foo.co/{{a*244}}"
  spec.parameters: -
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.controller: Too long: may not be more than 250 bytes

  metadata.name: "a.b/c"
  spec.controller: "foo.co/{{a*244}}"
  spec.parameters: -
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.controller: Too long: may not be more than 250 bytes

  spec.controller: "BAD_Value!"
  spec.parameters: -
! spec.controller: Invalid value: "BAD_Value!": must be a domain-prefixed path (such as "acme.io/foo")

  metadata.name: -
  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: "foo-ns"
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: "foo-ns"
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: "foo-ns"
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  spec.parameters: {}
! spec.parameters.kind: Required value
! spec.parameters.name: Required value

  spec.parameters: {"kind":"a.b/c","name":"bar","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.kind: Invalid value: "a.b/c": may not contain '/'

  spec.parameters: {"kind":"foo","name":"a.b/c","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.name: Invalid value: "a.b/c": may not contain '/'

  spec.parameters.scope: ""
  spec.parameters.namespace: "foo-ns"
! spec.parameters.scope: Unsupported value: "": supported values: "Cluster", "Namespace"

  spec.parameters.scope: "BAD_Value!"
  spec.parameters.namespace: "foo-ns"
! spec.parameters.scope: Unsupported value: "BAD_Value!": supported values: "Cluster", "Namespace"

  spec.parameters.scope: "a.b/c"
  spec.parameters.namespace: "foo-ns"
! spec.parameters.scope: Unsupported value: "a.b/c": supported values: "Cluster", "Namespace"

  spec.parameters.scope: "Namespace"
  spec.parameters.namespace: ""
! spec.parameters.namespace: Invalid value: "": {{label}}
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

  metadata.name: "sample"
  spec.controller: "example.com/ingress"

# (altered)
  spec.controller: "foo.co/{{a*244}}"
! spec.controller: Too long: may not be more than 250 bytes

- spec.controller: "foo.co/{{a*244}}"
+ spec: -
! spec.controller: Invalid value: "": field is immutable
! spec.controller: Required value

- spec.controller: "foo.co/{{a*244}}"
+ spec.controller: "BAD_Value!"
! spec.controller: Invalid value: "BAD_Value!": field is immutable
! spec.controller: Invalid value: "BAD_Value!": must be a domain-prefixed path (such as "acme.io/foo")

- spec.controller: "foo.co/{{a*244}}"
+ spec.controller: "a.b/c"
! spec.controller: Invalid value: "a.b/c": field is immutable

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {}
! spec.parameters.kind: Required value
! spec.parameters.name: Required value

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"name":"bar","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.kind: Required value

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"a.b/c","name":"bar","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.kind: Invalid value: "a.b/c": may not contain '/'

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.name: Required value

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"a.b/c","scope":"Namespace","namespace":"foo-ns"}
! spec.parameters.name: Invalid value: "a.b/c": may not contain '/'

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"bar","namespace":"foo-ns"}
! spec.parameters.namespace: Forbidden: {{tick}}parameters.scope{{tick}} is set to 'Cluster'

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"bar","scope":"","namespace":"foo-ns"}
! spec.parameters.scope: Unsupported value: "": supported values: "Cluster", "Namespace"

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"bar","scope":"BAD_Value!","namespace":"foo-ns"}
! spec.parameters.scope: Unsupported value: "BAD_Value!": supported values: "Cluster", "Namespace"

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"bar","scope":"a.b/c","namespace":"foo-ns"}
! spec.parameters.scope: Unsupported value: "a.b/c": supported values: "Cluster", "Namespace"

- spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace","namespace":"foo-ns"}
+ spec.parameters: {"kind":"foo","name":"bar","scope":"Namespace"}
! spec.parameters.namespace: Required value: {{tick}}parameters.scope{{tick}} is set to 'Namespace'
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

# (altered)
  metadata.name: -
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: -
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.namespace: Required value

  metadata.namespace: "BAD_Value!"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  spec.podSelector.matchLabels.a: "BAD_Value!"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.podSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.podSelector.matchLabels.a: "a.b/c"
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.podSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.ingress: [{"ports":[{"protocol":"","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].protocol: Unsupported value: "": supported values: "TCP", "UDP", "SCTP"

  spec.ingress: [{"ports":[{"protocol":"BAD_Value!","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].protocol: Unsupported value: "BAD_Value!": supported values: "TCP", "UDP", "SCTP"

  spec.ingress: [{"ports":[{"protocol":"a.b/c","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].protocol: Unsupported value: "a.b/c": supported values: "TCP", "UDP", "SCTP"

  spec.ingress: [{"ports":[{"protocol":"TCP","endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].endPort: Invalid value: 32768: may not be specified when {{tick}}port{{tick}} is not specified

  spec.ingress: [{"ports":[{"protocol":"TCP","port":-1,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive

  spec.ingress: [{"ports":[{"protocol":"TCP","port":0,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
! spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
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

  metadata.name: "sample"
  metadata.namespace: "default"
  spec.podSelector.matchLabels: -
  spec.ingress: [{"ports":[{"port":80}]}]

# (altered)
  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
+ spec.podSelector.matchLabels.a: "BAD_Value!"
! spec.podSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
+ spec.podSelector.matchLabels.a: "a.b/c"
! spec.podSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
- spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
+ spec.ingress: [{"ports":[{"protocol":"","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
! spec.ingress[0].ports[0].protocol: Unsupported value: "": supported values: "TCP", "UDP", "SCTP"

  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
- spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
+ spec.ingress: [{"ports":[{"protocol":"TCP","port":-1,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
! spec.ingress[0].ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive

  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
- spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
+ spec.ingress: [{"ports":[{"protocol":"TCP","port":0,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
! spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
- spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
+ spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{}]}]
! spec.ingress[0].from[0]: Required value: must specify a peer

  spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
- spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
+ spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"a.b/c"}}}]}]
! spec.ingress[0].from[0].podSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.ingress: [{"ports":[{"protocol":"TCP","port":32768,"endPort":32768}],"from":[{"podSelector":{"matchLabels":{"e":"f"}}}]}]
- spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{"namespaceSelector":{"matchLabels":{"c":"d"}}}]}]
+ spec.egress: [{"ports":[{"port":30000,"endPort":32768},{"port":32000,"endPort":32768}],"to":[{}]}]
! spec.egress[0].to[0]: Required value: must specify a peer

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{}}]}]
! spec.ingress[0].from[0].ipBlock.cidr: Required value

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"BAD_Value!","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "BAD_Value!": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"a.b/c","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "a.b/c": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["","192.168.3.1/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["BAD_Value!","192.168.3.1/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "BAD_Value!": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

- spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["192.168.2.0/24","192.168.3.1/24"]}}]}]
+ spec.ingress: [{"from":[{"ipBlock":{"cidr":"192.168.0.0/16","except":["a.b/c","192.168.3.1/24"]}}]}]
! spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "a.b/c": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
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

  metadata.name: "10.1.2.3"
  spec.parentRef.namespace: -
  spec.parentRef.name: "web"

# (altered)
  metadata.name: -
  spec.parentRef.namespace: -
  spec.parentRef.name: "web"
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.parentRef.namespace: -
  spec.parentRef.name: "web"
! metadata.name: Invalid value: "BAD_Value!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "a.b/c"
  spec.parentRef.namespace: -
  spec.parentRef.name: "web"
! metadata.name: Invalid value: "a.b/c": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  metadata.name: "10.1.2.3"
  spec.parentRef: {}
! spec.parentRef.resource: Required value
! spec.parentRef.name: Required value

  metadata.name: "10.1.2.3"
  spec.parentRef: {"name":"web"}
! spec.parentRef.resource: Required value

  metadata.name: "10.1.2.3"
  spec.parentRef: {"resource":"a.b/c","name":"web"}
! spec.parentRef.resource: Invalid value: "a.b/c": may not contain '/'

  metadata.name: "10.1.2.3"
  spec.parentRef.namespace: -
  spec.parentRef.name: -
! spec.parentRef.name: Required value

  metadata.name: "10.1.2.3"
  spec.parentRef.namespace: -
  spec.parentRef.name: "a.b/c"
! spec.parentRef.name: Invalid value: "a.b/c": may not contain '/'

  spec.parentRef.resource: "gateway"
  spec.parentRef.group: "BAD_Value!"
! spec.parentRef.group: Invalid value: "BAD_Value!": {{subdomain}}

  spec.parentRef.resource: "gateway"
  spec.parentRef.group: "a.b/c"
! spec.parentRef.group: Invalid value: "a.b/c": {{subdomain}}

  spec.parentRef.resource: "gateway"
  spec.parentRef.namespace: "a.b/c"
  spec.parentRef.group: "gateway.networking.k8s.io"
! spec.parentRef.namespace: Invalid value: "a.b/c": may not contain '/'

  metadata.name: "test-name"
  spec.parentRef: {}
! metadata.name: Invalid value: "test-name": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! spec.parentRef.resource: Required value
! spec.parentRef.name: Required value

  metadata.name: "test-name"
  spec.parentRef.resource: -
! metadata.name: Invalid value: "test-name": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! spec.parentRef.resource: Required value

  metadata.name: "test-name"
  spec.parentRef.resource: "a.b/c"
! metadata.name: Invalid value: "test-name": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! spec.parentRef.resource: Invalid value: "a.b/c": may not contain '/'
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

  metadata.name: "10.1.2.3"
  spec.parentRef: {"resource":"services","name":"web"}

# (altered)
  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {}
! spec.parentRef.resource: Required value
! spec.parentRef.name: Required value
! spec.parentRef: Invalid value: {"Group":"","Resource":"","Namespace":"","Name":""}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"name":"web"}
! spec.parentRef.resource: Required value
! spec.parentRef: Invalid value: {"Group":"","Resource":"","Namespace":"","Name":"web"}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"resource":"BAD_Value!","name":"web"}
! spec.parentRef: Invalid value: {"Group":"","Resource":"BAD_Value!","Namespace":"","Name":"web"}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"resource":"a.b/c","name":"web"}
! spec.parentRef.resource: Invalid value: "a.b/c": may not contain '/'
! spec.parentRef: Invalid value: {"Group":"","Resource":"a.b/c","Namespace":"","Name":"web"}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"resource":"services"}
! spec.parentRef.name: Required value
! spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"","Name":""}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"resource":"services","name":"BAD_Value!"}
! spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"","Name":"BAD_Value!"}: field is immutable

  metadata.name: "10.1.2.3"
- spec.parentRef: {"resource":"services","name":"web"}
+ spec.parentRef: {"resource":"services","name":"a.b/c"}
! spec.parentRef.name: Invalid value: "a.b/c": may not contain '/'
! spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"","Name":"a.b/c"}: field is immutable

  spec.parentRef.resource: "gateway"
- spec.parentRef.group: "gateway.networking.k8s.io"
+ spec.parentRef.group: -
! spec.parentRef: Invalid value: {"Group":"","Resource":"gateway","Namespace":"bar","Name":"foo"}: field is immutable

  spec.parentRef.resource: "gateway"
- spec.parentRef.group: "gateway.networking.k8s.io"
+ spec.parentRef.group: "BAD_Value!"
! spec.parentRef.group: Invalid value: "BAD_Value!": {{subdomain}}
! spec.parentRef: Invalid value: {"Group":"BAD_Value!","Resource":"gateway","Namespace":"bar","Name":"foo"}: field is immutable

  spec.parentRef.resource: "gateway"
- spec.parentRef.group: "gateway.networking.k8s.io"
+ spec.parentRef.group: "a.b/c"
! spec.parentRef.group: Invalid value: "a.b/c": {{subdomain}}
! spec.parentRef: Invalid value: {"Group":"a.b/c","Resource":"gateway","Namespace":"bar","Name":"foo"}: field is immutable

  spec.parentRef.group: "gateway.networking.k8s.io"
- spec.parentRef.resource: "gateway"
+ spec.parentRef.resource: -
! spec.parentRef.resource: Required value
! spec.parentRef: Invalid value: {"Group":"gateway.networking.k8s.io","Resource":"","Namespace":"bar","Name":"foo"}: field is immutable

  spec.parentRef.group: "gateway.networking.k8s.io"
- spec.parentRef.resource: "gateway"
+ spec.parentRef.resource: "BAD_Value!"
! spec.parentRef: Invalid value: {"Group":"gateway.networking.k8s.io","Resource":"BAD_Value!","Namespace":"bar","Name":"foo"}: field is immutable

  spec.parentRef.group: "gateway.networking.k8s.io"
- spec.parentRef.resource: "gateway"
+ spec.parentRef.resource: "a.b/c"
! spec.parentRef.resource: Invalid value: "a.b/c": may not contain '/'
! spec.parentRef: Invalid value: {"Group":"gateway.networking.k8s.io","Resource":"a.b/c","Namespace":"bar","Name":"foo"}: field is immutable

- spec.parentRef.group: "gateway.networking.k8s.io"
- spec.parentRef.resource: "gateway"
+ spec.parentRef: {"group":"gateway.networking.k8s.io","resource":"gateway","name":"foo"}
! spec.parentRef: Invalid value: {"Group":"gateway.networking.k8s.io","Resource":"gateway","Namespace":"","Name":"foo"}: field is immutable
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

  metadata.name: "sample"
  spec.cidrs: ["10.0.0.0/16"]

# (altered)
  metadata.name: "sample"
  spec.cidrs: ["10.0.0.0/16","10.0.0.0/16"]
! spec.cidrs: Invalid value: ["10.0.0.0/16","10.0.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64

  metadata.name: "sample"
  spec.cidrs: ["10.0.0.0/16","10.0.0.0/16","10.0.0.0/16"]
! spec.cidrs: Invalid value: {"CIDRs":["10.0.0.0/16","10.0.0.0/16","10.0.0.0/16"]}: may only hold up to 2 values

  metadata.name: "sample"
  spec.cidrs: [""]
! spec.cidrs[0]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.name: "sample"
  spec.cidrs: ["BAD_Value!"]
! spec.cidrs[0]: Invalid value: "BAD_Value!": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.name: "sample"
  spec.cidrs: ["a.b/c"]
! spec.cidrs[0]: Invalid value: "a.b/c": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.name: -
  spec.cidrs: ["10.0.0.0/16"]
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.cidrs: ["10.0.0.0/16"]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.cidrs: ["10.0.0.0/16"]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: -
  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! metadata.name: Required value: name or generateName is required
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values

  metadata.name: "BAD_Value!"
  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values

  metadata.name: "a.b/c"
  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values

  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24"]
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24"]}: may only hold up to 2 values

  spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! spec.cidrs: Invalid value: {"CIDRs":["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values

  spec.cidrs: ["","fd00::/64","10.0.0.0/16"]
! spec.cidrs: Invalid value: {"CIDRs":["","fd00::/64","10.0.0.0/16"]}: may only hold up to 2 values
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

  metadata.name: "sample"
  spec.cidrs: ["10.0.0.0/16"]

# (altered)
  metadata.name: "sample"
- spec.cidrs: ["10.0.0.0/16"]
+ spec.cidrs: ["10.0.0.0/16","10.0.0.0/16"]
! spec.cidrs: Invalid value: ["10.0.0.0/16","10.0.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64

  metadata.name: "sample"
- spec.cidrs: ["10.0.0.0/16"]
+ spec.cidrs: ["10.0.0.0/16","10.0.0.0/16","10.0.0.0/16"]
! spec.cidrs: Invalid value: ["10.0.0.0/16","10.0.0.0/16","10.0.0.0/16"]: field is immutable

  metadata.name: "sample"
- spec.cidrs: ["10.0.0.0/16"]
+ spec.cidrs: [""]
! spec.cidrs[0]: Invalid value: "": field is immutable

  metadata.name: "sample"
- spec.cidrs: ["10.0.0.0/16"]
+ spec.cidrs: ["BAD_Value!"]
! spec.cidrs[0]: Invalid value: "BAD_Value!": field is immutable

  metadata.name: "sample"
- spec.cidrs: ["10.0.0.0/16"]
+ spec.cidrs: ["a.b/c"]
! spec.cidrs[0]: Invalid value: "a.b/c": field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24"]
! spec.cidrs: Invalid value: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24"]: field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16"]
! spec.cidrs: Invalid value: ["192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16","192.168.0.0/24","fd00::/64","10.0.0.0/16"]: field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["fd00::/64","10.0.0.0/16"]
! spec.cidrs: Invalid value: ["fd00::/64","10.0.0.0/16"]: field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs[1]: "10.0.0.0/16"
! spec.cidrs: Invalid value: ["192.168.0.0/24","10.0.0.0/16"]: field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","","10.0.0.0/16"]
! spec.cidrs[1]: Invalid value: "": field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","BAD_Value!","10.0.0.0/16"]
! spec.cidrs[1]: Invalid value: "BAD_Value!": field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","a.b/c","10.0.0.0/16"]
! spec.cidrs[1]: Invalid value: "a.b/c": field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs[1]: "fd00::/64"
! spec.cidrs: Invalid value: ["192.168.0.0/24","fd00::/64"]: field is immutable

  metadata.name: "test-name"
- spec.cidrs: ["192.168.0.0/24","fd00::/64","10.0.0.0/16"]
+ spec.cidrs: ["192.168.0.0/24","fd00::/64",""]
! spec.cidrs[2]: Invalid value: "": field is immutable
`,
  },
];
