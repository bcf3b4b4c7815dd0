/** What disruption budgets and API services are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const budgets: readonly Section[] = [
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    write: "create",
    base: String.raw`{"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"a"}}},"metadata":{"name":"sample","namespace":"default"}}`,
    rows: String.raw`
  spec.selector: {"matchExpressions":[{"key":"a","operator":"Bad"}]}
  spec.maxUnavailable: "110%"
  metadata.name: "p"
! spec: Invalid value: {"MinAvailable":1,"Selector":{"matchExpressions":[{"key":"a","operator":"Bad"}]},"MaxUnavailable":"110%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set
! spec.maxUnavailable: Invalid value: "110%": must not be greater than 100%
! spec.selector.matchExpressions[0].operator: Invalid value: "Bad": not a valid selector operator

  spec.minAvailable: -1
  spec.selector.matchLabels: {"a":"b"}
  metadata.name: "p"
  metadata.namespace: "n"
! spec.minAvailable: Invalid value: -1: must be greater than or equal to 0

  spec.minAvailable: "200%"
  spec.selector.matchLabels: {"a":"b"}
  metadata.name: "p"
  metadata.namespace: "n"
! spec.minAvailable: Invalid value: "200%": must not be greater than 100%

  spec.minAvailable: "abc"
  spec.selector.matchLabels: {"a":"b"}
  metadata.name: "p"
  metadata.namespace: "n"
! spec.minAvailable: Invalid value: "abc": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')

  spec.selector: -
  spec.maxUnavailable: 1
  metadata.name: "p"
  metadata.namespace: "n"
! spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set

  spec: {"maxUnavailable":-2,"unhealthyPodEvictionPolicy":"X"}
  metadata.name: "p"
  metadata.namespace: "n"
! spec.maxUnavailable: Invalid value: -2: must be greater than or equal to 0
! spec.unhealthyPodEvictionPolicy: Unsupported value: "X": supported values: "AlwaysAllow", "IfHealthyBudget"

  spec.minAvailable: "101%"
  spec.selector.matchLabels: {"a b":"c d"}
  metadata.name: "p"
  metadata.namespace: "n"
! spec.minAvailable: Invalid value: "101%": must not be greater than 100%
! spec.selector.matchLabels: Invalid value: "a b": {{labelName}}
! spec.selector.matchLabels: Invalid value: "c d": {{labelValue}}

# (altered)
  spec.selector.matchLabels.app: "BAD_Value!"
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.selector.matchLabels.app: "a.b/c"
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "a.b/c"
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  metadata.namespace: -
! metadata.namespace: Required value

  metadata.namespace: "BAD_Value!"
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
! metadata.namespace: Invalid value: "a.b/c": {{label}}
`,
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    write: "update",
    base: String.raw`{"metadata":{"name":"p","namespace":"n"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}`,
    rows: String.raw`
+ spec.minAvailable: 2
+ spec.maxUnavailable: 3
! spec: Invalid value: {"MinAvailable":2,"Selector":{"matchLabels":{"a":"b"}},"MaxUnavailable":3,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set

+ spec.selector.matchLabels: {"x":"y"}

  metadata.name: "sample"
  metadata.namespace: "default"
  spec.selector.matchLabels: {"app":"a"}

# (altered)
  metadata.name: "sample"
  metadata.namespace: "default"
  spec.selector.matchLabels: {"app":"a"}
+ spec.minAvailable: -1
! spec.minAvailable: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "sample"
  metadata.namespace: "default"
- spec.selector.matchLabels: {"app":"a"}
+ spec.selector.matchLabels: {"app":"BAD_Value!"}
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  metadata.name: "sample"
  metadata.namespace: "default"
- spec.selector.matchLabels: {"app":"a"}
+ spec.selector.matchLabels: {"app":"a.b/c"}
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
`,
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    write: "status",
    base: String.raw`{"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"a"}}},"metadata":{"name":"sample","namespace":"default"}}`,
    rows: String.raw`
  spec.selector.matchLabels: {"a":"b"}
  metadata.name: "p"
  metadata.namespace: "n"
+ status: {"disruptionsAllowed":1,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1,"conditions":[{"type":"A","status":"True","reason":"R","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"},{"type":"A","status":"True","reason":"R","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"}]}
! status.conditions[1].type: Duplicate value: "A"
`,
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    write: "create",
    base: String.raw`{"metadata":{"name":"v1.example.com"},"spec":{"group":"example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":10}}`,
    rows: String.raw`
  metadata.name: "v1.foo.com"
  spec.group: "foo.com"
  spec.version: "v2"
  spec.groupPriorityMinimum: 0
  spec.versionPriority: 1
! metadata.name: Invalid value: "v1.foo.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v2.foo.com"
! spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000

# (altered)
  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
! metadata.name: Invalid value: "BAD_Value!": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1.example.com"

  metadata.name: "a.b/c"
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  spec.group: -
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1."

  spec.group: "BAD_Value!"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1.BAD_Value!"
! spec.group: Invalid value: "BAD_Value!": {{subdomain}}

  spec.group: "a.b/c"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1.a.b/c"
! spec.group: Invalid value: "a.b/c": {{subdomain}}

  spec.version: -
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: ".example.com"
! spec.version: Invalid value: "": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

  spec.version: "BAD_Value!"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "BAD_Value!.example.com"
! spec.version: Invalid value: "BAD_Value!": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

  spec.version: "a.b/c"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "a.b/c.example.com"
! spec.version: Invalid value: "a.b/c": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

  spec.groupPriorityMinimum: -
! spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000

  spec.groupPriorityMinimum: -1
! spec.groupPriorityMinimum: Invalid value: -1: must be positive and less than 20000

  spec.groupPriorityMinimum: 2147483647
! spec.groupPriorityMinimum: Invalid value: 2147483647: must be positive and less than 20000

  spec.versionPriority: -
! spec.versionPriority: Invalid value: 0: must be positive and less than 1000

  spec.versionPriority: -1
! spec.versionPriority: Invalid value: -1: must be positive and less than 1000
`,
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    write: "update",
    base: String.raw`{"metadata":{"name":"v1.example.com"},"spec":{"group":"example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":10}}`,
    rows: String.raw`
# (altered)
+ spec.group: -
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1."

+ spec.group: "BAD_Value!"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1.BAD_Value!"
! spec.group: Invalid value: "BAD_Value!": {{subdomain}}

+ spec.group: "a.b/c"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "v1.a.b/c"
! spec.group: Invalid value: "a.b/c": {{subdomain}}

+ spec.version: -
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: ".example.com"
! spec.version: Invalid value: "": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

+ spec.version: "BAD_Value!"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "BAD_Value!.example.com"
! spec.version: Invalid value: "BAD_Value!": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

+ spec.version: "a.b/c"
! metadata.name: Invalid value: "v1.example.com": must be {{tick}}spec.version+"."+spec.group{{tick}}: "a.b/c.example.com"
! spec.version: Invalid value: "a.b/c": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

+ spec.groupPriorityMinimum: -
! spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000

+ spec.groupPriorityMinimum: -1
! spec.groupPriorityMinimum: Invalid value: -1: must be positive and less than 20000

+ spec.groupPriorityMinimum: 2147483647
! spec.groupPriorityMinimum: Invalid value: 2147483647: must be positive and less than 20000

+ spec.versionPriority: -
! spec.versionPriority: Invalid value: 0: must be positive and less than 1000

+ spec.versionPriority: -1
! spec.versionPriority: Invalid value: -1: must be positive and less than 1000

+ spec.versionPriority: 2147483647
! spec.versionPriority: Invalid value: 2147483647: must be positive and less than 1000
`,
  },
];
