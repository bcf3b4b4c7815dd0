/** What configurations of webhooks are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const webhooks: readonly Section[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"webhooks":[{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]}]}`,
    rows: String.raw`
# ValidateValidatingWebhookConfiguration
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].admissionReviewVersions: null
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["0v"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[0]: Invalid value: "0v": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! webhooks[0].admissionReviewVersions: Invalid value: ["0v"]: must include at least one of v1, v1beta1

  webhooks[0].admissionReviewVersions: ["v1beta1","invalid-version"]

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["invalidVersion"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[0]: Invalid value: "invalidVersion": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! webhooks[0].admissionReviewVersions: Invalid value: ["invalidVersion"]: must include at least one of v1, v1beta1

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["v1beta1","v1beta1"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[1]: Invalid value: "v1beta1": duplicate version

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]},{"name":"k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]},{"name":"","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]}]
! webhooks[1].name: Invalid value: "k8s.io": should be a domain with at least three segments separated by dots
! webhooks[2].name: Required value

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[1].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[1].name: Duplicate value: "webhook.k8s.io"

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[1].operations: Required value
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a/b","a/*","*/b"]}]

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]
! webhooks[0].rules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}]

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]
! webhooks[0].rules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].failurePolicy: "other"
! webhooks[0].failurePolicy: Unsupported value: "other": supported values: "Fail", "Ignore"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun

  webhooks[0].sideEffects: "other"
! webhooks[0].sideEffects: Unsupported value: "other": supported values: "None", "NoneOnDryRun"

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig: {"url":"example.com/k8s/webhook","service":{"namespace":"ns","name":"n","port":443}}
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: ""
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": 'https' is the only allowed URL scheme; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "http://example.com"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "https:///fancy/webhook"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "https://example.com/#bookmark"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "bookmark": fragments are not permitted in the URL

  webhooks[0].clientConfig.url: "https://example.com?arg=value"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "arg=value": query parameters are not permitted in the URL

  webhooks[0].clientConfig.url: "https://harry.potter@example.com/"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "harry.potter": user information is not permitted in the URL

  webhooks[0].clientConfig.url: "arg#backwards=thisis?html.index/port:host//:https"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": 'https' is the only allowed URL scheme; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "backwards=thisis?html.index/port:host//:https": fragments are not permitted in the URL

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"foo/","port":443}}
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.service.path: Invalid value: "foo/": must start with a '/'

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/","port":443}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo","port":443}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"//","port":443}}
! webhooks[0].clientConfig.service.path: Invalid value: "//": segment[0] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo//bar/","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/foo//bar/": segment[1] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo/bar//","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/foo/bar//": segment[2] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/apis/foo.bar/v1alpha1/--bad","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/apis/foo.bar/v1alpha1/--bad": segment[3]: {{subdomain}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"https://apis/foo.bar","port":0}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": must start with a '/'
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[0]: {{subdomain}}
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[1] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"https://apis/foo.bar","port":65536}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.port: Invalid value: 65536: port is not valid: must be between 1 and 65535, inclusive
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": must start with a '/'
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[0]: {{subdomain}}
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[1] may not be empty

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: 31
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: 0
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30 seconds

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: -1
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: -1: the timeout value must be between 1 and 30 seconds

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":1,"admissionReviewVersions":["v1beta1"]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":15,"admissionReviewVersions":["v1beta1"]},{"name":"webhook3.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":30,"admissionReviewVersions":["v1beta1"]}]

  webhooks[0].matchConditions: [{"name":"","expression":"true"}]
! webhooks[0].matchConditions[0].name: Required value

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"","expression":"true"},{"name":"","expression":"true"}]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"","expression":"true"}]}]
! webhooks[0].matchConditions[0].name: Required value
! webhooks[0].matchConditions[1].name: Required value
! webhooks[1].matchConditions[0].name: Required value
! webhooks[1].name: Duplicate value: "webhook.k8s.io"

  webhooks[0].matchConditions: [{"name":"-hello","expression":"true"}]
