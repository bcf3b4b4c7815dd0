/** Selectors of devices as the API takes and refuses them: pkg/apis/resource/validation (validateCELSelector). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

const group = "/apis/resource.k8s.io/v1";
const claims = `${group}/namespaces/default/resourceclaims`;
const templates = `${group}/namespaces/default/resourceclaimtemplates`;

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const selectors = (expression: string) => [{ cel: { expression } }];
const deviceClass = (name: string, expression: string) => ({
  metadata: { name },
  spec: { selectors: selectors(expression) },
});
const claim = (expression: string) => ({
  devices: {
    requests: [
      { name: "a", exactly: { deviceClassName: "gpu", selectors: selectors(expression) } },
      {
        name: "b",
        firstAvailable: [{ name: "c", deviceClassName: "gpu", selectors: selectors(expression) }],
      },
    ],
  },
});
const costly = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
const tooComplex = "uvwxyz"
  .split("")
  .reduce((body, name) => `${costly}.all(${name}, ${body})`, `${costly}.all(i, i < 11)`);

test("what selects devices is taken, and may be taken again", async () => {
  const expression = 'device.attributes["a.example.com"].memory > 4 && device.driver != ""';
  const object = deviceClass("good", expression);
  expect((await api.call("POST", `${group}/deviceclasses`, object)).status).toBe(201);
  expect((await api.call("PUT", `${group}/deviceclasses/good`, object)).status).toBe(200);
  const made = await api.call("POST", claims, { metadata: { name: "good" }, spec: claim("true") });
  expect(made.status, made.body.message).toBe(201);
});

test.each([
  ["1", "must evaluate to bool or the unknown type, not int"],
  ["device.nothing", "compilation failed: ERROR: <input>:1:7: undefined field 'nothing'"],
])("%s is no selector", async (expression, why) => {
  const { status, body } = await api.call(
    "POST",
    `${group}/deviceclasses`,
    deviceClass("bad", expression),
  );
  expect(status).toBe(422);
  expect(body.details.causes).toEqual([
    {
      reason: "FieldValueInvalid",
      field: "spec.selectors[0].cel.expression",
      message: expect.stringContaining(`Invalid value: "${expression}": ${why}`) as string,
    },
  ]);
});

test("claims and templates are told where", async () => {
  const metadata = { name: "bad" };
  const fieldsOf = async (path: string, spec: object) => {
    const { body } = await api.call("POST", path, { metadata, spec });
    return body.details.causes.map(({ field, message }: { field: string; message: string }) => [
      field,
      message,
    ]);
  };
  const why = "Forbidden: too complex, exceeds cost limit";
  expect(await fieldsOf(claims, claim(tooComplex))).toEqual([
    ["spec.devices.requests[0].exactly.selectors[0].cel.expression", why],
    ["spec.devices.requests[1].firstAvailable[0].selectors[0].cel.expression", why],
  ]);
  expect(await fieldsOf(templates, { spec: claim(tooComplex) })).toEqual([
    ["spec.spec.devices.requests[0].exactly.selectors[0].cel.expression", why],
    ["spec.spec.devices.requests[1].firstAvailable[0].selectors[0].cel.expression", why],
  ]);
});

test("a claim with many long selectors lets others be served", async () => {
  const term = (index: number) =>
    Array.from({ length: 60 }, () => `device.attributes["a.b"].c${index} == "x"`).join(" && ");
  const requests = Array.from({ length: 16 }, (_, index) => ({
    name: `r${index}`,
    exactly: { deviceClassName: "gpu", selectors: selectors(term(index)) },
  }));
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  const claimed = api.call("POST", claims, {
    metadata: { name: "long" },
    spec: { devices: { requests } },
  });
  await Promise.all([
    claimed.then(note("claim")),
    api.call("GET", "/api/v1/namespaces/default").then(note("read")),
  ]);
  expect(order).toEqual(["read", "claim"]);
  const { status, body } = await claimed;
  expect(status, body.message).toBe(201);
});
