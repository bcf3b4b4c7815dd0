/** The CronJob controller: a Job each time that a schedule is due. Source: pkg/controller/cronjob. */
import type { CronJob, CronJobStatus, Job, ObjectReference } from "../api/generated/types.ts";
import { timeZoneOf, utc } from "../api/civil-time.ts";
import { CRON_JOBS, JOBS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { durationMs, parseTime, rfc1123Zone, rfc3339 } from "../api/time.ts";
import { ownKey, statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import {
  plan,
  updateStatus,
  type Action,
  type DeleteAction,
  type EventAction,
  type Plan,
} from "../loop/plan.ts";
import { findCondition } from "./conditions.ts";
import { jobFor, jobName, isScheduled } from "./cron-job/jobs.ts";
import { mostRecent, parseSchedule, type Schedule } from "./cron-job/schedule.ts";
import { semanticallyEqual } from "./equality.ts";
import { isJobFinished } from "./job.ts";
import { controllerOf } from "./ownership.ts";

export interface CronJobView {
  readonly cronJob: Stored<CronJob>;
  /** The Jobs that it controls. */
  readonly jobs: readonly Stored<Job>[];
}

/** Looked at a little later than due: clocks that disagree by less do not matter. */
const graceMs = 100;

export const cronJobController: Controller<CronJobView> = {
  name: "cronjob-controller",
  watches: [
    watch(CRON_JOBS, ownKey),
    watch(JOBS, (change, listers) => statesOf(change).flatMap((job) => cronJobsOf(job, listers))),
  ],
  view(listers, key) {
    const cronJob = listers.of(CRON_JOBS).get(key);
    if (cronJob === undefined) return undefined;
    const { uid } = cronJob.metadata;
    const jobs = listers
      .of(JOBS)
      .ownedBy(uid)
      .filter(({ metadata }) => controllerOf(metadata)?.uid === uid);
    return { cronJob, jobs: jobs.toSorted(byName) };
  },
  reconcile,
};

function cronJobsOf({ metadata }: Stored<Job>, listers: Listers): readonly string[] {
  const controller = controllerOf(metadata);
  if (controller?.kind !== "CronJob") return [];
  const owner = listers.of(CRON_JOBS).byUid(controller.uid);
  return owner === undefined ? [] : [objectKey(owner)];
}

function byName(a: Stored<Job>, b: Stored<Job>): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function reconcile({ cronJob, jobs }: CronJobView, nowMs: number): Plan {
  const { status, events } = observed(cronJob, jobs);
  const cleaning = cleanUp(cronJob, jobs);
  const next = due(cronJob, jobs, nowMs);
  const changed = { ...status, ...next.status };
  return plan(
    [
      ...next.actions,
      ...(semanticallyEqual(changed, cronJob.status)
        ? []
        : [updateStatus(CRON_JOBS, cronJob, changed)]),
      ...events,
      ...cleaning,
    ],
    next.waitMs,
  );
}

function note(
  cronJob: Stored<CronJob>,
  reason: string,
  message: string,
  type: "Normal" | "Warning" = "Warning",
): EventAction {
  return { verb: "event", announce: { regarding: cronJob, type, reason, message } };
}

/** What has become of its Jobs: those that run are its active ones, but for those that somebody has made by hand. */
function observed(
  cronJob: Stored<CronJob>,
  jobs: readonly Stored<Job>[],
): { readonly status: CronJobStatus; readonly events: readonly EventAction[] } {
  const before = cronJob.status ?? {};
  const events: EventAction[] = [];
  const active: ObjectReference[] = [];
  let lastSuccessfulTime = before.lastSuccessfulTime;
  const known = new Set((before.active ?? []).map(({ uid }) => uid));
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    if (!isJobFinished(job)) {
      if (known.has(uid) || isScheduled(job)) active.push(referenceTo(job));
      else {
        const message = `Saw a job that the controller did not create or forgot: ${name}`;
        events.push(note(cronJob, "UnexpectedJob", message));
      }
      continue;
    }
    const condition = findCondition(job.status?.conditions, "Complete") ? "Complete" : "Failed";
    if (known.has(uid)) {
      const message = `Saw completed job: ${name}, condition: ${condition}`;
      events.push(note(cronJob, "SawCompletedJob", message, "Normal"));
    }
    if (condition === "Complete") {
      lastSuccessfulTime = later(lastSuccessfulTime, job.status?.completionTime);
    }
  }
  for (const { uid, name = "" } of before.active ?? []) {
    if (jobs.some(({ metadata }) => metadata.uid === uid)) continue;
    events.push(note(cronJob, "MissingJob", `Active job went missing: ${name}`, "Normal"));
  }
  const { lastScheduleTime } = before;
  const status: CronJobStatus = {
    ...(active.length > 0 ? { active } : {}),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
  return { status, events };
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return (parseTime(b) ?? -Infinity) > (parseTime(a) ?? -Infinity) ? b : a;
}

function referenceTo({ metadata }: Stored<Job>): ObjectReference {
  const { namespace = "", name, uid, resourceVersion } = metadata;
  return { apiVersion: "batch/v1", kind: "Job", namespace, name, uid, resourceVersion };
}

interface Due {
  readonly actions: readonly Action[];
  readonly status?: Pick<CronJobStatus, "lastScheduleTime" | "active">;
  readonly waitMs?: number;
}

/** Starts the Job that is due, unless something speaks against it; at most the last one of those that were missed. */
function due(cronJob: Stored<CronJob>, jobs: readonly Stored<Job>[], nowMs: number): Due {
  const { spec, metadata } = cronJob;
  if (spec === undefined || metadata.deletionTimestamp !== undefined || spec.suspend === true) {
    return { actions: [] };
  }
  const parsed = scheduleOf(spec);
  if ("fault" in parsed) return { actions: [note(cronJob, parsed.reason, parsed.fault)] };
  const { schedule } = parsed;
  const nextMs = schedule.next(nowMs);
  const rest = nextMs === undefined ? {} : { waitMs: nextMs - nowMs + graceMs };
  const sinceMs = earliestMs(cronJob, nowMs);
  // The 31st of February, say: what is told is what upstream finds out of it.
  if (schedule.next(sinceMs) === undefined) {
    const why = "time difference between two schedules is less than 1 second";
    const message = `invalid schedule: ${spec.schedule} : ${why}`;
    return { actions: [note(cronJob, "InvalidSchedule", message)] };
  }
  const { atMs, tooMany } = mostRecent(schedule, sinceMs, nowMs);
  const warnings = tooMany
    ? [
        note(
          cronJob,
          "TooManyMissedTimes",
          "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
        ),
      ]
    : [];
  if (atMs === undefined) return { actions: [], ...rest };
  const name = jobName(cronJob, atMs);
  const lastScheduleTime = rfc3339(atMs);
  // Made by a pass that could not tell of it any more.
  if (jobs.some((job) => job.metadata.name === name)) {
    return { actions: [], status: { lastScheduleTime }, ...rest };
  }
  const { startingDeadlineSeconds } = spec;
  if (startingDeadlineSeconds !== undefined && atMs + durationMs(startingDeadlineSeconds) < nowMs) {
    const message = `Missed scheduled time to start a job: ${rfc1123Zone(atMs)}`;
    return { actions: [...warnings, note(cronJob, "MissSchedule", message)], ...rest };
  }
  const running = jobs.filter((job) => !isJobFinished(job) && isScheduled(job));
  if (spec.concurrencyPolicy === "Forbid" && running.length > 0) {
    const message =
      "Not starting job because prior execution is running and concurrency policy is Forbid";
    return {
      actions: [...warnings, note(cronJob, "JobAlreadyActive", message, "Normal")],
      ...rest,
    };
  }
  const replaced = spec.concurrencyPolicy === "Replace" ? running : [];
  return {
    actions: [
      ...warnings,
      ...replaced.map((job) => deleteJob(cronJob, job)),
      {
        verb: "create",
        resource: JOBS,
        object: jobFor(cronJob, atMs),
        announce: {
          regarding: cronJob,
          reason: "SuccessfulCreate",
          message: "Created job {name}",
          failure: { reason: "FailedCreate", message: "Error creating job: {error}" },
        },
      },
    ],
    status: { lastScheduleTime },
    ...rest,
  };
}

type Parsed = { readonly schedule: Schedule } | { readonly reason: string; readonly fault: string };

function scheduleOf({ schedule, timeZone }: NonNullable<CronJob["spec"]>): Parsed {
  const zone = timeZone === undefined ? utc : timeZoneOf(timeZone);
  if (zone === undefined) {
    const fault = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone ?? ""}`;
    return { reason: "UnknownTimeZone", fault };
  }
  try {
    return { schedule: parseSchedule(schedule, zone) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      reason: "UnparseableSchedule",
      fault: `unparseable schedule: ${JSON.stringify(schedule)} : ${why}`,
    };
  }
}

/** What was due before is none of this pass's business. */
function earliestMs({ metadata, spec, status }: Stored<CronJob>, nowMs: number): number {
  const bornMs = parseTime(metadata.creationTimestamp) ?? nowMs;
  const sinceMs = parseTime(status?.lastScheduleTime) ?? bornMs;
  const { startingDeadlineSeconds } = spec ?? {};
  if (startingDeadlineSeconds === undefined) return sinceMs;
  return Math.max(sinceMs, nowMs - durationMs(startingDeadlineSeconds));
}

function deleteJob(cronJob: Stored<CronJob>, job: Stored<Job>): DeleteAction {
  return {
    verb: "delete",
    resource: JOBS,
    object: job,
    propagationPolicy: "Background",
    announce: {
      regarding: cronJob,
      reason: "SuccessfulDelete",
      message: "Deleted job {name}",
      failure: { reason: "FailedDelete", message: "Deleted job: {error}" },
    },
  };
}

/** Deletes the oldest finished Jobs beyond the limits of the history. */
function cleanUp(cronJob: Stored<CronJob>, jobs: readonly Stored<Job>[]): readonly DeleteAction[] {
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec ?? {};
  const of = (type: string): readonly Stored<Job>[] =>
    jobs
      .filter((job) => findCondition(job.status?.conditions, type)?.status === "True")
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted(byStart);
  const beyond = (finished: readonly Stored<Job>[], limit: number): readonly Stored<Job>[] =>
    finished.slice(0, Math.max(0, finished.length - limit));
  return [
    ...beyond(of("Complete"), successfulJobsHistoryLimit),
    ...beyond(of("Failed"), failedJobsHistoryLimit),
  ].map((job) => deleteJob(cronJob, job));
}

function byStart(a: Stored<Job>, b: Stored<Job>): number {
  const [first, second] = [parseTime(a.status?.startTime), parseTime(b.status?.startTime)];
  if (first === second) return byName(a, b);
  return (first ?? Infinity) - (second ?? Infinity);
}
