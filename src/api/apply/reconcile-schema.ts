/**
 * Sets of fields that were noted before their schema changed: what has become atomic since has one owner for all that is
 * in it (structured-merge-diff, typed/reconcile_schema.go). What has become granular keeps its owners as they are.
 */
import type { TypeSchema } from "../schema/type-schema.ts";
import { emptySet, type FieldSet, isEmptySet } from "./field-set.ts";
import { granularList, isFreeForm, isGranularMap, rootSlot, slotBelow, type Slot } from "./slot.ts";

/** Sets that have been seen to be in keeping with a schema: nearly all, for a schema seldom changes. */
const settled = new WeakMap<FieldSet, TypeSchema>();

/** `set` as `schema` has it now; the same set where nothing has become atomic. */
export function reconciledSet(set: FieldSet, schema: TypeSchema): FieldSet {
  if (settled.get(set) === schema) return set;
  const result = reconciledChildren(set, rootSlot(schema));
  settled.set(result, schema);
  return result;
}

function reconciledNode(node: FieldSet, slot: Slot): FieldSet {
  if (isEmptySet(node) || isFreeForm(slot)) return node;
  const kind = slot.schema?.kind;
  if (kind === "scalar") return node;
  const granular = kind === "list" ? granularList(slot) !== undefined : isGranularMap(slot);
  // It is owned as one: by whom any of its parts was owned.
  return granular ? reconciledChildren(node, slot) : emptySet;
}

function reconciledChildren(node: FieldSet, slot: Slot): FieldSet {
  let changed: Record<string, FieldSet> | undefined;
  for (const [element, below] of Object.entries(node)) {
    if (element === ".") continue;
    const next = reconciledNode(below, slotBelow(slot, element));
    if (next === below) continue;
    changed ??= { ...node };
    changed[element] = next;
  }
  return changed ?? node;
}
