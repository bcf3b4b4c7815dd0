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

  metadata.name: "exempt"
  spec.priorityLevelConfiguration.name: "exempt"
  spec.matchingPrecedence: 1
  spec.rules[0].subjects: [{"kind":"Group","group":{"name":"system:masters"}}]
  spec.rules[0].nonResourceRules: [{"verbs":["*"],"nonResourceURLs":["/"]}]
! spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"exempt"},"MatchingPrecedence":1,"DistinguisherMethod":null,"Rules":[{"Subjects":[{"Kind":"Group","User":null,"Group":{"Name":"system:masters"},"ServiceAccount":null}],"ResourceRules":[{"Verbs":["*"],"APIGroups":["*"],"Resources":["*"],"ClusterScope":true,"Namespaces":["*"]}],"NonResourceRules":[{"Verbs":["*"],"NonResourceURLs":["/"]}]}]}: spec of 'exempt' must equal the fixed value

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
`,
  },
];
