/** What roles, their bindings, signing requests, priority classes and runtime classes are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const access: readonly Section[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    write: "create",
    base: String.raw`{"metadata":{"name":"default","namespace":"default"},"rules":[{"verbs":["get"],"apiGroups":["v1"],"resources":["pods"]}]}`,
    rows: String.raw`
# ValidateRole
  metadata.namespace: -
  rules: null
! metadata.namespace: Required value

  metadata.name: -
  rules: null
! metadata.name: Required value: name or generateName is required

  rules: null

  rules[0]: {"verbs":["get"],"nonResourceURLs":["/*"]}
! rules[0].nonResourceURLs: Invalid value: ["/*"]: namespaced rules cannot apply to non-resource URLs

  rules[0].nonResourceURLs: ["/*"]
! rules[0].nonResourceURLs: Invalid value: ["/*"]: namespaced rules cannot apply to non-resource URLs
! rules[0].nonResourceURLs: Invalid value: ["/*"]: rules cannot apply to both regular resources and non-resource URLs

  rules[0].apiGroups: -
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  rules[0].resources: -
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: "sample"
  rules: -

# (altered)
  metadata.name: "a.b/c"
  rules: -
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  metadata.name: "sample"
  metadata.namespace: "BAD_Value!"
  rules: -
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.name: "sample"
  metadata.namespace: "a.b/c"
  rules: -
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  rules[0]: {}
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

  rules[0].verbs: -
! rules[0].verbs: Required value: verbs must contain at least one value

  metadata.name: -
  rules[0].apiGroups: -
! metadata.name: Required value: name or generateName is required
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.name: "a.b/c"
  rules[0].apiGroups: -
! metadata.name: Invalid value: "a.b/c": may not contain '/'
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.namespace: -
  rules[0].apiGroups: -
! metadata.namespace: Required value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.namespace: "BAD_Value!"
  rules[0].apiGroups: -
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.namespace: "a.b/c"
  rules[0].apiGroups: -
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  rules: [{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[1].apiGroups: Required value: resource rules must supply at least one api group

  rules: [{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[1].apiGroups: Required value: resource rules must supply at least one api group
! rules[2].apiGroups: Required value: resource rules must supply at least one api group

  rules[0].verbs: -
  rules[0].apiGroups: -
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  rules: [{"verbs":["get"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    write: "update",
    base: String.raw`{"metadata":{"name":"sample","namespace":"default"}}`,
    rows: String.raw`
# (altered)
  metadata.name: "default"
- rules: [{"verbs":["get"],"apiGroups":["v1"],"resources":["pods"]}]
+ rules: [{}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: "default"
- rules: [{"verbs":["get"],"apiGroups":["v1"],"resources":["pods"]}]
+ rules: [{"apiGroups":["v1"],"resources":["pods"]}]
! rules[0].verbs: Required value: verbs must contain at least one value

  metadata.name: "default"
- rules: [{"verbs":["get"],"apiGroups":["v1"],"resources":["pods"]}]
+ rules: [{"verbs":["get"],"resources":["pods"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.name: "default"
- rules: [{"verbs":["get"],"apiGroups":["v1"],"resources":["pods"]}]
+ rules: [{"verbs":["get"],"apiGroups":["v1"]}]
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: "default"
- rules: [{"verbs":["get"],"resources":["pods"]}]
+ rules: [{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[1].apiGroups: Required value: resource rules must supply at least one api group

  metadata.name: "default"
- rules: [{"verbs":["get"],"resources":["pods"]}]
+ rules: [{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]},{"verbs":["get"],"resources":["pods"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[1].apiGroups: Required value: resource rules must supply at least one api group
! rules[2].apiGroups: Required value: resource rules must supply at least one api group

  metadata.name: "default"
- rules: [{"verbs":["get"],"resources":["pods"]}]
+ rules: [{"resources":["pods"]}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group

  metadata.name: "default"
- rules: [{"verbs":["get"],"resources":["pods"]}]
+ rules: [{"verbs":["get"]}]
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    write: "create",
    base: String.raw`{"metadata":{"name":"default"},"rules":[{"verbs":["get"],"nonResourceURLs":["/*"]}]}`,
    rows: String.raw`
# ValidateClusterRole
  rules: null

  rules[0].verbs: []
! rules[0].verbs: Required value: verbs must contain at least one value

  metadata.name: "sample"
  rules[0].nonResourceURLs: ["/livez"]

# (altered)
  metadata.name: "sample"
  rules[0]: {}
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: "sample"
  rules[0].nonResourceURLs: -
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: -
  rules[0].nonResourceURLs: ["/livez"]
! metadata.name: Required value: name or generateName is required

  metadata.name: "a.b/c"
  rules[0].nonResourceURLs: ["/livez"]
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  metadata.name: -
  rules[0].verbs: []
! metadata.name: Required value: name or generateName is required
! rules[0].verbs: Required value: verbs must contain at least one value

  metadata.name: "a.b/c"
  rules[0].verbs: []
! metadata.name: Invalid value: "a.b/c": may not contain '/'
! rules[0].verbs: Required value: verbs must contain at least one value

  rules: [{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[1].verbs: Required value: verbs must contain at least one value

  rules: [{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[1].verbs: Required value: verbs must contain at least one value
! rules[2].verbs: Required value: verbs must contain at least one value
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    write: "update",
    base: String.raw`{"rules":[{"verbs":["get"],"nonResourceURLs":["/livez"]}],"metadata":{"name":"sample"}}`,
    rows: String.raw`
# (altered)
+ rules[0]: {}
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

+ rules[0].verbs: -
! rules[0].verbs: Required value: verbs must contain at least one value

+ rules[0].nonResourceURLs: -
! rules[0].apiGroups: Required value: resource rules must supply at least one api group
! rules[0].resources: Required value: resource rules must supply at least one resource

  metadata.name: "default"
- rules[0].verbs: []
- rules[0].nonResourceURLs: ["/*"]
+ rules: [{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[1].verbs: Required value: verbs must contain at least one value

  metadata.name: "default"
- rules[0].verbs: []
- rules[0].nonResourceURLs: ["/*"]
+ rules: [{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]},{"verbs":[],"nonResourceURLs":["/*"]}]
! rules[0].verbs: Required value: verbs must contain at least one value
! rules[1].verbs: Required value: verbs must contain at least one value
! rules[2].verbs: Required value: verbs must contain at least one value
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    write: "create",
    base: String.raw`{"metadata":{"name":"master","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"valid"}}`,
    rows: String.raw`
# ValidateRoleBinding
  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]

  metadata.name: "default"
  metadata.namespace: -
! metadata.namespace: Required value

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "default"
  roleRef.name: ""
! roleRef.name: Required value

  subjects: [{"kind":"","name":"subject"}]
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"subject:bad"}]
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}

  subjects: [{"kind":"ServiceAccount","name":""}]
! subjects[0].name: Required value

  metadata.name: "default"
  roleRef.apiGroup: "rbac.GroupName"
  roleRef.kind: "ClusterRole"
! roleRef.apiGroup: Unsupported value: "rbac.GroupName": supported values: "rbac.authorization.k8s.io"

  metadata.name: "default"
  roleRef.kind: "Type"
! roleRef.kind: Unsupported value: "Type": supported values: "Role", "ClusterRole"

  roleRef.name: "changed"

  metadata.name: "rb"
  roleRef: {"kind":"Foo","name":""}
  subjects: [{"kind":"User","name":""}]
! roleRef.kind: Unsupported value: "Foo": supported values: "Role", "ClusterRole"
! roleRef.name: Required value
! subjects[0].name: Required value

  metadata.name: "sample"
  roleRef: {"kind":"ClusterRole","name":"view"}
  subjects: [{"kind":"Group","name":"ops"}]

# (altered)
  metadata.name: "a.b/c"
  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  metadata.namespace: "BAD_Value!"
  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  subjects: [{},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].name: Required value
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"BAD_Value!","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].kind: Unsupported value: "BAD_Value!": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"a.b/c","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].kind: Unsupported value: "a.b/c": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"BAD_Value!"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].name: Invalid value: "BAD_Value!": {{subdomain}}

  subjects: [{"kind":"ServiceAccount","name":"a.b/c"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].name: Invalid value: "a.b/c": {{subdomain}}

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].name: Required value
! subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"BAD_Value!","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].kind: Unsupported value: "BAD_Value!": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"a.b/c","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].kind: Unsupported value: "a.b/c": supported values: "ServiceAccount", "User", "Group"

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"BAD_Value!","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].apiGroup: Unsupported value: "BAD_Value!": supported values: "rbac.authorization.k8s.io"

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"a.b/c","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].apiGroup: Unsupported value: "a.b/c": supported values: "rbac.authorization.k8s.io"
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    write: "update",
    base: String.raw`{"metadata":{"name":"master","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"valid"}}`,
    rows: String.raw`
# ValidateRoleBindingUpdate
+ roleRef.name: "changed"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"changed"}: cannot change roleRef

  metadata.name: "sample"
  roleRef: {"kind":"ClusterRole","name":"view"}
  subjects: [{"kind":"Group","name":"ops"}]

# (altered)
- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].name: Required value

- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount","name":"a.b/c"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[0].name: Invalid value: "a.b/c": {{subdomain}}

- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount","name":"validsaname"},{},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].name: Required value
! subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
! subjects[1].name: Required value

- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{}]
! subjects[2].name: Required value
! subjects[2].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

- subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io"}]
! subjects[2].name: Required value

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef: -
! roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole"
! roleRef.name: Required value
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"","Name":""}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.apiGroup: "BAD_Value!"
! roleRef.apiGroup: Unsupported value: "BAD_Value!": supported values: "rbac.authorization.k8s.io"
! roleRef: Invalid value: {"APIGroup":"BAD_Value!","Kind":"Role","Name":"valid"}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.apiGroup: "a.b/c"
! roleRef.apiGroup: Unsupported value: "a.b/c": supported values: "rbac.authorization.k8s.io"
! roleRef: Invalid value: {"APIGroup":"a.b/c","Kind":"Role","Name":"valid"}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.kind: -
! roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"","Name":"valid"}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.kind: "BAD_Value!"
! roleRef.kind: Unsupported value: "BAD_Value!": supported values: "Role", "ClusterRole"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"BAD_Value!","Name":"valid"}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.kind: "a.b/c"
! roleRef.kind: Unsupported value: "a.b/c": supported values: "Role", "ClusterRole"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"a.b/c","Name":"valid"}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.name: -
! roleRef.name: Required value
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":""}: cannot change roleRef

  subjects: [{"kind":"ServiceAccount","name":"validsaname"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
+ roleRef.name: "BAD_Value!"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"BAD_Value!"}: cannot change roleRef
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    write: "create",
    base: String.raw`{"metadata":{"name":"master"},"subjects":[{"kind":"ServiceAccount","name":"validsaname","namespace":"foo"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"valid"}}`,
    rows: String.raw`
# ValidateClusterRoleBinding
  subjects: [{"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}]
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}

  subjects: [{"kind":"ServiceAccount","name":"good"}]
! subjects[0].namespace: Required value

  subjects: [{"kind":"ServiceAccount","name":"","namespace":"foo"}]
! subjects[0].name: Required value

  metadata.name: "default"
  subjects: -
  roleRef.apiGroup: "rbac.GroupName"
! roleRef.apiGroup: Unsupported value: "rbac.GroupName": supported values: "rbac.authorization.k8s.io"

  metadata.name: "default"
  subjects: -
  roleRef.kind: "Type"
! roleRef.kind: Unsupported value: "Type": supported values: "ClusterRole"

  metadata.name: "default"
  subjects: -
  roleRef.name: ""
! roleRef.name: Required value

  metadata.name: "default"
  subjects: -
  roleRef.kind: "Role"
! roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"

  metadata.name: -
  subjects: -
! metadata.name: Required value: name or generateName is required

  subjects: [{"kind":"","name":"subject"}]
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  metadata.name: "sample"
  subjects: [{"kind":"User","name":"jo"}]
  roleRef.apiGroup: -
  roleRef.name: "view"

# (altered)
  metadata.name: "a.b/c"
! metadata.name: Invalid value: "a.b/c": may not contain '/'

  subjects[0]: {}
! subjects[0].name: Required value
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects[0].kind: "BAD_Value!"
! subjects[0].kind: Unsupported value: "BAD_Value!": supported values: "ServiceAccount", "User", "Group"

  subjects[0].kind: "a.b/c"
! subjects[0].kind: Unsupported value: "a.b/c": supported values: "ServiceAccount", "User", "Group"

  subjects[0].name: "BAD_Value!"
! subjects[0].name: Invalid value: "BAD_Value!": {{subdomain}}

  subjects[0].name: "a.b/c"
! subjects[0].name: Invalid value: "a.b/c": {{subdomain}}

  subjects[1]: {}
! subjects[1].name: Required value
! subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects[1].kind: -
! subjects[1].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  subjects[1].kind: "BAD_Value!"
! subjects[1].kind: Unsupported value: "BAD_Value!": supported values: "ServiceAccount", "User", "Group"

  subjects[1].kind: "a.b/c"
! subjects[1].kind: Unsupported value: "a.b/c": supported values: "ServiceAccount", "User", "Group"

  subjects[1].apiGroup: "BAD_Value!"
! subjects[1].apiGroup: Unsupported value: "BAD_Value!": supported values: "rbac.authorization.k8s.io"

  subjects[1].apiGroup: "a.b/c"
! subjects[1].apiGroup: Unsupported value: "a.b/c": supported values: "rbac.authorization.k8s.io"

  subjects[1].name: -
! subjects[1].name: Required value

  subjects[2]: {}
! subjects[2].name: Required value
! subjects[2].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"
`,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    write: "update",
    base: String.raw`{"roleRef":{"kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"jo"}],"metadata":{"name":"sample"}}`,
    rows: String.raw`
# (altered)
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  subjects: [{"kind":"ServiceAccount","name":"validsaname","namespace":"foo"},{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"valid@username"},{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"valid@groupname"}]
  metadata.name: "master"
- roleRef.name: "valid"
+ roleRef.name: "BAD_Value!"
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"BAD_Value!"}: cannot change roleRef

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
  metadata.name: "master"
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects: [{"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"},{"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}]
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}
! subjects[1].name: Invalid value: "subject:bad": {{subdomain}}

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {}
! subjects[0].name: Required value
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"name":"subject:bad","namespace":"foo"}
! subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"kind":"BAD_Value!","name":"subject:bad","namespace":"foo"}
! subjects[0].kind: Unsupported value: "BAD_Value!": supported values: "ServiceAccount", "User", "Group"

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"kind":"a.b/c","name":"subject:bad","namespace":"foo"}
! subjects[0].kind: Unsupported value: "a.b/c": supported values: "ServiceAccount", "User", "Group"

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"kind":"ServiceAccount","namespace":"foo"}
! subjects[0].name: Required value

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"kind":"ServiceAccount","name":"BAD_Value!","namespace":"foo"}
! subjects[0].name: Invalid value: "BAD_Value!": {{subdomain}}

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0]: {"kind":"ServiceAccount","name":"a.b/c","namespace":"foo"}
! subjects[0].name: Invalid value: "a.b/c": {{subdomain}}

  roleRef.name: "valid"
  roleRef.apiGroup: "rbac.authorization.k8s.io"
  metadata.name: "master"
- subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
+ subjects[0].kind: "ServiceAccount"
+ subjects[0].name: "subject:bad"
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}
! subjects[0].namespace: Required value

  subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
  metadata.name: "master"
- roleRef.name: "valid"
- roleRef.apiGroup: "rbac.authorization.k8s.io"
+ roleRef: -
! roleRef.kind: Unsupported value: "": supported values: "ClusterRole"
! roleRef.name: Required value
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}
! roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"","Name":""}: cannot change roleRef

  roleRef.name: "valid"
  subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
  metadata.name: "master"
- roleRef.apiGroup: "rbac.authorization.k8s.io"
+ roleRef.apiGroup: "BAD_Value!"
! roleRef.apiGroup: Unsupported value: "BAD_Value!": supported values: "rbac.authorization.k8s.io"
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}
! roleRef: Invalid value: {"APIGroup":"BAD_Value!","Kind":"ClusterRole","Name":"valid"}: cannot change roleRef

  roleRef.name: "valid"
  subjects[0]: {"kind":"ServiceAccount","name":"subject:bad","namespace":"foo"}
  metadata.name: "master"
- roleRef.apiGroup: "rbac.authorization.k8s.io"
+ roleRef.apiGroup: "a.b/c"
! roleRef.apiGroup: Unsupported value: "a.b/c": supported values: "rbac.authorization.k8s.io"
! subjects[0].name: Invalid value: "subject:bad": {{subdomain}}
! roleRef: Invalid value: {"APIGroup":"a.b/c","Kind":"ClusterRole","Name":"valid"}: cannot change roleRef
`,
  },
  {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    write: "create",
    base: String.raw`{"metadata":{"name":"testcsr"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURPRjVzaApPR0VKNXRQaTlQWGYwYVFEODkwQmxQRHE0aVZ4a0hFWVNHMVBNNkFBTUFVR0F5dGxjQU5CQVBJcGV2MFI5V1F3Cm5XMXJ1VlYySUFDR2RFTlB4a0ZXaVRDRlllbE5yQTNrTUkycldjeEQ2YTU0OHI2N3Jmb3pvR3hoajU2R3BZc1gKNUMwdXloSWJoZ1k9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=","signerName":"example.com/valid-name","usages":["key encipherment"]}}`,
    rows: String.raw`
# ValidateCertificateSigningRequestCreate
  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURWVDJGaQovcXhpL2NHSERvc0tnakgrcEFtbmpNQS83Wi9TWEZzd2VQRUdXYUFBTUFVR0F5dGxjQU5CQUZlb2U2STFrbnR5ClFUclk3a05uWE5iNkxGODZud29GM2ZEZzlKNWpNV2RHeFhUOERRcVdUQjByeDN4N1Nyc1lDVUJuTEZaQ05qTkgKQVRPWFc2dWxVQU09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.expirationSeconds: 1
! spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 600 seconds (10 minutes)

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURBbE1zQQpQK3VtcENiaW9zeVZKL01RQndpQis3cmF2RkRqMUIweVV3a0F2S0FBTUFVR0F5dGxjQU5CQUNiQVBvY0hZSnBHCmVLek5NRWczVlJDS0x0VUxCNW9vdk5CMlpWV2w5TWlGZjhEd1lkKzBTYURpZXdSNEZkY2Z5cEF4WHU3M3UwdUsKQnJ2NWNUeEp5Z2s9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "example.com/-"
! spec.signerName: Invalid value: "-": validating label "-": {{subdomain}}

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUMrMzd6awpmRTVWVGRkd01QSVFUZUR3TDJTMnYvTlpuNGcrWjd4Qk8ya3ZzS0FBTUFVR0F5dGxjQU5CQUppYzgwZkdKMWhTCk5uZ2gyNEt6azdhM2EyY2R3M3BqVFllZGp0U0ZXcW5CVFNWUjRCdnFIS1I1empDZkY5RVl2K3dHSmUzV0FNbGkKcFJjbzJXVnUzUWM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "{{a*63}}.{{a*63}}.{{a*63}}.{{a*61}}.extra/valid-path"
! spec.signerName: Too long: may not be more than 253 bytes

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURDQVFZawpFK3hxWTF3VEwzcmVqNmFELzhUb2pVQi9oUWM4WER5d2JyTllwS0FBTUFVR0F5dGxjQU5CQUd6UEVHWnBDR2U4CnFVeUlhOTQ1UHcrSUJEZ1hDby8yS2E1T0VFb3gySHpvYjNkSDhTcHFCRlVReVMvODc4ZS9vVW5UaTdPZzdlR0cKYi9TNzJrdXNlQWM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "{{a*66}}.example.io/valid-path"
! spec.signerName: Invalid value: "{{a*66}}.example.io": validating label "{{a*66}}": must be no more than 63 characters

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUFqcEJnUApyUVZzRnZDcmQ4SzhhUHVoQkFicUhtTnVoQ01lbCtET1ZJYU1WNkFBTUFVR0F5dGxjQU5CQUxPTmJGeXVHZzVaCjlOc3RFYmYvbVJQSVVwR2ZpRDNPcXlHdlNlV3JpM0xqdGwycTNMRk52Ni9MZHZ3cGFkMGVIcXYxcUh3QkQ2b1cKcXRKUVYxRXBzZ1k9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.expirationSeconds: 0
! spec.expirationSeconds: Invalid value: 0: may not specify a duration less than 600 seconds (10 minutes)

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUNBUlBxUQpBdWMzU3lUazJuSERrQTBxUFJzQ0ltMytYWWxLQ1BaeTN1V1dVYUFBTUFVR0F5dGxjQU5CQUVMQTRRa1dHMlVSCmxvc1hKWWluSWxLUy82c2Q0ZWJkamRCRVZINTdBRlI0V25qWDVaUTROcGtOd0Zvakx6NjlocDJiUE5GVldpQ0EKbEVmRTIwYURzQVk9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.expirationSeconds: 60
! spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUQxc1dkcApucEUvQWtaUGhHcnYwSVlJSVVUVk0zYmtiWE5NbEl3cTFrbVdBcUFBTUFVR0F5dGxjQU5CQU5BSk9URCtINmtRCmEvSmpLdjNwQTY3U24vSXhadVBqUktnZjBETWVLa1VGbUhzV3E1Z0dUa0pWbkJ1K1pPaUJTcWpxUjltTEI4TSsKN2p4aFNxQmMyd3c9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.expirationSeconds: 600

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURSUnZCNgpxcCs2cm1zcDU4Vzg2WXcwSHNCNnZVcHNycENyUllkVDVYZEx6S0FBTUFVR0F5dGxjQU5CQUVuVGE0VFVBaC9uClUxbnlSVDNFYUJoTitTMWlxY011azQyZm9JRHdzYkVGalNNZmYyMVlxd3h4SUJ0SWRsdEZabU9hK2xXWHBZK1UKaTlSenRqWXFVUUU9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.usages: -
! spec.usages: Required value

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUFKOUVSdgpoaWk0OTBLUWsxSjF2RFoxM3ExczdXZ1dNbkJpVGlBR2RvaEFPS0FBTUFVR0F5dGxjQU5CQUZwY0JXMFgxYjRjCktGUkp4cWdjb2xibWU2NDZwbFpMVVRGWWRydmRJK1UxQU5iVWQwK0FRbmo5K3haNlQxdVJHNnMrbENNbHltNUUKUWpuQ2VuQkt6d0E9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "example.com/"
! spec.signerName: Invalid value: "": validating label "": {{subdomain}}

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURlek5QQgpmRDd2T2RHcmxqRVgvMGIxeEhJUXlyMWxMcDFmeklIQWpkMDhnYUFBTUFVR0F5dGxjQU5CQUlGZW1PZ25rTzJTClpFcnFoUEs2VXhmR0pvcjdOUjdmS1g3Tk9CU29jeGpqS1V2bVc2bUxMR01CVVVldjFRRUNIVmJEWE1kUThEY0MKOVo5VTZjUXhCd0E9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "abc.io/{{a*253}}.{{a*253}}"

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURWVGk5MwpCa2Q3ejJsVnJCMmQ3TkxnY0FtT1lXK3hCdVFWNE9IRW41MFVkYUFBTUFVR0F5dGxjQU5CQUdiV2JaaHpGdGkzCnNxUnVCMUtTbnd1Rkp6dlVrZWdKTGVNcndTbnFuK1J2YWM0UjJLNmhWcUhOZmNLU05hQjAwYlB2NExRYlhTVU4KVXdOc1ZCOUExQUk9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUExZ0hmVQpmbFdmZ1V3L09GTzNpR3lZVi9DbGJHVGxPVFR1aEdvd3VqeEhTcUFBTUFVR0F5dGxjQU5CQVBZWFU2cm9pd2pLCkFaZ0ZST0lSUzZxNi9NbkFCZU1PZ0VqMWFGbVQwNDBWbmhOLzZ2Nm52SWJGc0dzTnFZMXozNCtmTEFmTDY5WXIKZzBpY3NWeXQ2d1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.usages: -
! spec.usages: Required value

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUN5cnJrVAppcGNiNUoxWDVVaHJsZzI5bkYvajAxUk9LMnFjdW1KWGJQU2k1cUFBTUFVR0F5dGxjQU5CQUtkMCtGN09XNDN3Cm5QbFlsczl2VHZMZjFPc2FkUVVNVnNuWEFWVnozVldsTVBwVWlLNnh0S1FjZTQ3SGJxN0tseks1NVBZYVNwbGcKQlN3dzU0Q1kxd289Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "example/some-signer-name"
! spec.signerName: Invalid value: "example": should be a domain with at least two segments separated by dots

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURLaWFNeApBMjVRVmI5MHJtK2xRVEV2bFRrNll4V0g0ODhROTMrSVdUVFpRYUFBTUFVR0F5dGxjQU5CQVBHMlV2dE5VdVcwCnUrUVZRb2xXZUxXRUdqTWdiZkcwclRERE9ybmdWQTY2T3hHTy9JdkJqTUJHejlEOVBISnRZVjhwZEdGbEkyLzIKV0txOUpKTUNLd1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "example.com/something-"
! spec.signerName: Invalid value: "something-": validating label "something-": {{subdomain}}

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUJLUlk1WgowVC9BS2xUK1pIRjR6MkFNcUl6VzA4RmtDRHYzcWR1d0s2K1BFcUFBTUFVR0F5dGxjQU5CQUpuZGUzZGVtTjZyClV1ME9wK09POEtkRTFtV1ZpS05QN2VReC9seDhlbWtTRko1cXdUR3BRQmoyWkplbG95TExLcENwSHRXRlpsTXgKQ3J5U3hLaXBOQXM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "example.com/some-signer-name"

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUQzK01oOQo4Q09nanNvcG9RMG94UnVIbmN1ZVMyQis1V2RvblVjaTRCMkhxS0FBTUFVR0F5dGxjQU5CQU5pYWZZTW1sbTl4CmJNREwwV1B6bTJhNjVBS3I3SUNMNlgyU2J3WFZmc1dBNjJ0bEc5WmFlcUdZaHkrdEUvNmVVaHRtdm0rYTdpcHgKQy9jMzlxYTR4d009Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUQvRmRhagpmSUJFQ0ZhQ2RLaktoT01UWmFidlMvaEZ5ZDBRd0V1Y2xLQ01LNkFBTUFVR0F5dGxjQU5CQUU2VzF1bFAyVEl3CnFFWitpTXlOS09LQW1IbUZnMkhJR0d5SUlRRHJlZ3d1OGkxaFR6K2ZZbmJ1c1FCVUl0Z2JQNUhxM1R6ekMrbGgKRGVzMG8vWS9oQWc9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUR5MjFLOQp1SnZqRk9waFZlWE1IcWk2bnpGdllGTnpVWnZSWTVrYVN5c0dDYUFBTUFVR0F5dGxjQU5CQUZmVGJHVXFSWmhOClhXeURuNUFOODFuQm45blNOYVlTN1kxWlV5eElJQzZqc3I2VGw3WWhMZjcrTk91QlEreXFKK3ZNR2RuMTlUN2QKcTJmSEhVQ1BjZ1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: ""
! spec.signerName: Required value

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURBTlllWQp1Z29XajEwWFdkbllwZUQvM2hsL0pHKzRVUUc3azJpOXRHMmVES0FBTUFVR0F5dGxjQU5CQUhWcDFuZGpjSG1mClErRndPWEV1Y1BHc2s3Z3F6RDY3d0VVTm5VZm9zYThXWDlSNmlKWmtnSGpiU3hSMDBWU2pNT01mNHJESXl2ZEMKZ2VjeHdha0ZIUTA9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "an-invalid-signer-name"
! spec.signerName: Invalid value: "an-invalid-signer-name": must be a fully qualified domain and path of the form 'example.com/signer-name'

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUEvK2JPWAo1czkxWE53cTNYWEJueFNvMTd3Y3FOOFdiOGZXUzJIN3BuSW1QS0FBTUFVR0F5dGxjQU5CQUZGdHJ3UWlWU3NEClBDWU9NVTBDYWFyY1RGc095dWgwN1ZZdUhsTXZpZktSUjNiZXF6UkR5OHVkUE9JV0FjUnR2aSs2ZW5jRXlsbHEKNEFPUWp3SWlZd2c9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "an-invalid-signer-name.com/something/else"
! spec.signerName: Invalid value: "an-invalid-signer-name.com/something/else": must be a fully qualified domain and path of the form 'example.com/signer-name'

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUNpNVcySgpuRm1uZ0t1cDh5MlBXOEtMTW5lb09OSVJxV0F2WEsrU2tzU01CcUFBTUFVR0F5dGxjQU5CQUx0L00vZkpldWwxClAycDcxWWxPL2FyOWZFVjMxUWNSRmFZUUIzMWg4SHE2UDFnOXB2V3o1enpieTQvNHZleVQxQjhPUDAxWnpua2wKTnpqank2cW1pd1E9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "{{a*63}}.{{a*63}}.{{a*63}}.{{a*61}}/{{a*63}}.{{a*253}}.toolong"
! spec.signerName: Too long: may not be more than 571 bytes

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUR1Y1pobgpjTmViWm5hTnF2VWlaeXB5T1c0NTIzR1JEQm9XdCtJWHZXU0dWS0FBTUFVR0F5dGxjQU5CQUFnT1JVSjE2UHZ0CjFHcFdRbXlCZzBxZWdoWWZwZEM2T2NWeDVFT1NXQzdOajRoMUtyWmFONHRTMWZTbTl4ZVlud05WditpTjdHNUgKUXBHQ3FETGRhUWs9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.signerName: "{{a*63}}.{{a*63}}.{{a*63}}.{{a*61}}/{{a*63}}.{{a*253}}"

  spec.request: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUURQUlduNQpaMkFyaWVKRnZ4TzJ6bk12WHcvSTczNko5N0ZOYUtkYVRaR2M4NkFBTUFVR0F5dGxjQU5CQUpxbTdGYlFCOERqCnNDdjNUM2c5b202TUFtOW45eUt2eXQvelRsZDFVanJjcHJ1a0t5cEVLbHBoeFdkYmpVQXdYNHArb0Z2cFltaGYKV05uZ0V0NDFoUUk9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
  spec.expirationSeconds: -1
! spec.expirationSeconds: Invalid value: -1: may not specify a duration less than 600 seconds (10 minutes)
`,
  },
  {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    write: "update",
    base: String.raw`{"metadata":{"name":"testcsr"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUJHV0FqTQpVSW1KNVI0RytEekRFWHllRUpiTlRjR1dGWTU1UE1NRHUza3FYYUFBTUFVR0F5dGxjQU5CQURSUDZkMXR3UDI1Ck5zOEl2b2lBeDJ5UkpHaFBwOVFZWFNDRm44NS9IVm1zOFdBKzlibUViNElqVmJjSzgrdXZGYjZVZmFPdnZ6M2YKQzhod2JKcnl0QW89Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=","signerName":"example.com/something","usages":["key encipherment"]}}`,
    rows: String.raw`
# ValidateCertificateSigningRequestUpdate
  status: {"certificate":"bm8gUEVNIGNvbnRlbnQ="}
- metadata.finalizers: ["foo"]

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Approved","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Approved","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Denied","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Denied","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Failed","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Failed","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Approved","status":"True","lastUpdateTime":null,"lastTransitionTime":null},{"type":"Denied","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

# (altered)
  metadata.finalizers: ["foo"]
  status: {"conditions":[{"type":"Failed","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified
`,
  },
  {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    write: "status",
    base: String.raw`{"metadata":{"name":"testcsr"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHVk1Fa0NBUUF3RmpFVU1CSUdBMVVFQ2hNTGRHVnpkR2x1WnkxdmNtY3dLakFGQmdNclpYQURJUUQ2eG81VwpKNHRtS3d3UCtaWVN4alpqcEVpNkJ4ejJKQzh3NmwxMkZ5SVowS0FBTUFVR0F5dGxjQU5CQUhSN1UyZmFEa2ZKCkhVR2tzM0ExMVJOSk1remdyeDgvMWFHOE12VGxyN1EyZ0dQSDVGOXRrRWJIc0VJZktkVDRZaU4xOG9sZUhvL1QKZEJFK25MMDlId3M9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=","signerName":"example.com/something","usages":["key encipherment"]}}`,
    rows: String.raw`
# ValidateCertificateSigningRequestStatusUpdate
  status: {"certificate":"bm8gUEVNIGNvbnRlbnQ="}
- metadata.finalizers: ["foo"]

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Approved","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! status.conditions: Forbidden: updates may not add a condition of type "Approved"

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Approved","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! status.conditions: Forbidden: updates may not remove a condition of type "Approved"

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Denied","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! status.conditions: Forbidden: updates may not add a condition of type "Denied"

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Denied","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! status.conditions: Forbidden: updates may not remove a condition of type "Denied"

- metadata.finalizers: ["foo"]
+ status: {"conditions":[{"type":"Failed","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}

- metadata.finalizers: ["foo"]
- status: {"conditions":[{"type":"Failed","status":"True","lastUpdateTime":null,"lastTransitionTime":null}]}
! status.conditions: Forbidden: updates may not remove a condition of type "Failed"

- metadata.finalizers: ["foo"]
+ status: {"certificate":"bm8gUEVNIGNvbnRlbnQ="}
! status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block
`,
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"tier1"},"value":100}`,
    rows: String.raw`
# ValidatePriorityClass
  value: 200
  description: "Used for the highest priority pods."

  metadata.name: "system-node-critical"
  value: 2000001000
  description: "system priority class 0"

  metadata.name: "system-node-critical"
  value: 0
! metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-node-critical PriorityClass must be 2000001000

  metadata.name: "system-something"
  value: 2000001000
! metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-something is not a known system priority class

  metadata.name: "tier&1"
! metadata.name: Invalid value: "tier&1": {{subdomain}}

  metadata.name: "pc"
  value: 2000000000
! value: Forbidden: maximum allowed value of a user defined priority is 1000000000

  metadata.name: "sample"
  value: -

# (altered)
  metadata.name: -
  value: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  value: -
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  value: -
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.name: -
  value: 2000001000
  description: "system priority class 0"
! metadata.name: Required value: name or generateName is required
! value: Forbidden: maximum allowed value of a user defined priority is 1000000000

  metadata.name: "BAD_Value!"
  value: 2000001000
  description: "system priority class 0"
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! value: Forbidden: maximum allowed value of a user defined priority is 1000000000

  metadata.name: "a.b/c"
  value: 2000001000
  description: "system priority class 0"
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! value: Forbidden: maximum allowed value of a user defined priority is 1000000000
`,
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    write: "update",
    base: String.raw`{"metadata":{"name":"tier1"},"value":100,"preemptionPolicy":"PreemptLowerPriority"}`,
    rows: String.raw`
# ValidatePriorityClassUpdate
+ description: "Used for the highest priority pods."

+ description: "A different description."

+ globalDefault: true

+ value: 0
! value: Forbidden: may not be changed in an update.

+ value: 101
! value: Forbidden: may not be changed in an update.

+ preemptionPolicy: "Never"
! preemptionPolicy: Invalid value: "Never": field is immutable

+ metadata.name: "tier2"
! metadata.name: Invalid value: "tier2": field is immutable
! metadata.name: Invalid value: "tier2": field is immutable

  metadata.name: "sample"
  value: -
  preemptionPolicy: -
`,
  },
  {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    write: "create",
    base: String.raw`{"metadata":{"name":"foo"},"handler":"bar","scheduling":{}}`,
    rows: String.raw`
# ValidateRuntimeClass
  metadata.name: "&!@#"
  handler: "foo"
  scheduling: -
! metadata.name: Invalid value: "&!@#": {{subdomain}}

  handler: "&@#$"
  scheduling: -
! handler: Invalid value: "&@#$": {{label}}

  metadata.name: "empty"
  handler: ""
  scheduling: -
! handler: Required value

  handler: "bar-baz"
  scheduling: -

  scheduling: -
  overhead: {"podFixed":{"cpu":"10","memory":"10G"}}

  scheduling: -
  overhead: {"podFixed":{"my.org":"10m"}}
! overhead.limits[my.org]: Invalid value: "my.org": must be a standard resource type or fully qualified
! overhead.limits[my.org]: Invalid value: "my.org": must be a standard resource for containers

  scheduling.nodeSelector: {"valid":"yes"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"}]

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}

  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.tolerations[1].key: Invalid value: "not a valid key!!!": {{labelName}}

  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoExecute","tolerationSeconds":5},{"key":"valid","operator":"Exists","effect":"NoExecute","tolerationSeconds":10}]
! scheduling.tolerations[1]: Duplicate value: {"Key":"valid","Operator":"Exists","Value":"","Effect":"NoExecute","TolerationSeconds":10}

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  metadata.name: "sample"
  handler: "runc"
  scheduling: -

# (altered)
  metadata.name: -
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! metadata.name: Required value: name or generateName is required
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  metadata.name: "BAD_Value!"
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  metadata.name: "a.b/c"
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  handler: -
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! handler: Required value
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  handler: "BAD_Value!"
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! handler: Invalid value: "BAD_Value!": {{label}}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  handler: "a.b/c"
  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! handler: Invalid value: "a.b/c": {{label}}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"BAD_Value!"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.nodeSelector: Invalid value: "BAD_Value!": {{labelValue}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"a.b/c"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.nodeSelector: Invalid value: "a.b/c": {{labelValue}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[0].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"BAD_Value!","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[0].key: Invalid value: "BAD_Value!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"a.b/c","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[0].operator: Unsupported value: "a.b/c": supported values: "Equal", "Exists"
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].operator: Invalid value: "": operator must be Exists when {{tick}}key{{tick}} is empty, which means "match all values and all keys"

  scheduling.nodeSelector: {"not a valid key!!!":"nope"}
  scheduling.tolerations: [{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"BAD_Value!","operator":"Exists","effect":"NoSchedule"}]
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "BAD_Value!": {{labelName}}
`,
  },
  {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    write: "update",
    base: String.raw`{"metadata":{"name":"foo"},"handler":"bar"}`,
    rows: String.raw`
# ValidateRuntimeClassUpdate
+ metadata.labels: {"foo":"bar"}

+ handler: "somethingelse"
! handler: Invalid value: "somethingelse": field is immutable

  metadata.name: "sample"
  handler: "runc"

# (altered)
  scheduling: {"nodeSelector":{"not a valid key!!!":"nope"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

  scheduling: {"nodeSelector":{"not a valid key!!!":"nope"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]}
+ handler: -
! handler: Required value
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}
! handler: Invalid value: "": field is immutable

- scheduling: {"nodeSelector":{"not a valid key!!!":"nope"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.tolerations[1].key: Invalid value: "not a valid toleration key!!!": {{labelName}}

- scheduling: {"nodeSelector":{"not a valid key!!!":"nope"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"not a valid toleration key!!!","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"not a valid key!!!":"nope"}}
! scheduling.nodeSelector: Invalid value: "not a valid key!!!": {{labelName}}

  scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ handler: -
! handler: Required value
! handler: Invalid value: "": field is immutable

  scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ handler: "BAD_Value!"
! handler: Invalid value: "BAD_Value!": {{label}}
! handler: Invalid value: "BAD_Value!": field is immutable

  scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ handler: "a.b/c"
! handler: Invalid value: "a.b/c": {{label}}
! handler: Invalid value: "a.b/c": field is immutable

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"BAD_Value!"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.nodeSelector: Invalid value: "BAD_Value!": {{labelValue}}

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"a.b/c"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.nodeSelector: Invalid value: "a.b/c": {{labelValue}}

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"},{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.tolerations[1]: Duplicate value: {"Key":"valid","Operator":"Exists","Value":"","Effect":"NoSchedule","TolerationSeconds":null}

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{}]}
! scheduling.tolerations[0].operator: Invalid value: "": operator must be Exists when {{tick}}key{{tick}} is empty, which means "match all values and all keys"

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"BAD_Value!","operator":"Exists","effect":"NoSchedule"}]}
! scheduling.tolerations[0].key: Invalid value: "BAD_Value!": {{labelName}}

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"BAD_Value!","effect":"NoSchedule"}]}
! scheduling.tolerations[0].operator: Unsupported value: "BAD_Value!": supported values: "Equal", "Exists"

- scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"Exists","effect":"NoSchedule"}]}
+ scheduling: {"nodeSelector":{"valid":"yes"},"tolerations":[{"key":"valid","operator":"a.b/c","effect":"NoSchedule"}]}
! scheduling.tolerations[0].operator: Unsupported value: "a.b/c": supported values: "Equal", "Exists"
`,
  },
];