! webhooks[0].matchConditions[0].name: Invalid value: "-hello": {{labelName}}

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":".io","expression":"true"},{"name":"thing.test.com","expression":"true"}]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"some name","expression":"true"}]}]
! webhooks[0].matchConditions[0].name: Invalid value: ".io": {{labelName}}
! webhooks[1].matchConditions[0].name: Invalid value: "some name": {{labelName}}

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":""}]
! webhooks[0].matchConditions[0].expression: Required value

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"object.x in [1, 2, "}]
! webhooks[0].matchConditions[0].expression: Invalid value: "object.x in [1, 2,": compilation failed: ERROR: <input>:1:19: Syntax error: missing ']' at '<EOF>'⏎ | object.x in [1, 2,⏎ | ..................^

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"true"},{"name":"webhook.k8s.io","expression":"true"}]
! webhooks[0].matchConditions[1].name: Duplicate value: "webhook.k8s.io"

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"webhook.k8s.io","expression":"true"}]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"webhook.k8s.io","expression":"true"}]}]

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"6"}]
! webhooks[0].matchConditions[0].expression: Invalid value: "6": must evaluate to bool but got int

  metadata.name: "sample"
  webhooks[0].name: "check.example.com"
  webhooks[0].clientConfig.url: "https://hook.example"
  webhooks[0].admissionReviewVersions: ["v1"]

# (altered)
  webhooks[0]: {}
! webhooks[0].name: Required value
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required
! webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1

  metadata.name: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Required value: name or generateName is required
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  metadata.name: "BAD_Value!"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  metadata.name: "a.b/c"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: "BAD_Value!"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: "a.b/c"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].clientConfig: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Required value
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"webhooks":[{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]}`,
    rows: String.raw`
# ValidateValidatingWebhookConfigurationUpdate
- webhooks[0].admissionReviewVersions: ["invalid-v0"]
+ webhooks[0].admissionReviewVersions: ["invalid-v1","invalid-v2"]

- webhooks[0].admissionReviewVersions: ["v1beta1","invalid-v1"]
+ webhooks[0].admissionReviewVersions: ["invalid-v1"]
! webhooks[0].admissionReviewVersions: Invalid value: ["invalid-v1"]: must include at least one of v1, v1beta1

- webhooks[0].admissionReviewVersions: null
+ webhooks[0].admissionReviewVersions: ["invalid-v1"]
! webhooks[0].admissionReviewVersions: Invalid value: ["invalid-v1"]: must include at least one of v1, v1beta1

- webhooks[0].admissionReviewVersions: null
+ webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]
! webhooks[1].name: Duplicate value: "webhook.k8s.io"

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]

  webhooks[0].sideEffects: "None"
  webhooks[0].matchConditions: [{"name":"checkStorage","expression":"test() == true"}]

  webhooks[0].sideEffects: "None"
- webhooks[0].matchConditions: [{"name":"checkStorage","expression":"true"}]
+ webhooks[0].matchConditions: [{"name":"checkStorage","expression":"test() == true"}]
! webhooks[0].matchConditions[0].expression: Invalid value: "test() == true": compilation failed: ERROR: <input>:1:5: undeclared reference to 'test' (in container '')⏎ | test() == true⏎ | ....^

  metadata.name: "sample"
  webhooks[0]: {"name":"check.example.com","clientConfig":{"url":"https://hook.example"},"sideEffects":"None","admissionReviewVersions":["v1"]}

