/** Rules that take long let others be served: writes wait for them, reads and other writes do not, and the order of writes holds. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type Answer, type ApiOnly } from "../../../fixtures/api-only.ts";
import { definitionOf } from "../../../fixtures/definition.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const things = "/apis/example.com/v1/namespaces/default/things";
const policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
const configMaps = "/api/v1/namespaces/default/configmaps";

let api: ApiOnly;

/** Some 600,000 units for 300 numbers: within what one expression may cost, and three slices' worth. */
const rule = "self.numbers.all(x, self.numbers.all(y, x + y >= 0))";

beforeAll(async () => {
  api = await startApiOnly();
  const numbers = {
    type: "array",
    maxItems: 300,
    items: { type: "integer" },
  };
  const rules = Array.from({ length: 6 }, (_, index) => ({ rule, message: `rule ${index}` }));
  const schema = {
    type: "object",
    properties: {
      spec: { type: "object", properties: { numbers }, "x-kubernetes-validations": rules },
    },
  };
  const { status, body } = await api.call("POST", definitions, definitionOf("Thing", schema));
  expect(status, body.message).toBe(201);
  await api.host.settle();
});
afterAll(() => api.stop());

const thing = (name: string, numbers: readonly number[], metadata: object = {}) => ({
  apiVersion: "example.com/v1",
  kind: "Thing",
  metadata: { name, ...metadata },
  spec: { numbers },
});
const many = (first: number) => Array.from({ length: 250 }, (_, index) => first + index);

/** The names of what is answered, in the order of the answers. */
async function orderOf(calls: Readonly<Record<string, Promise<Answer>>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(
    Object.entries(calls).map(async ([name, call]) => {
      await call;
      order.push(name);
    }),
  );
  return order;
}

test("what came later and takes less is answered first", async () => {
  const order = await orderOf({
    long: api.call("POST", things, thing("long", many(0))),
    read: api.call("GET", "/api/v1/namespaces/default"),
    write: api.call("POST", configMaps, { metadata: { name: "meanwhile" } }),
  });
  expect(order.at(-1)).toBe("long");
  expect((await api.call("GET", `${things}/long`)).status).toBe(200);
});

test("all rules are evaluated, and their errors are in their order", async () => {
  const { status, body } = await api.call("POST", things, thing("negative", [-1, ...many(0)]));
  expect(status).toBe(422);
  expect(body.details.causes.map(({ message }: { message: string }) => message)).toEqual(
    Array.from({ length: 6 }, (_, index) => `Invalid value: rule ${index}`),
  );
});

test("of two writers of one revision one is refused", async () => {
  const { body: made } = await api.call("POST", things, thing("contended", many(0)));
  const { resourceVersion } = made.metadata;
  const put = (first: number) =>
    api.call("PUT", `${things}/contended`, thing("contended", many(first), { resourceVersion }));
  const answers = await Promise.all([put(1), put(2)]);
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  const { body } = await api.call("GET", `${things}/contended`);
  const written = answers.find(({ status }) => status === 200);
  expect(body.metadata.resourceVersion).toBe(written?.body.metadata.resourceVersion);
});

test("of two creators of one name one is refused", async () => {
  const create = () => api.call("POST", things, thing("twice", many(0)));
  const answers = await Promise.all([create(), create()]);
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
});

test("patches that meet a change are made again of what is there then", async () => {
  await api.call("POST", things, thing("patched", many(0)));
  const label = (key: string) =>
    api.call(
      "PATCH",
      `${things}/patched`,
      { metadata: { labels: { [key]: "yes" } } },
      { "content-type": "application/merge-patch+json" },
    );
  const answers = await Promise.all([label("a"), label("b"), label("c")]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const { body } = await api.call("GET", `${things}/patched`);
  expect(body.metadata.labels).toEqual({ a: "yes", b: "yes", c: "yes" });
});

test("policies let others be served as well", async () => {
  const expression =
    "object.metadata.name != 'long' || lists.range(300).all(x, lists.range(300).all(y, x + y >= 0))";
  await api.call("POST", policies, {
    metadata: { name: "long" },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"], operations: ["*"] },
        ],
      },
      validations: Array.from({ length: 6 }, () => ({ expression })),
    },
  });
  await api.call("POST", bindings, {
    metadata: { name: "long" },
    spec: { policyName: "long", validationActions: ["Deny"] },
  });
  const calls = {
    long: api.call("POST", configMaps, { metadata: { name: "long" } }),
    read: api.call("GET", "/api/v1/namespaces/default"),
    write: api.call("POST", configMaps, { metadata: { name: "short" } }),
  };
  expect((await orderOf(calls)).at(-1)).toBe("long");
  expect((await calls.long).status).toBe(201);
});

test("variables that take long are evaluated once each, one after another", async () => {
  const heavy = (first: number) =>
    `lists.range(300).all(x, lists.range(300).all(y, x + y >= ${first}))`;
  const names = ["a", "b", "c", "d"];
  await api.call("POST", policies, {
    metadata: { name: "variables" },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], resources: ["secrets"], operations: ["*"] },
        ],
      },
      variables: [
        ...names.map((name, index) => ({ name, expression: heavy(-index) })),
        { name: "all", expression: names.map((name) => `variables.${name}`).join(" && ") },
      ],
      validations: [
        { expression: "variables.all && variables.d && variables.a" },
        { expression: "!variables.all", messageExpression: "'all is ' + string(variables.all)" },
      ],
    },
  });
  await api.call("POST", bindings, {
    metadata: { name: "variables" },
    spec: { policyName: "variables", validationActions: ["Deny"] },
  });
  const secrets = "/api/v1/namespaces/default/secrets";
  const calls = {
    long: api.call("POST", secrets, { metadata: { name: "a" } }),
    read: api.call("GET", "/api/v1/namespaces/default"),
  };
  expect(await orderOf(calls)).toEqual(["read", "long"]);
  const { status, body } = await calls.long;
  expect(status).toBe(422);
  expect(body.message).toContain("denied request: all is true");
});

test("variables that cost too much together end with the budget", async () => {
  const name = "budget";
  const expression = "lists.range(380).all(x, lists.range(380).all(y, x + y >= 0)) || true";
  await api.call("POST", policies, {
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], resources: ["endpoints"], operations: ["*"] },
        ],
      },
      variables: Array.from({ length: 14 }, (_, index) => ({ name: `v${index}`, expression })),
      validations: [
        {
          expression: Array.from({ length: 14 }, (_, index) => `variables.v${index}`).join(" && "),
        },
      ],
    },
  });
  await api.call("POST", bindings, {
    metadata: { name },
    spec: { policyName: name, validationActions: ["Deny"] },
  });
  const { status, body } = await api.call("POST", "/api/v1/namespaces/default/endpoints", {
    metadata: { name: "a" },
  });
  expect(status).toBe(422);
  expect(body.message).toContain("validation failed due to running out of cost budget");
});
