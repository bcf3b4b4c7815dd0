/** OpenAPI v2 as protobuf, read back by field numbers alone: what an old kubectl sees. Source: openapi.v2 (gnostic). */
import { expect, it } from "vitest";
import type { JsonObject } from "../../../../src/api/json.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { OpenApi } from "../../../../src/server/openapi/open-api.ts";
import { encodeOpenApiV2 } from "../../../../src/server/openapi/v2-protobuf.ts";

const text = new TextDecoder();

/** A message's fields by number, in their order: numbers, or bytes. */
function fieldsOf(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const values = fields.get(number) ?? [];
    fields.set(number, values);
    if (tag % 8 === 0) values.push(varint());
    else if (tag % 8 === 1) {
      values.push(new DataView(bytes.buffer, bytes.byteOffset + at).getFloat64(0, true));
      at += 8;
    } else {
      const length = varint();
      values.push(bytes.subarray(at, at + length));
      at += length;
    }
  }
  expect(at).toBe(bytes.length);
  return fields;
}

function messages(bytes: Uint8Array, number: number): Uint8Array[] {
  return (fieldsOf(bytes).get(number) ?? []) as Uint8Array[];
}

function only(bytes: Uint8Array, ...path: number[]): Uint8Array {
  let at = bytes;
  for (const number of path) {
    const [first] = messages(at, number);
    if (!first) throw new Error(`no field ${path.join(".")}`);
    at = first;
  }
  return at;
}

function named(items: readonly Uint8Array[], name: string): Uint8Array {
  const found = items.find((item) => text.decode(only(item, 1)) === name);
  if (!found) throw new Error(`nothing is named ${name}`);
  return only(found, 2);
}

it("holds every path and definition that the JSON document has", async () => {
  const openApi = new OpenApi(() => builtInResources);
  const [json, { body }] = await Promise.all([openApi.v2(), openApi.v2Protobuf()]);
  const document = JSON.parse(text.decode(json.body)) as Record<string, JsonObject>;
  const names = (items: Uint8Array[]) => items.map((item) => text.decode(only(item, 1)));
  expect(names(messages(only(body, 8), 2))).toEqual(Object.keys(document["paths"] ?? {}));
  const definitions = messages(only(body, 9), 1);
  expect(names(definitions)).toEqual(Object.keys(document["definitions"] ?? {}));
  const container = named(definitions, "io.k8s.api.core.v1.Container");
  const properties = messages(only(container, 25), 1);
  const image = named(properties, "image");
  expect(text.decode(only(image, 22, 1))).toBe("string");
  const ports = named(properties, "ports");
  expect(text.decode(only(ports, 23, 1, 1))).toBe("#/definitions/io.k8s.api.core.v1.ContainerPort");
  const mergeKey = named(messages(ports, 31), "x-kubernetes-patch-merge-key");
  expect(text.decode(only(mergeKey, 2))).toBe('"containerPort"');
});

it("holds shared parameters, and the references to them", async () => {
  const { body } = await new OpenApi(() => builtInResources).v2Protobuf();
  const shared = messages(only(body, 10), 1).map((item) => text.decode(only(item, 1)));
  const path = named(
    messages(only(body, 8), 2),
    "/apis/apps/v1/namespaces/{namespace}/deployments/{name}",
  );
  const references = messages(path, 9).flatMap((item) => messages(item, 2));
  expect(references).toHaveLength(2);
  for (const reference of references) {
    expect(shared.map((name) => `#/parameters/${name}`)).toContain(text.decode(only(reference, 1)));
  }
});

it("says of a PATCH which kind it is for, and that it knows fieldValidation", async () => {
  const { body } = await new OpenApi(() => builtInResources).v2Protobuf();
  const path = named(
    messages(only(body, 8), 2),
    "/apis/apps/v1/namespaces/{namespace}/deployments/{name}",
  );
  const patch = only(path, 8);
  const kind = named(messages(patch, 13), "x-kubernetes-group-version-kind");
  expect(JSON.parse(text.decode(only(kind, 2)))).toEqual({
    group: "apps",
    version: "v1",
    kind: "Deployment",
  });
  const query = messages(patch, 8)
    .flatMap((item) => messages(item, 1))
    .flatMap((item) => messages(item, 2))
    .flatMap((item) => messages(item, 3));
  expect(query.map((item) => text.decode(only(item, 4)))).toContain("fieldValidation");
});

it.each<[string, JsonObject, number, unknown]>([
  ["a bound", { maximum: 1.5 }, 7, 1.5],
  ["a length", { maxLength: 300 }, 11, 300],
  ["a flag", { uniqueItems: true }, 16, 1],
  ["a pattern", { pattern: "ä+" }, 13, "ä+"],
])("writes %s of a schema", (_title, schema, number, expected) => {
  const body = encodeOpenApiV2({ definitions: { A: schema } });
  const [value] = fieldsOf(only(body, 9, 1, 2)).get(number) ?? [];
  expect(typeof value === "object" ? text.decode(value) : value).toEqual(expected);
});

it("leaves out what the messages do not have", () => {
  const body = encodeOpenApiV2({ definitions: { A: { oneOf: [], nullable: true, title: "t" } } });
  expect([...fieldsOf(only(body, 9, 1, 2)).keys()]).toEqual([3]);
});

it("survives texts that are longer than its buffer", () => {
  const title = "x".repeat(300_000);
  const body = encodeOpenApiV2({ definitions: { A: { title }, B: { title: "short" } } });
  const items = messages(only(body, 9), 1);
  expect(text.decode(only(named(items, "A"), 3))).toHaveLength(300_000);
  expect(text.decode(only(named(items, "B"), 3))).toBe("short");
});
