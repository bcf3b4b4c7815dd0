/** Rules over objects: KEP-2876 and KEP-4008; texts after apiextensions-apiserver, pkg/apiserver/schema/cel/validation.go. */
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../../src/api/json.ts";
import { Correlation } from "../../../../src/api/structural-schema/correlation.ts";
import { compileRules } from "../../../../src/api/structural-schema/rule-validator.ts";
import type { JsonSchema, ValidationRule } from "../../../../src/api/structural-schema/schema.ts";

const ruled = (schema: JsonSchema, ...rules: readonly ValidationRule[]): JsonSchema => ({
  ...schema,
  "x-kubernetes-validations": rules,
});
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: "object",
  properties,
});
const integer: JsonSchema = { type: "integer" };
const string: JsonSchema = { type: "string" };

function run(schema: JsonSchema, value: JsonValue, old?: JsonValue) {
  const correlation = old === undefined ? undefined : new Correlation(value, old, schema);
  const { errors, ratcheted } = compileRules(schema).validateNow(value, old, { correlation });
  return {
    errors: errors.map(({ type, field, message }) => `${type} ${field}: ${message}`),
    ratcheted,
  };
}

describe("a rule that does not hold", () => {
  const rows: readonly (readonly [string, JsonSchema, JsonValue, ...(readonly string[])])[] = [
    [
      "is told at its place, with its text",
      object({ f: ruled(integer, { rule: "self > 1" }) }),
      { f: 1 },
      "FieldValueInvalid f: Invalid value: 1: failed rule: self > 1",
    ],
    [
      "has a message of its own",
      object({ f: ruled(integer, { rule: "self > 1", message: " too small " }) }),
      { f: 1 },
      "FieldValueInvalid f: Invalid value: 1: too small",
    ],
    [
      "makes a message",
      object({
        f: ruled(integer, {
          rule: "self > 1",
          message: "x",
          messageExpression: "'got ' + string(self)",
        }),
      }),
      { f: 1 },
      "FieldValueInvalid f: Invalid value: 1: got 1",
    ],
    [
      "falls back on its message where making one fails",
      object({
        f: ruled(integer, { rule: "self > 1", message: "x", messageExpression: "string(1 / 0)" }),
      }),
      { f: 1 },
      "FieldValueInvalid f: Invalid value: 1: x",
    ],
    [
      "shows no objects",
      object({ f: ruled(object({ a: integer }), { rule: "self.a > 1", message: "x" }) }),
      { f: { a: 1 } },
      "FieldValueInvalid f: Invalid value: x",
    ],
    [
      "points to a field",
      object({
        f: ruled(object({ a: integer }), {
          rule: "self.a > 1",
          message: "x",
          fieldPath: ".a",
          reason: "FieldValueForbidden",
        }),
      }),
      { f: { a: 1 } },
      "FieldValueForbidden f.a: Forbidden: x",
    ],
    [
      "at the root has no path",
      ruled(object({ a: integer }), {
        rule: "self.a > 1",
        message: "x",
        reason: "FieldValueRequired",
      }),
      { a: 1 },
      "FieldValueRequired <nil>: Required value: x",
    ],
    [
      "sees the name of the object",
      ruled(object({}), { rule: "self.metadata.name == 'a'", message: "x" }),
      { metadata: { name: "a" } },
    ],
    [
      "is asked of items and map values",
      object({
        l: { type: "array", items: ruled(integer, { rule: "self > 1" }) },
        m: { type: "object", additionalProperties: ruled(integer, { rule: "self > 1" }) },
      }),
      { l: [2, 1], m: { k: 1 } },
      "FieldValueInvalid l[1]: Invalid value: 1: failed rule: self > 1",
      "FieldValueInvalid m[k]: Invalid value: 1: failed rule: self > 1",
    ],
    [
      "is not asked of null",
      object({ f: ruled({ ...integer, nullable: true }, { rule: "self > 1" }) }),
      { f: null },
    ],
    [
      "knows escaped names",
      object({
        f: ruled(object({ "a.b": integer, namespace: string }), {
          rule: "self.a__dot__b > 1 && self.__namespace__ == 'x'",
          message: "m",
        }),
      }),
      { f: { "a.b": 2, namespace: "x" } },
    ],
    [
      "tells of what cannot be evaluated",
      object({ f: ruled(object({ a: integer }), { rule: "self.a > 1" }) }),
      { f: {} },
      'FieldValueInvalid f: Invalid value: "object": no such key: a evaluating rule: self.a > 1',
    ],
    [
      "tells of int-or-string of the wrong type",
      object({ f: ruled({ "x-kubernetes-int-or-string": true }, { rule: "self > 1" }) }),
      { f: "a" },
      expect.stringContaining(
        "call arguments did not match a supported operator, function or macro signature for rule: self > 1",
      ),
    ],
  ];
  test.each(rows)("%s", (_name, schema, value, ...expected) => {
    expect(run(schema as JsonSchema, value as JsonValue).errors).toEqual(expected);
  });
});

