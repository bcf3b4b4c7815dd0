/**
 * Counts a Job's finished Pods exactly once, although they may vanish at any time: a Pod keeps a finalizer until its uid
 * is in the status, and its uid stays there until the finalizer is gone. Source: trackJobStatusAndRemoveFinalizers in
 * pkg/controller/job/job_controller.go.
 */
import type { Job, JobStatus, Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";

export const trackingFinalizer = "batch.kubernetes.io/job-tracking";
export const indexAnnotation = "batch.kubernetes.io/job-completion-index";

/** Uids that one status holds at most, so that the Job stays a small object. */
const uncountedMax = 500;

export interface JobCounts {
  /** Counted and yet to be counted, each Pod once. */
  readonly succeeded: number;
  readonly failed: number;
  /** The part of the status that the counting is kept in. */
  readonly status: Pick<
    JobStatus,
    "succeeded" | "failed" | "uncountedTerminatedPods" | "completedIndexes"
  >;
  /** Pods whose finalizer may go once that status is written. */
  readonly release: readonly Stored<Pod>[];
  /** Nothing is left to be counted or released. */
  readonly settled: boolean;
  readonly completedIndexes: ReadonlySet<number>;
}

export function hasSucceeded(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded";
}

/** Failed, or going before it has finished (unless only Failed Pods are to be replaced). */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === "Failed") return true;
  if (job.spec?.podReplacementPolicy === "Failed") return false;
  return pod.metadata.deletionTimestamp !== undefined && !hasSucceeded(pod);
}

export function isIndexed(job: Job): boolean {
  return job.spec?.completionMode === "Indexed";
}

export function completionIndexOf(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[indexAnnotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

const isTracked = (pod: Pod): boolean =>
  pod.metadata.finalizers?.includes(trackingFinalizer) === true;

/** `pods` are all that the Job controls. */
export function countPods(job: Stored<Job>, pods: readonly Stored<Pod>[]): JobCounts {
  const tracked = new Map(pods.filter(isTracked).map((pod) => [pod.metadata.uid, pod]));
  const { uncountedTerminatedPods: old = {}, completedIndexes } = job.status ?? {};
  const completed = parseIndexes(completedIndexes);
  const uncounted = {
    succeeded: (old.succeeded ?? []).filter((uid) => tracked.has(uid)),
    failed: (old.failed ?? []).filter((uid) => tracked.has(uid)),
  };
  const vanished = (kind: "succeeded" | "failed") =>
    (job.status?.[kind] ?? 0) + (old[kind] ?? []).length - uncounted[kind].length;
  const counted = { succeeded: vanished("succeeded"), failed: vanished("failed") };
  const release: Stored<Pod>[] = [];
  let postponed = 0;
  for (const pod of [...tracked.values()].sort(byUid)) {
    const { uid } = pod.metadata;
    if (!hasSucceeded(pod) && !hasFailed(pod, job)) continue;
    if (release.length >= uncountedMax) {
      postponed += 1;
      continue;
    }
    release.push(pod);
    if (uncounted.succeeded.includes(uid) || uncounted.failed.includes(uid)) continue;
    const index = completionIndexOf(pod);
    if (!hasSucceeded(pod)) uncounted.failed.push(uid);
    // An index in the status already keeps a Pod of an Indexed Job from being counted twice.
    else if (!isIndexed(job)) uncounted.succeeded.push(uid);
    else if (index !== undefined && index < (job.spec?.completions ?? 0)) completed.add(index);
  }
  const succeeded = isIndexed(job) ? completed.size : counted.succeeded;
  return {
    succeeded: succeeded + uncounted.succeeded.length,
    failed: counted.failed + uncounted.failed.length,
    status: {
      ...withoutZero("succeeded", succeeded),
      ...withoutZero("failed", counted.failed),
      uncountedTerminatedPods: {
        ...(uncounted.succeeded.length === 0 ? {} : { succeeded: uncounted.succeeded }),
        ...(uncounted.failed.length === 0 ? {} : { failed: uncounted.failed }),
      },
      ...(completed.size === 0 ? {} : { completedIndexes: formatIndexes(completed) }),
    },
    release,
    settled: release.length === 0 && postponed === 0,
    completedIndexes: completed,
  };
}

function byUid(a: Stored<Pod>, b: Stored<Pod>): number {
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

function withoutZero<K extends string>(name: K, value: number): { [key in K]?: number } {
  return (value === 0 ? {} : { [name]: value }) as { [key in K]?: number };
}

/** `1,3-5` as the numbers that it means. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? "").split(",").filter(Boolean)) {
    const [first, last = first] = part.split("-").map(Number);
    for (let index = first ?? 0; index <= (last ?? 0); index += 1) indexes.add(index);
  }
  return indexes;
}

/** The shortest text of ascending numbers and ranges. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; i += 1) {
    const first = sorted[i] ?? 0;
    let last = first;
    while (sorted[i + 1] === last + 1) {
      last += 1;
      i += 1;
    }
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(",");
}
