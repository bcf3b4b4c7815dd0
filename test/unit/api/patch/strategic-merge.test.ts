/** Strategic merge patch, with the vectors of apimachinery's strategicpatch package as facts. */
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

describe("maps", () => {
  it.each([
    ["adds a field", "{name: 1}", "{value: 1}", "{name: 1, value: 1}"],
    ["deletes a field", "{name: 1, value: 1}", "{name: null}", "{value: 1}"],
    ["ignores a null for what is not there", "{name: 2}", "{other: null}", "{name: 2}"],
    [
      "merges a nested map",
      "{simpleMap: {a: 1, b: 1}}",
      "{simpleMap: {b: null, c: 2}}",
      "{simpleMap: {a: 1, c: 2}}",
    ],
    [
      "replaces where the strategy says so",
      "{replacingItem: {old: 1}}",
      "{replacingItem: {new: 1}}",
      "{replacingItem: {new: 1}}",
    ],
    [
      "replaces by directive",
      "{mergeItemPtr: {name: a, value: b}}",
      "{mergeItemPtr: {$patch: replace, name: c}}",
      "{mergeItemPtr: {name: c}}",
    ],
    [
      "empties by directive",
      "{mergeItemPtr: {name: a, value: b}}",
      "{mergeItemPtr: {$patch: delete}}",
      "{mergeItemPtr: {}}",
    ],
    ["replaces everything", "{name: 1, value: 1}", "{$patch: replace, other: 2}", "{other: 2}"],
    [
      "drops nulls in what is new",
      "{}",
      "{mergeItemPtr: {name: a, value: null}}",
      "{mergeItemPtr: {name: a}}",
    ],
    [
      "drops directives in what is new",
      "{}",
      "{mergeItemPtr: {$retainKeys: [name], name: a}}",
      "{mergeItemPtr: {name: a}}",
    ],
    [
      "drops a deletion of what is not there",
      "{name: 1}",
      "{mergeItemPtr: {$patch: delete}}",
      "{name: 1}",
    ],
    [
      "changes a value's type",
      "{simpleMap: {a: {b: 1}}}",
      "{simpleMap: {a: 1}}",
      "{simpleMap: {a: 1}}",
    ],
    [
      "merges fields that the schema does not know",
      "{unknown: {a: 1}}",
      "{unknown: {b: 2}}",
      "{unknown: {a: 1, b: 2}}",
    ],
  ])("%s", (_what, original, patch, expected) => {
    expect(merge(original, patch)).toEqual(yaml(expected));
  });

  it.each([
    [
      "keeps only what is named",
      "{retainKeysMap: {name: a, value: b}}",
      "{retainKeysMap: {$retainKeys: [name], name: c}}",
      "{retainKeysMap: {name: c}}",
    ],
    [
      "may delete and retain at once",
      "{retainKeysMap: {name: a, value: b}}",
      "{retainKeysMap: {$retainKeys: [other], name: null, other: c}}",
      "{retainKeysMap: {other: c}}",
    ],
    [
      "changes nothing without the directive",
      "{retainKeysMap: {name: a, value: b}}",
      "{retainKeysMap: {value: c}}",
      "{retainKeysMap: {name: a, value: c}}",
    ],
    [
      "works on list items",
      "{retainKeysMergingList: [{name: bar}, {name: foo, value: a}]}",
      "{retainKeysMergingList: [{name: foo, $retainKeys: [name, other], other: c}]}",
      "{retainKeysMergingList: [{name: bar}, {name: foo, other: c}]}",
    ],
  ])("$retainKeys %s", (_what, original, patch, expected) => {
    expect(merge(original, patch)).toEqual(yaml(expected));
  });
});

