/** How server-side apply looks at a place in an object: as one value, or as something whose parts have owners of their own. */
import type { JsonValue } from "../json.ts";
import type { ListSchema, TypeSchema } from "../schema/type-schema.ts";

/** A place in an object: its type, undefined where the schema says nothing. */
export interface Slot {
  readonly schema: TypeSchema | undefined;
  readonly atomic?: boolean;
  readonly alwaysPresent?: true;
}

const unknown: Slot = { schema: undefined };
const valueSlots = new WeakMap<TypeSchema, Slot>();

function slotOf(schema: TypeSchema): Slot {
  let slot = valueSlots.get(schema);
  if (slot === undefined) {
    slot = { schema };
    valueSlots.set(schema, slot);
  }
  return slot;
}

export function rootSlot(schema: TypeSchema): Slot {
  return slotOf(schema);
}

/** The place of a member of a struct or map. Free-form data counts as maps of its own kind. */
export function memberSlot(parent: Slot, name: string): Slot {
  const schema = parent.schema;
  if (schema?.kind === "struct") return schema.fields.get(name) ?? unknown;
  return schema?.kind === "map" ? slotOf(schema.values) : unknown;
}

export function itemSlot(list: ListSchema): Slot {
  return slotOf(list.items);
}

/** The place that a path element leads to. */
export function slotBelow(slot: Slot, element: string): Slot {
  if (element.startsWith("f:")) return memberSlot(slot, element.slice(2));
  return slot.schema?.kind === "list" ? itemSlot(slot.schema) : unknown;
}

/** True where the members of an object have owners of their own. Free-form objects are granular, free-form lists are not. */
export function isGranularMap(slot: Slot): boolean {
  if (slot.atomic === true) return false;
  const schema = slot.schema;
  if (schema === undefined || schema.kind === "any") return true;
  if (schema.kind !== "struct" && schema.kind !== "map") return false;
  // What the field says counts more than what its type does: a volume's claimRef is granular, other references are not.
  return slot.atomic === false || !schema.atomic;
}

/** True where the schema says nothing of what is there. */
export function isFreeForm(slot: Slot): boolean {
  return slot.atomic !== true && (slot.schema === undefined || slot.schema.kind === "any");
}

/** The list's schema where its items have owners of their own. */
export function granularList(slot: Slot): ListSchema | undefined {
  if (slot.atomic === true || slot.schema?.kind !== "list") return undefined;
  return slot.schema.listType === "atomic" ? undefined : slot.schema;
}

export function isStruct(slot: Slot): boolean {
  return slot.schema?.kind === "struct";
}

/** True for a field that the schema declares; free-form places declare every name. */
export function declares(parent: Slot, name: string): boolean {
  const schema = parent.schema;
  return schema?.kind !== "struct" || schema.preserveUnknown || schema.fields.has(name);
}

export function isContainer(
  value: JsonValue | undefined,
): value is Exclude<JsonValue, string | number | boolean | null> {
  return typeof value === "object" && value !== null;
}
