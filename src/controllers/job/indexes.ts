/** Completion indexes of Indexed Jobs: their texts in a status, and each index's failures (spec.backoffLimitPerIndex). */
import type { Job, Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { verdictOn } from "./failure-policy.ts";
import { hasFailed } from "./finished.ts";

export const indexAnnotation = "batch.kubernetes.io/job-completion-index";
/** How often Pods of the index had failed before this one was made. */
export const failureCountAnnotation = "batch.kubernetes.io/job-index-failure-count";
export const ignoredFailureCountAnnotation = "batch.kubernetes.io/job-index-ignored-failure-count";

export function isIndexed(job: Job): boolean {
  return job.spec?.completionMode === "Indexed";
}

export function completionIndexOf(pod: Pod): number | undefined {
  return numberIn(pod, indexAnnotation);
}

function numberIn(pod: Pod, annotation: string): number | undefined {
  const text = pod.metadata.annotations?.[annotation];
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

export interface IndexFailures {
  readonly counted: number;
  readonly ignored: number;
}

/** Of the index before this Pod was made. */
export function failuresBefore(pod: Pod): IndexFailures {
  return {
    counted: numberIn(pod, failureCountAnnotation) ?? 0,
    ignored: numberIn(pod, ignoredFailureCountAnnotation) ?? 0,
  };
}

/** Of the index with the failure of this Pod. */
export function failuresWith(job: Job, pod: Pod): IndexFailures {
  const { counted, ignored } = failuresBefore(pod);
  return verdictOn(job, pod).counts
    ? { counted: counted + 1, ignored }
    : { counted, ignored: ignored + 1 };
}

/** The indexes that will not be tried again; undefined for a Job that does not count by index. */
export function failedIndexesOf(job: Job, pods: readonly Stored<Pod>[]): Set<number> | undefined {
  const limit = job.spec?.backoffLimitPerIndex;
  if (limit === undefined) return undefined;
  const failed = parseIndexes(job.status?.failedIndexes);
  for (const pod of pods) {
    const index = completionIndexOf(pod);
    if (index === undefined || !hasFailed(pod, job)) continue;
    const { counts, failsIndex } = verdictOn(job, pod);
    if (failsIndex || (counts && failuresBefore(pod).counted >= limit)) failed.add(index);
  }
  return failed;
}

/**
 * By index, the failed Pod that the next one of the index is made after: it is kept until then, for it knows how often the index has failed.
 */
export function predecessors(
  job: Job,
  pods: readonly Stored<Pod>[],
  over: (index: number) => boolean,
): ReadonlyMap<number, Stored<Pod>> {
  const found = new Map<number, Stored<Pod>>();
  if (job.spec?.backoffLimitPerIndex === undefined || isDecided(job)) return found;
  const running = new Set(
    pods
      .filter((pod) => !hasFailed(pod, job) && pod.status?.phase !== "Succeeded")
      .map(completionIndexOf),
  );
  for (const pod of pods) {
    const index = completionIndexOf(pod);
    if (index === undefined || over(index) || running.has(index) || !hasFailed(pod, job)) continue;
    const known = found.get(index);
    if (known === undefined || triesOf(pod) > triesOf(known)) found.set(index, pod);
  }
  return found;
}

/** No index is tried again. */
function isDecided({ status }: Job): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }) =>
      (type === "FailureTarget" || type === "SuccessCriteriaMet") && value === "True",
  );
}

function triesOf(pod: Pod): number {
  const { counted, ignored } = failuresBefore(pod);
  return counted + ignored;
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
