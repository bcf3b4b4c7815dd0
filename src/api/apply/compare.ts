/** What an ordinary write changed, as field sets: the comparison that ownership follows (structured-merge-diff, typed/compare.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { jsonEqual } from "../patch/members.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { emptySet, FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, indexItems } from "./path-element.ts";
import { granularList, isGranularMap, isStruct, itemSlot, memberSlot, type Slot } from "./slot.ts";

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/**
 * Structs and lists that Kubernetes' Go types hold by value: they are in every object, an empty one too, and so nobody
 * is noted as having added them. The schema does not tell these from optional ones; the names do.
 */
const alwaysPresent: ReadonlySet<string> = new Set(
  (
    "metadata spec status template jobTemplate strategy updateStrategy containers rules state lastState nodeInfo " +
    "daemonEndpoints kubeletEndpoint loadBalancer involvedObject source scaleTargetRef"
  )
    .split(" ")
    .map(fieldElement),
);

/** A value and everything in it, as the node below `element`; undefined where nobody is noted as having added any of it. */
function wholeNode(value: JsonValue, slot: Slot, element: string): FieldSet | undefined {
  const list = Array.isArray(value) && value.length > 0 ? granularList(slot) : undefined;
  const map = isJsonObject(value) && isGranularMap(slot) ? Object.keys(value) : [];
  if (list === undefined && map.length === 0) return emptySet;
  const member = (list === undefined && !isStruct(slot)) || !alwaysPresent.has(element);
  const node: Record<string, FieldSet> = {};
  // The order of the elements is that of the keys: both have the same beginning.
  if (member) node["."] = emptySet;
  const children =
    list === undefined
      ? addMembers(node, { value: value as JsonObject, keys: map.sort(), slot })
      : addItems(node, value as JsonArray, list);
  if (children > 0) return node;
  return member ? emptySet : undefined;
}

function addMembers(
  node: Record<string, FieldSet>,
  { value, keys, slot }: { value: JsonObject; keys: readonly string[]; slot: Slot },
): number {
  let count = 0;
  for (const key of keys) {
    const part = value[key];
    if (part === undefined) continue;
    const element = fieldElement(key);
    const child = wholeNode(part, memberSlot(slot, key), element);
    if (child === undefined) continue;
    node[element] = child;
    count += 1;
  }
  return count;
}

function addItems(node: Record<string, FieldSet>, value: JsonArray, list: ListSchema): number {
  const { byElement } = indexItems(list, value);
  let count = 0;
  for (const element of [...byElement.keys()].sort()) {
    const [first = null, ...others] = byElement.get(element) ?? [];
    const child = others.length > 0 ? emptySet : wholeNode(first, itemSlot(list), element);
    if (child === undefined) continue;
    node[element] = child;
    count += 1;
  }
  return count;
}

class Walk {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();
  private readonly path: string[] = [];

  /** Notes `value`, which is on one side only, and everything in it. */
  private note(set: FieldSetBuilder, value: JsonValue, slot: Slot): void {
    const node = wholeNode(value, slot, this.path.at(-1) ?? "");
    if (node !== undefined) set.graft(this.path, node);
  }

  compare(before: JsonValue | undefined, after: JsonValue | undefined, slot: Slot): void {
    if (before === after) return;
    if (before === undefined) {
      this.note(this.added, after as JsonValue, slot);
    } else if (after === undefined) {
      this.note(this.removed, before, slot);
    } else if (Array.isArray(before) && Array.isArray(after) && granularList(slot)) {
      this.compareItems(before as JsonArray, after as JsonArray, granularList(slot) as ListSchema);
    } else if (isJsonObject(before) && isJsonObject(after) && isGranularMap(slot)) {
      this.compareMembers(before, after, slot);
    } else if (!jsonEqual(before, after)) {
      this.modified.insert(this.path);
    }
  }

  private compareMembers(before: JsonObject, after: JsonObject, slot: Slot): void {
    for (const [key, value] of Object.entries(before)) {
      const other = Object.hasOwn(after, key) ? after[key] : undefined;
      if (other === value) continue;
      this.step(fieldElement(key), value, other, memberSlot(slot, key));
    }
    for (const [key, value] of Object.entries(after)) {
      if (Object.hasOwn(before, key)) continue;
      this.step(fieldElement(key), undefined, value, memberSlot(slot, key));
    }
  }

  private compareItems(before: JsonArray, after: JsonArray, list: ListSchema): void {
    if (before.length === after.length && before.every((item, at) => item === after[at])) return;
    const slot = itemSlot(list);
    const left = indexItems(list, before).byElement;
    const right = indexItems(list, after).byElement;
    for (const [element, items] of left) {
      const others = right.get(element);
      if (items.length === 1 && (others === undefined || others.length === 1)) {
        this.step(element, items[0], others?.[0], slot);
      } else if (others === undefined) {
        this.leaf(this.removed, element);
      } else if (!jsonEqual(items, others)) {
        this.leaf(this.modified, element);
      }
    }
    for (const [element, items] of right) {
      if (left.has(element)) continue;
      if (items.length === 1) this.step(element, undefined, items[0], slot);
      else this.leaf(this.added, element);
    }
  }

  private leaf(set: FieldSetBuilder, element: string): void {
    this.path.push(element);
    set.insert(this.path);
    this.path.pop();
  }

  private step(
    element: string,
    before: JsonValue | undefined,
    after: JsonValue | undefined,
    slot: Slot,
  ): void {
    this.path.push(element);
    this.compare(before, after, slot);
    this.path.pop();
  }
}

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