describe("lists of maps", () => {
  it.each([
    [
      "merges by key and appends",
      "{mergingList: [{name: 1}, {name: 2, value: 2}]}",
      "{mergingList: [{name: 1, value: 1}, {name: 3, value: 3}]}",
      "{mergingList: [{name: 1, value: 1}, {name: 3, value: 3}, {name: 2, value: 2}]}",
    ],
    [
      "deletes by key",
      "{mergingList: [{name: 1}, {name: 2}]}",
      "{mergingList: [{name: 1, $patch: delete}]}",
      "{mergingList: [{name: 2}]}",
    ],
    [
      "deletes all",
      "{mergingList: [{name: 1}, {name: 2}]}",
      "{mergingList: [{name: 1, $patch: delete}, {name: 2, $patch: delete}]}",
      "{mergingList: []}",
    ],
    [
      "replaces by directive",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [{name: 3}, {$patch: replace}]}",
      "{mergingList: [{name: 3}]}",
    ],
    [
      "replaces where there is no strategy",
      "{nonMergingList: [{name: 1}]}",
      "{nonMergingList: [{name: 2}]}",
      "{nonMergingList: [{name: 2}]}",
    ],
    [
      "takes a new list",
      "{}",
      "{mergingList: [{name: 1}, {name: 2, $patch: delete}]}",
      "{mergingList: [{name: 1}]}",
    ],
    [
      "merges nested lists",
      "{mergingList: [{name: 1, mergingList: [{name: a, value: 1}]}]}",
      "{mergingList: [{name: 1, mergingList: [{name: a, other: 2}]}]}",
      "{mergingList: [{name: 1, mergingList: [{name: a, value: 1, other: 2}]}]}",
    ],
    [
      "keeps the patch's order",
      "{mergingList: [{name: 1}, {name: 2, value: b}, {name: 3}]}",
      "{mergingList: [{name: 3, value: c}, {name: 1, value: a}, {name: 2, other: x}]}",
      "{mergingList: [{name: 3, value: c}, {name: 1, value: a}, {name: 2, value: b, other: x}]}",
    ],
    [
      "keeps the server's items in their place",
      "{mergingList: [{name: 1}, {name: 2, value: b}, {name: 3}]}",
      "{mergingList: [{name: 3, value: c}, {name: 1, value: a}]}",
      "{mergingList: [{name: 2, value: b}, {name: 3, value: c}, {name: 1, value: a}]}",
    ],
  ])("%s", (_what, original, patch, expected) => {
    expect(merge(original, patch)).toEqual(yaml(expected));
  });
});

describe("lists of scalars", () => {
  it.each([
    [
      "merge as sets",
      "{mergingIntList: [1, 2]}",
      "{mergingIntList: [2, 3]}",
      "{mergingIntList: [1, 2, 3]}",
    ],
    [
      "take the patch's order",
      "{mergingIntList: [1, 2, 3]}",
      "{mergingIntList: [3, 1, 2]}",
      "{mergingIntList: [3, 1, 2]}",
    ],
    [
      "keep the server's items in their place",
      "{mergingIntList: [1, 2, 3]}",
      "{mergingIntList: [3, 1]}",
      "{mergingIntList: [2, 3, 1]}",
    ],
    [
      "are replaced without a strategy",
      "{nonMergingIntList: [1, 2]}",
      "{nonMergingIntList: [2, 3]}",
      "{nonMergingIntList: [2, 3]}",
    ],
    [
      "lose what is deleted",
      "{mergingIntList: [1, 2, 3]}",
      "{$deleteFromPrimitiveList/mergingIntList: [2]}",
      "{mergingIntList: [1, 3]}",
    ],
    [
      "lose it without a strategy too",
      "{nonMergingIntList: [1, 2, 3]}",
      "{$deleteFromPrimitiveList/nonMergingIntList: [2]}",
      "{nonMergingIntList: [1, 3]}",
    ],
    [
      "stay when nothing of theirs is deleted",
      "{mergingIntList: [1, 2]}",
      "{$deleteFromPrimitiveList/mergingIntList: [3]}",
      "{mergingIntList: [1, 2]}",
    ],
    [
      "are not made by a deletion",
      "{name: a}",
      "{$deleteFromPrimitiveList/mergingIntList: [3]}",
      "{name: a}",
    ],
    [
      "gain and lose in one patch",
      "{mergingIntList: [1, 2]}",
      "{$deleteFromPrimitiveList/mergingIntList: [1], mergingIntList: [4], $setElementOrder/mergingIntList: [2, 4]}",
      "{mergingIntList: [2, 4]}",
    ],
  ])("%s", (_what, original, patch, expected) => {
    expect(merge(original, patch)).toEqual(yaml(expected));
  });
});

