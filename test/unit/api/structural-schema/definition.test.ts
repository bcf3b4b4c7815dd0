/** What a definition's schema may say. Texts after apiextensions-apiserver, pkg/apiserver/schema and pkg/apis/apiextensions/validation. */
import { beforeAll, describe, expect, test } from "vitest";
import { validateDefaults } from "../../../../src/api/structural-schema/default-rules.ts";
import { checkDefinitionSchema } from "../../../../src/api/structural-schema/definition-rules.ts";
import { loadRuleEngine } from "../../../../src/api/structural-schema/rule-loading.ts";
import type { JsonSchema } from "../../../../src/api/structural-schema/schema.ts";
import { validateStructural } from "../../../../src/api/structural-schema/structural-rules.ts";
import type { FieldErrors } from "../../../../src/api/validation/field-errors.ts";

beforeAll(() => loadRuleEngine());

const string: JsonSchema = { type: "string" };
const root = (f: unknown): JsonSchema => ({
  type: "object",
  properties: { f: f as JsonSchema },
});
const texts = (errors: FieldErrors) => errors.map(({ field, message }) => `${field}: ${message}`);

describe("a structural schema", () => {
  const structural = (schema: unknown) => {
    const errors: FieldErrors = [];
    validateStructural(errors, "s", schema as JsonSchema);
    return texts(errors);
  };
  const rows: readonly (readonly [string, unknown, ...(readonly string[])])[] = [
    [
      "has types",
      root({}),
      "s.properties[f].type: Required value: must not be empty for specified object fields",
    ],
    [
      "is an object",
      { type: "array", items: string },
      's.type: Invalid value: "array": must be object at the root',
    ],
    [
      "has a type at the root",
      { properties: {} },
      "s.type: Required value: must not be empty at the root",
    ],
    [
      "types its items",
      root({ type: "array", items: {} }),
      "s.properties[f].items.type: Required value: must not be empty for specified array items",
    ],
    [
      "has items in arrays",
      root({ type: "array" }),
      "s.properties[f].items: Required value: must be specified",
    ],
    [
      "needs no type for int-or-string and free-form fields",
      root({ "x-kubernetes-int-or-string": true }),
    ],
    [
      "lets anyOf tell int-or-string",
      root({
        "x-kubernetes-int-or-string": true,
        anyOf: [{ type: "integer" }, { type: "string" }],
      }),
    ],
    [
      "lets allOf tell it, and more",
      root({
        "x-kubernetes-int-or-string": true,
        allOf: [{ anyOf: [{ type: "integer" }, { type: "string" }] }, { pattern: "a" }],
      }),
    ],
    [
      "has no types in junctors",
      root({ type: "object", anyOf: [{ type: "object" }] }),
      "s.properties[f].anyOf[0].type: Forbidden: must be empty to be structural",
    ],
    [
      "specifies outside what junctors speak of",
      { type: "object", anyOf: [{ properties: { a: { minimum: 1 } } }] },
      "s.properties[a]: Required value: because it is defined in s.anyOf[0].properties[a]",
    ],
    [
      "has no additionalProperties at the root",
      { type: "object", additionalProperties: string },
      "s.additionalProperties: Forbidden: must not be used at the root",
    ],
    [
      "restricts of the metadata the name alone",
      {
        type: "object",
        properties: { metadata: { type: "object", properties: { labels: { type: "object" } } } },
      },
      "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified",
    ],
    [
      "may restrict the name",
      {
        type: "object",
        properties: {
          metadata: { type: "object", properties: { name: { ...string, pattern: "a" } } },
        },
      },
    ],
    [
      "embeds objects only",
      root({
        type: "array",
        items: string,
        "x-kubernetes-embedded-resource": true,
        "x-kubernetes-preserve-unknown-fields": true,
      }),
      's.properties[f].type: Invalid value: "array": must be object if x-kubernetes-embedded-resource is true',
    ],
    [
      "says something of embedded objects",
      root({ type: "object", "x-kubernetes-embedded-resource": true }),
      "s.properties[f].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields",
    ],
    [
      "has patterns that are expressions",
      root({ ...string, pattern: "(" }),
      's.properties[f].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
  ];
  test.each(rows)("%s", (_name, schema, ...expected) => {
    expect(structural(schema)).toEqual(expected);
  });
});

describe("a definition's schema", () => {
  const list = (more: object) => root({ type: "array", items: string, ...more });
  const rows: readonly (readonly [string, unknown, ...(readonly string[])])[] = [
    [
      "knows six types",
      root({ type: "text" }),
      's.properties[f].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"',
    ],
    [
      "knows no $ref",
      root({ ...string, $ref: "#/x" }),
      "s.properties[f].$ref: Forbidden: $ref is not supported",
    ],
    [
      "knows no uniqueItems",
      list({ uniqueItems: true }),
      "s.properties[f].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
    ],
    [
      "is a struct or a map",
      root({ type: "object", properties: { a: string }, additionalProperties: string }),
      "s.properties[f].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive",
    ],
    [
      "has no false preserve-unknown-fields",
      root({ ...string, "x-kubernetes-preserve-unknown-fields": false }),
      "s.properties[f].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined",
    ],
    [
      "knows three list types",
      list({ "x-kubernetes-list-type": "bag" }),
      's.properties[f].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"',
    ],
    [
      "has keys in maps",
      root({ type: "array", "x-kubernetes-list-type": "map", items: { type: "object" } }),
      "s.properties[f].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map",
    ],
    [
      "has keys that are always there",
      root({
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["k"],
        items: { type: "object", properties: { k: string } },
      }),
      "s.properties[f].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
    ],
    [
      "has sets of atomic items",
      root({ type: "array", "x-kubernetes-list-type": "set", items: { type: "object" } }),
      "s.properties[f].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set",
    ],
    [
      "has no defaults in its metadata",
      { type: "object", properties: { metadata: { type: "object", default: {} } } },
      "s.properties[metadata].default: Forbidden: must not be set in top-level metadata",
    ],
  ];
  test.each(rows)("%s", (_name, schema, ...expected) => {
    expect(texts(checkDefinitionSchema(schema as JsonSchema, "s", { withRules: false }))).toEqual(
      expected,
    );
  });
});

describe("a default", () => {
  const rows: readonly (readonly [string, unknown, ...(readonly string[])])[] = [
    [
      "is valid",
      root({ type: "integer", default: "x" }),
      's.properties[f].default: Invalid value: "string":  in body must be of type integer: "string"',
    ],
    [
      "is known",
      root({ type: "object", properties: { a: string }, default: { b: 1 } }),
      's.properties[f].default: Invalid value: {"b":1}: must not have unknown fields',
    ],
    [
      "keeps its rules",
      root({ type: "integer", default: 1, "x-kubernetes-validations": [{ rule: "self > 1" }] }),
      "s.properties[f].default: Invalid value: 1: failed rule: self > 1",
    ],
    ["is fine else", root({ type: "object", properties: { a: string }, default: { a: "b" } })],
  ];
  test.each(rows)("%s", (_name, schema, ...expected) => {
    const errors: FieldErrors = [];
    validateDefaults(errors, "s", schema as JsonSchema);
    expect(texts(errors)).toEqual(expected);
  });
});

describe("rules", () => {
  const check = (rule: object, more: object = {}) =>
    texts(
      checkDefinitionSchema(
        root({
          type: "object",
          properties: { a: { type: "integer" } },
          "x-kubernetes-validations": [rule],
          ...more,
        }),
        "s",
        { withRules: true },
      ),
    );
  const at = "s.properties[f].x-kubernetes-validations[0]";
  const rows: readonly (readonly [string, object, ...(readonly unknown[])])[] = [
    [
      "that compile are fine",
      { rule: "self.a > 1", message: "m", fieldPath: ".a", reason: "FieldValueForbidden" },
    ],
    ["are there", { rule: " " }, `${at}.rule: Required value: rule is not specified`],
    [
      "have messages of one line",
      { rule: "true", message: "a\nb" },
      `${at}.message: Invalid value: "a\\nb": must not contain line breaks`,
    ],
    [
      "of several lines have a message",
      { rule: "true ||\nfalse" },
      `${at}.message: Required value: message must be specified if rule contains line breaks`,
    ],
    [
      "have known reasons",
      { rule: "true", reason: "Odd" },
      `${at}.reason: Unsupported value: "Odd": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
    ],
    [
      "point to fields that there are",
      { rule: "true", fieldPath: ".b" },
      `${at}.fieldPath: Invalid value: ".b": must be a valid path`,
    ],
    [
      "are booleans",
      { rule: "self.a" },
      `${at}.rule: Invalid value: {"Rule":"self.a","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: cel expression must evaluate to a bool`,
    ],
    [
      "know the fields",
      { rule: "self.b > 1" },
      expect.stringContaining("compilation failed: ERROR: <input>:1:5: undefined field 'b'"),
    ],
    [
      "have messages that are strings",
      { rule: "true", messageExpression: "1" },
      `${at}.messageExpression: Invalid value: {"Rule":"true","Message":"","MessageExpression":"1","Reason":null,"FieldPath":"","OptionalOldSelf":null}: messageExpression must evaluate to a string`,
    ],
    [
      "say optionalOldSelf only with oldSelf",
      { rule: "true", optionalOldSelf: true },
      `${at}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`,
    ],
    ["may compare with what was", { rule: "self.a >= oldSelf.a" }],
  ];
  test.each(rows)("%s", (_name, rule, ...expected) => {
    expect(check(rule as object)).toEqual(expected);
  });

  test("cannot follow items of atomic lists", () => {
    const item = { type: "boolean", "x-kubernetes-validations": [{ rule: "self == oldSelf" }] };
    const schema = root({ type: "array", maxItems: 9, items: item });
    expect(texts(checkDefinitionSchema(schema, "s", { withRules: true }))).toEqual([
      's.properties[f].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[f]',
    ]);
  });
});

describe("the cost of rules", () => {
  const nested = (bounds: object): JsonSchema =>
    root({
      type: "array",
      items: string,
      ...bounds,
      "x-kubernetes-validations": [{ rule: "self.all(x, self.all(y, x == y))" }],
    });

  test("is bounded for each, and for all together", () => {
    const found = texts(checkDefinitionSchema(nested({}), "s", { withRules: true }));
    expect(found).toEqual([
      "s.properties[f].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
      "s.properties[f].x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
      "s: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
    ]);
  });

  test("is fine where lists and texts have bounds", () => {
    const bounded = nested({ maxItems: 10, items: { ...string, maxLength: 10 } });
    expect(checkDefinitionSchema(bounded, "s", { withRules: true })).toEqual([]);
  });
});
