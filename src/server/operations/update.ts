/** Read-modify-write: the one loop under PUT, PATCH, apply and the subresources that change an object. */
import { sameButTimes, withManagedFields } from "../../api/apply/managed-fields.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { conflict, invalid, notFound } from "../../api/status.ts";
import type { FieldError } from "../../api/status.ts";
import type { RuleCheck, RuleFindings, Strategy } from "../../api/strategy/strategy.ts";
import { rfc3339 } from "../../api/time.ts";
import { isTooLarge } from "../../store/object-size.ts";
import { ConflictingWrite, type StoredEntry } from "../../store/store.ts";
import {
  keyOf,
  unstoredEntry,
  type ServerCore,
  type Target,
  type WriteContext,
  type WriteResult,
} from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { createObject, withoutOwners } from "./create.ts";
import { inWordsOf } from "./error-words.ts";
import { metadataForUpdate } from "./metadata.ts";
import { withoutRepeatedOwners } from "./owner-references.ts";
import { checkUid } from "./preconditions.ts";
import { withValidOwners } from "./track-fields.ts";
import { validationOf, type ObjectValidation } from "./validation.ts";

/** Tries of a write that named no resourceVersion before its conflict is reported (apiserver, pkg/endpoints/handlers/patch). */
const conflictTries = 5;

/** Which part of the object a write may change, and by which rules. */
export interface UpdatePart {
  prepare(next: KubeObject, previous: Stored<KubeObject>): KubeObject;
  validate(next: KubeObject, previous: Stored<KubeObject>): readonly FieldError[];
  /** What is checked after `validate`; see Strategy.rules. */
  rules?(check: RuleCheck): RuleFindings | Promise<RuleFindings>;
  /** Texts for the Warning header; none where absent. */
  warnings?(next: KubeObject, previous: Stored<KubeObject>): readonly string[];
}

export interface UpdateRequest {
  readonly target: Target;
  readonly context: WriteContext;
  readonly part: UpdatePart;
  /**
   * The wanted object in the storage version, given what is stored (undefined: nothing is). Called again after a lost race.
   * `managed` says that it has kept managedFields itself (server-side apply).
   */
  compute(previous: Stored<KubeObject> | undefined): Promise<{
    readonly object: KubeObject;
    readonly managed?: boolean;
  }>;
  /** PUT where nothing is: create, as far as the kind allows it. Apply always creates. */
  readonly createIfMissing: boolean;
  /** Admission has been asked about the request already: about a binding, not about the Pod that it changes. */
  readonly admitted?: boolean;
}

export function mainPart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  return {
    prepare: (next, previous) => strategy.prepareForUpdate(next, previous),
    validate: (next, previous) => strategy.validateUpdate(next, previous, target.definition),
    warnings: (next, previous) => strategy.warnings(next, previous),
    ...rulesOf(strategy),
  };
}

export function statusPart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  return {
    prepare: (next, previous) =>
      strategy.prepareForStatusUpdate(next, previous, rfc3339(core.host.clock.nowMs())),
    validate: (next, previous) => strategy.validateStatusUpdate(next, previous),
    warnings: (next) => strategy.statusWarnings?.(next) ?? [],
    ...rulesOf(strategy),
  };
}

function rulesOf({ rules }: Strategy): Pick<UpdatePart, "rules"> {
  return rules ? { rules } : {};
}

export async function updateObject(core: ServerCore, request: UpdateRequest): Promise<WriteResult> {
  const { target, context } = request;
  const key = keyOf(core, target);
  for (let attempt = 1; ; attempt++) {
    const stored = core.store.head(key);
    const read = stored && core.custom.versions.read(target.definition, stored);
    const head = read instanceof Promise ? await read : read;
    const { object: wanted, managed = false } = await request.compute(head?.object);
    if (!context.isPatch && !request.admitted) checkUid(target, wanted, head?.object);
    if (!head || !stored) {
      if (!request.createIfMissing) {
        await core.store.settled(key);
        throw notFound(target.definition, target.name);
      }
      return createObject(core, { target, context, input: wanted, managed });
    }
    const asked = wanted.metadata.resourceVersion;
    const unconditional = asked === undefined || asked === "" || asked === "0";
    if (!unconditional && asked !== head.object.metadata.resourceVersion) {
      await core.store.settled(key);
      throw conflict(target.definition, target.name);
    }
    try {
      return await write(core, { ...request, wanted, managed, head, stored });
    } catch (error) {
      if (!managed && isTooLarge(error)) return updateObject(core, unowned(request));
      const isConflict = error instanceof ConflictingWrite;
      if (isConflict && attempt < conflictTries) continue;
      await core.store.settled(key);
      throw isConflict ? conflict(target.definition, target.name) : error;
    }
  }
}

/** The same, but that nobody owns anything afterwards. */
function unowned(request: UpdateRequest): UpdateRequest {
  return {
    ...request,
    compute: async (previous) => {
      const { object } = await request.compute(previous);
      return { object: withoutOwners(object), managed: true };
    },
  };
}

interface Attempt extends UpdateRequest {
  readonly wanted: KubeObject;
  readonly managed: boolean;
  /** The object as its row serves it, and as the store has it: the same but for custom resources. */
  readonly head: StoredEntry;
  readonly stored: StoredEntry;
}

