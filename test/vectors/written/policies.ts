/** What admission policies and their bindings are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const policies: readonly Section[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"matchConstraints":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}],"matchPolicy":"Exact"},"validations":[{"expression":"object.x < 100"}],"failurePolicy":"Fail"}}`,
    rows: String.raw`
# ValidateValidatingAdmissionPolicy
  metadata.name: "!!!!"
  spec: {}
! metadata.name: Invalid value: "!!!!": {{subdomain}}
! spec.matchConstraints: Required value
! spec.validations: Required value: validations or auditAnnotations must contain at least one item
! spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item

  spec.matchConstraints: -
  spec.failurePolicy: "other"
! spec.failurePolicy: Unsupported value: "other": supported values: "Fail", "Ignore"
! spec.matchConstraints: Required value

  spec: {"failurePolicy":"other"}
! spec.failurePolicy: Unsupported value: "other": supported values: "Fail", "Ignore"
! spec.matchConstraints: Required value
! spec.validations: Required value: validations or auditAnnotations must contain at least one item
! spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.paramKind: {"apiVersion":"test.example.com","kind":"Example"}
! spec.paramKind.apiVersion: Invalid value: "test.example.com": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! spec.matchConstraints: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.paramKind: {"apiVersion":"test.example.com/v1"}
! spec.paramKind.kind: Required value
! spec.matchConstraints: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.paramKind: {"apiVersion":"test.example.com/!!!","kind":"Example"}
! spec.paramKind.apiVersion: Invalid value: "!!!": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! spec.matchConstraints: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.paramKind: {"apiVersion":"!!!/v1","kind":"ReplicaLimit"}
! spec.paramKind.apiVersion: Invalid value: "!!!": {{subdomain}}
! spec.matchConstraints: Required value

  spec: {}
! spec.matchConstraints: Required value
! spec.validations: Required value: validations or auditAnnotations must contain at least one item
! spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item

  spec.matchConstraints: -
  spec.validations[0].reason: "other"
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.validations[0].reason: Unsupported value: "other": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"

  spec.matchConstraints: -
  spec.failurePolicy: -
! spec.matchConstraints: Required value

  spec.matchConstraints: {}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules: Required value

  spec.matchConstraints: {"resourceRules":[{"resourceNames":["/./."]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resourceNames[0]: Invalid value: "/./.": may not contain '/'
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value

  spec: {"validations":[{"expression":""}]}
! spec.matchConstraints: Required value
! spec.validations[0].expression: Required value: expression is not specified

  spec.matchConstraints: {"resourceRules":[{"resourceNames":["test","test"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: "test"
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value

  spec.matchConstraints: {"matchPolicy":"other"}
  spec.failurePolicy: -
! spec.matchConstraints.matchPolicy: Unsupported value: "other": supported values: "Equivalent", "Exact"
! spec.matchConstraints.resourceRules: Required value

  spec.matchConstraints.resourceRules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.matchConstraints.excludeResourceRules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[1].operations: Required value
! spec.matchConstraints.excludeResourceRules[0].operations: Required value
! spec.matchConstraints.excludeResourceRules[1].operations: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations

  spec.matchConstraints.resourceRules[0].resources: ["*","a/b","a/*","*/b"]

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*"]}]}
  spec.validations[0].expression: "object.x in [1, 2, "
  spec.failurePolicy: -
