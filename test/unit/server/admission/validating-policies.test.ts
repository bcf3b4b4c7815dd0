/** Validating admission policies as clients meet them. Texts and codes are those of apiserver's policy plugins and their documentation. */
import { describe, expect, test } from "vitest";
import {
  api,
  configMap,
  count,
  created,
  namespace,
  post,
  registration,
  validating,
  policyServer,
} from "./policy-fixture.ts";

policyServer();

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
