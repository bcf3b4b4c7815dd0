/** What writing a policy or a binding checks, and the status it gets. Texts and codes are those of apiserver's policy plugins and their documentation. */
import { describe, expect, test } from "vitest";
import { eventually } from "../../../fixtures/eventually.ts";
import {
  api,
  configMapRules,
  created,
  namespace,
  registration,
  policyServer,
} from "./policy-fixture.ts";

policyServer();

describe("the expressions of a policy are checked when it is written:", () => {
  const compilation = (text: string, at: number, message: string) =>
    `compilation failed: ERROR: <input>:1:${at}: ${message}\n | ${text}\n | ${".".repeat(at - 1)}^`;
  const rows: readonly (readonly [what: string, spec: object, field: string, message: string])[] = [
    [
      "an unknown variable",
      { validations: [{ expression: "objects.x == 1" }] },
      "spec.validations[0].expression",
      `Invalid value: "objects.x == 1": ${compilation("objects.x == 1", 1, "undeclared reference to 'objects' (in container '')")}`,
    ],
    [
      "another type than bool",
      { validations: [{ expression: "object.x" }] },
      "spec.validations[0].expression",
      'Invalid value: "object.x": must evaluate to bool but got dyn',
    ],
    [
      "a field that a request does not have",
      { validations: [{ expression: "request.names == ''" }] },
      "spec.validations[0].expression",
      `Invalid value: "request.names == ''": ${compilation("request.names == ''", 8, "undefined field 'names'")}`,
    ],
    [
      "parameters without a paramKind",
      { validations: [{ expression: "params.x == 1" }] },
      "spec.validations[0].expression",
      `Invalid value: "params.x == 1": ${compilation("params.x == 1", 1, "undeclared reference to 'params' (in container '')")}`,
    ],
    [
      "a message that is no text",
      { validations: [{ expression: "true", messageExpression: "1" }] },
      "spec.validations[0].messageExpression",
      'Invalid value: "1": must evaluate to string but got int',
    ],
    [
      "nothing at all",
      { validations: [{ expression: " " }] },
      "spec.validations[0].expression",
      "Required value: expression is not specified",
    ],
    [
      "a variable that uses a later one",
      {
        variables: [
          { name: "a", expression: "variables.b" },
          { name: "b", expression: "1" },
        ],
        validations: [{ expression: "variables.a == 1" }],
      },
      "spec.variables[0].expression",
      `Invalid value: "variables.b": ${compilation("variables.b", 10, "undefined field 'b'")}`,
    ],
    [
      "an annotation that is neither text nor null",
      { auditAnnotations: [{ key: "k", valueExpression: "1" }] },
      "spec.auditAnnotations[0].valueExpression",
      'Invalid value: "1": must evaluate to one of [string null_type] but got int',
    ],
    [
      "a match condition that does not parse",
      {
        validations: [{ expression: "true" }],
        matchConditions: [{ name: "c", expression: "a b" }],
      },
      "spec.matchConditions[0].expression",
      `Invalid value: "a b": ${compilation("a b", 3, "Syntax error: extraneous input 'b' expecting <EOF>")}`,
    ],
  ];
  test.each(rows)("%s", async (_what, spec, field, message) => {
    const { status, body } = await api.call("POST", `${registration}/validatingadmissionpolicies`, {
      metadata: { name: namespace },
      spec: { matchConstraints: { resourceRules: configMapRules }, ...spec },
    });
    expect(status).toBe(422);
    const printed = message.replace(
      /^Invalid value: "((?:[^"\\]|\\.)*)"/,
      (_all, text: string) => `Invalid value: ${JSON.stringify(text)}`,
    );
    expect(body.details.causes).toEqual([
      {
        reason: message.startsWith("Required") ? "FieldValueRequired" : "FieldValueInvalid",
        field,
        message: printed,
      },
    ]);
  });
});

describe("the status of a policy", () => {
  const rules = [
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["CREATE"],
      resources: ["deployments", "replicasets"],
    },
  ];
  const statusOf = (expression: string, variables: readonly object[] = []) =>
    eventually(async () => {
      const path = `${registration}/validatingadmissionpolicies`;
      const found = await api.call("GET", `${path}/${namespace}`);
      if (found.status === 404) {
        await created(path, {
          metadata: { name: namespace },
          spec: {
            matchConstraints: { resourceRules: rules },
            variables,
            validations: [{ expression }],
          },
        });
      }
      expect(found.body.status?.observedGeneration).toBe(1);
      return found.body.status.typeChecking;
    });

  test("warns of fields that the kinds do not have, one text for each kind", async () => {
    const warning = (kind: string) =>
      `apps/v1, Kind=${kind}: ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^\n`;
    expect(await statusOf("object.replicas > 1")).toEqual({
      expressionWarnings: [
        {
          fieldRef: "spec.validations[0].expression",
          warning: `${warning("Deployment")}\n${warning("ReplicaSet")}`,
        },
      ],
    });
  });

  test("says nothing of what fits, times and quantities among it", async () => {
    expect(
      await statusOf(
        "variables.n <= 5 && object.metadata.creationTimestamp < timestamp('2100-01-01T00:00:00Z') && object.spec.template.spec.containers.all(c, c.resources.limits['cpu'] != '1' && c.env.all(e, e.name != ''))",
        [{ name: "n", expression: "object.spec.replicas" }],
      ),
    ).toEqual({});
  });

  test("warns of types that do not fit", async () => {
    const { expressionWarnings } = await statusOf("object.spec.replicas == '1'");
    expect(expressionWarnings[0].warning).toContain(
      "apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_==_' applied to '(int, string)'",
    );
  });
});

test("a binding names one parameter or several, what happens without, and actions that go together", async () => {
  const answer = await api.call("POST", `${registration}/validatingadmissionpolicybindings`, {
    metadata: { name: namespace },
    spec: {
      policyName: "p",
      validationActions: ["Deny", "Warn"],
      paramRef: { name: "a", selector: {} },
    },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.details.causes).toEqual([
    {
      reason: "FieldValueForbidden",
      field: "spec.paramRef.name",
      message: "Forbidden: name and selector are mutually exclusive",
    },
    {
      reason: "FieldValueForbidden",
      field: "spec.paramRef.selector",
      message: "Forbidden: name and selector are mutually exclusive",
    },
    {
      reason: "FieldValueRequired",
      field: "spec.paramRef.parameterNotFoundAction",
      message: "Required value",
    },
    {
      reason: "FieldValueInvalid",
      field: "spec.validationActions",
      message:
        'Invalid value: ["Deny","Warn"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
    },
  ]);
});
