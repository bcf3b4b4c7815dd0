/** JSON patch: the RFC's examples, evanphx/json-patch's own ways, and the API server's answers. */
import { describe, expect, it } from "vitest";
import { deepFreeze, type JsonValue } from "../../../../src/api/json.ts";
import { applyJsonPatch } from "../../../../src/api/patch/json-patch.ts";
import { StatusError } from "../../../../src/api/status.ts";

function failureOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("applyJsonPatch", () => {
  it.each<[string, JsonValue, JsonValue[], JsonValue]>([
    ["adds a member", { a: 1 }, [{ op: "add", path: "/b", value: 2 }], { a: 1, b: 2 }],
    ["replaces what is there by add", { a: 1 }, [{ op: "add", path: "/a", value: 2 }], { a: 2 }],
    ["inserts an item", { a: [1, 3] }, [{ op: "add", path: "/a/1", value: 2 }], { a: [1, 2, 3] }],
    ["appends an item", { a: [1] }, [{ op: "add", path: "/a/-", value: 2 }], { a: [1, 2] }],
    ["inserts at the end", { a: [1] }, [{ op: "add", path: "/a/1", value: 2 }], { a: [1, 2] }],
    [
      "counts from the end",
      { a: [1, 2] },
      [{ op: "replace", path: "/a/-1", value: 3 }],
      { a: [1, 3] },
    ],
    ["removes a member", { a: 1, b: 2 }, [{ op: "remove", path: "/a" }], { b: 2 }],
    ["removes an item", { a: [1, 2] }, [{ op: "remove", path: "/a/0" }], { a: [2] }],
    [
      "replaces a member",
      { a: { b: 1 } },
      [{ op: "replace", path: "/a/b", value: null }],
      { a: { b: null } },
    ],
    ["moves a value", { a: { b: 1 } }, [{ op: "move", from: "/a/b", path: "/c" }], { a: {}, c: 1 }],
    [
      "moves an item",
      { a: [1, 2, 3] },
      [{ op: "move", from: "/a/0", path: "/a/2" }],
      { a: [2, 3, 1] },
    ],
    ["copies a value", { a: [1] }, [{ op: "copy", from: "/a", path: "/b" }], { a: [1], b: [1] }],
    [
      "unescapes a token",
      { "a/b": { "m~n": 1 } },
      [{ op: "remove", path: "/a~1b/m~0n" }],
      { "a/b": {} },
    ],
    ["takes ~01 as ~1", { "~1": 1 }, [{ op: "remove", path: "/~01" }], {}],
    ["names an empty key", { "": 1 }, [{ op: "replace", path: "/", value: 2 }], { "": 2 }],
    ["replaces the whole", { a: 1 }, [{ op: "replace", path: "", value: { b: 1 } }], { b: 1 }],
    ["takes a missing value for null", {}, [{ op: "add", path: "/a" }], { a: null }],
    [
      "goes on after a test that holds",
      { a: { b: [1, { c: 2 }] } },
      [
        { op: "test", path: "/a", value: { b: [1, { c: 2 }] } },
        { op: "add", path: "/ok", value: true },
      ],
      { a: { b: [1, { c: 2 }] }, ok: true },
    ],
    [
      "finds a missing member equal to null",
      { a: 1 },
      [{ op: "test", path: "/b", value: null }],
      { a: 1 },
    ],
    ["ignores unknown members", { a: 1 }, [{ op: "remove", path: "/a", more: 1 }], {}],
    ["does nothing for no operations", { a: 1 }, [], { a: 1 }],
  ])("%s", (_what, document, patch, expected) => {
    expect(applyJsonPatch(deepFreeze(document), deepFreeze(patch))).toEqual(expected);
  });

  it.each<[string, JsonValue, JsonValue, string]>([
    [
      "a member that is not there",
      { a: 1 },
      { op: "remove", path: "/b" },
      "Unable to remove nonexistent key: b: missing value",
    ],
    [
      "replacing what is not there",
      {},
      { op: "replace", path: "/b", value: 1 },
      "replace operation does not apply: doc is missing key: /b: missing value",
    ],
    [
      "a parent that is not there",
      {},
      { op: "add", path: "/a/b", value: 1 },
      'add operation does not apply: doc is missing path: "/a/b"',
    ],
    [
      "an index past the end",
      { a: [1] },
      { op: "add", path: "/a/2", value: 1 },
      "Unable to access invalid index: 2: invalid index referenced",
    ],
    [
      "an index before the start",
      { a: [1] },
      { op: "remove", path: "/a/-2" },
      "Unable to access invalid index: -2: invalid index referenced",
    ],
    [
      "an index that is no number",
      { a: [1] },
      { op: "remove", path: "/a/x" },
      'strconv.Atoi: parsing "x": invalid syntax',
    ],
    [
      "an index with a leading zero",
      { a: [1] },
      { op: "remove", path: "/a/00" },
      'strconv.Atoi: parsing "00": invalid syntax',
    ],
    [
      "a test that fails",
      { a: 1 },
      { op: "test", path: "/a", value: "1" },
      "testing value /a failed: test failed",
    ],
    [
      "a test on null that fails",
      { a: 1 },
      { op: "test", path: "/a", value: null },
      "testing value /a failed: test failed",
    ],
    [
      "a move into itself",
      { a: {} },
      { op: "move", from: "/a", path: "/a/b" },
      "move operation does not apply: path is inside of from",
    ],
    [
      "a copy of nothing",
      {},
      { op: "copy", from: "/a", path: "/b" },
      'copy operation does not apply: doc is missing path: "/a"',
    ],
    ["an unknown operation", {}, { op: "merge", path: "/a" }, "Unexpected kind: merge"],
    ["no operation", {}, { path: "/a" }, "Unexpected kind: unknown"],
    ["no path", {}, { op: "remove" }, "operation missing path field: missing value"],
    [
      "a path without a slash",
      { a: 1 },
      { op: "remove", path: "a" },
      'remove operation does not apply: doc is missing path: "a"',
    ],
    [
      "an inherited name",
      {},
      { op: "remove", path: "/constructor" },
      "Unable to remove nonexistent key: constructor: missing value",
    ],
  ])("answers 422 to %s", (_what, document, operation, why) => {
    const error = failureOf(() => applyJsonPatch(document, [operation]));
    expect(error.code).toBe(422);
    expect(error.reason).toBe("Invalid");
    expect(error.message).toBe("the server rejected our request due to an error in our request");
    expect(error.status.details?.causes).toEqual([{ message: why }]);
  });

  it.each<[JsonValue, string]>([
    [{ op: "remove" }, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"],
    ["[]", "json: cannot unmarshal string into Go value of type jsonpatch.Patch"],
    [[1], "json: cannot unmarshal number into Go value of type jsonpatch.Operation"],
    [[null], "json: cannot unmarshal null into Go value of type jsonpatch.Operation"],
  ])("answers 400 to the patch %j", (patch, message) => {
    const error = failureOf(() => applyJsonPatch({}, patch));
    expect([error.code, error.message]).toEqual([400, message]);
  });

  it("answers 413 to more than 10000 operations", () => {
    const patch = Array.from({ length: 10_001 }, () => ({ op: "test", path: "/a", value: null }));
    const error = failureOf(() => applyJsonPatch({}, patch));
    expect(error.code).toBe(413);
    expect(error.message).toContain(
      "The allowed maximum operations in a JSON patch is 10000, got 10001",
    );
  });

  it("stops copies that grow without end", () => {
    const patch = [
      { op: "add", path: "/a", value: ["x".repeat(1000)] },
      ...Array.from({ length: 30 }, () => ({ op: "copy", from: "/a", path: "/a/-" })),
    ];
    const error = failureOf(() => applyJsonPatch({}, patch));
    expect(error.status.details?.causes?.[0]?.message).toContain("exceeding the limit 3145728");
  });

  it("treats __proto__ as a name like any other", () => {
    const result = applyJsonPatch({}, [
      { op: "add", path: "/__proto__", value: { polluted: true } },
    ]) as object;
    expect(Object.hasOwn(result, "__proto__")).toBe(true);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("shares what it does not touch", () => {
    const document = deepFreeze({ a: { b: 1 }, c: [{ d: 1 }, { d: 2 }] });
    const result = applyJsonPatch(document, [
      { op: "replace", path: "/c/1/d", value: 3 },
    ]) as unknown as typeof document;
    expect(result.a).toBe(document.a);
    expect(result.c[0]).toBe(document.c[0]);
    expect(document.c[1]).toEqual({ d: 2 });
  });
});
