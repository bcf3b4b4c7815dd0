/** The text of an object says what its JSON says, whatever of it is shared. */
import { describe, expect, test } from "vitest";
import { share } from "../../../src/api/shared-parts.ts";
import { markedJson } from "../../../src/api/wide-integers.ts";
import { objectText } from "../../../src/store/object-text.ts";

const fieldsV1 = (spec: object): object => ({
  "f:metadata": { "f:labels": { ".": {}, 'f:a"b\\c': {} } },
  "f:spec": spec,
});
const managed = (spec: object): object => ({
  name: 'web"\u2028é',
  managedFields: [
    { manager: "m", fieldsV1: fieldsV1(spec), time: undefined },
    { manager: "n", fieldsV1: fieldsV1({}) },
  ],
  labels: { b: "1", a: "2" },
});
const fields = { 'k:{"name":"c"}': { ".": {} } };

const rows: readonly [string, object][] = [
  ["nothing shared", { kind: "Pod", metadata: managed(fields), spec: { a: [1, "x", null] } }],
  ["a shared spec", { kind: "Pod", metadata: {}, spec: share({ a: [1, "x", null] }), status: {} }],
  ["members that are nothing", { kind: "Pod", status: undefined, spec: share({ b: undefined }) }],
  ["scalars and lists", { a: 1, b: true, c: null, d: [1, [2]], e: "\n", spec: share({ c: 1 }) }],
  ["shared owners", { metadata: managed(share(fields)), spec: share({ d: 1 }) }],
  ["owners that are no list", { metadata: { managedFields: {} }, spec: share({ e: 1 }) }],
  ["odd keys", { 'a"\\\n': { "\u0000": 1 }, spec: share({ 'f"': 1 }) }],
  ["a wide integer in the spec", { metadata: {}, spec: share({ g: 2n ** 62n }) }],
  ["a wide integer beside it", { metadata: { generation: 2n ** 62n }, spec: share({ h: 1 }) }],
  [
    "one in what owners wrote",
    { metadata: { managedFields: [{ x: 2n ** 60n }] }, spec: share({}) },
  ],
];

describe("the text of an object", () => {
  test.each(rows)("with %s is its JSON", (_name, object) => {
    expect(objectText(object)).toBe(markedJson(object));
    expect(objectText(object)).toBe(markedJson(object));
  });
});
