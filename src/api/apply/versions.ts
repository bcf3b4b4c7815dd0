/** One write seen in every version that owners have written in: fields are compared in the version that they are recorded in (structured-merge-diff, merge/update.go, Converter). */
import type { JsonObject } from "../json.ts";
import { appliedSetOf } from "./applied-set.ts";
import { compareObjects, type Comparison } from "./compare.ts";
import { emptySet, type FieldSet, isEmptySet, intersect, subtract, unite } from "./field-set.ts";
import { type FieldWrite, written } from "./field-write.ts";
import type { Managers } from "./managed-fields.ts";
import { removeFields, withFieldsAbove } from "./merge-config.ts";
import { reconciledSet } from "./reconcile-schema.ts";
import { rootSlot, type Slot } from "./slot.ts";

type Versioned = Pick<FieldWrite, "schema" | "apiVersion" | "versions" | "resetFields">;

function slotIn(write: Versioned, apiVersion: string): Slot | undefined {
  if (write.versions === undefined || apiVersion === write.apiVersion)
    return rootSlot(write.schema);
  const schema = write.versions.schemaOf(apiVersion);
  return schema && rootSlot(schema);
}

function inVersion(object: JsonObject, write: Versioned, apiVersion: string): JsonObject {
  const same = write.versions === undefined || object["apiVersion"] === apiVersion;
  return same || Object.keys(object).length === 0
    ? object
    : (write.versions?.convert(object, apiVersion) ?? object);
}

/** What a write changes, in whichever version is asked for. */
export class VersionedChange {
  readonly #states: { readonly before: JsonObject; readonly after: JsonObject };
  readonly #write: Versioned;
  readonly #known = new Map<string, Comparison | undefined>();
  readonly #touched = new Map<Comparison, FieldSet>();

  constructor(
    states: { readonly before: JsonObject; readonly after: JsonObject },
    write: Versioned,
  ) {
    this.#states = states;
    this.#write = write;
  }

  /** All fields that it sets, changes or removes; undefined as for `in`. */
  touched(apiVersion: string): FieldSet | undefined {
    const change = this.in(apiVersion);
    if (change === undefined) return undefined;
    let touched = this.#touched.get(change);
    if (touched === undefined) {
      touched = unite(unite(change.added, change.modified), change.removed);
      this.#touched.set(change, touched);
    }
    return touched;
  }

  /** Undefined for a version that there is no more: what was written in it is nobody's any longer. */
  in(apiVersion: string): Comparison | undefined {
    const key = this.#write.versions === undefined ? this.#write.apiVersion : apiVersion;
    if (!this.#known.has(key)) this.#known.set(key, this.#compare(key));
    return this.#known.get(key);
  }

  #compare(apiVersion: string): Comparison | undefined {
    const slot = slotIn(this.#write, apiVersion);
    if (slot === undefined) return undefined;
    const { before, after } = this.#states;
    const left = inVersion(before, this.#write, apiVersion);
    const right = inVersion(after, this.#write, apiVersion);
    const { added, modified, removed } = compareObjects(left, right, slot);
    // What the endpoint sets back is nothing that this write does.
    return {
      added: written(added, this.#write),
      modified: written(modified, this.#write),
      removed: written(removed, this.#write),
    };
  }
}

/** Brings what owners have noted in keeping with the schemas of today; drops those of versions that there are no more. */
export function reconcileManagers(managers: Managers, write: Versioned): void {
  for (const [key, owner] of managers) {
    const slot = slotIn(write, owner.apiVersion);
    const set = slot?.schema && reconciledSet(owner.set, slot.schema);
    if (set === undefined) managers.delete(key);
    else if (set !== owner.set) managers.set(key, { ...owner, set });
  }
}

/** Takes what a write has set, changed or removed from all owners but the one at `except`; drops those of lost versions. */
export function disown(managers: Managers, change: VersionedChange, except?: string): void {
  for (const [key, owner] of managers) {
    if (key === except) continue;
    const lost = change.touched(owner.apiVersion);
    const set = lost === undefined ? emptySet : subtract(owner.set, lost);
    if (set === owner.set) continue;
    if (isEmptySet(set)) managers.delete(key);
    else managers.set(key, { ...owner, set });
  }
}

/**
 * `merged` without what its applier had in the set `last` and neither it nor any other owner has now. Where versions
 * differ the object goes through each of them, as structured-merge-diff's prune does.
 */
export function pruned(
  merged: JsonObject,
  last: { readonly set: FieldSet; readonly apiVersion: string },
  args: { readonly managers: Managers; readonly write: Versioned },
): JsonObject {
  const { managers, write } = args;
  const lastSlot = slotIn(write, last.apiVersion);
  if (isEmptySet(last.set) || lastSlot === undefined) return merged;
  // The version that is pruned comes first: what other versions are converted from must be there again by then.
  const lastVersion = write.versions === undefined ? write.apiVersion : last.apiVersion;
  const owned = new Map<string, FieldSet>([[lastVersion, emptySet]]);
  for (const owner of managers.values()) {
    const version = write.versions === undefined ? write.apiVersion : owner.apiVersion;
    owned.set(version, unite(owned.get(version) ?? emptySet, owner.set));
  }
  const lastSet = withFieldsAbove(last.set, lastSlot);
  if (lastVersion === write.apiVersion && owned.size === 1) {
    const now = withFieldsAbove(owned.get(write.apiVersion) ?? emptySet, lastSlot);
    const gone = subtract(lastSet, now);
    return isEmptySet(gone) ? merged : without(merged, gone, lastSlot);
  }
  let whole = inVersion(merged, write, last.apiVersion);
  let left = without(whole, lastSet, lastSlot);
  for (const [version, set] of owned) {
    const slot = slotIn(write, version);
    if (slot === undefined) continue;
    whole = inVersion(whole, write, version);
    const kept = unite(fieldsIn(inVersion(left, write, version), slot), withFieldsAbove(set, slot));
    left = without(whole, subtract(fieldsIn(whole, slot), kept), slot);
  }
  whole = inVersion(whole, write, last.apiVersion);
  const lost = subtract(
    fieldsIn(whole, lastSlot),
    fieldsIn(inVersion(left, write, last.apiVersion), lastSlot),
  );
  const result = without(whole, intersect(lost, lastSet), lastSlot);
  return inVersion(result, write, write.apiVersion);
}

function without(object: JsonObject, gone: FieldSet, slot: Slot): JsonObject {
  return (removeFields(object, gone, slot) ?? {}) as JsonObject;
}

function fieldsIn(object: JsonObject, slot: Slot): FieldSet {
  return withFieldsAbove(appliedSetOf(object, slot).set, slot);
}
