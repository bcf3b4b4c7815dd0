/** Merging an applied configuration into an object, and taking fields out of one (structured-merge-diff, typed/merge.go, remove.go). */
import { isJsonObject, type JsonArray, type JsonValue } from "../json.ts";
import { draftOf, jsonEqual, objectOf } from "../patch/members.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { below, emptySet, type FieldSet, nodeIsMember } from "./field-set.ts";
import { fieldElement, type IndexedItems, indexItems } from "./path-element.ts";
import { granularList, isGranularMap, isStruct, itemSlot, memberSlot, type Slot } from "./slot.ts";

/** `live` with `config` laid over it. Where nothing changes, the very value of `live` is returned. */
export function mergeConfig(live: JsonValue | undefined, config: JsonValue, slot: Slot): JsonValue {
  if (live === undefined || live === config) return config;
  // A null where there are parts with owners of their own says nothing of any of them.
  if (config === null && (granularList(slot) !== undefined || isPartedMap(slot))) return live;
  const list = granularList(slot);
  if (list !== undefined && Array.isArray(live) && Array.isArray(config)) {
    const merged = mergeItems(live as JsonArray, config as JsonArray, list);
    const same = merged.length === live.length && merged.every((item, at) => item === live[at]);
    return same ? live : merged;
  }
  if (isJsonObject(live) && isJsonObject(config) && isGranularMap(slot)) {
    const draft = draftOf(live);
    let changed = false;
    for (const [key, value] of Object.entries(config)) {
      if (value === undefined) continue;
      const before = draft.get(key);
      const after = mergeConfig(before, value, memberSlot(slot, key));
      if (after !== before) {
        draft.set(key, after);
        changed = true;
      }
    }
    return changed ? objectOf(draft) : live;
  }
  return jsonEqual(live, config) ? live : config;
}

/** Unlike free-form data, which may be anything. */
function isPartedMap(slot: Slot): boolean {
  return slot.schema !== undefined && slot.schema.kind !== "any" && isGranularMap(slot);
}

/** The first item of an element; a list that names an element names an item. */
function itemOf(items: IndexedItems, element: string): JsonValue | undefined {
  return items.byElement.get(element)?.[0];
}

/** Applied items come in the order of the configuration; items that only the live list has keep their place among them. */
function mergeItems(live: JsonArray, config: JsonArray, list: ListSchema): JsonArray {
  const left = indexItems(list, live);
  const right = indexItems(list, config);
  const slot = itemSlot(list);
  const shared = right.order.filter((element) => left.byElement.has(element));
  const taken = new Set<string>();
  const merged: JsonValue[] = [];
  let nextShared = 0;
  let at = 0;
  for (let wanted = 0; at < live.length || wanted < config.length;) {
    const own = left.order[at];
    const asked = right.order[wanted];
    if (own !== undefined && !right.byElement.has(own)) {
      merged.push(live[at] as JsonValue);
      at += 1;
      continue;
    }
    const hadItsTurn = own !== undefined && taken.has(own);
    if (hadItsTurn) at += 1;
    if (asked === undefined) continue;
    if (own !== undefined && !hadItsTurn && asked !== own && shared[nextShared] !== own) {
      // Its turn comes at the place that the configuration gives it.
      at += 1;
      continue;
    }
    merged.push(mergeConfig(itemOf(left, asked), config[wanted] as JsonValue, slot));
    taken.add(asked);
    if (shared[nextShared] === asked) nextShared += 1;
    if (own === asked) at += 1;
    wanted += 1;
  }
  return merged;
}

/**
 * `value` without the members of `gone` and all that is below them; undefined when nothing is left of a container that
 * lost something.
 */
export function removeFields(value: JsonValue, gone: FieldSet, slot: Slot): JsonValue | undefined {
  const list = granularList(slot);
  if (list !== undefined && Array.isArray(value)) {
    const items: JsonArray = value;
    const { order } = indexItems(list, items);
    const kept = items.flatMap((item, at) => {
      const left = removeAt(item, below(gone, order[at] ?? ""), itemSlot(list));
      return left === undefined ? [] : [left];
    });
    return kept.length === 0 && items.length > 0 ? undefined : kept;
  }
  if (!isJsonObject(value) || !isGranularMap(slot)) return value;
  const draft = draftOf(value);
  let changed = false;
  for (const [key, part] of draft) {
    const left = removeAt(part, below(gone, fieldElement(key)), memberSlot(slot, key));
    if (left === part) continue;
    changed = true;
    if (left === undefined) draft.delete(key);
    else draft.set(key, left);
  }
  if (!changed) return value;
  return draft.size === 0 ? undefined : objectOf(draft);
}

function removeAt(value: JsonValue, node: FieldSet | undefined, slot: Slot): JsonValue | undefined {
  if (node === undefined) return value;
  return nodeIsMember(node) ? undefined : removeFields(value, node, slot);
}

/**
 * The set with every struct field on the way to a member as a member too: what a pruning compares, so that a struct
 * goes with the last field that was applied in it.
 */
export function withFieldsAbove(set: FieldSet, slot: Slot): FieldSet {
  const entries = Object.entries(set).map(([element, node]): readonly [string, FieldSet] => {
    if (element === ".") return [element, node];
    const closed = withFieldsAbove(node, slotBelow(slot, element));
    const named = isStruct(slot) && element.startsWith("f:") && !nodeIsMember(closed);
    return [element, named ? { ".": emptySet, ...closed } : closed];
  });
  return Object.fromEntries(entries);
}

function slotBelow(slot: Slot, element: string): Slot {
  if (element.startsWith("f:")) return memberSlot(slot, element.slice(2));
  return slot.schema?.kind === "list" ? itemSlot(slot.schema) : { schema: undefined };
}
