/** JSON merge patch: the table of RFC 7386's appendix, and what a server must not fall for. */
import { describe, expect, it } from "vitest";
import { deepFreeze, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import { mergePatch } from "../../../../src/api/patch/merge-patch.ts";

describe("mergePatch", () => {
  it.each<[JsonObject, JsonValue, JsonObject]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ a: 1 }, {}, { a: 1 }],
    [{ a: "x" }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])("makes of %j and %j %j", (target, patch, expected) => {
    expect(mergePatch(deepFreeze(target), deepFreeze(patch))).toEqual(expected);
  });

  it("lets a list take the place of all, without the nulls in its maps", () => {
    expect(mergePatch({ a: 1 }, [{ b: null, c: 1 }, null])).toEqual([{ c: 1 }, null]);
  });

  it.each<[JsonValue]>([["a"], [null], [1], [true]])("answers 400 to the patch %j", (patch) => {
    expect(() => mergePatch({}, patch)).toThrow(
      expect.objectContaining({ code: 400, message: "Invalid JSON Patch" }),
    );
  });

  it("treats __proto__ as a name like any other", () => {
    const patch = JSON.parse(
      '{"__proto__":{"polluted":true},"a":{"__proto__":null}}',
    ) as JsonObject;
    const result = mergePatch({ a: { b: 1 } }, patch) as JsonObject;
    expect(Object.hasOwn(result, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(result["a"]).toEqual({ b: 1 });
  });
});
