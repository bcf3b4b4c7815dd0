/** Custom objects and what they say of their kind. Expectations: apiextensions-apiserver's decoder and its validator (ValidateTypeMeta). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { crontabs, definitionsPath } from "./definitions.ts";

let api: ApiOnly;
const base = "/apis/stable.example.com/v1/namespaces/default/crontabs";
const merge = { "content-type": "application/merge-patch+json" };
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

  test.each([
    [
      "",
      { kind: null },
      /^ "" is invalid: patch: Invalid value: .*: Object 'Kind' is missing in '/,
    ],
    [
      "",
      { kind: "Bar" },
      'Bar.stable.example.com "k" is invalid: kind: Invalid value: "Bar": must be CronTab',
    ],
    [
      "",
      { apiVersion: "stable.example.com/v9" },
      'CronTab.stable.example.com "k" is invalid: apiVersion: Invalid value: "stable.example.com/v9": must be stable.example.com/v1',
    ],
    // What is beside the status is taken from what is stored.
    ["/status", { kind: "Bar", status: {} }, undefined],
  ])("stays what it is: patched%s with %j", async (part, patch, message) => {
    await api.call("POST", base, object);
    const { body } = await api.call("PATCH", `${base}/k${part}`, patch, merge);
    if (message instanceof RegExp) expect(body.message).toMatch(message);
    else expect(body.message).toBe(message);
  });
});
