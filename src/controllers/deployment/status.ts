/**
 * A Deployment's status: the counts, and the conditions that `kubectl rollout status` waits for. Source:
 * pkg/controller/deployment/{sync,progress}.go.
 */
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { parseTime, rfc3339 } from "../../api/time.ts";
import { findCondition, removeCondition, setCondition } from "../conditions.ts";
import { withoutZeros } from "../equality.ts";
import { replicasOf, rollingLimits, sumReplicas } from "./replica-sets.ts";
import type { SetsOfDeployment } from "./sizes.ts";

/** A deadline of MaxInt32 means none, as a missing one does. */
const noDeadline = 2 ** 31 - 1;

export function progressDeadlineMs(deployment: Deployment): number | undefined {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds === undefined || seconds === noDeadline ? undefined : seconds * 1000;
}

export function condition(
  type: string,
  status: "True" | "False" | "Unknown",
  text: { readonly reason: string; readonly message: string; readonly nowMs: number },
): DeploymentCondition {
  const now = rfc3339(text.nowMs);
  const { reason, message } = text;
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** All replicas are of the new template and available, and the controller has seen the newest spec. */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = replicasOf(deployment);
  return (
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Counts and the Available condition; the other conditions stay as they are. */
export function countedStatus(
  { deployment, newSet, oldSets }: SetsOfDeployment,
  conditions: readonly DeploymentCondition[] | undefined,
  nowMs: number,
): DeploymentStatus {
  const sets = newSet === undefined ? oldSets : [...oldSets, newSet];
  const sum = (field: "replicas" | "readyReplicas" | "availableReplicas" | "terminatingReplicas") =>
    sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
  const available = sum("availableReplicas");
  const enough = available >= replicasOf(deployment) - rollingLimits(deployment).maxUnavailable;
  const words = enough ? "has" : "does not have";
  const availability = condition("Available", enough ? "True" : "False", {
    reason: enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
    message: `Deployment ${words} minimum availability.`,
    nowMs,
  });
  const { collisionCount } = deployment.status ?? {};
  return {
    ...withoutZeros({
      observedGeneration: deployment.metadata.generation ?? 0,
      replicas: sum("replicas"),
      updatedReplicas: newSet?.status?.replicas ?? 0,
      readyReplicas: sum("readyReplicas"),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sumReplicas(sets) - available),
    }),
    terminatingReplicas: sum("terminatingReplicas"),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: setCondition(conditions, availability),
  };
}

/** The status during a rollout: counts, then how it goes, then whether Pods could not be made. */
export function rolloutStatus(
  sets: SetsOfDeployment,
  conditions: readonly DeploymentCondition[] | undefined,
  nowMs: number,
): DeploymentStatus {
  const { deployment } = sets;
  const counted = countedStatus(sets, conditions, nowMs);
  const next = withReplicaFailure(progressConditions(sets, counted, nowMs), sets);
  return progressDeadlineMs(deployment) === undefined
    ? { ...counted, conditions: removeCondition(next, "Progressing") }
    : { ...counted, conditions: next };
}

function progressConditions(
  { deployment, newSet }: SetsOfDeployment,
  counted: DeploymentStatus,
  nowMs: number,
): readonly DeploymentCondition[] {
  const conditions = counted.conditions ?? [];
  const current = findCondition(conditions, "Progressing");
  const finished =
    (counted.replicas ?? 0) === (counted.updatedReplicas ?? 0) &&
    current?.reason === "NewReplicaSetAvailable";
  if (progressDeadlineMs(deployment) === undefined || finished) return conditions;
  const subject =
    newSet === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${newSet.metadata.name}"`;
  const progressing = (status: "True" | "False", reason: string, words: string) =>
    condition("Progressing", status, { reason, message: `${subject} ${words}`, nowMs });
  if (isComplete(deployment, counted)) {
    const words = "has successfully progressed.";
    return setCondition(conditions, progressing("True", "NewReplicaSetAvailable", words));
  }
  if (hasProgressed(deployment.status, counted)) {
    const next = progressing("True", "ReplicaSetUpdated", "is progressing.");
    // The update time must move even though status and reason stay: the deadline counts from it.
    const kept = current?.status === "True" ? current.lastTransitionTime : next.lastTransitionTime;
    return [
      ...removeCondition(conditions, "Progressing"),
      kept === undefined ? next : { ...next, lastTransitionTime: kept },
    ];
  }
  if (deadlineInMs(deployment, conditions, nowMs) === 0) {
    const words = "has timed out progressing.";
    return setCondition(conditions, progressing("False", "ProgressDeadlineExceeded", words));
  }
  return conditions;
}

function hasProgressed(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const count = (status: DeploymentStatus | undefined, field: keyof DeploymentStatus): number =>
    Number(status?.[field] ?? 0);
  const old = (status: DeploymentStatus | undefined): number =>
    count(status, "replicas") - count(status, "updatedReplicas");
  return (
    count(after, "updatedReplicas") > count(before, "updatedReplicas") ||
    old(after) < old(before) ||
    count(after, "readyReplicas") > count(before, "readyReplicas") ||
    count(after, "availableReplicas") > count(before, "availableReplicas")
  );
}

/** Milliseconds until the rollout counts as stuck, 0 when it does; undefined when no clock is running. */
export function deadlineInMs(
  deployment: Deployment,
  conditions: readonly DeploymentCondition[] | undefined,
  nowMs: number,
): number | undefined {
  const deadlineMs = progressDeadlineMs(deployment);
  const current = findCondition(conditions, "Progressing");
  if (deadlineMs === undefined || current === undefined) return undefined;
  if (current.reason === "NewReplicaSetAvailable") return undefined;
  if (current.reason === "ProgressDeadlineExceeded") return 0;
  const fromMs = parseTime(current.lastUpdateTime ?? current.lastTransitionTime);
  // Times are kept in whole seconds: only a full second after the deadline it has passed for certain.
  return fromMs === undefined ? undefined : Math.max(0, fromMs + deadlineMs + 1000 - nowMs);
}

/** The new set's failure to make Pods, or else any other's, becomes the Deployment's. */
function withReplicaFailure(
  conditions: readonly DeploymentCondition[],
  { newSet, oldSets }: SetsOfDeployment,
): readonly DeploymentCondition[] {
  const sets: readonly (Stored<ReplicaSet> | undefined)[] = [newSet, ...oldSets];
  for (const set of sets) {
    const failure = findCondition(set?.status?.conditions, "ReplicaFailure");
    if (failure !== undefined) return setCondition<DeploymentCondition>(conditions, failure);
  }
  return removeCondition(conditions, "ReplicaFailure");
}
