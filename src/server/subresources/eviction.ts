/** pods/eviction: a delete that asks the Pod's disruption budget first (pkg/registry/core/pod/storage/eviction). */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import type { KubeObject } from "../../api/object.ts";
import { at } from "../../api/strategy/strategy.ts";
import {
  badRequest,
  conflict,
  disruptionBudget,
  forbidden,
  hasReason,
  invalid,
  StatusError,
  done,
  type ApiStatus,
} from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { invalidValue } from "../../api/validation/field-errors.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import { ConflictingWrite } from "../../store/store.ts";
import { mutateVirtual, validateVirtual } from "../admission/virtual.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { deleteObject } from "../operations/delete.ts";
import { getObject } from "../operations/read.ts";
import { updateObject, type UpdatePart } from "../operations/update.ts";

const budgets = "poddisruptionbudgets.policy";
const budgetResource = { group: "policy", resource: "poddisruptionbudget" };
const violation = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Evictions that the budget's controller has not seen yet; more are refused. */
const disruptedPodsMax = 2000;
/** Seconds after which a budget that is behind is worth asking again. */
const retryAfterSeconds = 10;
/** Tries of a delete that met a change of the Pod. */
const tries = 5;

interface Eviction {
  readonly target: Target;
  readonly context: WriteContext;
  readonly options: DeleteOptions;
}

/** Rejects with 429 while the budget allows no disruption, 500 where several cover the Pod. */
export async function evictPod(
  core: ServerCore,
  args: { target: Target; context: WriteContext; eviction: KubeObject },
): Promise<ApiStatus> {
  const eviction = await mutateVirtual(core, { ...args, object: args.eviction });
  const target: Target = { ...args.target, subresource: "" };
  const { name = "" } = eviction.metadata;
  if (name !== target.name) {
    throw badRequest("name in URL does not match name in Eviction object");
  }
  refuseUnsafe(target.name, eviction);
  const options = (at(eviction, "deleteOptions") ?? {}) as DeleteOptions & {
    readonly dryRun?: boolean | readonly string[];
  };
  const asked = Array.isArray(options.dryRun) ? options.dryRun.includes("All") : false;
  const context = { ...args.context, dryRun: args.context.dryRun || asked };
  await validateVirtual(core, { target: args.target, context, object: eviction });
  const plain: DeleteOptions = { ...options, dryRun: context.dryRun };
  for (let attempt = 1; ; attempt++) {
    const { object } = getObject(core, target);
    const pod = object as unknown as Pod;
    const asked = isFree(pod) ? "free" : await takeDisruption(core, { pod, context });
    // What need not be counted must still be so when it goes.
    const isPending = asked === "free" && !isOver(pod) && !pod.metadata.deletionTimestamp;
    const guard = isPending || typeof asked === "object" ? pod.metadata.resourceVersion : undefined;
    try {
      await remove(core, { target, context, options: plain }, guard);
      return done();
    } catch (error) {
      const given = options.preconditions?.resourceVersion !== undefined;
      // It may be ready by now, and count.
      if (typeof asked === "object" && !given && hasReason(error, "Conflict")) {
        throw tooEarly(asked.unhealthyUnder);
      }
      if (given || !hasReason(error, "Conflict") || attempt >= tries) throw error;
    }
  }
}

