/** Strategic merge patch, with the vectors of apimachinery's strategicpatch package as facts. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import { strategicMerge } from "../../../../src/api/patch/strategic-merge.ts";
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
      "drops what is marked in what is new, and leaves other directives, which are unknown fields then",
      "{}",
      "{mergeItemPtr: {$retainKeys: [name], name: a}}",
      "{mergeItemPtr: {name: a, $retainKeys: [name]}}",
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
