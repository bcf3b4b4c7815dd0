/**
 * What metadata is refused for, on creation and on updates, with each error as often as the registries of Kubernetes 1.36 repeat it, as facts
 * (apimachinery, pkg/api/validation/objectmeta.go; apiserver, pkg/registry/rest). The form: vector.ts.
 */
import type { Section } from "./vector.ts";

export const metadata: readonly Section[] = [
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
  metadata.name: "Bad_Name"
! metadata.name: Invalid value: "Bad_Name": {{subdomain}}

  metadata.name: "a/b"
! metadata.name: Invalid value: "a/b": {{subdomain}}

  metadata.name: "."
! metadata.name: Invalid value: ".": {{subdomain}}

  metadata.name: "{{x*254}}"
! metadata.name: Invalid value: "{{x*254}}": must be no more than 253 characters

  metadata.name: "-a"
! metadata.name: Invalid value: "-a": {{subdomain}}

  metadata.name: "a-"
! metadata.name: Invalid value: "a-": {{subdomain}}

  metadata.name: "a%b"
! metadata.name: Invalid value: "a%b": {{subdomain}}

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.labels.a: "c d"
! metadata.labels: Invalid value: "c d": {{labelValue}}

  metadata.labels: {"":""}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}

  metadata.labels.{{x*64}}: "y"
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes

  metadata.labels.a: "{{y*64}}"
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes

  metadata.labels: {"A.b/c":"x"}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}

  metadata.labels: {"a/b/c":"x"}
! metadata.labels: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.labels.a: "-b-"
! metadata.labels: Invalid value: "-b-": {{labelValue}}

  metadata.annotations: {"a b":"c"}
! metadata.annotations: Invalid value: "a b": {{labelName}}

  metadata.annotations: {"a":"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé","/b":"c"}
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty

  metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":""}
! metadata.ownerReferences.uid: Invalid value: "": must not be empty

  metadata.ownerReferences[0]: {"apiVersion":"","kind":"ReplicaSet","name":"r","uid":"u1"}
! metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty

  metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"","name":"r","uid":"u1"}
! metadata.ownerReferences.kind: Invalid value: "": must not be empty

  metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"","uid":"u1"}
! metadata.ownerReferences.name: Invalid value: "": must not be empty

  metadata.ownerReferences[0]: {"apiVersion":"a/b/c","kind":"ReplicaSet","name":"r","uid":"u1"}
! metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty

  metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

  metadata.ownerReferences: [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"u1","controller":true},{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"u2","controller":true}]
! metadata.ownerReferences: Invalid value: [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"u1","controller":true},{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"u2","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for ReplicaSet/r and ReplicaSet/r

  metadata.finalizers[0]: "a"
! metadata.finalizers[0]: Invalid value: "a": name is neither a standard finalizer name nor is it fully qualified

  metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

  metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.finalizers[0]: ""
! metadata.finalizers: Invalid value: "": name part must be non-empty
! metadata.finalizers: Invalid value: "": {{labelName}}
! metadata.finalizers[0]: Invalid value: "": name is neither a standard finalizer name nor is it fully qualified
`,
  },
  {
    kind: "Pod",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.labels.a: "c d"
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "c d"
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}

  metadata.uid: "u"
+ metadata.labels: {"":""}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}

  metadata.uid: "u"
+ metadata.labels.{{x*64}}: "y"
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes

  metadata.uid: "u"
+ metadata.labels.a: "{{y*64}}"
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "{{y*64}}"
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes

  metadata.uid: "u"
+ metadata.labels: {"A.b/c":"x"}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}

  metadata.uid: "u"
+ metadata.labels.a: "-b-"
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "-b-"
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}

  metadata.uid: "u"
+ metadata.annotations: {"a b":"c"}
! metadata.annotations: Invalid value: "a b": {{labelName}}
! metadata.annotations: Invalid value: "a b": {{labelName}}
! metadata.annotations: Invalid value: "a b": {{labelName}}
! metadata.annotations: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.annotations: {"a":"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé","/b":"c"}
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":""}
! metadata.ownerReferences.uid: Invalid value: "": must not be empty
! metadata.ownerReferences.uid: Invalid value: "": must not be empty
! metadata.ownerReferences.uid: Invalid value: "": must not be empty
! metadata.ownerReferences.uid: Invalid value: "": must not be empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"","kind":"ReplicaSet","name":"r","uid":"u1"}
! metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"","name":"r","uid":"u1"}
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"","name":"r","uid":"u1"}
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty
! metadata.ownerReferences.kind: Invalid value: "": must not be empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"","uid":"u1"}
! metadata.ownerReferences.name: Invalid value: "": must not be empty
! metadata.ownerReferences.name: Invalid value: "": must not be empty
! metadata.ownerReferences.name: Invalid value: "": must not be empty
! metadata.ownerReferences.name: Invalid value: "": must not be empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"a/b/c","kind":"ReplicaSet","name":"r","uid":"u1"}
! metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty
! metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

  metadata.uid: "u"
+ metadata.finalizers[0]: "a"
! metadata.finalizers[0]: Invalid value: "a": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers[0]: Invalid value: "a": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.uid: "u"
+ metadata.finalizers[0]: ""
! metadata.finalizers: Invalid value: "": name part must be non-empty
! metadata.finalizers: Invalid value: "": {{labelName}}
! metadata.finalizers[0]: Invalid value: "": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Invalid value: "": name part must be non-empty
! metadata.finalizers: Invalid value: "": {{labelName}}
! metadata.finalizers[0]: Invalid value: "": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.deletionGracePeriodSeconds: 5
! metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable
! metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable
`,
  },
  {
    kind: "Pod",
    write: "status",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.labels.a: "c d"
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "c d"
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}
! metadata.labels: Invalid value: "c d": {{labelValue}}

  metadata.uid: "u"
