/** Indented JSON is what JSON.stringify makes of it, in however many steps. */
import { describe, expect, test } from "vitest";
import { JsonIndenter } from "../../../../src/server/http/indent-json.ts";

function indented(json: string, stepBytes: number): string {
  const bytes = new TextEncoder().encode(json);
  const indenter = new JsonIndenter(bytes);
  for (let done = 0; done < bytes.length; done += stepBytes) indenter.step(stepBytes);
  return new TextDecoder().decode(indenter.finish());
}

describe.each([1, 2, 7, 1_000_000])("in steps of %i bytes", (stepBytes) => {
  test.each<[unknown]>([
    [{}],
    [[]],
    [null],
    [-1.5e-7],
    ["alone"],
    [{ a: 1, b: [], c: {}, d: [{}, [], [[]]], e: { f: { g: [1, "2", null, true] } } }],
    [{ 'quotes " in': 'a "text" \\', "back\\slash": "\\\\", end: '\\"' }],
    [{ "brackets {[]}": "of, a: text", newline: "a\nb\tc\u0000\u2028" }],
    [{ ünï: "cödé 😀", empty: "", "": " " }],
    [{ deep: Array.from({ length: 60 }).reduce<unknown>((inner) => [inner], "x") }],
  ])("%j", (value) => {
    expect(indented(JSON.stringify(value), stepBytes)).toBe(JSON.stringify(value, null, 2));
    expect(indented(`${JSON.stringify(value)}\n`, stepBytes)).toBe(JSON.stringify(value, null, 2));
  });

  test("text that has blanks already, as some parts of objects are kept", () => {
    const json = ' { "a" : [ 1 ,\n\t{ } , [\n] ] , "b":  "x  y" } ';
    expect(indented(json, stepBytes)).toBe(JSON.stringify(JSON.parse(json), null, 2));
  });
});

test("digits stay as they are, however many", () => {
  expect(indented('{"wide":12345678901234567890,"one":1.0}', 8)).toBe(
    '{\n  "wide": 12345678901234567890,\n  "one": 1.0\n}',
  );
});
