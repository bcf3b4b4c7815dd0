/** The merge of OpenAPI v2 documents, by the rows of kube-openapi (pkg/aggregator/aggregator_test.go). */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/api/json.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { mergeSpecs, specBelow } from "../../../../src/server/openapi/merge-specs.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";

const bodyOf = (definition: string) => ({
  name: "body",
  in: "body",
  schema: { $ref: `#/definitions/${definition}` },
});
const post = (definition: string): JsonObject => ({ post: { parameters: [bodyOf(definition)] } });
const kind = (group: string, name = "Test") => ({ group, version: "v1", kind: name });
const typed = (type: string, ...kinds: readonly JsonObject[]): JsonObject => ({
  type,
  ...(kinds.length > 0 ? { "x-kubernetes-group-version-kind": kinds } : {}),
});
const spec = (paths: JsonObject, definitions: JsonObject, parameters?: JsonObject): JsonObject => ({
  swagger: "2.0",
  paths,
  definitions,
  ...(parameters ? { parameters } : {}),
});

describe("two documents become one", () => {
  test("with the paths and definitions of both", () => {
    const merged = mergeSpecs(spec({ "/a": post("A") }, { A: typed("string") }), [
      spec({ "/b": post("B") }, { B: typed("integer") }),
    ]);
    expect(merged).toMatchObject(
      spec({ "/a": post("A"), "/b": post("B") }, { A: typed("string"), B: typed("integer") }),
    );
  });

  test("a definition that both have alike is there once", () => {
    const { definitions } = mergeSpecs(spec({ "/a": post("A") }, { A: typed("string") }), [
      spec({ "/b": post("A") }, { A: typed("string") }),
    ]);
    expect(definitions).toEqual({ A: typed("string") });
  });

  test("of another definition by the same name both are there, the later under another", () => {
    const merged = mergeSpecs(spec({ "/a": post("A") }, { A: typed("string") }), [
      spec({ "/b": post("A") }, { A: typed("integer") }),
      spec({ "/c": post("A") }, { A: typed("boolean") }),
      spec({ "/d": post("A") }, { A: typed("integer") }),
    ]);
    expect(merged["definitions"]).toEqual({
      A: typed("string"),
      A_v2: typed("integer"),
      A_v3: typed("boolean"),
    });
    expect(merged["paths"]).toEqual({
      "/a": post("A"),
      "/b": post("A_v2"),
      "/c": post("A_v3"),
      "/d": post("A_v2"),
    });
  });

  test("a name that the later document has itself is not taken from it", () => {
    const merged = mergeSpecs(spec({ "/a": post("A") }, { A: typed("string") }), [
      spec({ "/b": post("A"), "/c": post("A_v2") }, { A: typed("integer"), A_v2: typed("array") }),
    ]);
    expect(merged["definitions"]).toEqual({
      A: typed("string"),
      A_v2: typed("array"),
      A_v3: typed("integer"),
    });
  });

  test("kinds alone make no difference: they are joined", () => {
    const { definitions } = mergeSpecs(
      spec({ "/a": post("A") }, { A: typed("string", kind("a"), kind("b")) }),
      [spec({ "/b": post("A") }, { A: typed("string", kind("b"), kind("c")) })],
    );
    expect(definitions).toEqual({ A: typed("string", kind("a"), kind("b"), kind("c")) });
  });

  test("a path that is there stays, and what only the other's used goes with it", () => {
    const own = spec({ "/a": post("A") }, { A: typed("string") });
    const other = spec(
      { "/a": post("B"), "/b": post("C") },
      { B: typed("integer"), C: typed("array") },
    );
    expect(mergeSpecs(own, [other])).toMatchObject({
      paths: { "/a": post("A"), "/b": post("C") },
      definitions: { A: typed("string"), C: typed("array") },
    });
    expect(mergeSpecs(own, [spec({ "/a": post("B") }, { B: typed("integer") })])).toBe(own);
  });

  test("shared parameters are told apart as definitions are", () => {
    const using = (name: string): JsonObject => ({
      parameters: [{ $ref: `#/parameters/${name}` }],
    });
    const parameter = (type: string): JsonObject => ({ name: "p", in: "query", type });
    const merged = mergeSpecs(spec({ "/a": using("p") }, {}, { p: parameter("string") }), [
      spec({ "/b": using("p") }, {}, { p: parameter("integer") }),
    ]);
    expect(merged).toMatchObject({
      paths: { "/a": using("p"), "/b": using("p_v2") },
      parameters: { p: parameter("string"), p_v2: parameter("integer") },
    });
  });
});

describe("of another server's document", () => {
  const document = spec(
    { "/apis/x.io/v1/": post("A"), "/apis/x.io/v10/": post("B"), "/apis/apps/v1/": post("B") },
    {
      A: { type: "object", properties: { inner: { $ref: "#/definitions/Inner" } } },
      B: typed("string"),
      Inner: typed("string"),
      Nobodys: typed("string"),
    },
  );

  test("only its own group version is taken, with what that refers to", () => {
    const found = specBelow(document, "/apis/x.io/v1/") as Record<string, JsonObject>;
    expect(Object.keys(found["paths"]!)).toEqual(["/apis/x.io/v1/"]);
    expect(Object.keys(found["definitions"]!)).toEqual(["A", "Inner", "Nobodys"]);
  });

  test.each([[null], [[]], ["text"], [{}], [{ swagger: "3.0" }]])("%j is none", (value) => {
    expect(specBelow(value, "/apis/x.io/v1/")).toBeUndefined();
  });

  test("one that is nested without end is refused", () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 5000; level += 1) deep = { deep };
    expect(() => specBelow({ ...document, deep }, "/apis/x.io/v1/")).toThrow("nested too deep");
  });
});

test("the server's own document takes others in as they come and go", async () => {
  const other = spec({ "/apis/x.io/v1/xs": post("io.x.v1.X") }, { "io.x.v1.X": typed("object") });
  let others: readonly JsonObject[] = [];
  const open = new OpenApi(
    () => builtInResources,
    () => undefined,
    () => others,
  );
  const [before, binaryBefore] = [await open.v2(), await open.v2Protobuf()];
  others = [other];
  const [with1, binary] = [await open.v2(), await open.v2Protobuf()];
  expect(new TextDecoder().decode(with1.body)).toContain('"/apis/x.io/v1/xs"');
  expect(with1.etag).not.toBe(before.etag);
  expect(binary.etag).not.toBe(binaryBefore.etag);
  expect(binary.body.length).toBeGreaterThan(binaryBefore.body.length);
  expect((await open.v2()).body).toBe(with1.body);
  others = [];
  expect((await open.v2()).etag).toBe(before.etag);
});
