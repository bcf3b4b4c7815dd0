/** What one pass over JSON text finds, and that the texts of members are those that JSON.stringify writes. */
import { describe, expect, it, test } from "vitest";
import { decodeJsonText } from "../../../../src/api/decode/body.ts";
import { tokensOf } from "../../../../src/api/decode/json-tokens.ts";
import { Dice } from "../../server/fuzz/dice.ts";

const long = "x".repeat(200);

test.each([
  ["nothing", "{}", 0],
  ["one", '{"a":1}', 1],
  ["several, nested", '{"a":{"b":[{"c":"d:e"},{"f":null}]},"g":true}', 5],
  ["with room around colons", '{ "a" : { "b"\n:\t1 } }', 2],
  ["colons in strings only", '["a:b","\\":","\\\\"]', 0],
  ["two alike", '{"a":1,"a":2}', 2],
  ["a text alone", '"a:"', 0],
  ["a number alone", "5", 0],
])("keys: %s", (_name, text, keys) => {
  expect(tokensOf(text).keys).toBe(keys);
});

test.each([
  ["1", false],
  ["-1", false],
  ["0", false],
  ["123456789012345", false],
  ["true", false],
  ["false", false],
  ["null", false],
  ['"1.5"', false],
  ['"a:1e5,"', false],
  ['["web:1.2"]', false],
  ["1.0", true],
  ["1e3", true],
  ["1E3", true],
  ["-0", true],
  ["-0.5", true],
  ["1234567890123456", true],
  ["-1234567890123456", true],
  ["[1, 2.5]", true],
  ["[1 ,\n2.5 ]", true],
  ['{"b":[[1.5]]}', true],
])("an odd number in %s: %s", (value, expected) => {
  expect(tokensOf(`{"a":${value}}`).hasOddNumber).toBe(expected);
  expect(tokensOf(`{"a": ${value} , "b":"c"}`).hasOddNumber).toBe(expected);
});

describe("the texts of longer members", () => {
  const textsOf = (text: string) => decodeJsonText(text).texts?.map((each) => each.text);

  it("are where they stand, the parts being the decoded ones", () => {
    const data = `{"b":"${long}","a":[1,{"c":null}],"d":"\\n\\"\\\\\\t"}`;
    const list = `["${long}",{}]`;
    const text = `{"apiVersion":"v1","data":${data},"kind":"ConfigMap","items":${list},"short":{"a":1},"text":"${long}"}`;
    const { object, texts } = decodeJsonText(text);
    expect(texts?.map((each) => each.text)).toEqual([data, list]);
    expect(texts?.map((each) => each.part)).toEqual([object["data"], object["items"]]);
    expect(texts?.[0]?.part).toBe(object["data"]);
    expect(JSON.stringify(object["data"])).toBe(data);
  });

  test.each([
    ["a blank between tokens", `{"data": {"a":"${long}"}}`],
    ["a blank within", `{"data":{"a":"${long}", "b":1}}`],
    ["a new line at the end", `{"data":{"a":"${long}"}}\n`],
    ["an escape that need not be", `{"data":{"a":"${long}\\/"}}`],
    ["a letter by its number", `{"data":{"a":"${long}\\u0041"}}`],
    ["a fraction", `{"data":{"a":"${long}","b":1.0}}`],
    ["minus zero", `{"data":{"a":"${long}","b":-0}}`],
    ["more digits than a number holds", `{"data":{"a":"${long}","b":9007199254740993}}`],
    ["a key twice", `{"data":{"a":"${long}"},"data":{"a":"${long}"}}`],
    ["a key twice within", `{"data":{"a":"${long}","a":"${long}"}}`],
    ["a name that is written otherwise", `{"d\\u0061ta":{"a":"${long}"}}`],
  ])("are not taken from a text with %s", (_name, text) => {
    expect(textsOf(text)).toBeUndefined();
  });

  test.each([1, 2, 3])("are what JSON.stringify writes, or there are none (seed %i)", (seed) => {
    const dice = new Dice(seed);
    const strings = [
      "",
      "a",
      "\n",
      '"',
      "\\",
      '\\\\"',
      "é",
      "\u2028",
      "\u{1f680}",
      "{",
      "]:,",
      long,
    ];
    // V8 of Node 24 mixes up keys with escapes and keys that have these as they stand: JSON.parse itself would not give them back.
    const names = strings.filter((each) => !each.includes("\\"));
    const value = (depth: number): unknown => {
      const kind = dice.below(depth > 3 ? 4 : 6);
      if (kind === 0) return dice.pick([null, true, false]);
      if (kind === 1) return dice.pick([0, 7, -3, 123_456]);
      if (kind < 4) return dice.pick(strings) + dice.pick(strings);
      const many = Array.from({ length: dice.below(5) }, () => value(depth + 1));
      if (kind === 4) return many;
      return Object.fromEntries(many.map((each) => [`k${dice.pick(names)}`, each]));
    };
    let found = 0;
    for (let round = 0; round < 500; round += 1) {
      const given = { a: value(0), [dice.pick(["b", 'q"', "é"])]: value(0), c: [value(0), long] };
      const text = JSON.stringify(given);
      const { object, texts = [] } = decodeJsonText(text);
      expect(object).toEqual(given);
      for (const each of texts) expect(each.text).toBe(JSON.stringify(each.part));
      found += texts.length;
    }
    expect(found).toBeGreaterThan(500);
  });
});