describe("a transition rule", () => {
  const immutable = object({ f: ruled(string, { rule: "self == oldSelf", message: "immutable" }) });
  const once = object({
    f: ruled(string, {
      rule: "!oldSelf.hasValue() || oldSelf.value() == self",
      optionalOldSelf: true,
      message: "once",
    }),
  });
  const keyed = object({
    l: {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["k"],
      items: ruled(object({ k: string, v: integer }), {
        rule: "self.v >= oldSelf.v",
        message: "down",
      }),
    },
  });
  const rows: readonly (readonly [string, JsonSchema, JsonValue, JsonValue | undefined, number])[] =
    [
      ["is not asked on creation", immutable, { f: "a" }, undefined, 0],
      ["is not asked of what is new", immutable, { f: "a" }, {}, 0],
      ["holds for no change", immutable, { f: "a" }, { f: "a" }, 0],
      ["refuses a change", immutable, { f: "b" }, { f: "a" }, 1],
      ["with an optional oldSelf is asked on creation", once, { f: "a" }, undefined, 0],
      ["with an optional oldSelf refuses a change", once, { f: "b" }, { f: "a" }, 1],
      [
        "follows items of maps by key",
        keyed,
        {
          l: [
            { k: "b", v: 0 },
            { k: "a", v: 1 },
          ],
        },
        { l: [{ k: "a", v: 2 }] },
        1,
      ],
    ];
  test.each(rows)("%s", (_name, schema, value, old, count) => {
    expect(run(schema, value, old).errors).toHaveLength(count);
  });
});

describe("ratcheting", () => {
  const small = object({
    f: ruled(object({ a: integer }), { rule: "self.a < 5", message: "big" }),
    g: string,
  });

  test("a rule that failed before may fail on where nothing changes, with a warning", () => {
    expect(run(small, { f: { a: 9 }, g: "new" }, { f: { a: 9 }, g: "old" })).toEqual({
      errors: [],
      ratcheted: ["f: Invalid value: big"],
    });
  });

  test("it may not where something does", () => {
    expect(run(small, { f: { a: 8 } }, { f: { a: 9 } }).errors).toHaveLength(1);
  });
});

describe("the cost", () => {
  const items = Array.from({ length: 2000 }, (_, index) => index);

  test("of one evaluation is bounded", () => {
    const schema = object({
      l: ruled(
        { type: "array", items: integer },
        { rule: "self.all(x, self.all(y, x + y >= 0))", message: "m" },
      ),
    });
    expect(run(schema, { l: items }).errors).toEqual([
      `FieldValueInvalid l: Invalid value: "array": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: m`,
    ]);
  });

  test("of all rules together is bounded", () => {
    const schema = object({
      l: {
        type: "array",
        items: ruled(integer, { rule: `[${items.slice(0, 400).join()}].all(x, x >= 0)` }),
      },
    });
    const { errors } = run(schema, { l: items.concat(items, items, items) });
    expect(errors.at(-1)).toContain(
      "validation failed due to running out of cost budget, no further validation rules will be run",
    );
  });
});
