/** Custom objects and what they say of their kind. Expectations: apiextensions-apiserver's decoder and its validator (ValidateTypeMeta). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { crontabs, definitionsPath } from "./definitions.ts";

let api: ApiOnly;
const base = "/apis/stable.example.com/v1/namespaces/default/crontabs";
const merge = { "content-type": "application/merge-patch+json" };
const jsonPatch = { "content-type": "application/json-patch+json" };
const object = {
  apiVersion: "stable.example.com/v1",
  kind: "CronTab",
  metadata: { name: "k" },
  spec: { cronSpec: "1" },
};

beforeEach(async () => {
  api = await startApiOnly();
  const { status } = await api.call("POST", definitionsPath, crontabs());
  expect(status).toBe(201);
  await api.host.settle();
});
afterEach(() => api.stop());

describe("a custom object", () => {
  // Unlike built-in kinds, which take from the URL what they do not say (runtime/serializer/json/json.go).
  test.each([
    [
      { apiVersion: "stable.example.com/v1", metadata: {} },
      "",
      `the object provided is unrecognized (must be of type CronTab): Object 'Kind' is missing in '{"apiVersion":"stable.example.com/v1","metadata":{}}' ({"apiVersion":"stable.example. ...)`,
    ],
    [
      {},
      "?fieldValidation=Ignore",
      `CronTab in version "v1" cannot be handled as a CronTab: Object 'Kind' is missing in '{}'`,
    ],
    [
      { kind: "CronTab" },
      "",
      "the API version in the data () does not match the expected API version (stable.example.com/v1)",
    ],
  ])("says itself what it is: %j%s does not", async (body, query, message) => {
    const answer = await api.call("POST", `${base}${query}`, body);
    expect([answer.status, answer.body.message]).toEqual([400, message]);
  });

  const missing = "Object 'Kind' is missing in '";
  const accessor = ".apiVersion accessor error: <nil> is of the type <nil>, expected string";
  const json = "couldn't get version/kind; json parse error: json: cannot unmarshal";
  const unversioned =
    "Internal error occurred: Object 'apiVersion' is missing in 'object has no apiVersion field'";
  const set = (path: string, value: unknown) => [{ op: "replace", path, value }];

  // A merge patch takes away what it makes null; a JSON patch does not.
  test.each([
    ["", { kind: null }, 422, missing],
    ["", [{ op: "remove", path: "/kind" }], 422, missing],
    ["", set("/kind", null), 422, missing],
    ["", set("/apiVersion", null), 422, accessor],
    ["/status", set("/apiVersion", null), 422, accessor],
    ["", { kind: 5 }, 422, `${json} number into Go struct field .kind of type string`],
    ["", { apiVersion: [] }, 422, `${json} array into Go struct field .apiVersion of type string`],
    ["", { apiVersion: "a/b/c" }, 422, "unexpected GroupVersion string: a/b/c"],
  ])("is read as it is patched%s with %j", async (part, patch, status, why) => {
    await api.call("POST", base, object);
    const type = Array.isArray(patch) ? jsonPatch : merge;
    const { body, ...answer } = await api.call("PATCH", `${base}/k${part}`, patch, type);
    expect(answer.status).toBe(status);
    expect(body.message).toMatch(/^ "" is invalid: patch: Invalid value: "\{/);
    expect(body.message).toContain(`": ${why}`);
  });

  test.each([
    [
      "",
      { kind: "Bar" },
      422,
      'Bar.stable.example.com "k" is invalid: kind: Invalid value: "Bar": must be CronTab',
    ],
    [
      "",
      { apiVersion: "stable.example.com/v9" },
      422,
      'CronTab.stable.example.com "k" is invalid: apiVersion: Invalid value: "stable.example.com/v9": must be stable.example.com/v1',
    ],
    ["", { apiVersion: null }, 500, unversioned],
    ["", { apiVersion: "" }, 500, unversioned],
    ["/status", [{ op: "remove", path: "/apiVersion" }], 500, unversioned],
    // What is beside the status is taken from what is stored.
    ["/status", { kind: "Bar", status: {} }, 200, undefined],
  ])("stays what it is: patched%s with %j", async (part, patch, status, message) => {
    await api.call("POST", base, object);
    const type = Array.isArray(patch) ? jsonPatch : merge;
    const { body, ...answer } = await api.call("PATCH", `${base}/k${part}`, patch, type);
    expect([answer.status, body.message]).toEqual([status, message]);
  });
});
