/** Strategic merge patches that are refused, and names that must not do harm. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import { strategicMerge } from "../../../../src/api/patch/strategic-merge.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { mergeItem } from "./merge-item-schema.ts";

function yaml(text: string): JsonObject {
  return deepFreeze((parse(text) ?? {}) as JsonObject);
}

function merge(original: string, patch: string): JsonObject {
  return strategicMerge(yaml(original), yaml(patch), mergeItem);
}

describe("refusals", () => {
  it.each([
    [
      "an item without its key",
      "{mergingList: [{name: 1, value: a}]}",
      "{mergingList: [{value: b}]}",
      500,
      "map: map[value:b] does not contain declared merge key: name",
    ],
    [
      "a list of the wrong order",
      "{mergingList: [{name: 1}, {name: 3}, {name: 2}]}",
      "{$setElementOrder/mergingList: [{name: 1}, {name: 2}, {name: 3}], mergingList: [{name: 3, value: 3}, {name: 1, value: 1}]}",
      500,
      "doesn't match $setElementOrder list",
    ],
    [
      "scalars of the wrong order",
      "{mergingIntList: [1, 3, 2]}",
      "{$setElementOrder/mergingIntList: [1, 2, 3], mergingIntList: [3, 1]}",
      500,
      "doesn't match $setElementOrder list",
    ],
    [
      "an unknown directive",
      "{mergeItemPtr: {name: a}}",
      "{mergeItemPtr: {$patch: add, name: b}}",
      500,
      "unknown patch type: add in map: map[$patch:add name:b]",
    ],
    [
      "an unknown directive in a list",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [{name: 1, $patch: add}]}",
      500,
      "unknown patch type: add in map",
    ],
    [
      "merge as a list's directive",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [{name: 1, $patch: merge}]}",
      500,
      "merging lists cannot yet be specified in the patch",
    ],
    [
      "$retainKeys that is no list",
      "{retainKeysMap: {name: a}}",
      "{retainKeysMap: {$retainKeys: name}}",
      400,
      "invalid patch format of retainKeys",
    ],
    [
      "a field that $retainKeys leaves out",
      "{retainKeysMap: {name: a}}",
      "{retainKeysMap: {$retainKeys: [name], value: b}}",
      400,
      "invalid patch format of retainKeys",
    ],
    [
      "an order without a field",
      "{}",
      "{$setElementOrder: [1]}",
      400,
      "invalid patch format of setElementOrder list",
    ],
    [
      "an order that is no list",
      "{}",
      "{$setElementOrder/mergingList: 1}",
      500,
      "expected a []interface {}, but received a int64",
    ],
    [
      "a deletion without a field",
      "{}",
      "{$deleteFromPrimitiveList: [1]}",
      400,
      "invalid patch format of primitive list",
    ],
    [
      "a list of lists",
      "{mergingIntList: []}",
      "{mergingIntList: [[1]]}",
      422,
      "the server rejected our request due to an error in our request",
    ],
    [
      "a list among scalars",
      "{mergingIntList: [1]}",
      "{mergingIntList: [[1]]}",
      500,
      "list element types are not identical: [[1] [[1]]]",
    ],
    [
      "a scalar among maps",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [2, {name: 1}]}",
      500,
      "list element types are not identical: [[map[name:1]] [2 map[name:1]]]",
    ],
    [
      "a list of maps that merges without a key",
      "{setOfMaps: [{name: 1}]}",
      "{setOfMaps: [{name: 2}]}",
      500,
      "cannot merge lists without merge key for struct",
    ],
    [
      "an order of a field that there is not",
      "{}",
      "{$setElementOrder/nope: [1]}",
      500,
      'unable to find api field in struct MergeItem for the json field "nope"',
    ],
    [
      "an order of what is no list",
      "{}",
      "{$setElementOrder/name: [1]}",
      500,
      "expected slice or array type, but got: struct",
    ],
  ])("answer %s", (_what, original, patch, code, message) => {
    let thrown: unknown;
    try {
      merge(original, patch);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StatusError);
    const { status } = thrown as StatusError;
    expect(status.code).toBe(code);
    expect(status.message).toContain(message);
  });

  it("answers 400 to a patch that is no object", () => {
    expect(() => strategicMerge({}, [], mergeItem)).toThrow(expect.objectContaining({ code: 400 }));
  });

  it("treats __proto__ as a name like any other", () => {
    const patch = JSON.parse('{"simpleMap":{"__proto__":{"polluted":"yes"}}}') as JsonObject;
    const result = strategicMerge({ simpleMap: { a: "b" } }, patch, mergeItem);
    expect(Object.hasOwn(result["simpleMap"] as object, "__proto__")).toBe(true);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
