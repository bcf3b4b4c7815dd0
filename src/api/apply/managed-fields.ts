/**
 * managedFields: who owns which fields of an object, read from and written to its metadata (apimachinery,
 * pkg/util/managedfields/internal).
 */
import type { ManagedFieldsEntry } from "../generated/types.ts";
import { isJsonObject, type JsonValue } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { parseTime } from "../time.ts";
import { quote } from "../validation/field-errors.ts";
import { decodedSet, writtenSet } from "./decode-set.ts";
import { emptySet, type FieldSet, isEmptySet, setsEqual, unite } from "./field-set.ts";

export type Operation = "Apply" | "Update";

/** One owner and what it owns. `time` is RFC 3339; it does not tell owners apart. */
export interface Manager {
  readonly manager: string;
  readonly operation: Operation;
  readonly apiVersion: string;
  /** Empty for the resource itself. */
  readonly subresource: string;
  readonly time: string | undefined;
  readonly set: FieldSet;
}

/** Owners by {@link managerKey}. */
export type Managers = Map<string, Manager>;

/** More Update managers than this are folded together, the oldest first. */
const updateManagersMax = 10;
const oldUpdatesManager = "ancient-changes";

/** What tells owners apart. An applier is the same one whatever version it applies. */
export function managerKey(
  owner: Pick<Manager, "manager" | "operation" | "apiVersion" | "subresource">,
): string {
  const version = owner.operation === "Apply" ? "" : owner.apiVersion;
  return JSON.stringify([owner.manager, owner.operation, version, owner.subresource]);
}

/** What is wrong with an entry, in Kubernetes' words; undefined for one that can be read. */
function entryError(entry: ManagedFieldsEntry, at: number): string | undefined {
  const { operation, apiVersion, fieldsType } = entry;
  if (operation !== "Apply" && operation !== "Update")
    return "operation must be `Apply` or `Update`";
  if (!apiVersion) return "apiVersion must not be empty";
  if (!fieldsType) return `missing fieldsType in managed fields entry ${at}`;
  if (fieldsType !== "FieldsV1") {
    return `invalid fieldsType ${quote(fieldsType)} in managed fields entry ${at}`;
  }
  if (decodedSet(entry.fieldsV1 ?? null) !== undefined) return undefined;
  return `error decoding versioned set from managed fields entry ${at}: error decoding set`;
}

/** The first thing wrong with a list of entries; undefined where there is nothing. */
export function managedFieldsError(
  entries: readonly ManagedFieldsEntry[] | undefined,
): string | undefined {
  for (const [at, entry] of (entries ?? []).entries()) {
    const error = isJsonObject(entry)
      ? entryError(entry, at)
      : "operation must be `Apply` or `Update`";
    if (error !== undefined) return error;
  }
  return undefined;
}

function decodeEntry(entry: ManagedFieldsEntry): Manager | undefined {
  if (entryError(entry, 0) !== undefined) return undefined;
  return {
    manager: entry.manager ?? "",
    operation: entry.operation as Operation,
    apiVersion: entry.apiVersion ?? "",
    subresource: entry.subresource ?? "",
    time: entry.time,
    set: decodedSet(entry.fieldsV1 ?? null) ?? emptySet,
  };
}

/** The owners in a list of entries, or undefined when one of them is malformed. */
export function decodeManagers(
  entries: readonly ManagedFieldsEntry[] | undefined,
): Managers | undefined {
  const managers: Managers = new Map();
  for (const entry of entries ?? []) {
    const manager = isJsonObject(entry) ? decodeEntry(entry) : undefined;
    if (manager === undefined) return undefined;
    managers.set(managerKey(manager), manager);
  }
  return managers;
}

function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (!Array.isArray(entries)) return false;
  const [only, ...others] = entries as readonly ManagedFieldsEntry[];
  if (only === undefined) return true;
  if (!isJsonObject(only) || others.length > 0) return false;
  return Object.values(only).every(
    (value) => value === undefined || value === null || value === "",
  );
}

/**
 * The owners that a write starts from: those that the request's object names, else the live object's. An empty list, or
 * one with one empty entry, resets them; through a subresource the request's are never looked at.
 */
