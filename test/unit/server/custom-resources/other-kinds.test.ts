/** Custom resources that call themselves something else (apiextensions-apiserver, customresource/validator.go: ValidateTypeMeta). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { crontabs, definitionsPath } from "./definitions.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  await api.call("POST", definitionsPath, crontabs());
  await api.host.settle();
});
afterAll(() => api.stop());

test.each([
  [
    { apiVersion: "stable.example.com/v1", kind: "Secret" },
    422,
    'Secret.stable.example.com "one" is invalid: kind: Invalid value: "Secret": must be CronTab',
  ],
  [
    { apiVersion: "v1", kind: "CronTab" },
    400,
    "the API version in the data (v1) does not match the expected API version (stable.example.com/v1)",
  ],
])("%j is refused with %i", async (type, code, message) => {
  const path = "/apis/stable.example.com/v1/namespaces/default/crontabs";
  const { status, body } = await api.call("POST", path, { ...type, metadata: { name: "one" } });
  expect([status, body.message]).toEqual([code, message]);
});
