/** What controllers ask about a Pod. Source: pkg/api/v1/pod/util.go and pkg/controller/controller_utils.go. */
import type { Pod, PodCondition } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { parseTime } from "../api/time.ts";

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

/** Neither finished nor being deleted: it counts as a replica. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isTerminating(pod: Pod): boolean {
  return !isFinished(pod) && pod.metadata.deletionTimestamp !== undefined;
}

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return podCondition(pod, "Ready")?.status === "True";
}

/** When the Pod became ready, in milliseconds since 1970; undefined when it is not. */
export function readySinceMs(pod: Pod): number | undefined {
  const condition = podCondition(pod, "Ready");
  return condition?.status === "True" ? parseTime(condition.lastTransitionTime) : undefined;
}

/** Ready for `minReadySeconds` at least. */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return isReady(pod) && availableInMs(pod, minReadySeconds, nowMs) === 0;
}

/** Milliseconds until a ready Pod counts as available: 0 when it does, Infinity when it is not ready. */
export function availableInMs(pod: Pod, minReadySeconds: number, nowMs: number): number {
  if (!isReady(pod)) return Infinity;
  if (minReadySeconds === 0) return 0;
  const sinceMs = readySinceMs(pod);
  return sinceMs === undefined ? Infinity : Math.max(0, sinceMs + minReadySeconds * 1000 - nowMs);
}

/** The highest restart count among the containers, restartable init containers included. */
export function restartsOf(pod: Pod): number {
  const restartable = new Set(
    (pod.spec?.initContainers ?? [])
      .filter((container) => container.restartPolicy === "Always")
      .map((container) => container.name),
  );
  const statuses = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []).filter(({ name }) => restartable.has(name)),
  ];
  return Math.max(0, ...statuses.map((status) => status.restartCount));
}

/** The index of a Pod lister by the node that Pods are bound to; use with `podsByNode`. */
export const podsByNode = {
  byNode: (pod: Stored<Pod>): readonly string[] => (pod.spec?.nodeName ? [pod.spec.nodeName] : []),
};