export function startingManagers(
  live: KubeObject | undefined,
  next: KubeObject,
  subresource: string,
): Managers {
  const asked = next.metadata.managedFields;
  const current = live?.metadata.managedFields;
  if (subresource === "" && asked !== current) {
    if (isReset(asked)) return new Map();
    const managers = decodeManagers(asked);
    if (managers !== undefined && managers.size > 0) return managers;
  }
  return decodeManagers(current) ?? new Map<string, Manager>();
}

function seconds(time: string | undefined): number {
  return Math.floor((parseTime(time) ?? 0) / 1000);
}

function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function entryOrder(a: Manager, b: Manager): number {
  return (
    textOrder(a.operation, b.operation) ||
    seconds(a.time) - seconds(b.time) ||
    textOrder(a.manager, b.manager) ||
    textOrder(a.apiVersion, b.apiVersion) ||
    textOrder(a.subresource, b.subresource)
  );
}

/** The entries of the owners that own something, in Kubernetes' order. */
export function encodeManagers(managers: Managers): readonly ManagedFieldsEntry[] {
  return [...managers.values()]
    .filter((owner) => !isEmptySet(owner.set))
    .sort(entryOrder)
    .map(encodeManager);
}

export function encodeManager(owner: Manager): ManagedFieldsEntry {
  const { manager, operation, apiVersion, time, subresource } = owner;
  const fieldsV1 = writtenSet(owner.set);
  const fieldsType = "FieldsV1";
  const entry: ManagedFieldsEntry =
    time === undefined
      ? { manager, operation, apiVersion, fieldsType, fieldsV1 }
      : { manager, operation, apiVersion, time, fieldsType, fieldsV1 };
  return subresource === "" ? entry : { ...entry, subresource };
}

/** Folds the oldest Update managers into one a version until few enough are left. */
export function capManagers(managers: Managers, most = updateManagersMax): void {
  if (managers.size <= most) return;
  const updaters = [...managers.entries()]
    .filter(([, owner]) => owner.operation === "Update")
    .sort(([keyA, a], [keyB, b]) => seconds(a.time) - seconds(b.time) || textOrder(keyA, keyB));
  let count = updaters.length;
  const firstOfVersion = new Map<string, string>();
  for (const [key, owner] of updaters) {
    if (count <= most) return;
    const first = firstOfVersion.get(owner.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(owner.apiVersion, key);
      continue;
    }
    const bucket: Manager = {
      manager: oldUpdatesManager,
      operation: "Update",
      apiVersion: owner.apiVersion,
      subresource: "",
      time: owner.time,
      set: owner.set,
    };
    const bucketKey = managerKey(bucket);
    const before = managers.get(bucketKey) ?? managers.get(first);
    if (!managers.has(bucketKey)) managers.delete(first);
    managers.delete(key);
    managers.set(bucketKey, {
      ...bucket,
      set: before === undefined ? owner.set : unite(owner.set, before.set),
    });
    count -= 1;
  }
}

/** True where two lists tell the same of the same owners, whenever that was. */
export function sameButTimes(
  a: readonly ManagedFieldsEntry[] | undefined,
  b: readonly ManagedFieldsEntry[] | undefined,
): boolean {
  if (a === b || !a || !b) return a === b;
  return (
    a.length === b.length &&
    a.every((entry, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        entry.manager === other.manager &&
        entry.operation === other.operation &&
        entry.apiVersion === other.apiVersion &&
        entry.subresource === other.subresource &&
        setsEqual(
          (entry.fieldsV1 ?? emptySet) as FieldSet,
          (other.fieldsV1 ?? emptySet) as FieldSet,
        )
      );
    })
  );
}

/** `object` with these entries, or without any when there are none. */
export function withManagedFields(
  object: KubeObject,
  entries: readonly ManagedFieldsEntry[] | undefined,
): KubeObject {
  if (object.metadata.managedFields === entries) return object;
  // A request may have a null there.
  const some = Array.isArray(entries) && entries.length > 0;
  if (some && !("managedFields" in object.metadata)) {
    return { ...object, metadata: { ...object.metadata, managedFields: entries } };
  }
  const { managedFields: _before, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: some ? { ...metadata, managedFields: entries } : metadata,
  };
}

/** The object as its owners see it: without managedFields. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  return withManagedFields(object, undefined);
}

/** Kubernetes' typed objects as the JSON that they are. */
export function asJson(object: KubeObject): { readonly [key: string]: JsonValue | undefined } {
  return object as unknown as { readonly [key: string]: JsonValue | undefined };
}
