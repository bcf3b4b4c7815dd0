/** The Job controller: runs Pods until enough have succeeded or too many have failed. Source: pkg/controller/job. */
import type { Job, JobCondition, JobStatus, Pod } from "../api/generated/types.ts";
import { JOBS, PODS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { parseTime, rfc3339, durationMs } from "../api/time.ts";
import { ownKey, statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import { plan, updateStatus, type Action, type PatchAction, type Plan } from "../loop/plan.ts";
import { findCondition, setCondition } from "./conditions.ts";
import { semanticallyEqual } from "./equality.ts";
import { countPods, trackingFinalizer, type JobCounts } from "./job/counting.ts";
import { verdictOn } from "./job/failure-policy.ts";
import { hasFailed } from "./job/finished.ts";
import { deletePods, managePods } from "./job/pods.ts";
import { metSuccessRule } from "./job/success-policy.ts";
import { claim, claimCandidates, controllerOf, ownerKeys } from "./ownership.ts";
import { isActive, isReady, isTerminating, restartsOf } from "./pod-state.ts";

export type JobView =
  | {
      readonly job: Stored<Job>;
      /** Pods that it has, finished ones too, or could adopt. */
      readonly pods: readonly Stored<Pod>[];
    }
  /** A Pod that is still held for a Job that is gone. */
  | { readonly orphan: Stored<Pod> };

/** Marks the keys of Pods; a Job's key has no blank in it. */
const orphanPrefix = "orphan ";

export const jobController: Controller<JobView> = {
  name: "job-controller",
  watches: [
    watch(JOBS, (change, listers) => {
      const gone = change.after === undefined ? change.before : undefined;
      if (gone === undefined) return ownKey(change);
      return listers.of(PODS).ownedBy(gone.metadata.uid).map(orphanKey);
    }),
    watch(PODS, (change, listers) => statesOf(change).flatMap((pod) => keysOf(pod, listers))),
  ],
  view(listers, key) {
    if (key.startsWith(orphanPrefix)) {
      const orphan = listers.of(PODS).get(key.slice(orphanPrefix.length));
      return orphan === undefined || !isOrphan(orphan, listers) ? undefined : { orphan };
    }
    const job = listers.of(JOBS).get(key);
    if (job === undefined || isManagedElsewhere(job)) return undefined;
    return { job, pods: claimCandidates(listers.of(PODS), job, job.spec?.selector) };
  },
  reconcile: (view, nowMs) =>
    "orphan" in view ? releaseOrphan(view.orphan) : reconcile(view, nowMs),
};

function orphanKey(pod: Stored<Pod>): string {
  return `${orphanPrefix}${objectKey(pod)}`;
}

function isOrphan(pod: Stored<Pod>, listers: Listers): boolean {
  if (pod.metadata.finalizers?.includes(trackingFinalizer) !== true) return false;
  const controller = controllerOf(pod.metadata);
  return controller === undefined || listers.of(JOBS).byUid(controller.uid) === undefined;
}

function releaseOrphan(pod: Stored<Pod>): Plan {
  const controller = controllerOf(pod.metadata);
  if (controller === undefined) return plan([releasePod(pod)]);
  const { name, uid } = controller;
  const { namespace = "" } = pod.metadata;
  return plan([{ verb: "require-absent", resource: JOBS, namespace, name, uid }, releasePod(pod)]);
}

const isManagedElsewhere = (job: Job): boolean =>
  job.spec?.managedBy !== undefined && job.spec.managedBy !== "kubernetes.io/job-controller";

function keysOf(pod: Stored<Pod>, listers: Listers): readonly string[] {
  const keys = ownerKeys(listers.of(JOBS), pod, ({ spec }) => spec?.selector);
  return keys.length === 0 && isOrphan(pod, listers) ? [orphanKey(pod)] : keys;
}

/** True when the Job has its last condition. */
export function isJobFinished(job: Job): boolean {
  return ["Complete", "Failed"].some(
    (type) => findCondition(job.status?.conditions, type)?.status === "True",
  );
}

interface Outcome {
  readonly type: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

function reconcile({ job, pods }: Extract<JobView, { job: unknown }>, nowMs: number): Plan {
  const { claimed, actions: claims } = claim({
    owner: job,
    ownerResource: JOBS,
    selector: job.spec?.selector,
    resource: PODS,
    candidates: pods,
  });
  if (claims.length > 0) return plan(claims);
  const counts = countPods(job, claimed);
  const active = claimed.filter(isActive);
  if (isJobFinished(job) || job.metadata.deletionTimestamp !== undefined) {
    return plan(releaseAll(claimed));
  }
  const outcome = outcomeOf(job, { pods: claimed, active, counts, nowMs });
  const suspended = job.spec?.suspend === true;
  const step =
    outcome !== undefined || suspended
      ? { actions: active.length > 0 ? [deletePods(job, active)] : [] }
      : managePods(job, { active, all: claimed }, { counts, nowMs });
  const settled = counts.settled && counts.predecessors.size === 0;
  const ended = outcome !== undefined && settled && claimed.every(isOver);
  const status = statusOf(job, claimed, { counts, outcome, ended, nowMs });
  return plan(
    [
      ...step.actions,
      ...statusActions(job, status, outcome),
      ...counts.release.map((pod) => releasePod(pod)),
    ],
    step.waitMs,
    outcome === undefined && !suspended ? deadlineInMs(job, nowMs) : undefined,
  );
}

/** Neither running nor on its way out. */
const isOver = (pod: Pod): boolean => !isActive(pod) && !isTerminating(pod);

function releasePod(pod: Stored<Pod>): PatchAction {
  const kept = (pod.metadata.finalizers ?? []).filter((name) => name !== trackingFinalizer);
  const finalizers = kept.length === 0 ? null : kept;
  return {
    verb: "patch",
    resource: PODS,
    object: pod,
    type: "merge",
    patch: { metadata: { finalizers } },
  };
}

/** Nothing is counted any more: no Pod may be held by a finalizer that nobody removes. */
function releaseAll(pods: readonly Stored<Pod>[]): readonly Action[] {
  const held = pods.filter(({ metadata }) => metadata.finalizers?.includes(trackingFinalizer));
  return held.map(releasePod);
}

/** How the Job ends, once decided: an interim condition keeps the decision while its Pods end. */
function outcomeOf(job: Stored<Job>, seen: Seen): Outcome | undefined {
  const decided = decidedOutcome(job);
  if (decided) return decided;
  const failure = failureOf(job, seen);
  if (failure) return { type: "Failed", ...failure };
  if (job.spec?.suspend === true) return undefined;
  const success = successOf(job, seen);
  return success && { type: "Complete", ...success };
}

interface Seen {
  readonly pods: readonly Stored<Pod>[];
  readonly active: readonly Stored<Pod>[];
  readonly counts: JobCounts;
  readonly nowMs: number;
}

type Why = Pick<Outcome, "reason" | "message">;

function decidedOutcome({ status }: Job): Outcome | undefined {
  const interim: readonly (readonly [string, Outcome["type"]])[] = [
    ["FailureTarget", "Failed"],
    ["SuccessCriteriaMet", "Complete"],
  ];
  for (const [condition, type] of interim) {
    const found = findCondition(status?.conditions, condition);
    if (found?.status !== "True") continue;
    return { type, reason: found.reason ?? "", message: found.message ?? "" };
  }
  return undefined;
}

function failureOf(job: Stored<Job>, { pods, active, counts, nowMs }: Seen): Why | undefined {
  const { backoffLimit = 6, completions = 0, maxFailedIndexes, suspend } = job.spec ?? {};
  for (const pod of pods) {
    const message = hasFailed(pod, job) ? verdictOn(job, pod).failsJob : undefined;
    if (message !== undefined) return { reason: "PodFailurePolicy", message };
  }
  if (counts.failed > backoffLimit || restartsExceeded(job, active, backoffLimit)) {
    const message = "Job has reached the specified backoff limit";
    return { reason: "BackoffLimitExceeded", message };
  }
  if (suspend !== true && deadlineInMs(job, nowMs) === 0) {
    const message = "Job was active longer than specified deadline";
    return { reason: "DeadlineExceeded", message };
  }
  const failedIndexes = counts.failedIndexes?.size ?? 0;
  if (maxFailedIndexes !== undefined && failedIndexes > maxFailedIndexes) {
    const message = "Job has exceeded the specified maximal number of failed indexes";
    return { reason: "MaxFailedIndexesExceeded", message };
  }
  if (failedIndexes > 0 && failedIndexes + counts.completedIndexes.size >= completions) {
    return { reason: "FailedIndexes", message: "Job has failed indexes" };
  }
  return undefined;
}

function successOf(job: Stored<Job>, { active, counts }: Seen): Why | undefined {
  const met = metSuccessRule(job, counts.completedIndexes);
  if (met !== undefined) return { reason: "SuccessPolicy", message: met };
  const { completions } = job.spec ?? {};
  const reached =
    completions === undefined
      ? counts.succeeded > 0 && active.length === 0
      : counts.succeeded >= completions;
  if (!reached) return undefined;
  const message = "Reached expected number of succeeded pods";
  return { reason: "CompletionsReached", message };
}

/** With restartPolicy OnFailure the containers' restarts count, for the Pod itself does not fail. */
function restartsExceeded(job: Job, active: readonly Stored<Pod>[], limit: number): boolean {
  if (job.spec?.template.spec?.restartPolicy !== "OnFailure") return false;
  const restarts = active
    .filter(({ status }) => status?.phase === "Running" || status?.phase === "Pending")
    .reduce((sum, pod) => sum + restartsOf(pod), 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function deadlineInMs(job: Job, nowMs: number): number | undefined {
  const seconds = job.spec?.activeDeadlineSeconds;
  const startMs = parseTime(job.status?.startTime);
  if (seconds === undefined || startMs === undefined) return undefined;
  return Math.max(0, startMs + durationMs(seconds) - nowMs);
}

function statusOf(
  job: Stored<Job>,
  pods: readonly Stored<Pod>[],
  args: { counts: JobCounts; outcome: Outcome | undefined; ended: boolean; nowMs: number },
): JobStatus {
  const { counts, outcome, ended, nowMs } = args;
  const { startTime } = job.status ?? {};
  const now = rfc3339(nowMs);
  const active = pods.filter(isActive);
  const suspended = job.spec?.suspend === true && outcome === undefined;
  const started = suspended ? undefined : (startTime ?? now);
  const conditions = conditionsOf(job, { outcome, ended, nowMs });
  return {
    ...counts.status,
    ...(active.length === 0 ? {} : { active: active.length }),
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating).length,
    ...(started === undefined ? {} : { startTime: started }),
    ...(ended && outcome?.type === "Complete" ? { completionTime: now } : {}),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function conditionsOf(
  job: Stored<Job>,
  { outcome, ended, nowMs }: { outcome: Outcome | undefined; ended: boolean; nowMs: number },
): readonly JobCondition[] {
  const now = rfc3339(nowMs);
  const of = (type: string, status: "True" | "False", reason: string, message: string) => ({
    type,
    status,
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  let conditions: readonly JobCondition[] = job.status?.conditions ?? [];
  if (outcome === undefined) {
    const suspended = findCondition(conditions, "Suspended")?.status === "True";
    if (job.spec?.suspend === true) {
      conditions = setCondition(
        conditions,
        of("Suspended", "True", "JobSuspended", "Job suspended"),
      );
    } else if (suspended) {
      conditions = setCondition(conditions, of("Suspended", "False", "JobResumed", "Job resumed"));
    }
    return conditions;
  }
  const interim = outcome.type === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
  const { type, reason, message } = outcome;
  conditions = setCondition(conditions, of(interim, "True", reason, message));
  return ended ? setCondition(conditions, of(type, "True", reason, message)) : conditions;
}

function statusActions(
  job: Stored<Job>,
  status: JobStatus,
  outcome: Outcome | undefined,
): readonly Action[] {
  if (semanticallyEqual(status, job.status)) return [];
  const actions: Action[] = [updateStatus(JOBS, job, status)];
  const before = findCondition(job.status?.conditions, "Suspended")?.status;
  const after = findCondition(status.conditions, "Suspended")?.status;
  const event = (type: "Normal" | "Warning", reason: string, message: string): Action => ({
    verb: "event",
    announce: { regarding: job, type, reason, message },
  });
  if (before !== after && after === "True")
    actions.push(event("Normal", "Suspended", "Job suspended"));
  if (before === "True" && after === "False")
    actions.push(event("Normal", "Resumed", "Job resumed"));
  if (outcome !== undefined && findCondition(status.conditions, outcome.type) !== undefined) {
    actions.push(
      outcome.type === "Complete"
        ? event("Normal", "Completed", "Job completed")
        : event("Warning", outcome.reason, outcome.message),
    );
  }
  return actions;
}
