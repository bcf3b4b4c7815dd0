/** How a Job sees the end of its Pods. */
import type { Job, Pod } from "../../api/generated/types.ts";

export function hasSucceeded(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded";
}

/** Failed, or going before it has finished (unless only Failed Pods are to be replaced). */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === "Failed") return true;
  const { podReplacementPolicy, podFailurePolicy } = job.spec ?? {};
  if (podReplacementPolicy === "Failed" || podFailurePolicy !== undefined) return false;
  return pod.metadata.deletionTimestamp !== undefined && !hasSucceeded(pod);
}
