/** Deleting: preconditions, grace, finalizers and propagation (apiserver, pkg/registry/rest/delete and generic/registry/store). */
import type { KubeObject, Stored } from "../../api/object.ts";
import { conflict, forbidden, notFound, success, type SuccessStatus } from "../../api/status.ts";
import type { Strategy } from "../../api/strategy/strategy.ts";
import { isSystemPriorityClass } from "../../api/validation/small-kinds.ts";
import { rfc3339, durationMs } from "../../api/time.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import { ConflictingWrite, type StoredEntry } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target, type WriteContext } from "../core.ts";
import { isFinished, sameValue } from "./update.ts";
import type { Int64 } from "../../api/json.ts";

const orphanFinalizer = "orphan";
const foregroundFinalizer = "foregroundDeletion";

/** Kinds whose DELETE answers with the object even when it is gone at once (their stores set ReturnDeletedObject). */
const returnsObject = new Set([
  "pods",
  "services",
  "serviceaccounts",
  "podtemplates",
  "persistentvolumes",
  "persistentvolumeclaims",
  "resourcequotas",
  "nodes",
]);

export interface DeleteResult {
  /** What to answer: the object, or a success Status. */
  readonly answer: Stored<KubeObject> | SuccessStatus;
  /** False while grace or finalizers hold it. */
  readonly gone: boolean;
}

export async function deleteObject(
  core: ServerCore,
  args: {
    target: Target;
    context: WriteContext;
    options: DeleteOptions;
    /** Admission has been asked already: about the eviction that this is. */
    admitted?: boolean;
    /** What the request was made to: admission is told of each object of a collection, and of no name. */
    asked?: Target;
  },
): Promise<DeleteResult> {
  const { target, context, options } = args;
  refuseSystemClass(target);
  if (isOfJobs(target) && options.propagationPolicy === undefined) {
    context.warnings.push(orphansOfJobs);
  }
  const key = keyOf(core, target);
  for (;;) {
    const head = core.store.head(key);
    try {
      if (!head) throw notFound(target.definition, target.name);
      checkPreconditions(target, head, options);
    } catch (error) {
      await core.store.settled(key);
      throw error;
    }
    if (!args.admitted) {
      await core.admission.validate({
        operation: "DELETE",
        target: args.asked ?? target,
        context,
        object: undefined,
        previous: (await core.custom.versions.read(target.definition, head)).object,
      });
    }
    try {
      return await deleteHead(core, { target, context, options, head });
    } catch (error) {
      if (!(error instanceof ConflictingWrite)) throw error;
    }
  }
}

/** Source: pkg/registry/batch/job/storage. */
const orphansOfJobs =
  "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

function isOfJobs({ definition: { group, resource } }: Target): boolean {
  return group === "batch" && resource === "jobs";
}

/** Before anything else is looked at (pkg/registry/scheduling/priorityclass/storage). */
function refuseSystemClass({ definition, name }: Target): void {
  const { group, resource } = definition;
  if (resource !== "priorityclasses" || group !== "scheduling.k8s.io") return;
  if (!isSystemPriorityClass(name)) return;
  const why = "this is a system priority class and cannot be deleted";
  throw forbidden(definition, name, why);
}

function checkPreconditions(target: Target, head: StoredEntry, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = head.object;
  const { group, kind } = target.definition;
  const refuse = (why: string) => conflict({ group, resource: kind }, target.name, why);
  if (uid !== undefined && uid !== metadata.uid) {
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). ` +
        "The object might have been deleted and then recreated",
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record ` +
        `(${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

async function deleteHead(
  core: ServerCore,
  args: { target: Target; context: WriteContext; options: DeleteOptions; head: StoredEntry },
): Promise<DeleteResult> {
  const { target, context, options, head } = args;
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  const grace = strategy.deletionGraceSeconds(head.object, options.gracePeriodSeconds);
  const finalizers = deletionFinalizers(head.object, options, strategy.defaultPropagation);
  const marked = markDeleted(core, head.object, { grace, finalizers });
  const next = strategy.prepareForDeletion?.(marked) ?? marked;
  const served = async (entry: StoredEntry) =>
    (await core.custom.versions.read(target.definition, entry)).object;
  const key = keyOf(core, target);
  if (isFinished(next)) {
    const last = context.dryRun ? head : await core.store.delete(key, head.revision);
    if (!context.dryRun) core.services.abandon(head.object);
    if (returnsObject.has(target.definition.resource)) return { answer: last.object, gone: true };
    const { group, resource } = target.definition;
    const details = {
      name: target.name,
      ...(group === "" ? {} : { group }),
      kind: resource,
      uid: head.object.metadata.uid,
    };
    return { answer: success(details), gone: true };
  }
  if (context.dryRun || sameValue(next, head.object)) {
    await core.store.settled(key);
    return { answer: await served(head), gone: false };
  }
  const entry = await core.store.put(key, next, head.revision);
  return { answer: await served(entry), gone: false };
}

/** The finalizers that the propagation policy asks for, in place of those that an earlier delete asked for. */
function deletionFinalizers(
  object: KubeObject,
  options: DeleteOptions,
  fallback: Strategy["defaultPropagation"],
): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  const kept = own.filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer);
  if (fallback === "Unsupported") return kept;
  const policy =
    options.propagationPolicy ??
    (own.includes(orphanFinalizer)
      ? "Orphan"
      : own.includes(foregroundFinalizer)
        ? "Foreground"
        : fallback);
  if (policy === "Orphan") return [...kept, orphanFinalizer];
  if (policy === "Foreground") return [...kept, foregroundFinalizer];
  return kept;
}

function markDeleted(
  core: ServerCore,
  object: Stored<KubeObject>,
  { grace, finalizers }: { grace: Int64; finalizers: readonly string[] },
): KubeObject {
  const { finalizers: _old, ...metadata } = object.metadata;
  const before = metadata.deletionGracePeriodSeconds;
  // A second delete may shorten the grace, never lengthen it.
  const seconds = before !== undefined && before <= grace ? before : grace;
  const shortened = before === undefined || seconds < before;
  const first = metadata.deletionTimestamp === undefined;
  const marked: KubeObject = {
    ...object,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      deletionGracePeriodSeconds: seconds,
      deletionTimestamp:
        shortened || first
          ? rfc3339(core.host.clock.nowMs() + durationMs(seconds))
          : (metadata.deletionTimestamp ?? ""),
      ...(first && metadata.generation ? { generation: Number(metadata.generation) + 1 } : {}),
    },
  };
  if (object.kind !== "Namespace" || object.apiVersion !== "v1") return marked;
  const status = (object as { status?: object }).status;
  return { ...marked, status: { ...status, phase: "Terminating" } } as KubeObject;
}
