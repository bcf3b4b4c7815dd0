/** Integers of 64 bits through JSON. What Go reads of a number into interface{}: an int64 where it fits, a float64 otherwise (sigs.k8s.io/json). */
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/api/json.ts";
import {
  exactInteger,
  exactJson,
  markedJson,
  parseExact,
  parseMarked,
} from "../../../src/api/wide-integers.ts";
import { decodeBody } from "../../../src/api/decode/body.ts";

describe("a number in a JSON text", () => {
  it.each<[string, JsonValue]>([
    ["0", 0],
    ["-0", -0],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", 9223372036854775808],
    ["-9223372036854775809", -(2 ** 63)],
    ["99999999999999999999", 1e20],
    ["9007199254740993.0", 9007199254740992],
    ["9007199254740993e0", 9007199254740992],
    ['"9007199254740993"', "9007199254740993"],
    ['":9007199254740993"', ":9007199254740993"],
  ])("%s", (text, value) => {
    expect(parseExact(text)).toBe(value);
    expect(parseExact(` [ ${text} ]`)).toEqual([value]);
    expect(parseExact(`{"a":{"b": ${text}},"c":1}`)).toEqual({ a: { b: value }, c: 1 });
    const bytes = new TextEncoder().encode(`{"a": [1,${text}]}`);
    for (const type of ["application/json", "application/yaml"]) {
      const { object } = decodeBody(bytes, type);
      expect(object).toEqual({ a: [1, value] });
    }
  });

  it.each(["", "9007199254740993 1", "[9007199254740993", "09007199254740993"])(
    "is none in the broken text %j",
    (text) => expect(() => parseExact(text)).toThrow(SyntaxError),
  );

  it.each([
    ["0x20000000000001", 9007199254740993n],
    ["9_007_199_254_740_993", 9007199254740993n],
    ["0b1", 1],
    ["- 9007199254740993", [9007199254740993n]],
    ["0x8000000000000000", 2 ** 63],
    ["1e400", undefined],
  ])("of YAML, %s", (text, value) => {
    const read = () =>
      decodeBody(new TextEncoder().encode(`a:\n  ${text}\n`), "application/yaml").object["a"];
    if (value === undefined) expect(read).toThrow("json: unsupported value");
    else expect(read()).toEqual(value);
  });
});

describe("JSON of a value", () => {
  const value = { a: [9007199254740993n, -1, "x"], b: { c: -9223372036854775808n } };
  const text = '{"a":[9007199254740993,-1,"x"],"b":{"c":-9223372036854775808}}';

  it("has the digits of its integers", () => {
    expect(exactJson(value)).toBe(text);
    expect(exactJson(value, 1)).toBe(
      '{\n "a": [\n  9007199254740993,\n  -1,\n  "x"\n ],\n "b": {\n  "c": -9223372036854775808\n }\n}',
    );
  });

  it("is marked where it has wide integers, and read back as it was", () => {
    expect(markedJson(value)).toBe(`${text} `);
    expect(parseMarked(markedJson(value))).toEqual(value);
    const plain = { a: 1e17 };
    expect(markedJson(plain)).toBe('{"a":100000000000000000}');
    expect(parseMarked(markedJson(plain))).toEqual(plain);
  });

  it("does not hide why a value has none", () => {
    const round: Record<string, unknown> = {};
    round["self"] = round;
    expect(() => exactJson(round)).toThrow(TypeError);
    expect(() => markedJson(round)).toThrow(TypeError);
  });
});

it("an integer is a number where that is exact, and nothing beyond 64 bits", () => {
  expect([1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, -(2n ** 63n) - 1n].map(exactInteger)).toEqual([
    1,
    Number.MAX_SAFE_INTEGER,
    2n ** 53n,
    undefined,
    undefined,
  ]);
});
