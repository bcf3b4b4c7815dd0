/** structured-merge-diff's tables on sets and path elements. */
import { describe, expect, it } from "vitest";
import { decodedElement, decodedSet } from "../../../../src/api/apply/decode-set.ts";
import { inElementOrder } from "../../../../src/api/apply/element-order.ts";
import {
  type FieldSet,
  intersect,
  membersOf,
  subtract,
  subtractDeep,
  unite,
} from "../../../../src/api/apply/field-set.ts";
import { withFieldsAbove } from "../../../../src/api/apply/merge-config.ts";
import { pathText } from "../../../../src/api/apply/path-element.ts";
import { rootSlot } from "../../../../src/api/apply/slot.ts";
import {
  algebra,
  decoded,
  differences,
  elements,
  named,
  ordered,
  pathTexts,
} from "../../../vectors/apply/field-paths.ts";
import { schemaFrom } from "./shape-schema.ts";

const read = (text: string): FieldSet => JSON.parse(text) as FieldSet;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The whole body is refused then.
    return undefined;
  }
}

describe("a set in a request", () => {
  it.each(decoded)("%s", (text, set) => {
    const written = decodedSet(jsonOf(text));
    expect(written === undefined ? "" : JSON.stringify(written)).toBe(set);
  });

  it("is the very same where it is in the server's form", () => {
    const set = read('{"f:a":{".":{},"f:b":{}},"k:{\\"name\\":\\"x\\"}":{},"i:0":{}}');
    expect(decodedSet(set)).toBe(set);
    const mixed = read('{"f:b":{"f:c":{}},"f:a":{}}');
    expect(decodedSet(mixed)?.["f:b"]).toBe(mixed["f:b"]);
  });
});

it.each(elements)("the element %s is written %s", (text, element) => {
  expect(decodedElement(text) ?? "").toBe(element);
});

it.each(ordered)("%s does not come after %s", (first, second) => {
  expect(inElementOrder([second, first], (element) => element)).toEqual([first, second]);
  expect(inElementOrder([first, second], (element) => element)).toEqual([first, second]);
});

it.each(pathTexts)("the path of %s is %s", (set, text) => {
  expect(Array.from(membersOf(read(set)), pathText)).toEqual([text]);
});

it.each(differences)("%s without %s", (a, b, difference, deep) => {
  expect(JSON.stringify(subtract(read(a), read(b)))).toBe(difference);
  expect(JSON.stringify(subtractDeep(read(a), read(b)))).toBe(deep);
});

it.each(algebra)("%s of %s and %s", (operation, a, b, result) => {
  const operations: Record<string, (a: FieldSet, b: FieldSet) => FieldSet> = {
    union: unite,
    intersection: intersect,
    difference: subtract,
  };
  expect(JSON.stringify(operations[operation]?.(read(a), read(b)))).toBe(result);
});

it.each(named)("the fields above $before", ({ shape, before, after }) => {
  expect(withFieldsAbove(read(before), rootSlot(schemaFrom(shape)))).toEqual(read(after));
});
