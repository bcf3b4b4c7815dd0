/** `/statusz` and `/flagz`, by the rows of TestHandleStatusz and of the zpages tests of Kubernetes' components. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { ZPages } from "../../../../src/server/http/z-pages.ts";
import { versionInfo } from "../../../../src/server/discovery/version.ts";
import type { ApiRequest } from "../../../../src/server/message.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const get = (url: string, accept?: string) =>
  api.fetch(new Request(`http://kubarium${url}`, { headers: accept ? { accept } : {} }));

describe.each([
  ["/statusz", "Statusz"],
  ["/flagz", "Flagz"],
])("%s", (path, kind) => {
  const asked = (version: string, encoding = "json") =>
    `application/${encoding};v=${version};g=config.k8s.io;as=${kind}`;

  test.each([
    ["no accept header", undefined],
    ["text/plain", "text/plain"],
    ["text/plain with a charset", "text/plain;charset=utf-8"],
    ["wildcard accept header", "*/*"],
    ["bad json header fall back wildcard", `${asked("foo")},*/*`],
  ])("is text for: %s", async (_name, accept) => {
    const answer = await get(path, accept);
    expect([answer.status, answer.headers.get("content-type")]).toStrictEqual([
      200,
      "text/plain; charset=utf-8",
    ]);
    const text = await answer.text();
    expect(text).toContain(
      `\nkube-apiserver ${path.slice(1)}\nWarning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.\n`,
    );
  });

  test.each([
    ["invalid accept header", "application/xml"],
    ["application/json without params", "application/json"],
    ["application/json with missing as", "application/json;v=v1beta1;g=config.k8s.io"],
    ["another kind", "application/json;v=v1beta1;g=config.k8s.io;as=Healthz"],
    ["protobuf", "application/vnd.kubernetes.protobuf;v=v1beta1;g=config.k8s.io;as=Statusz"],
    ["a version that is not there", asked("v1")],
  ])("is refused for: %s", async (_name, accept) => {
    const answer = await get(path, accept);
    expect(answer.status).toBe(406);
    expect(await answer.json()).toMatchObject({
      kind: "Status",
      reason: "NotAcceptable",
      message:
        "only the following media types are accepted: application/json, application/yaml, text/plain",
    });
  });

  test.each(["json", "yaml"])("is structured as %s", async (encoding) => {
    const answer = await get(path, asked("v1beta1", encoding));
    expect(answer.headers.get("content-type")).toBe(
      `application/${encoding};g=config.k8s.io;v=v1beta1;as=${kind}`,
    );
    expect(answer.headers.get("warning")).toBeNull();
    expect(parseYaml(await answer.text())).toMatchObject({
      kind,
      apiVersion: "config.k8s.io/v1beta1",
      metadata: { name: "kube-apiserver" },
    });
  });

  test.each([
    ["alpha specified before beta, should show warning", "v1alpha1", "v1beta1"],
    ["beta specified before alpha, no warning", "v1beta1", "v1alpha1"],
  ])("%s", async (_name, first, second) => {
    const answer = await get(path, `${asked(first)},${asked(second)}`);
    expect(await answer.json()).toMatchObject({ apiVersion: `config.k8s.io/${first}` });
    expect(answer.headers.get("warning")).toBe(
      first === "v1alpha1"
        ? `299 - "This version of the ${path.slice(1)} endpoint is deprecated. Please use a newer version."`
        : null,
    );
  });
});

test("the flags are those of the server", async () => {
  const answer = await get("/flagz", "application/json;v=v1beta1;g=config.k8s.io;as=Flagz");
  expect(await answer.json()).toMatchObject({ flags: { "authorization-mode": "[Node,RBAC]" } });
});

test("paths are told by their first part, without those of clients", async () => {
  const answer = await get("/statusz", "application/json;v=v1beta1;g=config.k8s.io;as=Statusz");
  expect(await answer.json()).toMatchObject({
    paths: [
      "/flagz",
      "/healthz",
      "/kubarium",
      "/livez",
      "/metrics",
      "/readyz",
      "/statusz",
      "/version",
    ],
  });
});

test("only those may look who may read the paths", async () => {
  const answer = await api.fetch(
    new Request("http://kubarium/statusz", { headers: { "impersonate-user": "bob" } }),
  );
  expect(await answer.json()).toMatchObject({
    code: 403,
    message: 'forbidden: User "bob" cannot get path "/statusz"',
  });
});

test("the text, time passing", () => {
  let nowMs = Date.UTC(2024, 9, 6, 21, 3, 43);
  const pages = new ZPages({
    host: { clock: { nowMs: () => nowMs }, random: { bytes: () => new Uint8Array([0]) } } as never,
    version: versionInfo(),
    paths: () => ["/livez/ping", "/livez", "/readyz/ping", "/api/v1", "/"],
    flags: { b: "2", a: "1" },
  });
  nowMs += (3600 + 2 * 60 + 5) * 1000 + 999;
  const textOf = (path: string) =>
    pages.respond({ path, headers: {} } as unknown as ApiRequest)?.body;
  expect(textOf("/statusz")).toBe(`
kube-apiserver statusz
Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.

Started: Sun Oct  6 21:03:43 UTC 2024
Up: 1 hr 02 min 05 sec
Go version: 
Binary version: 1.36.0+kubarium.1
Emulation version: 1.36
Paths: /livez /readyz
`);
  expect(textOf("/flagz")).toBe(`
kube-apiserver flagz
Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.
a:1
b:2
`);
  expect(textOf("/other")).toBeUndefined();
});
