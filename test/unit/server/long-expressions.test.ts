/** Definitions and policies with many expressions: others are served while they are compiled, when written and when first used. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../fixtures/api-only.ts";
import { definitionOf } from "../../fixtures/definition.ts";
import { writeRules } from "./admission/policy-fixture.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

/** A comparison about so many times, 60 KiB of them in all. */
const many = (value: (at: number) => string): string[] =>
  Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 40 }, (_each, k) => `${value(k)} != '${i}-${k}'`).join(" && "),
  );
const definition = (rules: readonly string[]): Body =>
  definitionOf("Widget", {
    type: "object",
    properties: {
      size: {
        type: "string",
        maxLength: 10,
        "x-kubernetes-validations": rules.map((rule) => ({ rule })),
      },
    },
  });
const policy = (expressions: readonly string[]): Body => ({
  metadata: { name: "long" },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: { resourceRules: writeRules },
    validations: expressions.map((expression) => ({ expression })),
  },
});
const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const policies = "/apis/admissionregistration.k8s.io/v1";

/** How many other requests are answered, one after another, before this one is. */
async function servedDuring(
  path: string,
  body: Body,
): Promise<readonly [others: number, status: number]> {
  let others = 0;
  const write = { isDone: false };
  const writing = api.call("POST", path, body).finally(() => (write.isDone = true));
  while (!write.isDone && others < 1000) {
    await new Promise<void>((resolve) => api.host.timers.soon(resolve));
    const { status } = await api.call("GET", "/api/v1/namespaces/default");
    expect(status).toBe(200);
    if (!write.isDone) others += 1;
  }
  return [others, (await writing).status];
}

it("a definition's rules", async () => {
  const rules = many(() => "self");
  const [others, status] = await servedDuring(definitions, definition(rules));
  expect(status).toBe(201);
  expect(others).toBeGreaterThan(3);
  await api.host.advance(10_000);
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" } };
  const path = "/apis/example.com/v1/namespaces/default/widgets";
  const [during, written] = await servedDuring(path, { ...widget, size: "1" });
  expect(written).toBe(201);
  expect(during).toBeGreaterThan(3);
});

it("those with faults, which are all told, and once", async () => {
  const rules = [...many(() => "self"), "self.missing", "1"];
  const { status, body } = await api.call("POST", `${definitions}?dryRun=All`, {
    ...definition(rules),
    metadata: { name: "gadgets.example.com" },
    spec: { ...definition(rules).spec, names: { plural: "gadgets", kind: "Gadget" } },
  });
  const at = "spec.validation.openAPIV3Schema.properties[size].x-kubernetes-validations";
  expect([status, body.details.causes.map(({ field }: Body) => field)]).toEqual([
    422,
    [`${at}[60].rule`, `${at}[61].rule`],
  ]);
});

it("a policy's expressions", async () => {
  const expressions = many((k) => `string(object.data.d${k})`);
  const path = `${policies}/validatingadmissionpolicies`;
  const [others, status] = await servedDuring(path, policy(expressions));
  expect(status).toBe(201);
  expect(others).toBeGreaterThan(3);
  const data = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`d${k}`, "x"]));
  await api.call("POST", `${policies}/validatingadmissionpolicybindings`, {
    metadata: { name: "long" },
    spec: { policyName: "long", validationActions: ["Deny"] },
  });
  const map = { metadata: { name: "first" }, data };
  const [during, written] = await servedDuring("/api/v1/namespaces/default/configmaps", map);
  expect(written).toBe(201);
  expect(during).toBeGreaterThan(3);
});
