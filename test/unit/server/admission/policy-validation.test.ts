/** What is refused of policies and bindings, in the words of pkg/apis/admissionregistration/validation. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

const registration = "/apis/admissionregistration.k8s.io/v1";
let api: ApiOnly;
let count = 0;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

async function faults(resource: string, spec: object): Promise<readonly string[]> {
  const { status, body } = await api.call("POST", `${registration}/${resource}`, {
    metadata: { name: `p${++count}` },
    spec,
  });
  if (status === 201) return [];
  expect(body.reason).toBe("Invalid");
  return body.details.causes.map(
    ({ field, message }: { field: string; message: string }) => `${field}: ${message}`,
  );
}

const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
const policy = {
  matchConstraints: { resourceRules: [rule] },
  validations: [{ expression: "true" }],
};
const label =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const rules = "spec.matchConstraints.resourceRules";

describe("of a ValidatingAdmissionPolicy", () => {
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ["nothing is wrong", {}, []],
    ["parameters of a kind are fine", { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }, []],
    [
      "a parameter's kind is named whole",
      { paramKind: {} },
      ["spec.paramKind.apiVersion: Required value", "spec.paramKind.kind: Required value"],
    ],
    [
      "a group and a version are all there is",
      { paramKind: { apiVersion: "a/b/c", kind: "Kind" } },
      ['spec.paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ],
    [
      "a version is needed",
      { paramKind: { apiVersion: "apps/", kind: "K_" } },
      [
        'spec.paramKind.apiVersion: Invalid value: "apps/": version must be specified',
        `spec.paramKind.kind: Invalid value: "K_": may have mixed case, but should otherwise match: ${label}`,
      ],
    ],
    [
      "constraints are needed",
      { matchConstraints: undefined },
      ["spec.matchConstraints: Required value"],
    ],
    ["rules are needed", { matchConstraints: {} }, [`${rules}: Required value`]],
    [
      "a rule is like a webhook's",
      { matchConstraints: { resourceRules: [{ ...rule, operations: [], scope: "Here" }] } },
      [
        `${rules}[0].operations: Required value`,
        `${rules}[0].scope: Unsupported value: "Here": supported values: "*", "Cluster", "Namespaced"`,
      ],
    ],
    [
      "names are segments of a path, each once",
      { matchConstraints: { resourceRules: [{ ...rule, resourceNames: ["a", "b/c", "a"] }] } },
      [
        `${rules}[0].resourceNames[1]: Invalid value: "b/c": may not contain '/'`,
        `${rules}[0].resourceNames[2]: Duplicate value: "a"`,
      ],
    ],
    [
      "something must be looked at",
      { validations: [] },
      [
        "spec.validations: Required value: validations or auditAnnotations must contain at least one item",
        "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item",
      ],
    ],
    [
      "a reason is one of three",
      { validations: [{ expression: "true", reason: "Because" }] },
      [
        'spec.validations[0].reason: Unsupported value: "Because": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"',
      ],
    ],
    [
      "an expression of a message says something",
      { validations: [{ expression: "true", messageExpression: " " }] },
      ['spec.validations[0].messageExpression: Invalid value: " ": must be non-empty if specified'],
    ],
    [
      "annotations have their own keys and expressions",
      {
        auditAnnotations: [
          { key: "a", valueExpression: "'x'" },
          { key: "a", valueExpression: " " },
        ],
      },
      [
        "spec.auditAnnotations[1].valueExpression: Required value: valueExpression is not specified",
        'spec.auditAnnotations[1].key: Duplicate value: "a"',
      ],
    ],
    [
      "a variable is no word of the language",
      { variables: [{ name: "while", expression: "1" }] },
      ['spec.variables[0].name: Invalid value: "while": must be a valid CEL identifier'],
    ],
  ];
  test.each(rows)("%s", async (_what, changes, expected) => {
    const spec = { ...policy, ...changes };
    expect(await faults("validatingadmissionpolicies", spec)).toEqual(expected);
  });
});

describe("of a ValidatingAdmissionPolicyBinding", () => {
  const binding = { policyName: "p", validationActions: ["Deny"] };
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ["nothing is wrong", {}, []],
    ["a policy is needed", { policyName: "" }, ["spec.policyName: Required value"]],
    [
      "what matches has rules like a policy's",
      { matchResources: { matchPolicy: "Some" } },
      [
        'spec.matchResources.matchPolicy: Unsupported value: "Some": supported values: "Equivalent", "Exact"',
      ],
    ],
    [
      "an action is needed",
      { validationActions: [] },
      ["spec.validationActions: Required value: at least one validation action is required"],
    ],
  ];
  test.each(rows)("%s", async (_what, changes, expected) => {
    const spec = { ...binding, ...changes };
    expect(await faults("validatingadmissionpolicybindings", spec)).toEqual(expected);
  });
});

test("a MutatingAdmissionPolicy mutates, and says whether it is called again", async () => {
  const spec = { matchConstraints: policy.matchConstraints, mutations: [] };
  expect(await faults("mutatingadmissionpolicies", spec)).toEqual([
    "spec.mutations: Required value: mutations must contain at least one item",
    "spec.reinvocationPolicy: Required value",
  ]);
});
