/** Merging an applied configuration into an object, and taking fields out of one (structured-merge-diff, typed/merge.go, remove.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { draftOf, jsonEqual, objectOf } from "../patch/members.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { below, emptySet, type FieldSet, nodeIsMember } from "./field-set.ts";
import { fieldElement, type IndexedItems, indexItems } from "./path-element.ts";
import {
  granularList,
  isFreeForm,
  isGranularMap,
  itemSlot,
  memberSlot,
  slotBelow,
  type Slot,
} from "./slot.ts";

/** `live` with `config` laid over it. Where nothing changes, the very value of `live` is returned. */
export function mergeConfig(live: JsonValue | undefined, config: JsonValue, slot: Slot): JsonValue {
  if (live === undefined || live === config) return config;
  const list = granularList(slot);
  if (list !== undefined && Array.isArray(live) && live.length > 0) {
    // A null where there are parts with owners of their own says nothing of any of them.
    if (config === null) return live;
    if (!Array.isArray(config)) return config;
    const merged = mergeItems(live as JsonArray, config as JsonArray, list);
    const same = merged.length === live.length && merged.every((item, at) => item === live[at]);
    return same ? live : merged;
  }
  if (isJsonObject(live) && isGranularMap(slot)) {
    if (config === null && Object.keys(live).length > 0) return live;
    if (isJsonObject(config)) return mergeMembers(live, config, slot);
  }
  return jsonEqual(live, config) ? live : config;
}

function mergeMembers(live: JsonObject, config: JsonObject, slot: Slot): JsonObject {
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

/** The item of an element: null where the live list has several, for then none of them is meant. */
function itemOf(items: IndexedItems, element: string): JsonValue | undefined {
  const same = items.byElement.get(element);
  return same !== undefined && same.length > 1 ? null : same?.[0];
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
    const isAsked = own !== undefined && right.byElement.has(own);
    if (own !== undefined && asked !== undefined && own !== asked && isAsked) {
      const next = shared[nextShared];
      if (next !== undefined && next !== own) {
        // Its turn comes at the place that the configuration gives it.
        at += 1;
        continue;
      }
    }
    if (own !== undefined && own !== asked) {
      if (!isAsked) {
        merged.push(live[at] as JsonValue);
        at += 1;
        continue;
      }
      if (taken.has(own)) at += 1;
    }
    if (asked === undefined) continue;
    merged.push(mergeConfig(itemOf(left, asked), config[wanted] as JsonValue, slot));
    taken.add(asked);
    if (shared[nextShared] === asked) nextShared += 1;
    if (own === asked) at += 1;
    wanted += 1;
  }
  return merged;
}

/** `value` without the members of `gone` and all that is below them; null where nothing is left of it. */
export function removeFields(value: JsonValue, gone: FieldSet, slot: Slot): JsonValue {
  const list = granularList(slot);
  if (list !== undefined && Array.isArray(value)) {
    const items: JsonArray = value;
    const { order } = indexItems(list, items);
    const kept: JsonValue[] = [];
    for (const [at, item] of items.entries()) {
      const node = below(gone, order[at] ?? "");
      if (node === undefined) kept.push(item);
      else if (!nodeIsMember(node)) kept.push(removeFields(item, node, itemSlot(list)));
    }
    return kept.length === 0 ? null : kept;
  }
  if (typeof value !== "object" || value === null) return value;
  // What is owned as one cannot lose a part.
  if (!isJsonObject(value) || !isGranularMap(slot)) return null;
  const draft = draftOf(value);
  for (const [key, part] of draft) {
    const node = below(gone, fieldElement(key));
    if (node === undefined) continue;
    if (nodeIsMember(node)) draft.delete(key);
    else draft.set(key, removeFields(part, node, memberSlot(slot, key)));
  }
  return draft.size === 0 ? null : objectOf(draft);
}

/**
 * `after`, pruned from `before`, without the nulls that the pruning has left of emptied lists and maps; in free-form data
 * they stay (apiextensions-apiserver: PruneNonNullableNullsWithoutDefaults; Go's types have no null at all).
 */
export function withoutEmptied(before: JsonValue, after: JsonValue, slot: Slot): JsonValue {
  if (before === after) return after;
  if (Array.isArray(after)) {
    return (after as JsonArray).filter((item) => item !== null);
  }
  if (!isJsonObject(after) || !isJsonObject(before) || isFreeForm(slot)) return after;
  const draft = draftOf(after);
  let changed = false;
  for (const [key, part] of draft) {
    const earlier = before[key];
    if (earlier === undefined || earlier === part) continue;
    const below = memberSlot(slot, key);
    const next =
      part === null && !isFreeForm(below) ? undefined : withoutEmptied(earlier, part, below);
    if (next === part) continue;
    changed = true;
    if (next === undefined) draft.delete(key);
    else draft.set(key, next);
  }
  return changed ? objectOf(draft) : after;
}

/**
 * The set with every struct field on the way to a member as a member too: what a pruning compares, so that a struct
 * goes with the last field that was applied in it.
 */
export function withFieldsAbove(set: FieldSet, slot: Slot): FieldSet {
  const entries = Object.entries(set).map(([element, node]): readonly [string, FieldSet] => {
    if (element === ".") return [element, node];
    const closed = withFieldsAbove(node, slotBelow(slot, element));
    const named = isField(slot, element) && !nodeIsMember(closed);
    return [element, named ? { ".": emptySet, ...closed } : closed];
  });
  return Object.fromEntries(entries);
}

function isField({ schema }: Slot, element: string): boolean {
  return (
    schema?.kind === "struct" && element.startsWith("f:") && schema.fields.has(element.slice(2))
  );
}