+ metadata.labels: {"":""}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}
! metadata.labels: Invalid value: "": name part must be non-empty
! metadata.labels: Invalid value: "": {{labelName}}

  metadata.uid: "u"
+ metadata.labels.{{x*64}}: "y"
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes
! metadata.labels: Invalid value: "{{x*64}}": name part must be no more than 63 bytes

  metadata.uid: "u"
+ metadata.labels.a: "{{y*64}}"
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "{{y*64}}"
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes
! metadata.labels: Invalid value: "{{y*64}}": must be no more than 63 bytes

  metadata.uid: "u"
+ metadata.labels: {"A.b/c":"x"}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}
! metadata.labels: Invalid value: "A.b/c": prefix part {{subdomain}}

  metadata.uid: "u"
+ metadata.labels: {"a/b/c":"x"}
! metadata.labels: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.labels: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.labels: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.uid: "u"
+ metadata.labels.a: "-b-"
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.labels.a: "-b-"
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}
! metadata.labels: Invalid value: "-b-": {{labelValue}}

  metadata.uid: "u"
+ metadata.annotations: {"a b":"c"}
! metadata.annotations: Invalid value: "a b": {{labelName}}
! metadata.annotations: Invalid value: "a b": {{labelName}}
! metadata.annotations: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.annotations: {"a":"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé","/b":"c"}
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty
! metadata.annotations: Invalid value: "/b": prefix part must be non-empty

  metadata.uid: "u"
+ metadata.finalizers[0]: "a"
! metadata.finalizers[0]: Invalid value: "a": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  metadata.uid: "u"
+ metadata.finalizers[0]: ""
! metadata.finalizers: Invalid value: "": name part must be non-empty
! metadata.finalizers: Invalid value: "": {{labelName}}
! metadata.finalizers[0]: Invalid value: "": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.deletionGracePeriodSeconds: 5
! metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable
! metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable
`,
  },
  {
    kind: "ReplicationController",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "ReplicationController",
    write: "status",
    rows: String.raw`
  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
  spec: {"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Node",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Node",
    write: "status",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Namespace",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Namespace",
    write: "status",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! status.Phase: Invalid value: "Active": may only be 'Terminating' if {{tick}}deletionTimestamp{{tick}} is not empty

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! status.Phase: Invalid value: "Active": may only be 'Terminating' if {{tick}}deletionTimestamp{{tick}} is not empty

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Secret",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "ServiceAccount",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "LimitRange",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
  spec.limits: []
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
  spec.limits: []
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec.limits: []
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers[0]: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified

  metadata.uid: "u"
  spec.limits: []
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  spec.limits: []
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
  spec.limits: []
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
  {
    kind: "Event",
    write: "update",
    rows: String.raw`
  metadata.uid: "u"
  involvedObject.namespace: "n"
+ metadata.labels: {"a b":"c"}
! metadata.labels: Invalid value: "a b": {{labelName}}
! metadata.labels: Invalid value: "a b": {{labelName}}

  metadata.uid: "u"
  involvedObject.namespace: "n"
+ metadata.ownerReferences[0]: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner
! metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"r","uid":"u1"}: /v1, Kind=Event is disallowed from being an owner

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  involvedObject.namespace: "n"
+ metadata.finalizers[0]: "a b"
! metadata.finalizers: Invalid value: "a b": {{labelName}}
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a b"}

  metadata.uid: "u"
  involvedObject.namespace: "n"
+ metadata.finalizers: ["orphan","foregroundDeletion"]
! metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set

- metadata.finalizers[0]: "a.b/old"
- metadata.generation: 3
  metadata.uid: "u"
- metadata.deletionTimestamp: "2020-01-01T00:00:00Z"
- metadata.deletionGracePeriodSeconds: 30
  involvedObject.namespace: "n"
+ metadata.finalizers: ["a.b/c","a.b/c"]
! metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/c"}

  metadata.uid: "u"
  involvedObject.namespace: "n"
+ metadata.finalizers[0]: "a.b/c/d"
! metadata.finalizers: Invalid value: "a.b/c/d": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
`,
  },
];
