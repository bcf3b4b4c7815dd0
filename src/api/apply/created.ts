/** What the writer of a new object comes to own of it: the comparison with nothing, in one walk that enters only what may be owned. */
import type { JsonObject, JsonValue } from "../json.ts";
import { isJsonObject } from "../json.ts";
import { jsonEqual } from "../patch/members.ts";
import { isShared, onceOf, share } from "../shared-parts.ts";
import { addItems, emptyValue, keysInOrder, wholeNode } from "./compare.ts";
import { below, emptySet, type FieldSet, isEmptySet } from "./field-set.ts";
import { fieldElement } from "./path-element.ts";
import { Shapes } from "./shapes.ts";
import { granularList, isGranularMap, memberSlot, type Slot } from "./slot.ts";

type Node = Record<string, FieldSet>;

/**
 * All fields of `object` but those of `omitted`: a leaf of that stands for all that is below it, too. The same as what `compareObjects`
 * finds added or modified between an empty object and this one.
 */
export function createdFields(object: JsonObject, slot: Slot, omitted: FieldSet): FieldSet {
  const shape = shapesOf(slot, omitted).of(object);
  if (shape === undefined) return membersNode(object, slot, omitted) ?? emptySet;
  return (shape.found ??= share({ ...membersNode(object, slot, omitted) }));
}

/** By what objects are, and by what is nobody's in them. */
const shapes = new WeakMap<Slot, WeakMap<FieldSet, Shapes<FieldSet>>>();

function shapesOf(slot: Slot, omitted: FieldSet): Shapes<FieldSet> {
  let ofSlot = shapes.get(slot);
  if (ofSlot === undefined) shapes.set(slot, (ofSlot = new WeakMap()));
  let ofBoth = ofSlot.get(omitted);
  if (ofBoth === undefined) ofSlot.set(omitted, (ofBoth = new Shapes()));
  return ofBoth;
}

/** Of what objects share, the fields are shared as well. */
function sharedNode(value: JsonValue, slot: Slot, omitted?: FieldSet): FieldSet | undefined {
  if (omitted !== undefined || !isShared(value)) return memberNode(value, slot, omitted);
  return onceOf(value, slot, () => {
    const node = memberNode(value, slot);
    return node && share(node);
  });
}

function membersNode(value: JsonObject, slot: Slot, omitted?: FieldSet): FieldSet | undefined {
  const nodeOf = omitted === undefined ? memberNode : sharedNode;
  let node: Node | undefined;
  for (const key of keysInOrder(value)) {
    const part = value[key];
    if (part === undefined) continue;
    const element = fieldElement(key);
    const left = omitted && below(omitted, element);
    if (left !== undefined && isEmptySet(left)) continue;
    const child = nodeOf(part, memberSlot(slot, key), left);
    if (child !== undefined) (node ??= {})[element] = child;
  }
  return node;
}

function memberNode(value: JsonValue, slot: Slot, omitted?: FieldSet): FieldSet | undefined {
  // What is omitted in part is no member itself.
  if (omitted !== undefined && isJsonObject(value)) return membersNode(value, slot, omitted);
  return slot.alwaysPresent === true ? presentNode(value, slot) : wholeNode(value, slot);
}

/** Of what Go has in every object, an empty one where nothing is said, only the parts are new. */
function presentNode(value: JsonValue, slot: Slot): FieldSet | undefined {
  const list = granularList(slot);
  if (Array.isArray(value) && value.length > 0 && list !== undefined) {
    const node: Node = {};
    addItems(node, value, list);
    return node;
  }
  if (isJsonObject(value) && isGranularMap(slot) && Object.keys(value).length > 0) {
    return membersNode(value, slot);
  }
  return jsonEqual(emptyValue(slot), value) ? undefined : emptySet;
}
