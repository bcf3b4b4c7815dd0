/** pods/eviction: a delete that asks the Pod's disruption budget first (pkg/registry/core/pod/storage/eviction). */
import type { Condition, Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import type { KubeObject } from "../../api/object.ts";
import { at } from "../../api/strategy/strategy.ts";
import {
  disruptionBudget,
  forbidden,
  hasReason,
  StatusError,
  success,
  type ApiStatus,
} from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import { ConflictingWrite, type ObjectKey } from "../../store/store.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { deleteObject } from "../operations/delete.ts";
import { getObject } from "../operations/read.ts";

const budgets = "poddisruptionbudgets.policy";
const budgetResource = { group: "policy", resource: "poddisruptionbudget" };
const refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

export async function evictPod(
  core: ServerCore,
  args: { target: Target; context: WriteContext; eviction: KubeObject },
): Promise<ApiStatus> {
  const { target, context, eviction } = args;
  const options = (at(eviction, "deleteOptions") ?? {}) as DeleteOptions;
  const pod = getObject(core, target).object as unknown as Pod;
  const phase = pod.status?.phase;
  const harmless =
    phase === "Succeeded" ||
    phase === "Failed" ||
    phase === "Pending" ||
    pod.metadata.deletionTimestamp !== undefined;
  const { resourceVersion } = pod.metadata;
  const budget = harmless ? undefined : coveringBudget(core, pod);
  const unhealthy = budget !== undefined && mayGoUnhealthy(budget.object, pod);
  if (budget !== undefined && !unhealthy) await takeDisruption(core, { pod, context });
  // What let a Pod go that is not healthy, or not started, must still hold when it goes.
  const asked = options.preconditions?.resourceVersion !== undefined;
  const guarded = !asked && (unhealthy || (phase === "Pending" && !isLeaving(pod)));
  const preconditions = { ...options.preconditions, ...(guarded ? { resourceVersion } : {}) };
  try {
    await deleteObject(core, {
      target: { ...target, subresource: "" },
      context,
      options: { ...options, preconditions },
    });
  } catch (error) {
    if (!guarded || !unhealthy || !hasReason(error, "Conflict")) throw error;
    throw stillProcessed(budget.object.metadata.name ?? "");
  }
  return { ...success({}), code: 201 };
}

function isLeaving(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** A Pod that is not ready counts for no budget's healthy ones: it may go if those are enough, or whatever they are. */
function mayGoUnhealthy({ spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const ready = pod.status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  if (ready) return false;
  if (spec?.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

function stillProcessed(name: string): StatusError {
  return disruptionBudget(
    refusal,
    `The disruption budget ${name} is still being processed by the server.`,
    10,
  );
}

interface CoveringBudget {
  readonly key: ObjectKey;
  readonly revision: number;
  readonly object: PodDisruptionBudget;
}

/** Throws 500 when there is more than one. */
function coveringBudget(core: ServerCore, pod: Pod): CoveringBudget | undefined {
  const [entry, ...others] = core.store
    .list(budgets, { namespace: pod.metadata.namespace ?? "" })
    .entries.filter(({ object }) => covers(object as unknown as PodDisruptionBudget, pod));
  if (others.length > 0) {
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
  if (entry === undefined) return undefined;
  return { ...entry, object: entry.object as unknown as PodDisruptionBudget };
}

/** Evictions that a budget may have let go and that are not confirmed yet. */
const disruptedPodsMax = 2000;

/** Counts one disruption off the budget that covers the Pod. Throws 429 when none is left. */
async function takeDisruption(
  core: ServerCore,
  { pod, context }: { pod: Pod; context: WriteContext },
): Promise<void> {
  const entry = coveringBudget(core, pod);
  if (!entry) return;
  const budget = entry.object;
  const status = budget.status ?? {};
  const name = budget.metadata.name ?? "";
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    throw stillProcessed(name);
  }
  const { disruptionsAllowed = 0, disruptedPods = {} } = status;
  if (disruptionsAllowed < 0) {
    throw forbidden(budgetResource, name, "pdb disruptions allowed is negative");
  }
  if (Object.keys(disruptedPods).length > disruptedPodsMax) {
    const why = "DisruptedPods map too big - too many evictions not confirmed by PDB controller";
    throw forbidden(budgetResource, name, why);
  }
  if (disruptionsAllowed === 0) {
    const { desiredHealthy = 0, currentHealthy = 0 } = status;
    throw disruptionBudget(
      refusal,
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  }
  if (context.dryRun) return;
  const nowText = rfc3339(core.host.clock.nowMs());
  const next = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: disruptionsAllowed - 1,
      disruptedPods: { ...disruptedPods, [pod.metadata.name ?? ""]: nowText },
      ...(disruptionsAllowed === 1 ? { conditions: exhausted(budget, nowText) } : {}),
    },
  };
  try {
    await core.store.put(entry.key, next, entry.revision);
  } catch (error) {
    if (!(error instanceof ConflictingWrite)) throw error;
    await takeDisruption(core, { pod, context });
  }
}

/** The conditions of a budget that has nothing left. */
function exhausted({ status }: PodDisruptionBudget, nowText: string): readonly Condition[] {
  const type = "DisruptionAllowed";
  const conditions = status?.conditions ?? [];
  const known = conditions.find((condition) => condition.type === type);
  const next = {
    type,
    status: "False",
    reason: "InsufficientPods",
    message: "",
    lastTransitionTime:
      known?.status === "False" && known.lastTransitionTime ? known.lastTransitionTime : nowText,
    ...(status?.observedGeneration === undefined
      ? {}
      : { observedGeneration: status.observedGeneration }),
  };
  return [...conditions.filter((condition) => condition.type !== type), next];
}

function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  const selector = budget.spec?.selector;
  return selector !== undefined && matchesLabels(labelSelectorOf(selector), pod.metadata.labels);
}
