/** What flow schemas and priority levels are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const flows: readonly Section[] = [
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "FlowSchema",
    write: "create",
    base: String.raw`{"metadata":{"name":"system-foo"},"spec":{"priorityLevelConfiguration":{"name":"system-bar"},"matchingPrecedence":50,"rules":[{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,"namespaces":["*"]}]}]}}`,
    rows: String.raw`
# ValidateFlowSchema
  spec.rules[0].resourceRules: -
! spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty

  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"noxu"}}]
  spec.rules[0].resourceRules[0].clusterScope: -

  spec.rules[0]: {"subjects":[{"kind":"ServiceAccount","user":{"name":"fred"},"group":{"name":"fred"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}
! spec.rules[0].subjects[0].serviceAccount: Required value: serviceAccount is required when subject kind is 'ServiceAccount'
! spec.rules[0].subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'
! spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'

  spec.rules[0]: {"subjects":[{"kind":"User","group":{"name":"fred"},"serviceAccount":{"namespace":"s","name":"n"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}
! spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'
! spec.rules[0].subjects[0].serviceAccount: Forbidden: serviceAccount is forbidden when subject kind is not 'ServiceAccount'
! spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'

  spec.rules[0]: {"subjects":[{"kind":"Group","user":{"name":"fred"},"serviceAccount":{"namespace":"s","name":"n"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}
! spec.rules[0].subjects[0].group: Required value: group is required when subject kind is 'Group'
! spec.rules[0].subjects[0].serviceAccount: Forbidden: serviceAccount is forbidden when subject kind is not 'ServiceAccount'
! spec.rules[0].subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'

  metadata.name: "exempt"
  spec.priorityLevelConfiguration.name: "exempt"
  spec.matchingPrecedence: 1
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:masters"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["*"]}]

  metadata.name: "catch-all"
  spec.priorityLevelConfiguration.name: "catch-all"
  spec.matchingPrecedence: 10000
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:unauthenticated"}},{"kind":"Group","group":{"name":"system:authenticated"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["*"]}]
  spec.distinguisherMethod: {"type":"ByUser"}

  metadata.name: "fred"
  spec.priorityLevelConfiguration.name: "exempt"
  spec.matchingPrecedence: 1
  spec.rules[0]: {"subjects":[{"kind":"Group","group":{"name":"gorp"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}
! spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1

  spec.rules[0].resourceRules: [{"verbs":["*","create"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","create"]: if '*' is present, must not specify other verbs
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules[0].clusterScope: -
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["/apis/*"]}]

  spec.rules[0].resourceRules: -
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["*","tik"]}]
! spec.rules[0].nonResourceRules[0].nonResourceURLs: Invalid value: ["*","tik"]: if '*' is present, must not specify other non-resource URLs

  spec.rules[0]: {"subjects":[{"kind":"FooKind"}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}
! spec.rules[0].subjects[0].kind: Unsupported value: "FooKind": supported values: "Group", "ServiceAccount", "User"

  spec.rules[0].resourceRules[0].verbs: ["feed"]
  spec.rules[0].resourceRules[0].clusterScope: -
! spec.rules[0].resourceRules[0].verbs: Unsupported value: ["feed"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"

  spec.priorityLevelConfiguration.name: "system+++$$"
  spec.rules[0].resourceRules[0].clusterScope: -
! spec.priorityLevelConfiguration.name: Invalid value: "system+++$$": {{subdomain}}

  spec.rules[0].subjects: [{"kind":"ServiceAccount","serviceAccount":{"namespace":"","name":"noxu"}}]
  spec.rules[0].resourceRules[0].clusterScope: -
! spec.rules[0].subjects[0].serviceAccount.namespace: Required value: must specify namespace for service account

  spec.rules[0].subjects: [{"kind":""}]
  spec.rules[0].resourceRules[0].clusterScope: -
! spec.rules[0].subjects[0].kind: Unsupported value: "": supported values: "Group", "ServiceAccount", "User"

  spec.rules[0].resourceRules: [{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":null}]
! spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace

  spec.rules[0].resourceRules[0].namespaces: null

  spec.rules[0].resourceRules: [{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["foo","*"]}]
! spec.rules[0].resourceRules[0].namespaces: Invalid value: ["foo","*"]: if '*' is present, must not specify other namespaces

  spec.rules[0].resourceRules: [{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["-foo"]}]
! spec.rules[0].resourceRules[0].namespaces[0]: Invalid value: "-foo": each member of this list must be '*' or a DNS-1123 label; {{label}}

  spec.matchingPrecedence: 10001
  spec.rules[0].resourceRules[0].clusterScope: -
! spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000

  metadata.name: "sample"
  spec: {"priorityLevelConfiguration":{"name":"global-default"}}

# (altered)
  metadata.name: -
  spec.priorityLevelConfiguration.name: "catch-all"
  spec.matchingPrecedence: 10000
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:unauthenticated"}},{"kind":"Group","group":{"name":"system:authenticated"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["/"]}]
  spec.distinguisherMethod: {"type":"ByUser"}
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.priorityLevelConfiguration.name: "catch-all"
  spec.matchingPrecedence: 10000
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:unauthenticated"}},{"kind":"Group","group":{"name":"system:authenticated"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["/"]}]
  spec.distinguisherMethod: {"type":"ByUser"}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.priorityLevelConfiguration.name: "catch-all"
  spec.matchingPrecedence: 10000
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:unauthenticated"}},{"kind":"Group","group":{"name":"system:authenticated"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["/"]}]
  spec.distinguisherMethod: {"type":"ByUser"}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: "catch-all"
  spec: -
! spec.priorityLevelConfiguration.name: Required value: must reference a priority level
! spec: Invalid value: {"PriorityLevelConfiguration":{"Name":""},"MatchingPrecedence":1000,"DistinguisherMethod":null,"Rules":null}: spec of 'catch-all' must equal the fixed value

  metadata.name: "catch-all"
  spec.priorityLevelConfiguration.name: "catch-all"
  spec.matchingPrecedence: 10000
  spec.rules: -
  spec.distinguisherMethod: {"type":"ByUser"}
! spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"catch-all"},"MatchingPrecedence":10000,"DistinguisherMethod":{"Type":"ByUser"},"Rules":null}: spec of 'catch-all' must equal the fixed value

  spec: -
! spec.priorityLevelConfiguration.name: Required value: must reference a priority level

  spec.rules[0]: {}
! spec.rules[0].subjects: Required value: subjects must contain at least one value
! spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty

  spec.rules[0].resourceRules: [{}]
! spec.rules[0].resourceRules[0].verbs: Required value: verbs must contain at least one value
! spec.rules[0].resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group
! spec.rules[0].resourceRules[0].resources: Required value: resource rules must supply at least one resource
! spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace

  spec.rules[0].resourceRules: [{"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Required value: verbs must contain at least one value
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules: [{"verbs":["*","create","*"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","create","*"]: if '*' is present, must not specify other verbs
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules: [{"verbs":["create"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules: [{"verbs":["*",""],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Invalid value: ["*",""]: if '*' is present, must not specify other verbs
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules: [{"verbs":["*","BAD_Value!"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","BAD_Value!"]: if '*' is present, must not specify other verbs
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources

  spec.rules[0].resourceRules: [{"verbs":["*","a.b/c"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]
! spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","a.b/c"]: if '*' is present, must not specify other verbs
! spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","tak"]: if '*' is present, must not specify other api groups
! spec.rules[0].resourceRules[0].resources: Invalid value: ["*","tok"]: if '*' is present, must not specify other resources
`,
  },
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "FlowSchema",
    write: "update",
    base: String.raw`{"spec":{"priorityLevelConfiguration":{"name":"global-default"}},"metadata":{"name":"sample"}}`,
    rows: String.raw`
# (altered)
  metadata.name: "system-foo"
- spec.priorityLevelConfiguration.name: "system-bar"
- spec.matchingPrecedence: 50
- spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*","create"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]}]
+ spec: -
! spec.priorityLevelConfiguration.name: Required value: must reference a priority level

  spec.priorityLevelConfiguration.name: "system-bar"
  spec.matchingPrecedence: 50
  metadata.name: "system-foo"
- spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*","create"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]}]
+ spec.rules: [{}]
! spec.rules[0].subjects: Required value: subjects must contain at least one value
! spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty

  spec.priorityLevelConfiguration.name: "system-bar"
  spec.matchingPrecedence: 50
  metadata.name: "system-foo"
- spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*","create"],"apiGroups":["*","tak"],"resources":["*","tok"],"namespaces":["*"]}]}]
+ spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}]}]
! spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty

  spec.priorityLevelConfiguration.name: "system-bar"
  spec.matchingPrecedence: 50
  spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["foo","*"]}]}]
  metadata.name: "system-foo"
! spec.rules[0].resourceRules[0].namespaces: Invalid value: ["foo","*"]: if '*' is present, must not specify other namespaces

  spec.priorityLevelConfiguration.name: "system-bar"
  spec.matchingPrecedence: 50
  spec.rules: [{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":null}]}]
  metadata.name: "system-foo"
! spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace
`,
  },
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "PriorityLevelConfiguration",
    write: "create",
    base: String.raw`{"metadata":{"name":"system-foo"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":100,"limitResponse":{"type":"Queue","queuing":{"queues":512,"handSize":4,"queueLengthLimit":100}}}}}`,
    rows: String.raw`
# ValidatePriorityLevelConfiguration
  metadata.name: "exempt"
  spec.type: "Exempt"
  spec.limited: -
  spec.exempt: {"nominalConcurrencyShares":0,"lendablePercent":0}

  metadata.name: "exempt"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! spec.type: Invalid value: "Limited": must be 'Exempt' if and only if {{tick}}name{{tick}} is 'exempt'
! spec: Invalid value: {"Type":"Limited","Limited":{"NominalConcurrencyShares":42,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":null}: spec of 'exempt' except the 'spec.exempt' field must equal the fixed value

  metadata.name: "exempt"
  spec.type: "Exempt"
  spec.limited: -
  spec.exempt: {"nominalConcurrencyShares":-1,"lendablePercent":101}
! spec.exempt.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer
! spec.exempt.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive

  metadata.name: "exempt"
  spec.type: "Exempt"
  spec.limited: -
  spec.exempt: {"nominalConcurrencyShares":-1,"lendablePercent":-1}
! spec.exempt.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer
! spec.exempt.lendablePercent: Invalid value: -1: must be between 0 and 100, inclusive

  metadata.name: "exempt"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
  spec.exempt: {}
! spec.type: Invalid value: "Limited": must be 'Exempt' if and only if {{tick}}name{{tick}} is 'exempt'
! spec.exempt: Forbidden: must be nil if the type is Limited
! spec: Invalid value: {"Type":"Limited","Limited":{"NominalConcurrencyShares":42,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":{"NominalConcurrencyShares":0,"LendablePercent":0}}: spec of 'exempt' except the 'spec.exempt' field must equal the fixed value

  metadata.name: "exempt"
  spec.type: "Exempt"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
  spec.exempt: {}
! spec.limited: Forbidden: must be nil if the type is not Limited
! spec: Invalid value: {"Type":"Exempt","Limited":{"NominalConcurrencyShares":42,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":{"NominalConcurrencyShares":0,"LendablePercent":0}}: spec of 'exempt' except the 'spec.exempt' field must equal the fixed value

  metadata.name: "exempt"
  spec.type: "Exempt"
  spec.limited: -
  spec.exempt: {"nominalConcurrencyShares":10,"lendablePercent":10}

  metadata.name: "broken-limited"
  spec.limited: -
  spec.exempt: {}
! spec.exempt: Forbidden: must be nil if the type is Limited
! spec.limited: Required value: must not be empty when type is Limited

  metadata.name: "broken-limited"
  spec.limited: -
! spec.limited: Required value: must not be empty when type is Limited

  metadata.name: "max-in-flight"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}

  spec.limited.limitResponse.type: "Reject"
! spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited

  metadata.name: "catch-all"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! spec: Invalid value: {"Type":"Limited","Limited":{"NominalConcurrencyShares":42,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null},"Exempt":null}: spec of 'catch-all' must equal the fixed value

  metadata.name: "catch-all"
  spec.limited: {"nominalConcurrencyShares":5,"limitResponse":{"type":"Reject"},"lendablePercent":0}

  spec.limited.limitResponse.queuing: -
! spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is Limited

  spec.limited.limitResponse.queuing.handSize: 8
! spec.limited.limitResponse.queuing.handSize: Invalid value: 8: required entropy bits of deckSize 512 and handSize 8 should not be greater than 60

  spec.limited.limitResponse.queuing: {"queues":128,"handSize":10,"queueLengthLimit":100}
! spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60

  spec.limited.limitResponse.queuing: {"queues":2147483647,"handSize":3,"queueLengthLimit":100}
! spec.limited.limitResponse.queuing.queues: Invalid value: 2147483647: must not be greater than 10000000
! spec.limited.limitResponse.queuing.handSize: Invalid value: 3: required entropy bits of deckSize 2147483647 and handSize 3 should not be greater than 60

  spec.limited.limitResponse.queuing: {"queues":10000000,"handSize":2,"queueLengthLimit":100}

  spec.limited.limitResponse.queuing: {"queues":7,"handSize":8,"queueLengthLimit":100}
! spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not be greater than queues (7)

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden

  metadata.name: "sample"
  spec.limited: {"limitResponse":{"type":"Reject"}}

# (altered)
  metadata.name: -
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.name: Required value: name or generateName is required
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden

  metadata.name: "BAD_Value!"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden

  metadata.name: "a.b/c"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec: -
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "": supported values: "Exempt", "Limited"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.type: "BAD_Value!"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "BAD_Value!": supported values: "Exempt", "Limited"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.type: "a.b/c"
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "a.b/c": supported values: "Exempt", "Limited"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited: -
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited: Required value: must not be empty when type is Limited

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited: {}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "": supported values: "Queue", "Reject"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: -1
  spec.limited.limitResponse: {"type":"Reject"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"BAD_Value!"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "BAD_Value!": supported values: "Queue", "Reject"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
  spec.limited.nominalConcurrencyShares: 42
  spec.limited.limitResponse: {"type":"a.b/c"}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "a.b/c": supported values: "Queue", "Reject"

  metadata.name: -
  spec.limited.limitResponse.queuing: {"queues":128,"handSize":10,"queueLengthLimit":100}
! metadata.name: Required value: name or generateName is required
! spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60

  metadata.name: "BAD_Value!"
  spec.limited.limitResponse.queuing: {"queues":128,"handSize":10,"queueLengthLimit":100}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60

  metadata.name: "a.b/c"
  spec.limited.limitResponse.queuing: {"queues":128,"handSize":10,"queueLengthLimit":100}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60
`,
  },
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "PriorityLevelConfiguration",
    write: "update",
    base: String.raw`{"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}},"metadata":{"name":"sample"}}`,
    rows: String.raw`
# (altered)
  spec.limited.nominalConcurrencyShares: 42
  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
- spec.limited.nominalConcurrencyShares: 42
+ spec: -
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "": supported values: "Exempt", "Limited"

  spec.limited.nominalConcurrencyShares: 42
  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
+ spec.type: "BAD_Value!"
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "BAD_Value!": supported values: "Exempt", "Limited"

  spec.limited.nominalConcurrencyShares: 42
  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
+ spec.type: "a.b/c"
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.type: Unsupported value: "a.b/c": supported values: "Exempt", "Limited"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
- spec.limited.nominalConcurrencyShares: 42
+ spec.limited: -
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited: Required value: must not be empty when type is Limited

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
- spec.limited.nominalConcurrencyShares: 42
+ spec.limited.limitResponse: -
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "": supported values: "Queue", "Reject"

  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
- spec.limited.nominalConcurrencyShares: 42
+ spec.limited.nominalConcurrencyShares: -1
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer

  spec.limited.nominalConcurrencyShares: 42
  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
+ spec.limited.limitResponse.type: "BAD_Value!"
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "BAD_Value!": supported values: "Queue", "Reject"

  spec.limited.nominalConcurrencyShares: 42
  metadata.name: "with-forbidden-annotation"
  metadata.annotations: {"flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares":""}
+ spec.limited.limitResponse.type: "a.b/c"
! metadata.annotations: Forbidden: annotation 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares' is forbidden
! spec.limited.limitResponse.type: Unsupported value: "a.b/c": supported values: "Queue", "Reject"

  spec.limited.limitResponse: {"type":"Queue","queuing":{"queues":128,"handSize":10,"queueLengthLimit":100}}
  spec.limited.nominalConcurrencyShares: 100
  metadata.name: "system-foo"
! spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60

  metadata.name: "system-foo"
- spec.limited.limitResponse: {"type":"Queue","queuing":{"queues":128,"handSize":10,"queueLengthLimit":100}}
- spec.limited.nominalConcurrencyShares: 100
+ spec: -
! spec.type: Unsupported value: "": supported values: "Exempt", "Limited"

  spec.limited.limitResponse: {"type":"Queue","queuing":{"queues":128,"handSize":10,"queueLengthLimit":100}}
  spec.limited.nominalConcurrencyShares: 100
  metadata.name: "system-foo"
+ spec.type: "BAD_Value!"
! spec.type: Unsupported value: "BAD_Value!": supported values: "Exempt", "Limited"

  spec.limited.limitResponse: {"type":"Queue","queuing":{"queues":128,"handSize":10,"queueLengthLimit":100}}
  spec.limited.nominalConcurrencyShares: 100
  metadata.name: "system-foo"
+ spec.type: "a.b/c"
! spec.type: Unsupported value: "a.b/c": supported values: "Exempt", "Limited"

  metadata.name: "system-foo"
- spec.limited.limitResponse: {"type":"Queue","queuing":{"queues":128,"handSize":10,"queueLengthLimit":100}}
- spec.limited.nominalConcurrencyShares: 100
+ spec.limited: -
! spec.limited: Required value: must not be empty when type is Limited
`,
  },
];
