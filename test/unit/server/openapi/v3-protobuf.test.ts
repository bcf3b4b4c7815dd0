/** OpenAPI v3 as protobuf: what gnostic makes of each JSON document, with its headers (kube-openapi, pkg/handler3). */
import { describe, expect, it } from "vitest";
import { builtInResources } from "../../../../src/api/resources.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";
import { encodeOpenApiV3 } from "../../../../src/server/openapi/v3-protobuf.ts";
import { startApiOnly } from "../../../fixtures/api-only.ts";
import { decodeDocument } from "./gnostic-decoder.ts";

const text = new TextDecoder();
const api = new OpenApi(() => builtInResources);
const root = JSON.parse(text.decode(api.root().body)) as {
  paths: Record<string, { serverRelativeURL: string }>;
};

/**
 * A document as it comes out of openapi.v3.Document: proto3 leaves out what is zero, and a default (DefaultType) may be a number, a flag or
 * a text only.
 */
function throughGnostic(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((item) => throughGnostic(item));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    if (isMap || key === "properties")
      return [[key, throughGnostic(part, key === "properties" && !isMap)]];
    if (key.startsWith("x-") || key === "enum" || key === "example") return [[key, part]];
    if (key === "default") return [[key, typeof part === "object" ? {} : part]];
    return part === "" || part === 0 || part === false ? [] : [[key, throughGnostic(part)]];
  });
  return Object.fromEntries(members);
}

describe.each(Object.keys(root.paths))("%s", (path) => {
  it("says in protobuf what it says in JSON", async () => {
    const [json, protobuf] = await Promise.all([
      api.groupVersion(path),
      api.groupVersionProtobuf(path),
    ]);
    const document = decodeDocument(protobuf?.body ?? new Uint8Array());
    const expected = throughGnostic(JSON.parse(text.decode(json?.body)));
    expect(document).toEqual(expected);
    const names = (of: unknown) => Object.keys((of as { paths: object }).paths);
    expect(names(document)).toEqual(names(expected));
  });
});

it("of a custom kind, it says so too, and follows its definition", async () => {
  const server = await startApiOnly();
  const openAPIV3Schema = {
    type: "object",
    description: "A widget.",
    properties: {
      spec: {
        type: "object",
        required: ["size"],
        properties: {
          size: { type: "integer", format: "int64", minimum: 1, maximum: 100, default: 3 },
          names: {
            type: "array",
            maxItems: 3,
            items: { type: "string", pattern: "^a", enum: ["a", "ab"] },
            "x-kubernetes-list-type": "set",
          },
          labels: { type: "object", additionalProperties: { type: "string", nullable: true } },
          port: {
            "x-kubernetes-int-or-string": true,
            anyOf: [{ type: "integer" }, { type: "string" }],
          },
          free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          ratio: { type: "number", multipleOf: 0.5, exclusiveMinimum: true, minimum: 0.5 },
        },
        "x-kubernetes-validations": [{ rule: "self.size < 50", message: "too large" }],
      },
    },
  };
  const names = { plural: "widgets", kind: "Widget" };
  const versions = [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }];
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const sent = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: { group: "example.com", scope: "Cluster", names, versions },
  };
  expect((await server.call("POST", definitions, sent)).status).toBe(201);
  await server.host.settle();
  const url = "http://kubarium/openapi/v3/apis/example.com/v1";
  const json = await server.fetch(new Request(url));
  const headers = { accept: contentType };
  const protobuf = await server.fetch(new Request(url, { headers }));
  expect(protobuf.headers.get("etag")).toBe(json.headers.get("etag"));
  const document = decodeDocument(new Uint8Array(await protobuf.arrayBuffer()));
  expect(document).toEqual(throughGnostic(await json.json()));
  const { schemas } = document["components"] as { schemas: Record<string, object> };
  expect(schemas["com.example.v1.Widget"]).toMatchObject({
    properties: { spec: openAPIV3Schema.properties.spec },
  });
  await server.stop();
});

const contentType = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";
const get = (path: string, headers: Record<string, string> = {}, query = "") =>
  api.respond({ path, query: new URLSearchParams(query), headers });