# (altered)
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: -
! webhooks[0].name: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: "BAD_Value!"
! webhooks[0].name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: "a.b/c"
! webhooks[0].name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].clientConfig: -
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Required value

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["BAD_Value!"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "BAD_Value!": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["a.b/c"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "a.b/c": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":[""],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions[0]: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"]}]
! webhooks[0].rules[0].resources: Required value
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    write: "create",
    base: String.raw`{"metadata":{"name":"config"},"webhooks":[{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]}]}`,
    rows: String.raw`
# ValidateMutatingWebhookConfiguration
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].admissionReviewVersions: null
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["0v"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[0]: Invalid value: "0v": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! webhooks[0].admissionReviewVersions: Invalid value: ["0v"]: must include at least one of v1, v1beta1

  webhooks[0].admissionReviewVersions: ["v1beta1","invalid-version"]

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["invalidVersion"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[0]: Invalid value: "invalidVersion": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
! webhooks[0].admissionReviewVersions: Invalid value: ["invalidVersion"]: must include at least one of v1, v1beta1

  webhooks[0].sideEffects: null
  webhooks[0].admissionReviewVersions: ["v1beta1","v1beta1"]
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].admissionReviewVersions[1]: Invalid value: "v1beta1": duplicate version

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]},{"name":"k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]},{"name":"","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"]}]
! webhooks[1].name: Invalid value: "k8s.io": should be a domain with at least three segments separated by dots
! webhooks[2].name: Required value

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[1].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[1].name: Duplicate value: "webhook.k8s.io"

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]},{"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[1].operations: Required value
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["CREATE",""],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations[1]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["PATCH"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
  webhooks[0].rules: [{"operations":["CREATE","*"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a"]}]
! webhooks[0].rules[0].operations: Invalid value: ["CREATE","*"]: if '*' is present, must not specify other operations
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a/b","a/*","*/b"]}]

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a/x"]}]
! webhooks[0].rules[0].resources[1]: Invalid value: "a/x": if 'a/*' is present, must not specify a/x
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["a/*","a"]}]

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/a","x/a"]}]
! webhooks[0].rules[0].resources[1]: Invalid value: "x/a": if '*/a' is present, must not specify x/a
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*/*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*/*","a"]: if '*/*' is present, must not specify other resources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].failurePolicy: "other"
! webhooks[0].failurePolicy: Unsupported value: "other": supported values: "Fail", "Ignore"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun

  webhooks[0].sideEffects: "other"
! webhooks[0].sideEffects: Unsupported value: "other": supported values: "None", "NoneOnDryRun"

  webhooks[0].clientConfig.url: -
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig: {"url":"example.com/k8s/webhook","service":{"namespace":"ns","name":"n","port":443}}
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].clientConfig.url: ""
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": 'https' is the only allowed URL scheme; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "http://example.com"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "https:///fancy/webhook"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]

  webhooks[0].clientConfig.url: "https://example.com/#bookmark"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "bookmark": fragments are not permitted in the URL

  webhooks[0].clientConfig.url: "https://example.com?arg=value"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "arg=value": query parameters are not permitted in the URL

  webhooks[0].clientConfig.url: "https://harry.potter@example.com/"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "harry.potter": user information is not permitted in the URL

  webhooks[0].clientConfig.url: "arg#backwards=thisis?html.index/port:host//:https"
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.url: Invalid value: "": 'https' is the only allowed URL scheme; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]
! webhooks[0].clientConfig.url: Invalid value: "backwards=thisis?html.index/port:host//:https": fragments are not permitted in the URL

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"foo/","port":443}}
  webhooks[0].sideEffects: null
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig.service.path: Invalid value: "foo/": must start with a '/'

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/","port":443}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo","port":443}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"//","port":443}}
! webhooks[0].clientConfig.service.path: Invalid value: "//": segment[0] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo//bar/","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/foo//bar/": segment[1] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/foo/bar//","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/foo/bar//": segment[2] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"/apis/foo.bar/v1alpha1/--bad","port":443}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.path: Invalid value: "/apis/foo.bar/v1alpha1/--bad": segment[3]: {{subdomain}}

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"https://apis/foo.bar","port":0}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": must start with a '/'
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[0]: {{subdomain}}
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[1] may not be empty

  webhooks[0].clientConfig: {"service":{"namespace":"ns","name":"n","path":"https://apis/foo.bar","port":65536}}
  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig.service.port: Invalid value: 65536: port is not valid: must be between 1 and 65535, inclusive
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": must start with a '/'
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[0]: {{subdomain}}
! webhooks[0].clientConfig.service.path: Invalid value: "https://apis/foo.bar": segment[1] may not be empty

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: 31
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: 0
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30 seconds

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].timeoutSeconds: -1
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].timeoutSeconds: Invalid value: -1: the timeout value must be between 1 and 30 seconds

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":1,"admissionReviewVersions":["v1beta1"]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":15,"admissionReviewVersions":["v1beta1"]},{"name":"webhook3.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","timeoutSeconds":30,"admissionReviewVersions":["v1beta1"]}]

  webhooks[0].matchConditions: [{"name":"","expression":"true"}]
! webhooks[0].matchConditions[0].name: Required value

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"","expression":"true"},{"name":"","expression":"true"}]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"","expression":"true"}]}]
! webhooks[0].matchConditions[0].name: Required value
! webhooks[0].matchConditions[1].name: Required value
! webhooks[1].matchConditions[0].name: Required value
! webhooks[1].name: Duplicate value: "webhook.k8s.io"

  webhooks[0].matchConditions: [{"name":"-hello","expression":"true"}]
! webhooks[0].matchConditions[0].name: Invalid value: "-hello": {{labelName}}

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":".io","expression":"true"},{"name":"thing.test.com","expression":"true"}]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"some name","expression":"true"}]}]
! webhooks[0].matchConditions[0].name: Invalid value: ".io": {{labelName}}
! webhooks[1].matchConditions[0].name: Invalid value: "some name": {{labelName}}

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":""}]
! webhooks[0].matchConditions[0].expression: Required value

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"object.x in [1, 2, "}]
! webhooks[0].matchConditions[0].expression: Invalid value: "object.x in [1, 2,": compilation failed: ERROR: <input>:1:19: Syntax error: missing ']' at '<EOF>'⏎ | object.x in [1, 2,⏎ | ..................^

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"true"},{"name":"webhook.k8s.io","expression":"true"}]
! webhooks[0].matchConditions[1].name: Duplicate value: "webhook.k8s.io"

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"webhook.k8s.io","expression":"true"}]},{"name":"webhook2.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"None","admissionReviewVersions":["v1beta1"],"matchConditions":[{"name":"webhook.k8s.io","expression":"true"}]}]

  webhooks[0].matchConditions: [{"name":"webhook.k8s.io","expression":"6"}]
! webhooks[0].matchConditions[0].expression: Invalid value: "6": must evaluate to bool but got int

  metadata.name: "sample"
  webhooks[0].name: "check.example.com"
  webhooks[0].clientConfig.url: "https://hook.example"
  webhooks[0].admissionReviewVersions: ["v1"]

# (altered)
  webhooks[0]: {}
! webhooks[0].name: Required value
! webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun
! webhooks[0].clientConfig: Required value: exactly one of url or service is required
! webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1

  metadata.name: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Required value: name or generateName is required
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  metadata.name: "BAD_Value!"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  metadata.name: "a.b/c"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: "BAD_Value!"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].name: "a.b/c"
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].clientConfig: -
  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

  webhooks[0].sideEffects: "Unknown"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Required value
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "Unknown"
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"
`,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    write: "update",
    base: String.raw`{"metadata":{"name":"config"},"webhooks":[{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]}`,
    rows: String.raw`
# ValidateMutatingWebhookConfigurationUpdate
+ webhooks[0].admissionReviewVersions: ["v1"]

- webhooks[0].admissionReviewVersions: ["invalid-v0"]
+ webhooks[0].admissionReviewVersions: ["invalid-v1","invalid-v2"]

- webhooks[0].admissionReviewVersions: ["v1beta1","invalid-v1"]
+ webhooks[0].admissionReviewVersions: ["invalid-v1"]
! webhooks[0].admissionReviewVersions: Invalid value: ["invalid-v1"]: must include at least one of v1, v1beta1

- webhooks[0].admissionReviewVersions: null
+ webhooks[0].admissionReviewVersions: ["invalid-v1"]
! webhooks[0].admissionReviewVersions: Invalid value: ["invalid-v1"]: must include at least one of v1, v1beta1

  webhooks: [{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]},{"name":"webhook.k8s.io","clientConfig":{"url":"https://example.com"},"sideEffects":"Unknown","admissionReviewVersions":["v1beta1"]}]

- webhooks[0].sideEffects: "None"
! webhooks[0].sideEffects: Unsupported value: "Unknown": supported values: "None", "NoneOnDryRun"

  webhooks[0].sideEffects: "None"
  webhooks[0].matchConditions: [{"name":"checkStorage","expression":"test() == true"}]

  webhooks[0].sideEffects: "None"
- webhooks[0].matchConditions: [{"name":"checkStorage","expression":"true"}]
+ webhooks[0].matchConditions: [{"name":"checkStorage","expression":"test() == true"}]
! webhooks[0].matchConditions[0].expression: Invalid value: "test() == true": compilation failed: ERROR: <input>:1:5: undeclared reference to 'test' (in container '')⏎ | test() == true⏎ | ....^

  metadata.name: "sample"
  webhooks[0]: {"name":"check.example.com","clientConfig":{"url":"https://hook.example"},"sideEffects":"None","admissionReviewVersions":["v1"]}

# (altered)
  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: -
! webhooks[0].name: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: "BAD_Value!"
! webhooks[0].name: Invalid value: "BAD_Value!": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].name: "a.b/c"
! webhooks[0].name: Invalid value: "a.b/c": {{subdomain}}
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

  webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].clientConfig: -
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources
! webhooks[0].clientConfig: Required value: exactly one of url or service is required

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Required value

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":[""],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["BAD_Value!"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "BAD_Value!": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["a.b/c"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].operations[0]: Unsupported value: "a.b/c": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiVersions":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiGroups: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":[""],"resources":["*","a"]}]
! webhooks[0].rules[0].apiVersions[0]: Required value
! webhooks[0].rules[0].resources: Invalid value: ["*","a"]: if '*' is present, must not specify other resources without subresources

- webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"],"resources":["*","a"]}]
+ webhooks[0].rules: [{"operations":["CREATE"],"apiGroups":["a"],"apiVersions":["a"]}]
! webhooks[0].rules[0].resources: Required value
`,
  },
];
