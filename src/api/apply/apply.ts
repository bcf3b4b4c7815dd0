/**
 * Server-side apply: a configuration is merged into the object, what its manager no longer applies is taken out, and
 * fields of other managers are refused or, with force, taken over (structured-merge-diff, merge/update.go).
 */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { goText } from "../patch/directives.ts";
import { jsonEqual } from "../patch/members.ts";
import type { TypeSchema } from "../schema/type-schema.ts";
import { badRequest, unknownError } from "../status.ts";
import { appliedSetOf } from "./applied-set.ts";
import { conflictError, conflictsWith } from "./conflicts.ts";
import { emptySet, type FieldSet, isEmptySet, setsEqual, subtract, unite } from "./field-set.ts";
import { type FieldWrite, ownable, written } from "./field-write.ts";
import { lastAppliedSet, refreshLastApplied } from "./last-applied.ts";
import {
  asJson,
  decodeManagers,
  encodeManagers,
  type Manager,
  managerKey,
  type Managers,
  withManagedFields,
  withoutManagedFields,
} from "./managed-fields.ts";
import { mergeConfig, withoutEmptied } from "./merge-config.ts";
import { rootSlot } from "./slot.ts";
import { noteUpdate } from "./update.ts";
import { disown, pruned, reconcileManagers, VersionedChange } from "./versions.ts";

export interface ApplyWrite extends FieldWrite {
  /** Takes over fields of other managers instead of refusing. */
  readonly force: boolean;
}

/** The owner of everything that was there before an object was applied to for the first time. */
const beforeFirstApply = "before-first-apply";

/** The applied fields of a valid configuration; StatusError 400 or 500 for any other. */
function checkedSet(config: KubeObject, write: ApplyWrite): FieldSet {
  const { apiVersion, kind, metadata } = config;
  if (metadata.managedFields !== undefined) {
    throw badRequest("metadata.managedFields must be nil");
  }
  if (apiVersion !== write.apiVersion) {
    throw badRequest(`invalid object type: ${objectTypeText(apiVersion, kind)}`);
  }
  return setOf(asJson(config), write.schema);
}

function setOf(config: JsonObject, schema: TypeSchema): FieldSet {
  const { set, errors } = appliedSetOf(config, rootSlot(schema));
  if (errors.length === 0) return set;
  const text =
    errors.length === 1
      ? errors[0]
      : ["errors:", ...errors.map((error) => `  ${error}`)].join("\n");
  const metadata = isJsonObject(config["metadata"]) ? config["metadata"] : {};
  const shown = [metadata["namespace"], metadata["name"]].map((part) => goText(part ?? ""));
  const type = objectTypeText(config["apiVersion"], config["kind"]);
  throw unknownError(`failed to create typed patch object (${shown.join("/")}; ${type}): ${text}`);
}

/** A type as Go prints it: `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`. */
export function objectTypeText(apiVersion: unknown, kind: unknown): string {
  const version = typeof apiVersion === "string" ? apiVersion : "";
  const shown = version.includes("/") ? version : `/${version}`;
  return `${shown}, Kind=${typeof kind === "string" ? kind : ""}`;
}

/**
 * Throws the StatusError 500 of a configuration that does not fit its schema, as raw as it was sent: what is wrong with
 * its types is told in these words, not in the decoder's.
 */
export function checkConfiguration(config: JsonObject, schema: TypeSchema): void {
  setOf(config, schema);
}

function managersOf(live: KubeObject | undefined, write: ApplyWrite): Managers {
  const managers = decodeManagers(live?.metadata.managedFields) ?? new Map<string, Manager>();
  if (live !== undefined && managers.size === 0) {
    const note = { ...write, manager: beforeFirstApply };
    noteUpdate(managers, { before: undefined, after: live }, note);
  }
  return managers;
}

/** What a write takes, as the owner's version has it. */
function takenBy(change: VersionedChange, owner: Manager, free: FieldSet): FieldSet {
  const comparison = change.in(owner.apiVersion);
  return comparison ? subtract(unite(comparison.added, comparison.modified), free) : emptySet;
}

function sameManagers(a: Managers, b: Managers): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([key, owner]) => {
    const other = b.get(key);
    return (
      other !== undefined &&
      other.apiVersion === owner.apiVersion &&
      setsEqual(owner.set, other.set)
    );
  });
}

/**
 * The object after `config` is applied to `live` (undefined: it does not exist yet), with its managedFields. Returns
 * `live` itself when nothing changes. Throws StatusError 409 when other managers' fields would change and `force` is
 * not set, 400 when the configuration is not valid. Neither input changes; defaults are the caller's.
 * Sets of other versions are compared in those, as far as `write.versions` knows them.
 */
export function apply(
  live: KubeObject | undefined,
  config: KubeObject,
  write: ApplyWrite,
): KubeObject {
  const slot = rootSlot(write.schema);
  const applied = checkedSet(config, write);
  const managers = managersOf(live, write);
  const before: Managers = new Map(managers);
  const identity = {
    manager: write.manager,
    operation: "Apply" as const,
    apiVersion: write.apiVersion,
    subresource: write.subresource ?? "",
  };
  const key = managerKey(identity);
  reconcileManagers(managers, write);
  const last = managers.get(key);
  managers.set(key, { ...identity, time: last?.time, set: written(applied, write) });

  const current = live === undefined ? undefined : asJson(withoutManagedFields(live));
  const merged = mergeConfig(current, asJson(config), slot) as JsonObject;
  const next = last === undefined ? merged : pruned(merged, last, { managers, write });
  const change = new VersionedChange({ before: current ?? {}, after: next }, write);
  if (!write.force) {
    const free = write.manager === "kubectl" ? lastAppliedSet(live, write) : emptySet;
    const conflicts = conflictsWith(managers, (owner) => takenBy(change, owner, free), key);
    if (conflicts.length > 0) throw conflictError(conflicts, write.shownAs);
  }
  disown(managers, change, key);
  const unchanged = current !== undefined && jsonEqual(current, next);
  const kept = unchanged ? current : withoutEmptied(merged, next, slot);
  const result = kept as unknown as KubeObject;
  const object = write.manager === "kubectl" ? refreshLastApplied(result, config) : result;
  const own = ownable(applied, write);
  // Who only joins the owners of what is there changes nothing, and so at no time.
  const time = unchanged ? last?.time : (write.nowRfc3339 ?? last?.time);
  if (isEmptySet(own)) managers.delete(key);
  else managers.set(key, { ...identity, time, set: own });
  const untouched = unchanged && object === result;
  if (untouched && live !== undefined && sameManagers(before, managers)) {
    // An object without owners is tracked from its first apply on, changed or not.
    if (live.metadata.managedFields !== undefined) return live;
  }
  return withManagedFields(object, encodeManagers(managers));
}