! spec.validations[0].expression: Invalid value: "object.x in [1, 2, ": compilation failed: ERROR: <input>:1:20: Syntax error: missing ']' at '<EOF>'⏎ | object.x in [1, 2, ⏎ | ...................^

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*"]}]}
  spec.validations[0]: {"expression":"true","messageExpression":"object.x in [1, 2, "}
  spec.failurePolicy: -
! spec.validations[0].messageExpression: Invalid value: "object.x in [1, 2, ": compilation failed: ERROR: <input>:1:20: Syntax error: missing ']' at '<EOF>'⏎ | object.x in [1, 2, ⏎ | ...................^

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*"]}]}
  spec.validations[0]: {"expression":"true","messageExpression":"0 == 0"}
  spec.failurePolicy: -
! spec.validations[0].messageExpression: Invalid value: "0 == 0": must evaluate to string but got bool

  spec: {"auditAnnotations":[{"key":"@","valueExpression":"value"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "config/@": {{labelName}}
! spec.auditAnnotations[0].valueExpression: Invalid value: "value": compilation failed: ERROR: <input>:1:1: undeclared reference to 'value' (in container '')⏎ | value⏎ | ^

  spec: {"auditAnnotations":[{"key":"a","valueExpression":"'1'"},{"key":"a","valueExpression":"'2'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[1].key: Duplicate value: "a"

  metadata.name: "nope!"
  spec: {"auditAnnotations":[{"key":"key","valueExpression":"'value'"}]}
! metadata.name: Invalid value: "nope!": {{subdomain}}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "nope!/key": prefix part {{subdomain}}

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}","valueExpression":"'value'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}": name part must be no more than 63 bytes

  spec: {"auditAnnotations":[{"key":"something","valueExpression":"true"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].valueExpression: Invalid value: "true": must evaluate to one of [string null_type] but got bool

  spec: {"auditAnnotations":[{"key":"something","valueExpression":"object.x in [1, 2, "}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].valueExpression: Invalid value: "object.x in [1, 2, ": compilation failed: ERROR: <input>:1:19: Syntax error: missing ']' at '<EOF>'⏎ | object.x in [1, 2,⏎ | ..................^

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.matchConditions: [{"name":"","expression":"true"}]
! spec.matchConstraints: Required value
! spec.matchConditions[0].name: Required value

  spec.matchConstraints.resourceRules: [{"operations":["*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]

  spec.matchConstraints.resourceRules: [{"operations":["*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^

  spec: {"validations":[{"expression":"true"}],"variables":[{"name":"    ","expression":"true"}]}
! spec.matchConstraints: Required value
! spec.variables[0].name: Required value: name is not specified

  spec: {"validations":[{"expression":"true"}],"variables":[{"name":"4ever","expression":"true"}]}
! spec.matchConstraints: Required value
! spec.variables[0].name: Invalid value: "4ever": must be a valid CEL identifier

  spec: {"validations":[{"expression":"true"}],"variables":[{"name":"foo","expression":"114 + '514'"}]}
! spec.matchConstraints: Required value
! spec.variables[0].expression: Invalid value: "114 + '514'": compilation failed: ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(int, string)'⏎ | 114 + '514'⏎ | ....^

  spec: {"validations":[{"expression":"variables.foo > 1"},{"expression":"variables.replicas == 2"}],"variables":[{"name":"foo","expression":"1 + 1"},{"name":"bar","expression":"variables.foo + 1"}]}
! spec.matchConstraints: Required value
! spec.validations[1].expression: Invalid value: "variables.replicas == 2": compilation failed: ERROR: <input>:1:10: undefined field 'replicas'⏎ | variables.replicas == 2⏎ | .........^

  spec: {"validations":[{"expression":"variables.foo > 1"}],"variables":[{"name":"correct","expression":"object"},{"name":"bar","expression":"variables.foo + 1"},{"name":"foo","expression":"1 + 1"}]}
! spec.matchConstraints: Required value
! spec.variables[1].expression: Invalid value: "variables.foo + 1": compilation failed: ERROR: <input>:1:10: undefined field 'foo'⏎ | variables.foo + 1⏎ | .........^

  metadata.name: "sample"
  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}
  spec.validations[0].expression: "true"
  spec.failurePolicy: -

# (altered)
  metadata.name: -
  spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}","valueExpression":"'value'"}]}
! metadata.name: Required value: name or generateName is required
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}": requires metadata.name be non-empty

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/": name part must be non-empty
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/": {{labelName}}
! spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{"valueExpression":"'value'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/": name part must be non-empty
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/": {{labelName}}

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{"key":"BAD_Value!","valueExpression":"'value'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/BAD_Value!": {{labelName}}

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}": name part must be no more than 63 bytes
! spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified

  metadata.name: -
  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! metadata.name: Required value: name or generateName is required
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  metadata.name: "BAD_Value!"
  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  metadata.name: "a.b/c"
  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value

  spec.matchConstraints: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH","PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules[0].operations[1]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{"operations":["BAD_Value!"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "BAD_Value!": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.matchConstraints: {"resourceRules":[{"operations":["a.b/c"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "a.b/c": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"matchConstraints":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"matchPolicy":"Exact"},"validations":[{"expression":"object.x < 100"}],"failurePolicy":"Fail","matchConditions":[{"name":"hasParams","expression":"params.foo == \"okay\""}]}}`,
    rows: String.raw`
# ValidateValidatingAdmissionPolicyUpdate
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
- spec.failurePolicy: -
+ spec.matchConstraints.resourceRules[0].operations: ["CREATE"]

- metadata.name: "!!!"
- spec: {}
+ spec.matchConstraints.resourceRules[0].operations: ["CREATE"]
+ spec.matchConditions: -
! metadata.name: Invalid value: "config": field is immutable

  spec.matchConstraints.resourceRules[0].operations: ["*"]
- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^

+ spec.matchConstraints.resourceRules[0].operations: ["*"]
+ spec.validations[0].expression: "object.x < 50"
+ spec.failurePolicy: "Ignore"

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.validations: -
  spec.failurePolicy: "Ignore"
- spec.matchConditions: [{"name":"checkEnvironmentMode","expression":"true"}]
+ spec.matchConditions: [{"name":"checkEnvironmentMode","expression":"test() == true"}]
! spec.matchConditions[0].expression: Invalid value: "test() == true": compilation failed: ERROR: <input>:1:5: undeclared reference to 'test' (in container '')⏎ | test() == true⏎ | ....^
! spec.validations: Required value: validations or auditAnnotations must contain at least one item
! spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.failurePolicy: "Ignore"
  spec.matchConditions: -
- spec.validations[0].expression: "true"
+ spec.validations[0].expression: "test() == true"
! spec.validations[0].expression: Invalid value: "test() == true": compilation failed: ERROR: <input>:1:5: undeclared reference to 'test' (in container '')⏎ | test() == true⏎ | ....^

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.failurePolicy: "Ignore"
  spec.matchConditions: -
- spec.validations[0]: {"expression":"true","messageExpression":"'test'"}
+ spec.validations[0]: {"expression":"true","messageExpression":"string(test())"}
! spec.validations[0].messageExpression: Invalid value: "string(test())": compilation failed: ERROR: <input>:1:12: undeclared reference to 'test' (in container '')⏎ | string(test())⏎ | ...........^

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.validations: -
  spec.failurePolicy: "Ignore"
  spec.matchConditions: -
- spec.auditAnnotations: [{"key":"checkEnvironmentMode","valueExpression":"'test'"}]
+ spec.auditAnnotations: [{"key":"checkEnvironmentMode","valueExpression":"string(test())"}]
! spec.auditAnnotations[0].valueExpression: Invalid value: "string(test())": compilation failed: ERROR: <input>:1:12: undeclared reference to 'test' (in container '')⏎ | string(test())⏎ | ...........^

  metadata.name: "sample"
  spec: {"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},"validations":[{"expression":"true"}]}

# (altered)
  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
  spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}","valueExpression":"'value'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}": name part must be no more than 63 bytes

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
- spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}","valueExpression":"'value'"}]}
+ spec: -
! spec.matchConstraints: Required value
! spec.validations: Required value: validations or auditAnnotations must contain at least one item
! spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item

  metadata.name: "this-is-a-long-name-for-a-admission-policy-{{x*37}}"
- spec: {"auditAnnotations":[{"key":"this-is-a-long-name-for-an-audit-annotation-key-{{x*26}}","valueExpression":"'value'"}]}
+ spec: {"auditAnnotations":[{"key":"BAD_Value!","valueExpression":"'value'"}]}
! spec.matchConstraints: Required value
! spec.auditAnnotations[0].key: Invalid value: "this-is-a-long-name-for-a-admission-policy-{{x*37}}/BAD_Value!": {{labelName}}

  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
  spec.matchConditions: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: -
! spec.matchConstraints: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {}
! spec.matchConstraints.resourceRules: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{}]}
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":["BAD_Value!"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "BAD_Value!": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":["a.b/c"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "a.b/c": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules[0].apiGroups: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"resources":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules[0].apiVersions: Required value

  spec.failurePolicy: -
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"]}]}
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules[0].resources: Required value
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    write: "status",
    base: String.raw`{"spec":{"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},"validations":[{"expression":"true"}]},"metadata":{"name":"sample"}}`,
    rows: String.raw`
+ status: {"typeChecking":{"expressionWarnings":[{"fieldRef":"","warning":""},{"fieldRef":"spec.validations[0].expression","warning":"w"}]}}
! status.typeChecking.expressionWarnings[0].warning: Required value
! status.typeChecking.expressionWarnings[0].fieldRef: Required value

+ status: {"observedGeneration":3,"conditions":[{"type":"A","status":"True","reason":"R","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"}]}
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"policyName":"xyzlimit-scale.example.com","paramRef":{"name":"xyzlimit-scale-setting.example.com","parameterNotFoundAction":"Deny"},"matchResources":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}],"matchPolicy":"Exact"},"validationActions":["Deny"]}}`,
    rows: String.raw`
# ValidateValidatingAdmissionPolicyBinding
  metadata.name: "!!!!"
  spec: {}
! metadata.name: Invalid value: "!!!!": {{subdomain}}
! spec.policyName: Required value
! spec.validationActions: Required value: at least one validation action is required

  spec: {}
! spec.policyName: Required value
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"matchPolicy":"other"}
  spec.validationActions: -
! spec.matchResources.matchPolicy: Unsupported value: "other": supported values: "Equivalent", "Exact"
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.validationActions: -
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[1].operations: Required value
! spec.matchResources.excludeResourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[1].operations: Required value
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.validationActions: -
! spec.matchResources.resourceRules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.validationActions: -
! spec.matchResources.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations

  spec.matchResources.resourceRules[0].resources: ["*","a/b","a/*","*/b"]

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]}
! spec.matchResources.resourceRules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]}
! spec.matchResources.resourceRules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources

  spec.matchResources: -
  spec.validationActions: ["Deny","Deny"]
! spec.validationActions[1]: Duplicate value: "Deny"

  spec.matchResources: -
  spec.validationActions: ["illegal"]
! spec.validationActions[0]: Unsupported value: "illegal": supported values: "Audit", "Deny", "Warn"

  spec.paramRef.selector: {"matchLabels":{"label":"value"}}
  spec.matchResources: -
! spec.paramRef.name: Forbidden: name and selector are mutually exclusive
! spec.paramRef.selector: Forbidden: name and selector are mutually exclusive

  spec.paramRef.parameterNotFoundAction: -
  spec.matchResources: -
! spec.paramRef.parameterNotFoundAction: Required value

  spec.paramRef.parameterNotFoundAction: "invalid"
  spec.matchResources: -
! spec.paramRef.parameterNotFoundAction: Unsupported value: "invalid": supported values: "Deny", "Allow"

  spec.paramRef.name: -
  spec.matchResources: -
! spec.paramRef: Required value: one of name or selector must be specified

  metadata.name: "sample"
  spec.policyName: "p"
  spec.paramRef: -
  spec.matchResources: -

# (altered)
  spec.matchResources: -
  spec.validationActions: -
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.validationActions: -
! spec.matchResources.excludeResourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[1].operations: Required value
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.validationActions: -
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[1].operations: Required value
! spec.validationActions: Required value: at least one validation action is required

  metadata.name: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Required value: name or generateName is required
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  metadata.name: "BAD_Value!"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  metadata.name: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: "BAD_Value!"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef: {}
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.name: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.name: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef.name: Invalid value: "a.b/c": may not contain '/'
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.parameterNotFoundAction: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.parameterNotFoundAction: "BAD_Value!"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef.parameterNotFoundAction: Unsupported value: "BAD_Value!": supported values: "Deny", "Allow"
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"policyName":"xyzlimit-scale.example.com","paramRef":{"name":"xyzlimit-scale-setting.example.com","parameterNotFoundAction":"Deny"},"matchResources":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"matchPolicy":"Exact"},"validationActions":["Deny"]}}`,
    rows: String.raw`
# ValidateValidatingAdmissionPolicyBindingUpdate
- metadata.name: "!!!"
- spec: {}
! metadata.name: Invalid value: "config": field is immutable

  metadata.name: "sample"
  spec.policyName: "p"
  spec.paramRef: -
  spec.matchResources: -

# (altered)
- spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
- spec.validationActions: -
+ spec: -
! spec.policyName: Required value
! spec.validationActions: Required value: at least one validation action is required

  spec.validationActions: -
- spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec.matchResources: -
! spec.validationActions: Required value: at least one validation action is required

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: -
! spec.policyName: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: "BAD_Value!"
! spec.policyName: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: "a.b/c"
! spec.policyName: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef: {}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.name: -
! spec.paramRef: Required value: one of name or selector must be specified
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.name: "a.b/c"
! spec.paramRef.name: Invalid value: "a.b/c": may not contain '/'
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: -
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: "BAD_Value!"
! spec.paramRef.parameterNotFoundAction: Unsupported value: "BAD_Value!": supported values: "Deny", "Allow"
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: "a.b/c"
! spec.paramRef.parameterNotFoundAction: Unsupported value: "a.b/c": supported values: "Deny", "Allow"
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

- spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.matchResources: {"resourceRules":[{}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[0].apiGroups: Required value
! spec.matchResources.resourceRules[0].apiVersions: Required value
! spec.matchResources.resourceRules[0].resources: Required value

- spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"matchConstraints":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}],"matchPolicy":"Exact"},"mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{ spec: Object.spec{ replicas: 1 } }"}}],"failurePolicy":"Fail","reinvocationPolicy":"IfNeeded"}}`,
    rows: String.raw`
# ValidateMutatingAdmissionPolicy
  metadata.name: "!!!!"
  spec: {}
! metadata.name: Invalid value: "!!!!": {{subdomain}}
! spec.matchConstraints: Required value
! spec.mutations: Required value: mutations must contain at least one item
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.mutations[0].applyConfiguration: {"expression":"Object{\n\t\t\t\t\t\t\tspec: Object.spec{\n\t\t\t\t\t\t\t\treplicas: object.spec.replicas % 2 == 0?object.spec.replicas + 1:object.spec.replicas\n\t\t\t\t\t\t\t}\n\t\t\t\t\t\t}"}
  spec.failurePolicy: "other"
! spec.failurePolicy: Unsupported value: "other": supported values: "Fail", "Ignore"
! spec.matchConstraints: Required value

  spec.matchConstraints: -
  spec.mutations[0].applyConfiguration: {"expression":"1 < 2"}
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].applyConfiguration.expression: Invalid value: "1 < 2": must evaluate to Object but got bool

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"other","applyConfiguration":{"expression":"Object{\n\t\t\t\t\t\t\t\tspec: Object.spec{\n\t\t\t\t\t\t\t\t\treplicas: object.spec.replicas % 2 == 0?object.spec.replicas + 1:object.spec.replicas\n\t\t\t\t\t\t\t\t}\n\t\t\t\t\t\t\t}"}}
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].patchType: Unsupported value: "other": supported values: "ApplyConfiguration", "JSONPatch"

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"JSONPatch","applyConfiguration":{"expression":"Object{\n\t\t\t\t\t\t\t\tspec: Object.spec{\n\t\t\t\t\t\t\t\t\treplicas: object.spec.replicas % 2 == 0?object.spec.replicas + 1:object.spec.replicas\n\t\t\t\t\t\t\t\t}\n\t\t\t\t\t\t\t}"}}
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch
! spec.mutations[0].applyConfiguration: Invalid value: "{applyConfiguration}": must not be specified when patchType is JSONPatch

  spec.matchConstraints: -
  spec.mutations: [{"patchType":"ApplyConfiguration","jsonPatch":{"expression":"[\n\t\t\t\t\t\t\t\tJSONPatch{op: \"replace\", path: \"/spec/repliacs\", value: 1}\n\t\t\t\t\t\t\t]"}}]
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].applyConfiguration: Required value: must be specified when patchType is ApplyConfiguration
! spec.mutations[0].jsonPatch: Invalid value: "{jsonPatch}": must not be specified when patchType is ApplyConfiguration

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"JSONPatch"}
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"JSONPatch","jsonPatch":{"expression":"   "}}
  spec.failurePolicy: -
! spec.matchConstraints: Required value
! spec.mutations[0].jsonPatch.expression: Required value

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"JSONPatch","jsonPatch":{"expression":"[\n\t\t\t\t\t\t\t\tJSONPatch{op: \"add\", path: \"/spec/repliacs\", value: variables.x}\n\t\t\t\t\t\t\t]"}}
  spec.failurePolicy: -
  spec.variables: [{"name":"x","expression":"///"}]
! spec.matchConstraints: Required value
! spec.variables[0].expression: Invalid value: "///": compilation failed: ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}⏎ | ///⏎ | ...^

  spec.matchConstraints: -
  spec.mutations[0]: {"patchType":"JSONPatch","jsonPatch":{"expression":"[\n\t\t\t\t\t\t\t\tJSONPatch{op: \"add\", path: \"/spec/repliacs\", value: variables.x + variables.y}\n\t\t\t\t\t\t\t]"}}
  spec.failurePolicy: -
  spec.variables: [{"name":"x","expression":"10 + 10"}]
! spec.matchConstraints: Required value
! spec.mutations[0].jsonPatch.expression: Invalid value: "[\n\t\t\t\t\t\t\t\tJSONPatch{op: \"add\", path: \"/spec/repliacs\", value: variables.x + variables.y}\n\t\t\t\t\t\t\t]": compilation failed: ERROR: <input>:2:84: undefined field 'y'⏎ |         JSONPatch{op: "add", path: "/spec/repliacs", value: variables.x + variables.y}⏎ | {{.*83}}^

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
  spec.paramKind: {"apiVersion":"test.example.com","kind":"Example"}
! spec.paramKind.apiVersion: Invalid value: "test.example.com": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! spec.matchConstraints: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
  spec.paramKind: {"apiVersion":"test.example.com/v1"}
! spec.paramKind.kind: Required value
! spec.matchConstraints: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
  spec.paramKind: {"apiVersion":"test.example.com/!!!","kind":"Example"}
! spec.paramKind.apiVersion: Invalid value: "!!!": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! spec.matchConstraints: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
  spec.paramKind: {"apiVersion":"!!!/v1","kind":"ReplicaLimit"}
! spec.paramKind.apiVersion: Invalid value: "!!!": {{subdomain}}
! spec.matchConstraints: Required value
! spec.reinvocationPolicy: Required value

  spec: {}
! spec.matchConstraints: Required value
! spec.mutations: Required value: mutations must contain at least one item
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"resourceNames":["/./."]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resourceNames[0]: Invalid value: "/./.": may not contain '/'
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value
! spec.reinvocationPolicy: Required value

  spec: {"mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{}}]}
! spec.matchConstraints: Required value
! spec.mutations[0].applyConfiguration.expression: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"resourceNames":["test","test"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: "test"
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"matchPolicy":"other"}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.matchPolicy: Unsupported value: "other": supported values: "Equivalent", "Exact"
! spec.matchConstraints.resourceRules: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints.resourceRules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.matchConstraints.excludeResourceRules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[1].operations: Required value
! spec.matchConstraints.excludeResourceRules[0].operations: Required value
! spec.matchConstraints.excludeResourceRules[1].operations: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules.operations: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "UPDATE"
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchConstraints.resourceRules.operations: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "UPDATE"
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["DELETE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules.operations: Unsupported value: "DELETE": supported values: "*", "CONNECT", "CREATE", "UPDATE"
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations
! spec.reinvocationPolicy: Required value

  spec.matchConstraints.resourceRules[0].resources: ["*","a/b","a/*","*/b"]

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]}
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.matchConstraints.resourceRules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*"]}]}
  spec.mutations[0].patchType: ""
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
! spec.mutations[0].patchType: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints: -
  spec.failurePolicy: -
  spec.reinvocationPolicy: -
  spec.matchConditions: [{"name":"","expression":"true"}]
! spec.matchConstraints: Required value
! spec.matchConditions[0].name: Required value
! spec.reinvocationPolicy: Required value

  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]

  spec.matchConstraints.resourceRules: [{"operations":["*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.reinvocationPolicy: -
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^
! spec.reinvocationPolicy: Required value

  metadata.name: "sample"
  spec: {"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}],"reinvocationPolicy":"Never"}
! spec.mutations[0].jsonPatch.expression: Invalid value: "[]": must evaluate to list(JSONPatch) but got list(dyn)

# (altered)
  metadata.name: -
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^

  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.paramKind.apiVersion: Required value
! spec.paramKind.kind: Required value

  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.paramKind.apiVersion: Required value

  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.paramKind.kind: Required value

  spec.matchConstraints: -
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints: Required value

  spec.matchConstraints: {}
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.resourceRules: Required value

  spec.matchConstraints.namespaceSelector: {"matchLabels":{"a":"BAD_Value!"}}
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.namespaceSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.matchConstraints.namespaceSelector: {"matchLabels":{"a":"a.b/c"}}
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.namespaceSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.matchConstraints.objectSelector: {"matchLabels":{"a":"BAD_Value!"}}
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.objectSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.matchConstraints.objectSelector: {"matchLabels":{"a":"a.b/c"}}
  spec.matchConstraints.resourceRules: [{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.objectSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.matchConstraints.resourceRules: [{}]
  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
  spec.matchConditions: [{"name":"hasParams","expression":"params.foo == \"okay\""}]
! spec.matchConstraints.resourceRules[0].operations: Required value
! spec.matchConstraints.resourceRules[0].apiGroups: Required value
! spec.matchConstraints.resourceRules[0].apiVersions: Required value
! spec.matchConstraints.resourceRules[0].resources: Required value
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"matchConstraints":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE","UPDATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"matchPolicy":"Exact"},"mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{ spec: Object.spec{ replicas: 1 } }"}}],"failurePolicy":"Fail","matchConditions":[{"name":"hasParams","expression":"params.foo == \"okay\""}],"reinvocationPolicy":"IfNeeded"}}`,
    rows: String.raw`
# ValidateMutatingAdmissionPolicyUpdate
  spec.matchConditions: -
- spec.matchConstraints: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
- spec.failurePolicy: -
- spec.reinvocationPolicy: -
+ spec.matchConstraints.resourceRules[0].operations: ["CREATE"]

- metadata.name: "!!!"
- spec: {}
+ spec.matchConstraints.resourceRules[0].operations: ["CREATE"]
+ spec.matchConditions: -
! metadata.name: Invalid value: "config": field is immutable

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.reinvocationPolicy: -
- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^
! spec.reinvocationPolicy: Required value

+ spec.failurePolicy: "Ignore"

  spec.matchConstraints.resourceRules[0].operations: ["*"]
  spec.mutations: -
  spec.failurePolicy: "Ignore"
  spec.reinvocationPolicy: -
- spec.matchConditions: [{"name":"checkEnvironmentMode","expression":"true"}]
+ spec.matchConditions: [{"name":"checkEnvironmentMode","expression":"test() == true"}]
! spec.matchConditions[0].expression: Invalid value: "test() == true": compilation failed: ERROR: <input>:1:5: undeclared reference to 'test' (in container '')⏎ | test() == true⏎ | ....^
! spec.mutations: Required value: mutations must contain at least one item
! spec.reinvocationPolicy: Required value

  metadata.name: "sample"
  spec: {"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}],"reinvocationPolicy":"Never"}
! spec.mutations[0].jsonPatch.expression: Invalid value: "[]": must evaluate to list(JSONPatch) but got list(dyn)

# (altered)
- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec: -
! spec.matchConstraints: Required value
! spec.mutations: Required value: mutations must contain at least one item
! spec.reinvocationPolicy: Required value

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
! spec.matchConditions[0].expression: Invalid value: "params.foo == \"okay\"": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')⏎ | params.foo == "okay"⏎ | ^

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {}
! spec.paramKind.apiVersion: Required value
! spec.paramKind.kind: Required value

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {"kind":"Foo"}
! spec.paramKind.apiVersion: Required value

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {"apiVersion":"BAD_Value!","kind":"Foo"}
! spec.paramKind.apiVersion: Invalid value: "BAD_Value!": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {"apiVersion":"foobar/v1alpha1"}
! spec.paramKind.kind: Required value

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"BAD_Value!"}
! spec.paramKind.kind: Invalid value: "BAD_Value!": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

- spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"a.b/c"}
! spec.paramKind.kind: Invalid value: "a.b/c": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints: -
! spec.matchConstraints: Required value

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints: {}
! spec.matchConstraints.resourceRules: Required value

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints.namespaceSelector: {"matchLabels":{"a":"BAD_Value!"}}
! spec.matchConstraints.namespaceSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints.namespaceSelector: {"matchLabels":{"a":"a.b/c"}}
! spec.matchConstraints.namespaceSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints.objectSelector: {"matchLabels":{"a":"BAD_Value!"}}
! spec.matchConstraints.objectSelector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.paramKind: {"apiVersion":"foobar/v1alpha1","kind":"Foo"}
+ spec.matchConstraints.objectSelector: {"matchLabels":{"a":"a.b/c"}}
! spec.matchConstraints.objectSelector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"policyName":"xyzlimit-scale.example.com","paramRef":{"name":"xyzlimit-scale-setting.example.com","parameterNotFoundAction":"Deny"},"matchResources":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}],"matchPolicy":"Exact"}}}`,
    rows: String.raw`
# ValidateMutatingAdmissionPolicyBinding
  metadata.name: "!!!!"
  spec: {}
! metadata.name: Invalid value: "!!!!": {{subdomain}}
! spec.policyName: Required value

  spec: {}
! spec.policyName: Required value

  spec.matchResources: {"matchPolicy":"other"}
! spec.matchResources.matchPolicy: Unsupported value: "other": supported values: "Equivalent", "Exact"

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[1].operations: Required value
! spec.matchResources.excludeResourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[1].operations: Required value

  spec.matchResources: {"resourceRules":[{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchResources.resourceRules.operations: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "UPDATE"

  spec.matchResources: {"resourceRules":[{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! spec.matchResources.resourceRules.operations: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "UPDATE"

  spec.matchResources: {"resourceRules":[{"operations":["DELETE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules.operations: Unsupported value: "DELETE": supported values: "*", "CONNECT", "CREATE", "UPDATE"

  spec.matchResources: {"resourceRules":[{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations

  spec.matchResources.resourceRules[0].resources: ["*","a/b","a/*","*/b"]

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]}
! spec.matchResources.resourceRules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]}
! spec.matchResources.resourceRules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources

  spec.paramRef.selector: {"matchLabels":{"label":"value"}}
  spec.matchResources: -
! spec.paramRef.name: Forbidden: name and selector are mutually exclusive
! spec.paramRef.selector: Forbidden: name and selector are mutually exclusive

  spec.paramRef.parameterNotFoundAction: -
  spec.matchResources: -
! spec.paramRef.parameterNotFoundAction: Required value

  spec.paramRef.parameterNotFoundAction: "invalid"
  spec.matchResources: -
! spec.paramRef.parameterNotFoundAction: Unsupported value: "invalid": supported values: "Deny", "Allow"

  spec.paramRef.name: -
  spec.matchResources: -
! spec.paramRef: Required value: one of name or selector must be specified

  metadata.name: "sample"
  spec: {"policyName":"p"}

# (altered)
  spec.matchResources: {"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.excludeResourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[1].operations: Required value

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[0].operations: Required value
! spec.matchResources.excludeResourceRules[1].operations: Required value

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[1].operations: Required value

  spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[1].operations: Required value
! spec.matchResources.excludeResourceRules[0].operations: Required value

  metadata.name: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Required value: name or generateName is required
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  metadata.name: "BAD_Value!"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  metadata.name: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: "BAD_Value!"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.policyName: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.policyName: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef: {}
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.name: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.name: "a.b/c"
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef.name: Invalid value: "a.b/c": may not contain '/'
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.paramRef.parameterNotFoundAction: -
  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"spec":{"policyName":"xyzlimit-scale.example.com","paramRef":{"name":"xyzlimit-scale-setting.example.com","parameterNotFoundAction":"Deny"},"matchResources":{"namespaceSelector":{"matchLabels":{"a":"b"}},"objectSelector":{"matchLabels":{"a":"b"}},"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"matchPolicy":"Exact"}}}`,
    rows: String.raw`
# ValidateMutatingAdmissionPolicyBindingUpdate
- metadata.name: "!!!"
- spec: {}
! metadata.name: Invalid value: "config": field is immutable

  metadata.name: "sample"
  spec: {"policyName":"p"}

# (altered)
- spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}],"excludeResourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]}
+ spec: -
! spec.policyName: Required value

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: -
! spec.policyName: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: "BAD_Value!"
! spec.policyName: Invalid value: "BAD_Value!": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.policyName: "a.b/c"
! spec.policyName: Invalid value: "a.b/c": {{subdomain}}
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef: {}
! spec.paramRef: Required value: one of name or selector must be specified
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.name: -
! spec.paramRef: Required value: one of name or selector must be specified
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.name: "a.b/c"
! spec.paramRef.name: Invalid value: "a.b/c": may not contain '/'
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: -
! spec.paramRef.parameterNotFoundAction: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: "BAD_Value!"
! spec.paramRef.parameterNotFoundAction: Unsupported value: "BAD_Value!": supported values: "Deny", "Allow"
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

  spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.paramRef.parameterNotFoundAction: "a.b/c"
! spec.paramRef.parameterNotFoundAction: Unsupported value: "a.b/c": supported values: "Deny", "Allow"
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

- spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.matchResources: {"resourceRules":[{}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[0].apiGroups: Required value
! spec.matchResources.resourceRules[0].apiVersions: Required value
! spec.matchResources.resourceRules[0].resources: Required value

- spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.matchResources: {"resourceRules":[{"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].operations: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a

- spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
+ spec.matchResources: {"resourceRules":[{"operations":["CREATE"],"apiVersions":["a"],"resources":["*/a","x/a"]}]}
! spec.matchResources.resourceRules[0].apiGroups: Required value
! spec.matchResources.resourceRules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
`,
  },
];