describe("$setElementOrder", () => {
  it.each([
    [
      "orders what is there",
      "{mergingIntList: [1, 3]}",
      "{$setElementOrder/mergingIntList: [3, 2, 1]}",
      "{mergingIntList: [3, 1]}",
    ],
    [
      "may name items that nobody has",
      "{mergingList: [{name: 1}, {name: 3}]}",
      "{$setElementOrder/mergingList: [{name: 3}, {name: 2}, {name: 1}], mergingList: [{name: 3, value: 3}, {name: 1, value: 1}]}",
      "{mergingList: [{name: 3, value: 3}, {name: 1, value: 1}]}",
    ],
    [
      "places a new item",
      "{mergingList: [{name: 1}, {name: 2}]}",
      "{$setElementOrder/mergingList: [{name: 1}, {name: 3}, {name: 2}], mergingList: [{name: 3}]}",
      "{mergingList: [{name: 1}, {name: 3}, {name: 2}]}",
    ],
    [
      "keeps the server's own items by their neighbours",
      "{mergingList: [{name: 1}, {name: x}, {name: 2}]}",
      "{$setElementOrder/mergingList: [{name: 2}, {name: 1}]}",
      "{mergingList: [{name: x}, {name: 2}, {name: 1}]}",
    ],
    [
      "goes along with a deletion",
      "{mergingList: [{name: 1}, {name: 2}, {name: 3}]}",
      "{$setElementOrder/mergingList: [{name: 3}, {name: 1}], mergingList: [{name: 2, $patch: delete}]}",
      "{mergingList: [{name: 3}, {name: 1}]}",
    ],
    [
      "orders a list that is new",
      "{}",
      "{$setElementOrder/mergingList: [{name: 1}, {name: 2}], mergingList: [{name: 1}, {name: 2}]}",
      "{mergingList: [{name: 1}, {name: 2}]}",
    ],
    [
      "does nothing without a list",
      "{name: a}",
      "{$setElementOrder/mergingList: [{name: 1}]}",
      "{name: a}",
    ],
  ])("%s", (_what, original, patch, expected) => {
    expect(merge(original, patch)).toEqual(yaml(expected));
  });
});

describe("refusals", () => {
  it.each([
    [
      "an item without its key",
      "{mergingList: [{name: 1, value: a}]}",
      "{mergingList: [{value: b}]}",
      400,
      "map: map[value:b] does not contain declared merge key: name",
    ],
    [
      "a list of the wrong order",
      "{mergingList: [{name: 1}, {name: 3}, {name: 2}]}",
      "{$setElementOrder/mergingList: [{name: 1}, {name: 2}, {name: 3}], mergingList: [{name: 3, value: 3}, {name: 1, value: 1}]}",
      400,
      "doesn't match $setElementOrder list",
    ],
    [
      "scalars of the wrong order",
      "{mergingIntList: [1, 3, 2]}",
      "{$setElementOrder/mergingIntList: [1, 2, 3], mergingIntList: [3, 1]}",
      400,
      "doesn't match $setElementOrder list",
    ],
    [
      "an unknown directive",
      "{mergeItemPtr: {name: a}}",
      "{mergeItemPtr: {$patch: add, name: b}}",
      400,
      "unknown patch type: add in map: map[$patch:add name:b]",
    ],
    [
      "an unknown directive in a list",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [{name: 1, $patch: add}]}",
      400,
      "unknown patch type: add in map",
    ],
    [
      "merge as a list's directive",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [{name: 1, $patch: merge}]}",
      400,
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
      400,
      "expected a slice, but received a int64",
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
      "{mergingIntList: [1]}",
      "{mergingIntList: [[1]]}",
      422,
      "lists of lists are not supported",
    ],
    [
      "a scalar among maps",
      "{mergingList: [{name: 1}]}",
      "{mergingList: [2, {name: 1}]}",
      400,
      "expected a map, but received a int64",
    ],
    [
      "a list of maps that merges without a key",
      "{setOfMaps: [{name: 1}]}",
      "{setOfMaps: [{name: 2}]}",
      400,
      "cannot merge lists without merge key for MergeItem",
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
    expect(status.details?.causes?.[0]?.message ?? status.message).toContain(message);
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
