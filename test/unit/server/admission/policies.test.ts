/** Admission policies as clients meet them. Texts and codes are those of apiserver's policy plugins and their documentation. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../../fixtures/eventually.ts";
import { startApiOnly, type ApiOnly, type Answer } from "../../../fixtures/api-only.ts";

const registration = "/apis/admissionregistration.k8s.io/v1";
let api: ApiOnly;
let namespace = "";
let count = 0;

beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = `policy-${++count}`;
  await created("/api/v1/namespaces", {
    metadata: { name: namespace, labels: { case: `c${count}` } },
  });
});

const configMapRules = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE", "DELETE"],
    resources: ["configmaps"],
  },
];

async function created(path: string, body: unknown): Promise<Answer> {
  const answer = await api.call("POST", path, body);
  expect(answer.body.message ?? "").toBe("");
  expect(answer.status).toBe(201);
  return answer;
}

async function validating(spec: object, binding: object = {}): Promise<string> {
  const name = namespace;
  await created(`${registration}/validatingadmissionpolicies`, {
    metadata: { name },
    spec: { matchConstraints: { resourceRules: configMapRules }, ...spec },
  });
  await created(`${registration}/validatingadmissionpolicybindings`, {
    metadata: { name: `${name}-b` },
    spec: {
      policyName: name,
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
      ...binding,
    },
  });
  return name;
}

async function mutating(spec: object): Promise<string> {
  const name = namespace;
  await created(`${registration}/mutatingadmissionpolicies`, {
    metadata: { name },
    spec: {
      reinvocationPolicy: "Never",
      matchConstraints: { resourceRules: configMapRules },
      ...spec,
    },
  });
  await created(`${registration}/mutatingadmissionpolicybindings`, {
    metadata: { name: `${name}-b` },
    spec: {
      policyName: name,
      matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
    },
  });
  return name;
}

const configMap = (name: string, data: Record<string, string> = {}, labels = {}) => ({
  metadata: { name, labels },
  data,
});
const post = (body: object, query = "") =>
  api.call("POST", `/api/v1/namespaces/${namespace}/configmaps${query}`, body);

describe("a ValidatingAdmissionPolicy", () => {
  test("denies with its message, reason and code", async () => {
    const name = await validating({
      validations: [
        { expression: "!has(object.data) || object.data.size() < 2", message: "too many keys" },
        {
          expression: "object.metadata.name != 'secret'",
          reason: "Forbidden",
          messageExpression: "'the name ' + object.metadata.name + ' is taken'",
        },
      ],
    });
    const many = await post(configMap("a", { a: "1", b: "2" }));
    const text = `ValidatingAdmissionPolicy '${name}' with binding '${name}-b' denied request: too many keys`;
    expect(many.body.message).toContain(text);
    expect(many.status).toBe(422);
    expect(many.body).toMatchObject({
      reason: "Invalid",
      message: `configmaps "a" is forbidden: ${text}`,
      details: { name: "a", kind: "configmaps", causes: [{ message: text }] },
    });
    const named = await post(configMap("secret"));
    expect(named.status).toBe(403);
    expect(named.body.message).toBe(
      `configmaps "secret" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}-b' denied request: the name secret is taken`,
    );
    expect((await post(configMap("fine", { a: "1" }))).status).toBe(201);
  });

  test("says the expression where there is no message", async () => {
    const name = await validating({
      validations: [{ expression: " request.operation != 'CREATE' " }],
    });
    expect((await post(configMap("a"))).body.message).toContain(
      `'${name}-b' denied request: failed expression: request.operation != 'CREATE'`,
    );
  });

  test("sees the old object, the request, the namespace and the authorizer", async () => {
    await validating({
      validations: [
        {
          expression:
            "request.operation == 'CREATE' ? oldObject == null : request.operation == 'DELETE' ? object == null : oldObject.data.a == object.data.a",
          message: "a may not change",
        },
        { expression: `namespaceObject.metadata.name == '${namespace}'` },
        { expression: "authorizer.requestResource.check('create').allowed()" },
        {
          expression:
            "!authorizer.serviceAccount('default', 'nobody').group('').resource('pods').check('create').allowed()",
        },
        { expression: "request.userInfo.groups.exists(g, g == 'system:masters')" },
      ],
    });
    const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
    expect((await post(configMap("a", { a: "1" }))).status).toBe(201);
    expect((await api.call("PUT", path, configMap("a", { a: "2" }))).body.message).toContain(
      "a may not change",
    );
    expect((await api.call("DELETE", path)).status).toBe(200);
  });

  test("composes variables, each evaluated once and only if it is used", async () => {
    await validating({
      variables: [
        { name: "data", expression: "has(object.data) ? object.data : {}" },
        { name: "size", expression: "variables.data.size()" },
        { name: "broken", expression: "object.spec.missing" },
      ],
      validations: [
        { expression: "variables.size < 2 || variables.size < 3" },
        { expression: "!has(object.data) || !('use' in object.data) || variables.broken == 1" },
      ],
    });
    expect((await post(configMap("a", { x: "1" }))).status).toBe(201);
    expect((await post(configMap("b", { use: "1" }))).body.message).toContain(
      `denied request: expression '!has(object.data) || !('use' in object.data) || variables.broken == 1' resulted in error: composited variable "broken" fails to evaluate: no such key: spec`,
    );
  });

  test("warns and audits instead, as its binding says", async () => {
    const name = await validating(
      { validations: [{ expression: "false", message: "no" }] },
      { validationActions: ["Warn", "Audit"] },
    );
    const answer = await post(configMap("a"));
    expect(answer.status).toBe(201);
    expect(answer.headers.get("warning")).toBe(
      `299 - "Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${name}-b': no"`,
    );
  });

  test("reads parameters by name and by selector", async () => {
    await post(configMap("limit-1", { max: "1" }, { limit: "yes" }));
    await post(configMap("limit-2", { max: "2" }, { limit: "yes" }));
    const name = await validating(
      {
        paramKind: { apiVersion: "v1", kind: "ConfigMap" },
        validations: [
          {
            expression: "!has(object.data) || object.data.size() <= int(params.data.max)",
            messageExpression: "'at most ' + params.data.max",
          },
        ],
      },
      {
        paramRef: { selector: { matchLabels: { limit: "yes" } }, parameterNotFoundAction: "Deny" },
      },
    );
    expect((await post(configMap("a", { a: "1" }))).status).toBe(201);
    expect((await post(configMap("b", { a: "1", b: "2" }))).body.message).toBe(
      `configmaps "b" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}-b' denied request: at most 1`,
    );
  });

  test("denies or allows where no parameter is found", async () => {
    const name = await validating(
      {
        paramKind: { apiVersion: "v1", kind: "ConfigMap" },
        validations: [{ expression: "params != null" }],
      },
      { paramRef: { name: "missing", parameterNotFoundAction: "Deny" } },
    );
    expect((await post(configMap("a"))).body.message).toContain(
      `ValidatingAdmissionPolicy '${name}' with binding '${name}-b' denied request: failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    );
    await api.call("DELETE", `${registration}/validatingadmissionpolicybindings/${name}-b`);
    await created(`${registration}/validatingadmissionpolicybindings`, {
      metadata: { name: `${name}-c` },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
        paramRef: { name: "missing", parameterNotFoundAction: "Allow" },
      },
    });
    expect((await post(configMap("a"))).status).toBe(201);
  });

  test("fails open or closed when an expression fails", async () => {
    await validating({
      failurePolicy: "Ignore",
      validations: [{ expression: "object.nothing == 1" }],
    });
    expect((await post(configMap("a"))).status).toBe(201);
  });

  test("applies only where its match conditions hold", async () => {
    await validating({
      matchConditions: [{ name: "not-exempt", expression: "object.metadata.name != 'exempt'" }],
      validations: [{ expression: "false" }],
    });
    expect((await post(configMap("exempt"))).status).toBe(201);
    expect((await post(configMap("other"))).status).toBe(422);
  });

  test("cannot spend more than its budget", async () => {
    await validating({
      validations: [
        {
          expression:
            "'abcdefghij'.split('').all(a, 'abcdefghij'.split('').all(b, 'abcdefghij'.split('').all(c, 'abcdefghij'.split('').all(d, 'abcdefghij'.split('').all(e, 'abcdefghij'.split('').all(f, f != 'z'))))))",
        },
      ],
    });
    expect((await post(configMap("a"))).body.message).toContain(
      "resulted in error: operation cancelled: actual cost limit exceeded",
    );
  });
});

describe("a MutatingAdmissionPolicy", () => {
  test("merges an apply configuration", async () => {
    await mutating({
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression:
              "Object{metadata: Object.metadata{labels: {'from': 'policy', 'name': object.metadata.name}}}",
          },
        },
      ],
    });
    const { body } = await post(configMap("a", {}, { own: "1" }));
    expect(body.metadata.labels).toEqual({ own: "1", from: "policy", name: "a" });
  });

  test("refuses to merge what belongs to one owner as a whole, and names that are not the field's", async () => {
    const services = [
      { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["services"] },
    ];
    const name = await mutating({
      matchConstraints: { resourceRules: services },
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression:
              "object.metadata.name == 'a' ? Object{spec: Object.spec{selector: {'app': 'b'}}} : Object{spec: Object.status{}}",
          },
        },
      ],
    });
    const service = (own: string) => ({
      metadata: { name: own },
      spec: { selector: { app: "a" }, ports: [{ port: 80 }] },
    });
    const path = `/api/v1/namespaces/${namespace}/services`;
    const denied = `policy '${name}' with binding '${name}-b' denied request: `;
    expect((await api.call("POST", path, service("a"))).body.message).toBe(
      `${denied}error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.selector`,
    );
    expect((await api.call("POST", path, service("b"))).body.message).toBe(
      `${denied}type mismatch: unexpected type name "Object.status", expected "Object.spec", which matches field name path from root Object type`,
    );
  });

  test("runs again after a later one, when it asks for that", async () => {
    const mutation = (label: string, value: string) => ({
      patchType: "JSONPatch",
      jsonPatch: {
        expression: `[JSONPatch{op: 'add', path: '/metadata/labels/${label}', value: ${value}}]`,
      },
    });
    await mutating({
      reinvocationPolicy: "IfNeeded",
      mutations: [mutation("first", "'second' in object.metadata.labels ? 'saw' : 'alone'")],
    });
    const second = `${namespace}-z`;
    await created(`${registration}/mutatingadmissionpolicies`, {
      metadata: { name: second },
      spec: {
        reinvocationPolicy: "Never",
        matchConstraints: { resourceRules: configMapRules },
        mutations: [mutation("second", "'yes'")],
      },
    });
    await created(`${registration}/mutatingadmissionpolicybindings`, {
      metadata: { name: second },
      spec: {
        policyName: second,
        matchResources: { namespaceSelector: { matchLabels: { case: `c${count}` } } },
      },
    });
    const { body } = await post(configMap("a", {}, { own: "1" }));
    expect(body.metadata.labels).toEqual({ own: "1", first: "saw", second: "yes" });
  });

  test("applies a JSON patch, keys escaped", async () => {
    await mutating({
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: {
            expression:
              "[JSONPatch{op: 'test', path: '/metadata/name', value: 'a'}, JSONPatch{op: 'add', path: '/metadata/annotations', value: {'x/y': 'old'}}, JSONPatch{op: 'replace', path: '/metadata/annotations/' + jsonpatch.escapeKey('x/y'), value: 'new'}]",
          },
        },
      ],
    });
    expect((await post(configMap("a"))).body.metadata.annotations).toEqual({ "x/y": "new" });
    expect((await post(configMap("b"))).body.metadata.annotations).toBeUndefined();
  });

  test("denies with its failure policy when a mutation fails", async () => {
    const name = await mutating({
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: { expression: "[JSONPatch{op: 'remove', path: '/nowhere'}]" },
        },
      ],
    });
    const answer = await post(configMap("a"));
    expect(answer.body.message).toContain(
      `policy '${name}' with binding '${name}-b' denied request: JSONPath:`,
    );
    expect(answer.body.reason).toBe("Invalid");
  });
});

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
      'Invalid value: "object.x": must evaluate to bool',
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
      'Invalid value: "1": must evaluate to string',
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
      'Invalid value: "1": must evaluate to one of [string null_type]',
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
