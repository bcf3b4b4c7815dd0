/**
 * Counts a Job's finished Pods exactly once, although they may vanish at any time: a Pod keeps a finalizer until its uid
 * is in the status, and its uid stays there until the finalizer is gone. Source: trackJobStatusAndRemoveFinalizers in
 * pkg/controller/job/job_controller.go.
 */
import type { Job, JobStatus, Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { verdictOn } from "./failure-policy.ts";
import { hasFailed, hasSucceeded } from "./finished.ts";
import {
  completionIndexOf,
  failedIndexesOf,
  formatIndexes,
  isIndexed,
  parseIndexes,
  predecessors,
} from "./indexes.ts";

export const trackingFinalizer = "batch.kubernetes.io/job-tracking";

/** Uids that one status holds at most, so that the Job stays a small object. */
const uncountedMax = 500;

export interface JobCounts {
  /** Counted and yet to be counted, each Pod once. */
  readonly succeeded: number;
  readonly failed: number;
  /** The part of the status that the counting is kept in. */
  readonly status: Pick<
    JobStatus,
    "succeeded" | "failed" | "uncountedTerminatedPods" | "completedIndexes" | "failedIndexes"
  >;
  /** Pods whose finalizer may go once that status is written. */
  readonly release: readonly Stored<Pod>[];
  /** Nothing is left to be counted or released. */
  readonly settled: boolean;
  readonly completedIndexes: ReadonlySet<number>;
  /** Indexes that will not be tried again; undefined for a Job that does not count by index. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** By index, the failed Pod that its next one is made after. */
  readonly predecessors: ReadonlyMap<number, Stored<Pod>>;
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
  const failedIndexes = failedIndexesOf(job, pods);
  const kept = predecessors(
    job,
    [...tracked.values()].sort(byUid),
    (index) => completed.has(index) || failedIndexes?.has(index) === true,
  );
  const release: Stored<Pod>[] = [];
  let postponed = 0;
  for (const pod of [...tracked.values()].sort(byUid)) {
    const { uid } = pod.metadata;
    if (!hasSucceeded(pod) && !hasFailed(pod, job)) continue;
    if (kept.get(completionIndexOf(pod) ?? -1) === pod) continue;
    if (release.length >= uncountedMax) {
      postponed += 1;
      continue;
    }
    release.push(pod);
    if (uncounted.succeeded.includes(uid) || uncounted.failed.includes(uid)) continue;
    const index = completionIndexOf(pod);
    if (!hasSucceeded(pod)) {
      if (verdictOn(job, pod).counts) uncounted.failed.push(uid);
    }
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
      ...(failedIndexes === undefined ? {} : { failedIndexes: formatIndexes(failedIndexes) }),
    },
    release,
    settled: release.length === 0 && postponed === 0,
    completedIndexes: completed,
    failedIndexes,
    predecessors: kept,
  };
}

function byUid(a: Stored<Pod>, b: Stored<Pod>): number {
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

function withoutZero<K extends string>(name: K, value: number): { [key in K]?: number } {
  return (value === 0 ? {} : { [name]: value }) as { [key in K]?: number };
}