describe("an answer", () => {
  const path = "/openapi/v3/apis/apps/v1";

  it.each([
    ["application/com.github.proto-openapi.spec.v3@v1.0+protobuf", contentType],
    [contentType, contentType],
    [`${contentType}, application/json`, contentType],
    [`application/json, ${contentType}`, "application/json"],
    [`application/json;q=0.5, ${contentType}`, contentType],
    ["*/*", "application/json"],
    ["application/*", "application/json"],
  ])("to %s is %s", async (accept, type) => {
    const found = await get(path, { accept });
    expect(found).toMatchObject({ status: 200, headers: { "content-type": type, vary: "Accept" } });
  });

  it.each([
    "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
    "application/vnd.kubernetes.protobuf",
    "text/com.github.proto-openapi.spec.v3@v1.0+protobuf",
  ])("to %s is none", async (accept) => {
    expect(await get(path, { accept })).toMatchObject({ status: 406, body: "" });
  });

  it("has the ETag of the JSON, and may be kept by its hash", async () => {
    const json = await get(path);
    const etag = String(json?.headers["etag"]);
    const accept = contentType;
    const [plain, hashed] = await Promise.all([
      get(path, { accept }),
      get(path, { accept }, `hash=${etag.slice(1, -1)}`),
    ]);
    expect([plain?.headers["etag"], hashed?.headers["etag"]]).toEqual([etag, etag]);
    expect(plain?.headers["cache-control"]).toBe("no-cache, private");
    expect(hashed?.headers["cache-control"]).toContain("public, immutable");
    expect(hashed?.body).toBe(plain?.body);
    expect(await get(path, { accept, "if-none-match": etag })).toMatchObject({ status: 304 });
  });

  it("to a stale hash leads to the new one, without a page about it", async () => {
    const found = await get(path, { accept: contentType }, "hash=0");
    expect(found).toMatchObject({
      status: 301,
      body: "",
      headers: { "content-type": contentType },
    });
    const { location, etag } = found?.headers ?? {};
    expect(location).toBe(`${path}?hash=${String(etag).slice(1, -1)}`);
    expect(location).toBe(root.paths["apis/apps/v1"]?.serverRelativeURL);
  });

  it("is made once, and again when the resources change", async () => {
    let resources = builtInResources;
    const changing = new OpenApi(() => resources);
    const first = await changing.groupVersionProtobuf("apis/apps/v1");
    expect(await changing.groupVersionProtobuf("apis/apps/v1")).toBe(first);
    resources = resources.filter(({ resource }) => resource !== "deployments");
    const second = await changing.groupVersionProtobuf("apis/apps/v1");
    expect(Object.keys(decodeDocument(second!.body)["paths"]!)).not.toContain(
      "/apis/apps/v1/deployments",
    );
    expect(second?.etag).not.toBe(first?.etag);
  });
});

describe("a schema", () => {
  const through = (schema: object): unknown => {
    const components = { schemas: { A: schema } } as never;
    const decoded = decodeDocument(encodeOpenApiV3({ components }));
    return (decoded["components"] as { schemas: { A: unknown } }).schemas.A;
  };

  it.each<[string, object, object?]>([
    ["bounds", { minimum: -1.5, maximum: 1e300, exclusiveMinimum: true, multipleOf: 0.1 }],
    ["sizes", { maxLength: 2 ** 40, minItems: 1, maxProperties: 3, minProperties: -1 }],
    ["words", { title: "t", pattern: "ä+", format: "date", type: "string", nullable: true }],
    ["values", { enum: ["a", 1, null, { b: [] }], example: { c: 1 } }],
    ["lists", { items: { $ref: "#/components/schemas/B" }, uniqueItems: true }],
    ["maps", { additionalProperties: { type: "string" } }],
    ["open maps", { additionalProperties: true }],
    ["closed maps", { additionalProperties: false }],
    ["anything", { properties: { a: {}, b: { $ref: "#/components/schemas/B" } } }],
    ["choices", { oneOf: [{ type: "string" }, {}], anyOf: [{}], allOf: [{}], not: { type: "a" } }],
    ["extensions", { "x-kubernetes-validations": [{ rule: "self > 0" }], "x-a": 0, "x-b": false }],
    ["documents", { externalDocs: { url: "u", description: "d" } }],
    ["a default text", { default: "" }],
    ["a default number", { default: 0 }],
    ["a default flag", { default: false }],
    ["a default list", { default: [1] }, { default: {} }],
    ["zeros", { minimum: 0, maxLength: 0, nullable: false, title: "" }, {}],
    ["other words", { $schema: "s", patternProperties: {}, id: "i" }, {}],
  ])("has %s", (_name, schema, expected = schema) => {
    expect(through(schema)).toEqual(expected);
  });
});
