/** Ownership after an ordinary create, update or patch: the writer owns what it changed, and nobody else does any more. */
import type { KubeObject } from "../object.ts";
import type { Comparison } from "./compare.ts";
import { createdFields } from "./created.ts";
import { type FieldSet, isEmptySet, unite } from "./field-set.ts";
import { type FieldWrite, ownable, unownedFields } from "./field-write.ts";
import {
  asJson,
  capManagers,
  decodeManagers,
  encodeManager,
  encodeManagers,
  type Manager,
  managerKey,
  type Managers,
  startingManagers,
  withManagedFields,
  withoutManagedFields,
} from "./managed-fields.ts";
import { rootSlot } from "./slot.ts";
import { disown, reconcileManagers, VersionedChange } from "./versions.ts";

/** Notes in `managers` what an Update changed. Returns false when nobody's fields changed. */
export function noteUpdate(
  managers: Managers,
  states: { readonly before: KubeObject | undefined; readonly after: KubeObject },
  write: FieldWrite,
): boolean {
  const before = states.before === undefined ? {} : asJson(withoutManagedFields(states.before));
  const after = asJson(withoutManagedFields(states.after));
  reconcileManagers(managers, write);
  const change = new VersionedChange({ before, after }, write);
  const { added, modified, removed } = change.in(write.apiVersion) as Comparison;
  const taken = unite(added, modified);
  if (isEmptySet(taken) && isEmptySet(removed)) return false;
  disown(managers, change);
  const set = ownable(taken, write);
  if (isEmptySet(set)) return true;
  const own = writerOf(write, set);
  const key = managerKey(own);
  const previous = managers.get(key);
  managers.set(key, previous === undefined ? own : { ...own, set: unite(previous.set, set) });
  return true;
}

function writerOf(write: FieldWrite, set: FieldSet): Manager {
  return {
    manager: write.manager === "" ? "unknown" : write.manager,
    operation: "Update",
    apiVersion: write.apiVersion,
    subresource: write.subresource ?? "",
    time: write.nowRfc3339,
    set,
  };
}

/** A new object that names no owners is its writer's alone. */
function createdEntries(object: KubeObject, write: FieldWrite): ReturnType<typeof encodeManagers> {
  const set = createdFields(asJson(object), rootSlot(write.schema), unownedFields(write));
  return isEmptySet(set) ? [] : [encodeManager(writerOf(write, set))];
}

/**
 * `next` with the managedFields that it has after this write. `live` is the object before, undefined for a create;
 * `next` is what is to be stored, its managedFields as the request has them. Entries and times change only where
 * ownership does. An object that is not tracked (its managedFields were reset) stays so. Never throws.
 */
export function updateManagedFields(
  live: KubeObject | undefined,
  next: KubeObject,
  write: FieldWrite,
): KubeObject {
  const managers = startingManagers(live, next, write.subresource ?? "");
  if (managers.size === 0) {
    if (live !== undefined) return withoutManagedFields(next);
    return withManagedFields(next, createdEntries(next, write));
  }
  const changed = noteUpdate(managers, { before: live, after: next }, write);
  capManagers(managers);
  return withManagedFields(
    next,
    changed ? encodeManagers(managers) : unchangedEntries(managers, live, next),
  );
}

/** The very list that the live object has, where it says the same: so that an unchanged object is seen to be unchanged. */
function unchangedEntries(
  managers: Managers,
  live: KubeObject | undefined,
  next: KubeObject,
): KubeObject["metadata"]["managedFields"] {
  const encoded = encodeManagers(managers);
  const current = live?.metadata.managedFields;
  if (current === next.metadata.managedFields && current?.length === encoded.length) return current;
  const before = decodeManagers(current);
  if (before === undefined) return encoded;
  return JSON.stringify(encodeManagers(before)) === JSON.stringify(encoded) ? current : encoded;
}
