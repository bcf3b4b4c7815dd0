/** Owners that an object names twice (apiserver, endpoints/handlers/rest.go; test/integration/apiserver: TestDedupOwnerReferences). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { definitionOf } from "../../../fixtures/definition.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  const foo = definitionOf("Foo", { type: "object", "x-kubernetes-preserve-unknown-fields": true });
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  expect((await api.call("POST", definitions, foo)).status).toBe(201);
  await api.host.settle();
});
afterAll(() => api.stop());

const a = { apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "uid-a" };
const b = { apiVersion: "v1", kind: "Node", name: "b", uid: "uid-b" };
const c = { apiVersion: "example.com/v1", kind: "Foo", name: "c", uid: "uid-c" };

const warningOf = (uids: string, when = ""): string =>
  `299 - ".metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids}"`;
const afterwards = " after mutating admission happens";

const saysOwners = ({ status, headers, body }: Answer): unknown[] => [
  status,
  headers.get("warning"),
  body.metadata.ownerReferences,
];

describe.each([
  ["v1", "ConfigMap", "/api/v1/namespaces/default/configmaps"],
  ["example.com/v1", "Foo", "/apis/example.com/v1/namespaces/default/foos"],
])("a dependent of %s %s", (apiVersion, kind, path) => {
  const put = async (ownerReferences: Body): Promise<Answer> => {
    const { body } = await api.call("GET", `${path}/dependent`);
    const metadata = { ...body.metadata, ownerReferences };
    return api.call("PUT", `${path}/dependent`, { ...body, metadata });
  };
  const append = (value: Body): Promise<Answer> =>
    api.call(
      "PATCH",
      `${path}/dependent`,
      [{ op: "add", path: "/metadata/ownerReferences/-", value }],
      { "content-type": "application/json-patch+json" },
    );

  test("names each owner once, and has its client warned of the others", async () => {
    const made = await api.call("POST", path, {
      apiVersion,
      kind,
      metadata: { name: "dependent", ownerReferences: [a, a] },
    });
    expect(saysOwners(made)).toEqual([201, warningOf("uid-a"), [a]]);
    expect(made.body.metadata.managedFields[0].fieldsV1["f:metadata"]["f:ownerReferences"]).toEqual(
      {
        ".": {},
        'k:{"uid":"uid-a"}': {},
      },
    );
    expect(saysOwners(await put([a, a]))).toEqual([200, warningOf("uid-a"), [a]]);
    expect(saysOwners(await append(a))).toEqual([200, warningOf("uid-a", afterwards), [a]]);
    expect(saysOwners(await put([a, b]))).toEqual([200, null, [a, b]]);
    expect(saysOwners(await append(c))).toEqual([200, null, [a, b, c]]);
    expect(saysOwners(await put([a, b, a, b, a]))).toEqual([
      200,
      warningOf("uid-a, uid-b, uid-a"),
      [a, b],
    ]);
  });

  test("keeps owners of one uid that differ in anything else", async () => {
    const other = { ...a, name: "other" };
    expect(saysOwners(await put([a, other]))).toEqual([200, null, [a, other]]);
  });
});