async function write(core: ServerCore, attempt: Attempt): Promise<WriteResult> {
  const { target, context, part, head, stored } = attempt;
  const { versions } = core.custom;
  const definition = core.registry.storageOf(target.definition);
  const previous = head.object;
  const request = { operation: "UPDATE", target, context, previous } as const;
  const strategy = core.strategyOf(definition);
  const { warnings } = context;
  const sentOwners = context.isPatch
    ? attempt.wanted
    : withoutRepeatedOwners(attempt.wanted, warnings, { afterAdmission: false });
  const filled = strategy.default(metadataForUpdate(target, sentOwners, previous), previous);
  // Before admission, as upstream: what admission changes is nobody's.
  const noted = attempt.managed
    ? filled
    : core.trackFields({
        previous,
        next: filled,
        target,
        context,
        asked: attempt.wanted.metadata.managedFields,
      });
  const tracked = noted instanceof Promise ? await noted : noted;
  const changed = attempt.admitted
    ? tracked
    : withValidOwners(
        await core.admission.mutate({ ...request, object: tracked }),
        tracked,
        warnings,
      );
  const admitted = withoutRepeatedOwners(changed, warnings, { afterAdmission: true });
  const loading = core.custom.ready(target.definition, admitted, core.slices);
  if (loading) await loading;
  const sent = strategy.asSent?.(admitted, attempt.wanted) ?? admitted;
  const prepared = part.prepare(sent, previous);
  let next = withGeneration(metadataForUpdate(target, prepared, previous), prepared);
  if (target.subresource === "") next = core.services.allocate(next, previous);
  const told = strategy.asChecked?.(next, attempt.wanted) ?? next;
  const validation = validationOf(core, strategy, (object) => part.validate(object, previous));
  const checking = checked(core, { part, validation, next, told, previous }, context);
  const errors = checking instanceof Promise ? await checking : checking;
  if (errors.length > 0) {
    const words = { strategy, object: next, sent: attempt.wanted };
    const said = inWordsOf(errors, words, validation.again);
    throw invalid(definition, target.name, said);
  }
  next = strategy.settle?.(next) ?? next;
  next = settledOwners(withManagedFields(next, admitted.metadata.managedFields), previous);
  context.warnings.push(...(part.warnings?.(next, previous) ?? []));
  if (!attempt.admitted) await core.admission.validate({ ...request, object: next });
  const written = await versions.write(target.definition, next);
  const key = keyOf(core, target);
  if (sameValue(written, stored.object)) {
    await core.store.settled(key);
    return { entry: head, created: false };
  }
  if (context.dryRun) {
    return { entry: unstoredEntry(key, core.store.revision, next), created: false };
  }
  if (isFinished(next)) {
    const gone = await core.store.delete(key, head.revision, written);
    return { entry: await versions.read(target.definition, gone), created: false };
  }
  const entry = await core.store.put(key, written, head.revision, context.texts);
  return { entry: await versions.read(target.definition, entry), created: false };
}

/** All that is wrong. Warns of what was so before and may stay. */
function checked(
  core: ServerCore,
  update: {
    readonly part: UpdatePart;
    readonly validation: ObjectValidation;
    readonly next: KubeObject;
    /** The same, as validation is given it. */
    readonly told: KubeObject;
    readonly previous: Stored<KubeObject>;
  },
  { warnings }: WriteContext,
): Soon<readonly FieldError[]> {
  const { part, validation, next, told, previous } = update;
  const spend = (work: number) => core.slices.spend(work);
  return whenReady(validation.run(told), (found) => {
    const checking = part.rules?.({ object: next, previous, found, spend });
    if (!checking) return found;
    return whenReady(checking, (findings) => {
      warnings.push(...findings.warnings);
      return findings.errors;
    });
  });
}

/** Where only the times of owners differ, nothing has happened (apiserver, fieldmanager/equality.go). */
function settledOwners(next: KubeObject, previous: Stored<KubeObject>): KubeObject {
  const { managedFields } = previous.metadata;
  if (!sameButTimes(next.metadata.managedFields, managedFields)) return next;
  const settled = withManagedFields(next, managedFields);
  return sameValue(settled, previous) ? settled : next;
}

/** Strategies count the generation up after the old metadata was carried over: their count is the one that stands. */
function withGeneration(next: KubeObject, prepared: KubeObject): KubeObject {
  const { generation } = prepared.metadata;
  if (generation === undefined || generation === next.metadata.generation) return next;
  return { ...next, metadata: { ...next.metadata, generation } };
}

/** An object under deletion, without grace left, goes with its last finalizer. */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  if (!deletionTimestamp || (finalizers?.length ?? 0) > 0) return false;
  if (object.kind === "Namespace" && object.apiVersion === "v1") {
    const spec = (object as { spec?: { finalizers?: readonly string[] } }).spec;
    return (spec?.finalizers?.length ?? 0) === 0;
  }
  return (deletionGracePeriodSeconds ?? 0) === 0;
}

/** Deep equality of JSON values; absent and undefined are the same. Shared parts compare by identity. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => sameValue(item, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of Object.keys(left)) if (!sameValue(left[key], right[key])) return false;
  for (const key of Object.keys(right)) {
    if (right[key] !== undefined && left[key] === undefined) return false;
  }
  return true;
}
