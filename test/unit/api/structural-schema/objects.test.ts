/** Pruning, defaulting, nulls, list types and embedded metadata; vectors after the test tables of apiextensions-apiserver, pkg/apiserver/schema. */
import { describe, expect, test } from "vitest";
import { deepFreeze, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import { applyDefaults, dropRefusedNulls } from "../../../../src/api/structural-schema/defaults.ts";
import { validateListTypes } from "../../../../src/api/structural-schema/list-types.ts";
import {
  coerceEmbedded,
  validateEmbedded,
} from "../../../../src/api/structural-schema/object-meta.ts";
import { pruneObject, pruneValue } from "../../../../src/api/structural-schema/prune.ts";
import type { JsonSchema } from "../../../../src/api/structural-schema/schema.ts";
import type { FieldErrors } from "../../../../src/api/validation/field-errors.ts";

const object = (properties: Record<string, JsonSchema>, more: JsonSchema = {}): JsonSchema => ({
  type: "object",
  properties,
  ...more,
});
const string: JsonSchema = { type: "string" };
const preserve: JsonSchema = { "x-kubernetes-preserve-unknown-fields": true };
const texts = (errors: FieldErrors) => errors.map(({ field, message }) => `${field}: ${message}`);

describe("pruning", () => {
  const rows: readonly (readonly [
    string,
    JsonSchema,
    JsonValue,
    JsonValue,
    ...(readonly string[]),
  ])[] = [
    ["drops what is not listed", object({ a: string }), { a: "x", b: 1 }, { a: "x" }, "b"],
    [
      "drops everything below a node without properties",
      object({ a: {} }),
      { a: { b: 1 } },
      { a: {} },
      "a.b",
    ],
    [
      "keeps scalars and lists of scalars",
      object({ a: { type: "array", items: string } }),
      { a: ["x", 1] },
      { a: ["x", 1] },
    ],
    [
      "goes into lists",
      object({ a: { type: "array", items: object({ b: string }) } }),
      { a: [{ b: "x", c: 1 }, { d: 1 }] },
      { a: [{ b: "x" }, {}] },
      "a[0].c",
      "a[1].d",
    ],
    [
      "keeps unknown fields where it is told to",
      object({ a: preserve }),
      { a: { b: { c: 1 } } },
      { a: { b: { c: 1 } } },
    ],
    [
      "prunes again below what is listed within kept fields",
      object({ a: { ...preserve, ...object({ b: object({ c: string }) }) } }),
      { a: { z: 1, b: { c: "x", d: 1 } } },
      { a: { z: 1, b: { c: "x" } } },
      "a.b.d",
    ],
    [
      "takes any name for additionalProperties",
      { type: "object", additionalProperties: string },
      { x: "1", y: "2" },
      { x: "1", y: "2" },
    ],
    [
      "prunes values below additionalProperties: true",
      { type: "object", additionalProperties: true },
      { x: { y: 1 } },
      { x: {} },
      "x.y",
    ],
    [
      "leaves what additionalProperties: false forbids to validation",
      { type: "object", additionalProperties: false },
      { x: 1 },
      { x: 1 },
    ],
    [
      "knows no prototype",
      object({ a: string }),
      { constructor: 1, toString: 2 },
      {},
      "constructor",
      "toString",
    ],
  ];
  test.each(rows)("%s", (_name, schema, value, pruned, ...unknown) => {
    expect(pruneValue(deepFreeze(value) as JsonValue, schema as JsonSchema)).toEqual({
      value: pruned,
      unknownFields: unknown,
    });
  });

  test("an object keeps apiVersion, kind and metadata, and one with nothing to prune is the same one", () => {
    const value = deepFreeze({ apiVersion: "v1", kind: "A", metadata: { odd: 1 }, spec: {} });
    expect(pruneObject(value, object({ spec: object({}) })).value).toBe(value);
    expect(pruneObject(value, {}).value).toEqual({
      apiVersion: "v1",
      kind: "A",
      metadata: { odd: 1 },
    });
  });
});

describe("defaulting", () => {
  const rows: readonly (readonly [string, JsonSchema, JsonValue, JsonValue])[] = [
    ["fills in what is missing", object({ a: { ...string, default: "A" } }), {}, { a: "A" }],
    ["leaves what is there", object({ a: { ...string, default: "A" } }), { a: "" }, { a: "" }],
    [
      "fills in within a default",
      object({ a: object({ b: { ...string, default: "B" } }, { default: {} }) }),
      {},
      { a: { b: "B" } },
    ],
    [
      "does not make what has no default",
      object({ a: object({ b: { ...string, default: "B" } }) }),
      {},
      {},
    ],
    [
      "goes into lists and maps",
      object({
        l: { type: "array", items: object({ b: { ...string, default: "B" } }) },
        m: { type: "object", additionalProperties: object({ b: { ...string, default: "B" } }) },
      }),
      { l: [{}, { b: "x" }], m: { k: {} } },
      { l: [{ b: "B" }, { b: "x" }], m: { k: { b: "B" } } },
    ],
    [
      "replaces a null that is not allowed",
      object({ a: { ...string, default: "A" } }),
      { a: null },
      { a: "A" },
    ],
    [
      "leaves a null that is",
      object({ a: { ...string, nullable: true, default: "A" } }),
      { a: null },
      { a: null },
    ],
    [
      "takes default null for none",
      object({ a: { ...string, nullable: true, default: null } }),
      {},
      {},
    ],
    [
      "replaces nulls in lists",
      { type: "array", items: { ...string, default: "A" } },
      [null, "b"],
      ["A", "b"],
    ],
  ];
  test.each(rows)("%s", (_name, schema, value, filled) => {
    expect(applyDefaults(deepFreeze(value), schema)).toEqual(filled);
  });

  test("nulls that are neither allowed nor defaulted are dropped from objects, not from lists", () => {
    const schema = object({
      a: string,
      b: { ...string, nullable: true },
      c: { ...string, default: "C" },
      d: { type: "array", items: string },
    });
    const value = { a: null, b: null, c: null, d: [null], e: null };
    expect(dropRefusedNulls(value, schema)).toEqual({ b: null, c: null, d: [null], e: null });
  });
});

describe("list types", () => {
  const list = (type: string, more: JsonSchema = {}): JsonSchema =>
    object({ l: { type: "array", "x-kubernetes-list-type": type, ...more } });
  const byName = { "x-kubernetes-list-map-keys": ["name"] };
  const byBoth = { "x-kubernetes-list-map-keys": ["a", "b"] };
  const rows: readonly (readonly [string, JsonSchema, JsonValue, readonly string[]])[] = [
    ["a set of scalars", list("set"), ["a", "b", "a", "a"], ['l[2]: Duplicate value: "a"']],
    [
      "a set of objects",
      list("set"),
      [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
      ['l[1]: Duplicate value: {"x":1,"y":2}'],
    ],
    ["a set without doubles", list("set"), ["a", 1, "1"], []],
    [
      "a map by one key",
      list("map", byName),
      [{ name: "a" }, { name: "a", x: 1 }],
      ['l[1]: Duplicate value: {"name":"a"}'],
    ],
    [
      "a map by two keys",
      list("map", byBoth),
      [
        { a: 1, b: 2 },
        { a: 1, b: 3 },
        { a: 1, b: 2 },
      ],
      ['l[2]: Duplicate value: {"a":1,"b":2}'],
    ],
    ["items without the key", list("map", byName), [{}, { x: 1 }], ["l[1]: Duplicate value: {}"]],
    [
      "items that are no objects",
      list("map", byName),
      [{ name: "a" }, 5],
      ["l[1]: Invalid value: 5: must be an object for an array of list-type map"],
    ],
    ["an atomic list", list("atomic"), ["a", "a"], []],
  ];
  test.each(rows)("%s", (_name, schema, l, expected) => {
    const errors: FieldErrors = [];
    validateListTypes(errors, { l }, schema);
    expect(texts(errors)).toEqual(expected);
  });
});

describe("embedded objects", () => {
  const schema = object({
    e: { ...preserve, type: "object", "x-kubernetes-embedded-resource": true },
  });
  const coerce = (e: JsonValue, drop: boolean) => {
    const errors: FieldErrors = [];
    const { value, unknownFields } = coerceEmbedded(errors, { e }, { schema, path: "", drop });
    return { e: (value as JsonObject)["e"], unknownFields, errors: texts(errors) };
  };

  test("lose unknown metadata, by name", () => {
    expect(coerce({ kind: "A", metadata: { name: "a", odd: 1 } }, false)).toEqual({
      e: { kind: "A", metadata: { name: "a" } },
      unknownFields: ["e.metadata.odd"],
      errors: [],
    });
  });

  test("with malformed metadata are refused on writing, mended on reading", () => {
    expect(coerce({ kind: "A", metadata: { name: 1 } }, false).errors).toEqual([
      'e.metadata: Invalid value: {"name":1}: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string',
    ]);
    expect(coerce({ kind: 1, metadata: { name: 1, labels: { a: "b" } } }, true).e).toEqual({
      metadata: { labels: { a: "b" } },
    });
  });

  const rows: readonly (readonly [JsonValue, readonly string[]])[] = [
    [{ apiVersion: "v1", kind: "Pod", metadata: { name: "a" } }, []],
    [{}, ["e.apiVersion: Required value", "e.kind: Required value"]],
    [
      { apiVersion: "a/b/c", kind: "" },
      [
        'e.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c',
        'e.kind: Invalid value: "": must not be empty',
      ],
    ],
    [
      { apiVersion: "v1", kind: "Pod", metadata: { name: "..", labels: { "a b": "" } } },
      [
        "e.metadata.name: Invalid value: \"..\": may not be '..'",
        expect.stringContaining("e.metadata.labels: Invalid value"),
      ],
    ],
  ];
  test.each(rows)("%j is validated", (e, expected) => {
    const errors: FieldErrors = [];
    validateEmbedded(errors, { e }, { schema, path: "" });
    expect(texts(errors)).toEqual(expected);
  });
});
