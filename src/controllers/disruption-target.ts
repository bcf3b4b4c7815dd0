/** The condition by which a Pod says that it goes because of a disruption, not of its own. Source: KEP-3329; pkg/api/v1/pod/util.go. */
import type { Pod } from "../api/generated/types.ts";
import { PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { rfc3339 } from "../api/time.ts";
import { updateStatus, type Action } from "../loop/plan.ts";
import { podCondition } from "./pod-state.ts";

export interface Disruption {
  /** `DeletionByTaintManager`, `DeletionByPodGC`. */
  readonly reason: string;
  readonly message: string;
  /** The phase that the Pod takes on with it, where it does. */
  readonly phase?: "Failed";
}

/** Writes the condition; nothing to do where the Pod says so already. */
export function markDisrupted(
  pod: Stored<Pod>,
  { reason, message, phase }: Disruption,
  nowMs: number,
): readonly Action[] {
  const known = podCondition(pod, "DisruptionTarget");
  const holds = known?.status === "True" && known.reason === reason && known.message === message;
  if (holds && (phase === undefined || pod.status?.phase === phase)) return [];
  const { generation } = pod.metadata;
  const condition = {
    type: "DisruptionTarget",
    status: "True",
    lastTransitionTime:
      known?.status === "True" && known.lastTransitionTime
        ? known.lastTransitionTime
        : rfc3339(nowMs),
    reason,
    message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  } as const;
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const conditions = [...others, condition];
  return [updateStatus(PODS, pod, { ...pod.status, ...(phase ? { phase } : {}), conditions })];
}
