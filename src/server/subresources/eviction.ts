/** pods/eviction: a delete that asks the Pod's disruption budget first (pkg/registry/core/pod/storage/eviction). */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import type { KubeObject } from "../../api/object.ts";
import { at } from "../../api/strategy/strategy.ts";
import { disruptionBudget, internalError, success, type ApiStatus } from "../../api/status.ts";
import type { DeleteOptions } from "../../loop/client.ts";
import { ConflictingWrite } from "../../store/store.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { deleteObject } from "../operations/delete.ts";
import { getObject } from "../operations/read.ts";

const budgets = "poddisruptionbudgets.policy";

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
  if (!harmless) await takeDisruption(core, { pod, context });
  await deleteObject(core, { target: { ...target, subresource: "" }, context, options });
  return { ...success({}), code: 201 };
}

/** Counts one disruption off the budget that covers the Pod. Throws 429 when none is left. */
async function takeDisruption(
  core: ServerCore,
  { pod, context }: { pod: Pod; context: WriteContext },
): Promise<void> {
  const covering = core.store
    .list(budgets, { namespace: pod.metadata.namespace ?? "" })
    .entries.filter(({ object }) => covers(object as unknown as PodDisruptionBudget, pod));
  if (covering.length > 1) {
    throw internalError(
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  const [entry] = covering;
  if (!entry) return;
  const budget = entry.object as unknown as PodDisruptionBudget;
  const status = budget.status;
  const name = budget.metadata.name ?? "";
  if (!status || (status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    throw disruptionBudget(
      "Cannot evict pod as it would violate the pod's disruption budget.",
      `The disruption budget ${name} is still being processed by the server.`,
    );
  }
  if ((status.disruptionsAllowed ?? 0) < 1) {
    throw disruptionBudget(
      "Cannot evict pod as it would violate the pod's disruption budget.",
      `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`,
    );
  }
  if (context.dryRun) return;
  const next = {
    ...budget,
    status: { ...status, disruptionsAllowed: (status.disruptionsAllowed ?? 1) - 1 },
  };
  try {
    await core.store.put(entry.key, next, entry.revision);
  } catch (error) {
    if (!(error instanceof ConflictingWrite)) throw error;
    await takeDisruption(core, { pod, context });
  }
}

function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  const selector = budget.spec?.selector;
  return selector !== undefined && matchesLabels(labelSelectorOf(selector), pod.metadata.labels);
}
