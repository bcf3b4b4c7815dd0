/** What an ordinary write changed, as field sets: the comparison that ownership follows (structured-merge-diff, typed/compare.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { jsonEqual } from "../patch/members.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { inElementOrder } from "./element-order.ts";
import { emptySet, FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { elementAt, fieldElement, indexItems } from "./path-element.ts";
import {
  granularList,
  isFreeForm,
  isGranularMap,
  isStruct,
  itemSlot,
  memberSlot,
  type Slot,
} from "./slot.ts";

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** A value that is on one side only, with everything in it, as a node. */
export function wholeNode(value: JsonValue, slot: Slot): FieldSet {
  if (typeof value !== "object" || value === null) return emptySet;
  const node: Record<string, FieldSet> = { ".": emptySet };
  const list = Array.isArray(value) ? granularList(slot) : undefined;
  if (list !== undefined) return addItems(node, value as JsonArray, list) ? node : emptySet;
  if (!isJsonObject(value) || !isGranularMap(slot)) return emptySet;
  return addMembers(node, value, slot) ? node : emptySet;
}

/** Nodes have their elements in order. False when there are none. */
function addMembers(node: Record<string, FieldSet>, value: JsonObject, slot: Slot): boolean {
  const keys = keysInOrder(value);
  for (const key of keys) {
    const part = value[key];
    if (part === undefined) continue;
    const isLeaf = typeof part !== "object" || part === null;
    node[fieldElement(key)] = isLeaf ? emptySet : wholeNode(part, memberSlot(slot, key));
  }
  return keys.length > 0;
}

/** In the order of their elements, which is that of the keys: all have the same beginning. Most objects come in it. */
export function keysInOrder(value: JsonObject): readonly string[] {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at += 1) {
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort();
  }
  return keys;
}

/** False when there are none. */
export function addItems(
  node: Record<string, FieldSet>,
  value: JsonArray,
  list: ListSchema,
): boolean {
  const slot = itemSlot(list);
  if (value.length === 1) {
    node[elementAt(list, value, 0)] = wholeNode(value[0] as JsonValue, slot);
    return true;
  }
  const { byElement } = indexItems(list, value);
  for (const element of inElementOrder([...byElement.keys()], (name) => name)) {
    const [first = null, ...others] = byElement.get(element) ?? [];
    // What is there several times is one thing, for nobody knows which is which.
    node[element] = others.length > 0 ? emptySet : wholeNode(first, slot);
  }
  return value.length > 0;
}

/** What free-form data is compared as. Null may be any of these, and is taken for an empty map. */
function freeKind(value: JsonValue): "map" | "list" | "scalar" {
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "map" : "scalar";
}

class Walk {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();
  private readonly path: string[] = [];

  compare(before: JsonValue | undefined, after: JsonValue | undefined, slot: Slot): void {
    if (before === after) return;
    if (before === undefined) {
      this.added.graft(this.path, wholeNode(after as JsonValue, slot));
    } else if (after === undefined) {
      this.removed.graft(this.path, wholeNode(before, slot));
    } else if (isFreeForm(slot) && freeKind(before) !== freeKind(after)) {
      this.compareKinds(before, after, slot);
    } else {
      this.compareValues(before, after, slot);
    }
  }

  /** Of an empty container and null, or of two values that are owned as one, only the whole can differ. */
  private compareValues(before: JsonValue, after: JsonValue, slot: Slot): void {
    const list = granularList(slot);
    if (list !== undefined && isListOrNull(before) && isListOrNull(after)) {
      if (hasParts(before) || hasParts(after)) {
        this.compareItems((before ?? []) as JsonArray, (after ?? []) as JsonArray, list);
        return;
      }
    } else if (isGranularMap(slot) && isMapOrNull(before) && isMapOrNull(after)) {
      if (hasParts(before) || hasParts(after)) {
        this.compareMembers(before ?? {}, after ?? {}, slot);
        return;
      }
    }
    if (!jsonEqual(before, after)) this.modified.insert(this.path);
  }

  /** Free-form data that has become something of another kind. */
  private compareKinds(before: JsonValue, after: JsonValue, slot: Slot): void {
    if (isJsonObject(before)) this.compareMembers(before, {}, slot);
    if (isJsonObject(after)) this.compareMembers({}, after, slot);
    this.modified.insert(this.path);
  }

  private compareMembers(before: JsonObject, after: JsonObject, slot: Slot): void {
    for (const [key, value] of Object.entries(before)) {
      const other = Object.hasOwn(after, key) ? after[key] : undefined;
      if (other !== value) this.compareMember(key, { before: value, after: other }, slot);
    }
    for (const [key, value] of Object.entries(after)) {
      if (Object.hasOwn(before, key)) continue;
      this.compareMember(key, { before: undefined, after: value }, slot);
    }
  }

  private compareMember(
    key: string,
    { before, after }: { before: JsonValue | undefined; after: JsonValue | undefined },
    parent: Slot,
  ): void {
    const slot = memberSlot(parent, key);
    const absent = slot.alwaysPresent === true ? emptyValue(slot) : undefined;
    const states = {
      before: before === undefined ? absent : before,
      after: after === undefined ? absent : after,
    };
    this.step(fieldElement(key), states, slot);
  }

  private compareItems(before: JsonArray, after: JsonArray, list: ListSchema): void {
    if (before.length === after.length && before.every((item, at) => item === after[at])) return;
    const slot = itemSlot(list);
    const left = indexItems(list, before).byElement;
    const right = indexItems(list, after).byElement;
    for (const [element, items] of left) {
      this.compareItem(element, { items, others: right.get(element) ?? [] }, slot);
    }
    for (const [element, others] of right) {
      if (!left.has(element)) this.compareItem(element, { items: [], others }, slot);
    }
  }

  private compareItem(
    element: string,
    { items, others }: { readonly items: JsonArray; readonly others: JsonArray },
    slot: Slot,
  ): void {
    if (items.length < 2 && others.length < 2) {
      this.step(element, { before: items[0], after: others[0] }, slot);
    } else if (items.length > 1 && others.length > 1) {
      if (!jsonEqual(items, others)) this.leaf(this.modified, element);
    } else if (items.length > 1) {
      if (others.length > 0) this.step(element, { before: undefined, after: others[0] }, slot);
      this.leaf(this.removed, element);
    } else {
      if (items.length > 0) this.step(element, { before: items[0], after: undefined }, slot);
      this.leaf(this.added, element);
    }
  }

  private leaf(set: FieldSetBuilder, element: string): void {
    this.path.push(element);
    set.insert(this.path);
    this.path.pop();
  }

  private step(
    element: string,
    { before, after }: { before: JsonValue | undefined; after: JsonValue | undefined },
    slot: Slot,
  ): void {
    this.path.push(element);
    this.compare(before, after, slot);
    this.path.pop();
  }
}

function isListOrNull(value: JsonValue): boolean {
  return value === null || Array.isArray(value);
}

function isMapOrNull(value: JsonValue): value is JsonObject | null {
  return value === null || isJsonObject(value);
}

function hasParts(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** What Go has where nothing is said: an empty struct, a nil list or map. */
export function emptyValue(slot: Slot): JsonValue {
  return isStruct(slot) ? nothing : null;
}

const nothing: JsonObject = Object.freeze({});

/** The fields that differ between two states of an object. Parts that both states share are not entered. */
export function compareObjects(before: JsonObject, after: JsonObject, slot: Slot): Comparison {
  const walk = new Walk();
  walk.compare(before, after, slot);
  return {
    added: walk.added.build(),
    modified: walk.modified.build(),
    removed: walk.removed.build(),
  };
}
