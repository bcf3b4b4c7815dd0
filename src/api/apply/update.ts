/** Ownership after an ordinary create, update or patch: the writer owns what it changed, and nobody else does any more. */
import type { KubeObject } from "../object.ts";
import type { Comparison } from "./compare.ts";
import { isEmptySet, unite } from "./field-set.ts";
import { type FieldWrite, ownable } from "./field-write.ts";
import {
  asJson,
  capManagers,
  decodeManagers,
  encodeManagers,
  type Manager,
  managerKey,
  type Managers,
  startingManagers,
  withManagedFields,
  withoutManagedFields,
} from "./managed-fields.ts";
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
  const own: Manager = {
    manager: write.manager === "" ? "unknown" : write.manager,
    operation: "Update",
    apiVersion: write.apiVersion,
    subresource: write.subresource ?? "",
    time: write.nowRfc3339,
    set,
  };
  const key = managerKey(own);
  const previous = managers.get(key);
  managers.set(key, previous === undefined ? own : { ...own, set: unite(previous.set, set) });
  return true;
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
  if (managers.size === 0 && live !== undefined) return withoutManagedFields(next);
  if (!noteUpdate(managers, { before: live, after: next }, write)) {
    return withManagedFields(next, unchangedEntries(managers, live, next));
  }
  capManagers(managers);
  return withManagedFields(next, encodeManagers(managers));
}

/** The very list that the live object has, where it says the same: so that an unchanged object is seen to be unchanged. */
function unchangedEntries(
  managers: Managers,
  live: KubeObject | undefined,
  next: KubeObject,
): KubeObject["metadata"]["managedFields"] {
  const encoded = encodeManagers(managers);
  const current = live?.metadata.managedFields;
  if (current === next.metadata.managedFields) return current;
  const before = decodeManagers(current);
  if (before === undefined) return encoded;
  return JSON.stringify(encodeManagers(before)) === JSON.stringify(encoded) ? current : encoded;
}