function isOver({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** Nothing is disrupted by what does not run, or is going already. */
function isFree(pod: Pod): boolean {
  return isOver(pod) || pod.status?.phase === "Pending" || !!pod.metadata.deletionTimestamp;
}

/** Marks the Pod and deletes it; with `guard`, provided that it is still at that resourceVersion. */
async function remove(
  core: ServerCore,
  { target, context, options }: Eviction,
  guard: string | undefined,
): Promise<void> {
  let resourceVersion = options.preconditions?.resourceVersion ?? guard;
  if (!context.dryRun) {
    const marked = await markDisrupted(core, { target, context, options }, resourceVersion);
    if (resourceVersion !== undefined) resourceVersion = marked;
  }
  const preconditions = {
    ...options.preconditions,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  const conditional = { ...options, preconditions };
  await deleteObject(core, { target, context, options: conditional, admitted: true });
}

function checkPreconditions(
  { metadata }: Pod,
  asked: { readonly uid: string | undefined; readonly resourceVersion: string | undefined },
): void {
  for (const [field, word, fate] of [
    ["uid", "UID", "deleted and then recreated"],
    ["resourceVersion", "ResourceVersion", "modified"],
  ] as const) {
    if (!asked[field] || asked[field] === metadata[field]) continue;
    const why = `the ${word} in the precondition (${asked[field]}) does not match the ${word} in record (${metadata[field]})`;
    const resource = { group: "", resource: "Pod" };
    throw conflict(resource, metadata.name ?? "", `${why}. The object might have been ${fate}`);
  }
}

/** Whether the Pod can be read or not, its budget has to be asked. */
function refuseUnsafe(name: string, eviction: KubeObject): void {
  const field = "ignoreStoreReadErrorWithClusterBreakingPotential";
  if (at(eviction, "deleteOptions", field) !== true) return;
  const why = "can not be set for pod eviction, try after removing the option";
  const error = invalidValue(`deleteOptions.${field}`, true, why);
  throw invalid({ group: "policy", kind: "Eviction" }, name, [error]);
}

const statusAlone: UpdatePart = { prepare: (next) => next, validate: () => [] };

/** Says on the Pod why it goes: Jobs and ReplicaSets tell evictions from failures by it. Resolves with its new resourceVersion. */
async function markDisrupted(
  core: ServerCore,
  { target, context, options }: Eviction,
  guard: string | undefined,
): Promise<string> {
  const { entry } = await updateObject(core, {
    target: { ...target, subresource: "status" },
    context,
    part: statusAlone,
    createIfMissing: false,
    admitted: true,
    compute: async (previous) => {
      // There is none any more: the caller is told so.
      if (!previous) return { object: { apiVersion: "v1", kind: "Pod", metadata: {} } };
      const pod = previous as unknown as Pod;
      checkPreconditions(pod, { uid: options.preconditions?.uid, resourceVersion: guard });
      const { resourceVersion: _current, ...metadata } = pod.metadata;
      const others = (pod.status?.conditions ?? []).filter(
        ({ type }) => type !== "DisruptionTarget",
      );
      const condition = {
        type: "DisruptionTarget",
        status: "True",
        reason: "EvictionByEvictionAPI",
        message: "Eviction API: evicting",
        lastProbeTime: null,
        lastTransitionTime: rfc3339(core.host.clock.nowMs()),
        ...(metadata.generation ? { observedGeneration: metadata.generation } : {}),
      };
      const status = { ...pod.status, conditions: [...others, condition] };
      // An eviction owns no field, as a binding does not.
      const marked = { ...pod, metadata, status } as unknown as KubeObject;
      return { object: marked, managed: true };
    },
  });
  return entry.object.metadata.resourceVersion;
}

interface Disruption {
  readonly pod: Pod;
  readonly context: WriteContext;
}

/**
 * Counts one disruption off the budget that covers the Pod; `unhealthyUnder` where that budget lets the Pod go uncounted. Throws 429
 * when none is left.
 */
async function takeDisruption(
  core: ServerCore,
  { pod, context }: Disruption,
): Promise<"uncovered" | "counted" | { readonly unhealthyUnder: string }> {
  const covering = core.store
    .list(budgets, { namespace: pod.metadata.namespace ?? "" })
    .entries.filter(({ object }) => covers(object as unknown as PodDisruptionBudget, pod));
  if (covering.length > 1) {
    throw new StatusError({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message:
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
      code: 500,
    });
  }
  const [found] = covering;
  if (!found) return "uncovered";
  const entry = core.store.head(found.key);
  if (!entry) return "uncovered";
  const budget = entry.object as unknown as PodDisruptionBudget;
  if (!isReady(pod) && allowsUnhealthy(budget)) {
    return { unhealthyUnder: budget.metadata.name ?? "" };
  }
  const next = charged(core, budget, pod);
  if (context.dryRun) return "counted";
  try {
    await core.store.put(entry.key, next, entry.revision);
    return "counted";
  } catch (error) {
    if (!(error instanceof ConflictingWrite)) throw error;
    return takeDisruption(core, { pod, context });
  }
}

function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  const selector = budget.spec?.selector;
  return selector !== undefined && matchesLabels(labelSelectorOf(selector), pod.metadata.labels);
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }) => type === "Ready" && value === "True",
  );
}

/** Whether a Pod that is not ready may go without counting (unhealthyPodEvictionPolicy). */
function allowsUnhealthy({ spec, status }: PodDisruptionBudget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** The budget with one disruption less. Throws 429 and 403 where it has none to give. */
function charged(core: ServerCore, budget: PodDisruptionBudget, pod: Pod): PodDisruptionBudget {
  const { metadata, status } = budget;
  const name = metadata.name ?? "";
  if (!status || (status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    throw tooEarly(name);
  }
  const { disruptionsAllowed = 0, disruptedPods = {} } = status;
  if (disruptionsAllowed < 0) {
    throw forbidden(budgetResource, name, "pdb disruptions allowed is negative");
  }
  if (Object.keys(disruptedPods).length > disruptedPodsMax) {
    const why = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";
    throw forbidden(budgetResource, name, why);
  }
  if (disruptionsAllowed === 0) throw disruptionBudget(violation, refusalOf(budget));
  const left = disruptionsAllowed - 1;
  const now = rfc3339(core.host.clock.nowMs());
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      ...(left === 0 ? { conditions: exhausted(budget, now) } : {}),
      disruptedPods: { ...disruptedPods, [pod.metadata.name ?? ""]: now },
    },
  };
}

function refusalOf({ metadata, status }: PodDisruptionBudget): string {
  const failed = (status?.conditions ?? []).find(
    ({ type, reason }) => type === "DisruptionAllowed" && reason === "SyncFailed",
  );
  if (failed) {
    return `The disruption budget ${metadata.name} does not allow evicting pods currently because it failed sync: ${failed.message}`;
  }
  return `The disruption budget ${metadata.name} needs ${status?.desiredHealthy} healthy pods and has ${status?.currentHealthy} currently`;
}

/** The condition that shows that nothing more may go. */
function exhausted({ metadata, status }: PodDisruptionBudget, now: string) {
  const conditions = status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === "DisruptionAllowed");
  const condition = {
    type: "DisruptionAllowed",
    status: "False" as const,
    reason: "InsufficientPods",
    message: "",
    observedGeneration: metadata.generation ?? 0,
    lastTransitionTime: before?.status === "False" ? before.lastTransitionTime : now,
  };
  return [...conditions.filter(({ type }) => type !== "DisruptionAllowed"), condition];
}

function tooEarly(name: string): StatusError {
  const cause = `The disruption budget ${name} is still being processed by the server.`;
  return disruptionBudget(violation, cause, retryAfterSeconds);
}
