/** Which Pods a Job makes and deletes next. Source: manageJob in pkg/controller/job. */
import type { Container, Job, Pod } from "../../api/generated/types.ts";
import { JOBS, PODS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { parseTime } from "../../api/time.ts";
import type { NewObject } from "../../loop/client.ts";
import type { Action, DeleteAction } from "../../loop/plan.ts";
import { podFromTemplate } from "../pod-from-template.ts";
import { rankForDeletion } from "../pod-ranking.ts";
import { isFinished } from "../pod-state.ts";
import { trackingFinalizer, type JobCounts } from "./counting.ts";
import { verdictOn } from "./failure-policy.ts";
import { hasFailed, hasSucceeded } from "./finished.ts";
import {
  completionIndexOf,
  failureCountAnnotation,
  failuresWith,
  ignoredFailureCountAnnotation,
  indexAnnotation,
  isIndexed,
} from "./indexes.ts";

/** Pods that one plan makes or deletes at most. */
const podsMax = 500;
/** Delay after a failed Pod, doubling up to the maximum. Kubernetes' numbers. */
const backoffBaseMs = 10_000;
const backoffMaxMs = 600_000;

export interface PodsStep {
  readonly actions: readonly Action[];
  /** Pods are missing but must wait, for failed ones went before. */
  readonly waitMs?: number;
}

export function managePods(
  job: Stored<Job>,
  pods: { readonly active: readonly Stored<Pod>[]; readonly all: readonly Stored<Pod>[] },
  { counts, nowMs }: { readonly counts: JobCounts; readonly nowMs: number },
): PodsStep {
  const { active } = pods;
  const wanted = wantedActive(job, active.length, counts);
  const surplus = surplusPods(job, active, { counts, wanted, nowMs });
  if (surplus.length > 0) return { actions: [deletePods(job, surplus)] };
  const missing = wanted - active.length;
  if (missing <= 0) return { actions: [] };
  const byIndex = counts.failedIndexes !== undefined;
  const waitMs = byIndex ? 0 : backoffMs(job, pods.all, nowMs);
  if (waitMs > 0) return { actions: [], waitMs };
  const count = Math.min(missing, podsMax);
  const free = isIndexed(job) ? freeIndexes(job, active, counts) : undefined;
  const waits = (free ?? []).map((index) =>
    indexBackoffMs(job, counts.predecessors.get(index), nowMs),
  );
  const indexes = free?.filter((_, nth) => waits[nth] === 0).slice(0, count);
  const later = waits.filter((ms) => ms > 0);
  const wait = later.length === 0 ? {} : { waitMs: Math.min(...later) };
  const creations = Array.from({ length: indexes?.length ?? count }, (_, nth) => ({
    verb: "create" as const,
    resource: PODS,
    object: podOf(job, indexes?.[nth], counts.predecessors),
    announce: {
      regarding: job,
      reason: "SuccessfulCreate",
      message: "Created pod: {name}",
      failure: { reason: "FailedCreate", message: "Error creating: {error}" },
    },
  }));
  if (creations.length === 0) return { actions: [], ...wait };
  return { actions: [{ verb: "batch", actions: creations, slowStart: true }], ...wait };
}

/** Deletes Pods that run although they need not: the Job is over or suspended, or has too many. */
export function deletePods(job: Stored<Job>, pods: readonly Stored<Pod>[]): Action {
  const actions = pods.slice(0, podsMax).map((object): DeleteAction => ({
    verb: "delete",
    resource: PODS,
    object,
    announce: {
      regarding: job,
      reason: "SuccessfulDelete",
      message: "Deleted pod: {name}",
      failure: { reason: "FailedDelete", message: "Error deleting: {error}" },
    },
  }));
  return { verb: "batch", actions };
}

function wantedActive(job: Job, active: number, { succeeded, failedIndexes }: JobCounts): number {
  const { completions, parallelism = 1 } = job.spec ?? {};
  if (completions !== undefined) {
    const left = completions - succeeded - (failedIndexes?.size ?? 0);
    return Math.max(0, Math.min(left, parallelism));
  }
  // Without a number of completions the first success says that the work is done: nothing new is started.
  return succeeded > 0 ? active : parallelism;
}

/** Of an Indexed Job first the Pods of indexes that are done, doubled or out of range. */
function surplusPods(
  job: Stored<Job>,
  active: readonly Stored<Pod>[],
  { counts, wanted, nowMs }: { counts: JobCounts; wanted: number; nowMs: number },
): readonly Stored<Pod>[] {
  const ranked = rankForDeletion(active, active, nowMs);
  const useless = isIndexed(job) ? uselessPods(job, ranked, counts) : [];
  const rest = ranked.filter((pod) => !useless.includes(pod));
  return [...useless, ...rest.slice(0, Math.max(0, rest.length - wanted))];
}

function uselessPods(
  job: Job,
  ranked: readonly Stored<Pod>[],
  counts: JobCounts,
): readonly Stored<Pod>[] {
  const taken = new Set<number>();
  // From the end: the Pod that is ranked last has got furthest, and keeps its index.
  return [...ranked].reverse().filter((pod) => {
    const index = completionIndexOf(pod);
    const useless =
      index === undefined ||
      index >= (job.spec?.completions ?? 0) ||
      taken.has(index) ||
      isOver(index, counts);
    if (!useless) taken.add(index);
    return useless;
  });
}

function isOver(index: number, { completedIndexes, failedIndexes }: JobCounts): boolean {
  return completedIndexes.has(index) || failedIndexes?.has(index) === true;
}

function freeIndexes(
  job: Job,
  active: readonly Stored<Pod>[],
  counts: JobCounts,
): readonly number[] {
  const taken = new Set(active.map(completionIndexOf));
  const free: number[] = [];
  for (let index = 0; index < (job.spec?.completions ?? 0); index += 1) {
    if (!taken.has(index) && !isOver(index, counts)) free.push(index);
  }
  return free;
}

/** How long an index waits after the failure of its last Pod. */
function indexBackoffMs(job: Job, before: Stored<Pod> | undefined, nowMs: number): number {
  if (before === undefined) return 0;
  const failures = failuresWith(job, before).counted;
  if (failures === 0) return 0;
  const delayMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** (failures - 1));
  return Math.max(0, finishedAtMs(before) + delayMs - nowMs);
}

