/** Texts after apiextensions-apiserver, pkg/apiserver/validation/validation_test.go, and kube-openapi's messages. */
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../../src/api/json.ts";
import { Correlation } from "../../../../src/api/structural-schema/correlation.ts";
import { matchesFormat } from "../../../../src/api/structural-schema/formats.ts";
import type { JsonSchema } from "../../../../src/api/structural-schema/schema.ts";
import { validateValue } from "../../../../src/api/structural-schema/validate-value.ts";

const field = (schema: JsonSchema): JsonSchema => ({ type: "object", properties: { f: schema } });
const texts = (value: JsonValue, schema: JsonSchema, old?: JsonValue) =>
  validateValue(
    value,
    schema,
    old === undefined ? {} : { correlation: new Correlation(value, old, schema) },
  ).map(({ field: path, message }) => `${path}: ${message}`);

describe("a field's value is told of in Kubernetes' words", () => {
  const rows: readonly (readonly [JsonSchema, JsonValue, ...(readonly string[])])[] = [
    [
      { type: "integer" },
      "x",
      'f: Invalid value: "string": f in body must be of type integer: "string"',
    ],
    [
      { type: "integer" },
      1.5,
      'f: Invalid value: "number": f in body must be of type integer: "number"',
      '<nil>: Invalid value: "": Checked value must be of type integer (default format) in f',
    ],
    [{ type: "number" }, 1],
    [
      { type: "string" },
      5,
      'f: Invalid value: "integer": f in body must be of type string: "integer"',
    ],
    [
      { type: "string" },
      null,
      'f: Invalid value: "null": f in body must be of type string: "null"',
    ],
    [{ type: "string", nullable: true }, null],
    [
      { type: "object" },
      [],
      'f: Invalid value: "array": f in body must be of type object: "array"',
    ],
    [
      { type: "boolean" },
      {},
      'f: Invalid value: "object": f in body must be of type boolean: "object"',
    ],
    [{ "x-kubernetes-int-or-string": true }, "50%"],
    [{ "x-kubernetes-int-or-string": true }, 5],
    [
      { "x-kubernetes-int-or-string": true },
      true,
      'f: Invalid value: "boolean": f in body must be of type integer,string: "boolean"',
    ],
    [
      { type: "string", enum: ["a", "b"] },
      "c",
      'f: Unsupported value: "c": supported values: "a", "b"',
    ],
    [{ type: "integer", enum: [1, 2] }, 3, 'f: Unsupported value: 3: supported values: "1", "2"'],
    [
      { type: "string", pattern: "^a+$" },
      "b",
      `f: Invalid value: "b": f in body should match '^a+$'`,
    ],
    [{ type: "string", maxLength: 2 }, "äöü", "f: Too long: may not be more than 2 bytes"],
    [
      { type: "string", minLength: 2 },
      "ä",
      'f: Invalid value: "ä": f in body should be at least 2 chars long',
    ],
    [
      { type: "integer", maximum: 5 },
      6,
      "f: Invalid value: 6: f in body should be less than or equal to 5",
    ],
    [
      { type: "integer", minimum: 5, exclusiveMinimum: true },
      5,
      "f: Invalid value: 5: f in body should be greater than 5",
    ],
    [
      { type: "integer", multipleOf: 3 },
      5,
      "f: Invalid value: 5: f in body should be a multiple of 3",
    ],
    [
      { type: "integer", format: "int32" },
      2 ** 31,
      '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in f',
    ],
    [
      { type: "string", format: "ipv4" },
      "300.1.1.1",
      'f: Invalid value: "300.1.1.1": f in body must be of type ipv4: "300.1.1.1"',
    ],
    [{ type: "string", format: "no-such-format" }, "x"],
    [
      { type: "array", items: { type: "string" }, maxItems: 1 },
      ["a", "b"],
      "f: Too many: 2: must have at most 1 item",
    ],
    [
      { type: "array", items: { type: "string" }, minItems: 1 },
      [],
      "f: Invalid value: 0: f in body should have at least 1 items",
    ],
    [
      { type: "array", items: { type: "string" } },
      [1],
      'f[0]: Invalid value: "integer": f[0] in body must be of type string: "integer"',
    ],
    [{ type: "object", maxProperties: 0 }, { a: 1 }, "f: Too many: 1: must have at most 0 items"],
    [
      { type: "object", minProperties: 1 },
      {},
      "f: Invalid value: 0: f in body should have at least 1 properties",
    ],
    [{ type: "object", required: ["a"] }, {}, "f.a: Required value"],
    [
      { type: "object", additionalProperties: { type: "string" } },
      { k: 1 },
      'f.k: Invalid value: "integer": f.k in body must be of type string: "integer"',
    ],
    [
      { type: "object", additionalProperties: false },
      { k: 1 },
      'f: Invalid value: "k": f.k in body is a forbidden property',
    ],
    [
      { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      { a: 1, b: 1 },
      '<nil>: Invalid value: "": "f" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      {},
      '<nil>: Invalid value: "": "f" must validate one and only one schema (oneOf). Found none valid',
      "f.a: Required value",
    ],
    [
      { type: "object", anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      {},
      '<nil>: Invalid value: "": "f" must validate at least one schema (anyOf)',
      "f.a: Required value",
    ],
    [
      { type: "object", allOf: [{ required: ["a"] }, { minProperties: 0 }] },
      {},
      "f.a: Required value",
      '<nil>: Invalid value: "": "f" must validate all the schemas (allOf)',
    ],
    [
      { type: "string", not: { enum: ["a"] } },
      "a",
      '<nil>: Invalid value: "": "f" must not validate the schema (not)',
    ],
  ];
  test.each(rows)("%j of %j", (schema, f, ...expected) => {
    expect(texts({ f: f as JsonValue }, field(schema as JsonSchema))).toEqual(expected);
  });

  test("at the root paths have no dot in front", () => {
    expect(texts({}, { type: "object", required: ["spec"] })).toEqual(["spec: Required value"]);
  });
});

describe("what was wrong before and has not changed is let through", () => {
  const strict = field({ type: "array", items: field({ type: "string", maxLength: 1 }) });
  const rows: readonly (readonly [string, JsonSchema, JsonValue, JsonValue, number])[] = [
    ["a scalar", field({ type: "integer", maximum: 1 }), { f: 5 }, { f: 5 }, 0],
    ["a scalar that changes", field({ type: "integer", maximum: 1 }), { f: 5 }, { f: 6 }, 1],
    ["a new field", field({ type: "integer", maximum: 1 }), {}, { f: 6 }, 1],
    [
      "an item of an atomic list, by its place",
      strict,
      { f: [{ f: "ab" }] },
      { f: [{ f: "ab" }, { f: "c" }] },
      0,
    ],
    ["an item that moved", strict, { f: [{ f: "ab" }] }, { f: [{ f: "c" }, { f: "ab" }] }, 1],
    [
      "an item of a map, by its key",
      field({
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["k"],
        items: {
          type: "object",
          properties: { k: { type: "string" }, v: { type: "integer", maximum: 1 } },
        },
      }),
      { f: [{ k: "a", v: 5 }] },
      {
        f: [
          { k: "b", v: 1 },
          { k: "a", v: 5 },
        ],
      },
      0,
    ],
    [
      "what alternatives refuse, unless all of it is unchanged",
      field({ type: "object", allOf: [{ required: ["x"] }] }),
      { f: { a: 1 } },
      { f: { a: 2 } },
      2,
    ],
  ];
  test.each(rows)("%s", (_name, schema, old, next, count) => {
    expect(texts(next, schema, old)).toHaveLength(count);
  });
});

describe("formats", () => {
  const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["date", ["2024-02-29"], ["2023-02-29", "2024-2-1"]],
    [
      "date-time",
      ["2014-12-15T19:30:20.000Z", "2014-12-15t19:30:20+01:00"],
      ["2014-12-15", "2014-12-15T24:30:20Z"],
    ],
    ["duration", ["1h30m", "22 ns", "1 week"], ["", "abc", "h"]],
    ["hostname", ["example.com", "a", "1.example.org"], ["-a.com", "a_b", ".com"]],
    ["email", ["a@b.c", "A B <a@b.c>"], ["a", "a@", "@b"]],
    ["uri", ["http://a/b?c", "/path", "mailto:a@b"], ["a/b", "", "http://[::1", "%zz"]],
    ["ipv4", ["1.2.3.4", "01.2.3.4"], ["1.2.3", "::1"]],
    ["ipv6", ["::1", "fe80::1"], ["1.2.3.4", ":::1"]],
    ["cidr", ["10.0.0.0/8", "fd00::/64"], ["10.0.0.0", "10.0.0.0/33"]],
    ["mac", ["01:23:45:67:89:ab", "0123.4567.89ab"], ["01:23:45:67:89", "zz:23:45:67:89:ab"]],
    ["uuid", ["f47ac10b-58cc-4372-a567-0e02b2c3d479"], ["f47ac10b"]],
    ["byte", ["YQ==", "YWJj"], ["YQ", "?"]],
    ["isbn", ["0321751043", "978-0321751041"], ["0321751044"]],
    ["creditcard", ["4111 1111 1111 1111"], ["4111 1111 1111 1112"]],
    ["k8s-short-name", ["a-b"], ["A", "-a", "a.b"]],
    ["k8s-long-name", ["a.b-c"], ["a..b"]],
    ["hexcolor", ["#FFFFFF", "fff"], ["#ff"]],
    ["rgbcolor", ["rgb(255, 0,1)"], ["rgb(256,0,0)"]],
  ];
  test.each(rows)("%s", (format, good, bad) => {
    for (const text of good) expect([text, matchesFormat(format, text)]).toEqual([text, true]);
    for (const text of bad) expect([text, matchesFormat(format, text)]).toEqual([text, false]);
  });
});