/** How long to wait after the failures that followed the last success. */
function backoffMs(job: Job, pods: readonly Stored<Pod>[], nowMs: number): number {
  const finished = pods
    .filter((pod) => hasSucceeded(pod) || (hasFailed(pod, job) && verdictOn(job, pod).counts))
    .map((pod) => ({ failed: !hasSucceeded(pod), atMs: finishedAtMs(pod) }))
    .sort((a, b) => b.atMs - a.atMs);
  const lastSuccess = finished.findIndex(({ failed }) => !failed);
  const failures = lastSuccess === -1 ? finished : finished.slice(0, lastSuccess);
  const newest = failures[0];
  if (newest === undefined) return 0;
  const delayMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** (failures.length - 1));
  return Math.max(0, newest.atMs + delayMs - nowMs);
}

/** When the last container ended, or else when the Pod was last known to change. */
function finishedAtMs(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(
    ({ state }) => parseTime(state?.terminated?.finishedAt) ?? 0,
  );
  const latest = Math.max(0, ...ends);
  if (latest > 0 && isFinished(pod)) return latest;
  const changes = (pod.status?.conditions ?? []).map(
    ({ lastTransitionTime }) => parseTime(lastTransitionTime) ?? 0,
  );
  const { deletionTimestamp, creationTimestamp } = pod.metadata;
  return parseTime(deletionTimestamp) ?? Math.max(parseTime(creationTimestamp) ?? 0, 0, ...changes);
}

/** With the finalizer that keeps it until it is counted and, in an Indexed Job, with its index in all places. */
function podOf(
  job: Stored<Job>,
  index: number | undefined,
  before: JobCounts["predecessors"],
): NewObject<Pod> {
  const pod = podFromTemplate(JOBS, job, job.spec?.template);
  const finalizers = [...(pod.metadata.finalizers ?? []), trackingFinalizer];
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const mark = { [indexAnnotation]: String(index) };
  const hostname = pod.spec?.hostname ?? `${job.metadata.name}-${index}`;
  const metadata = {
    ...pod.metadata,
    finalizers,
    generateName: `${job.metadata.name}-${index}-`,
    annotations: { ...pod.metadata.annotations, ...mark, ...failureMarks(job, before.get(index)) },
    labels: { ...pod.metadata.labels, ...mark },
  };
  const { spec } = pod;
  if (spec === undefined) return { ...pod, metadata };
  const containers = spec.containers.map(withIndex);
  const initContainers = spec.initContainers?.map(withIndex);
  return {
    ...pod,
    metadata,
    spec: { ...spec, hostname, containers, ...(initContainers ? { initContainers } : {}) },
  };
}

/** How often Pods of the index have failed so far. */
function failureMarks(
  job: Stored<Job>,
  before: Stored<Pod> | undefined,
): Readonly<Record<string, string>> {
  if (job.spec?.backoffLimitPerIndex === undefined) return {};
  const { counted, ignored } = before ? failuresWith(job, before) : { counted: 0, ignored: 0 };
  return {
    [failureCountAnnotation]: String(counted),
    ...(ignored > 0 ? { [ignoredFailureCountAnnotation]: String(ignored) } : {}),
  };
}

function withIndex(container: Container): Container {
  const name = "JOB_COMPLETION_INDEX";
  if (container.env?.some((variable) => variable.name === name)) return container;
  const fieldPath = `metadata.labels['${indexAnnotation}']`;
  const variable = { name, valueFrom: { fieldRef: { apiVersion: "v1", fieldPath } } };
  return { ...container, env: [...(container.env ?? []), variable] };
}
