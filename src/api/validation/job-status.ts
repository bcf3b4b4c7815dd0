/**
 * What may become of a Job's status, whoever manages the Job. Most is checked only as far as the write changes it. Source:
 * validateJobStatus and ValidateJobStatusUpdate in pkg/apis/batch/validation, getStatusValidationOptions of the Job strategy.
 */
import type { Job, JobStatus } from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import { duplicate, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { overlapOf, parseIndexes } from "./job-indexes.ts";
import { nonNegative } from "./numbers.ts";
import { same } from "./same.ts";

interface Write {
  readonly job: Job;
  readonly status: JobStatus;
  readonly before: JobStatus;
  readonly is: Conditions;
  readonly was: Conditions;
}

interface Conditions {
  readonly complete: boolean;
  readonly failed: boolean;
  readonly finished: boolean;
  readonly failureTarget: boolean;
  readonly successMet: boolean;
}

export function validateJobStatusUpdate(errors: FieldErrors, next: Job, previous: Job): void {
  const status = next.status ?? {};
  const before = previous.status ?? {};
  const write = { job: next, status, before, is: conditionsOf(status), was: conditionsOf(before) };
  for (const field of ["active", "succeeded", "failed", "ready", "terminating"] as const) {
    errors.push(...nonNegative(`status.${field}`, status[field]));
  }
  validateUncounted(errors, status);
  validateCompletion(errors, write);
  validateFinish(errors, write);
  validateIndexes(errors, write);
  validateCounts(errors, write);
  validateCriteria(errors, write);
  validateTransition(errors, write);
}

function conditionsOf(status: JobStatus): Conditions {
  const complete = hasCondition(status, "Complete");
  const failed = hasCondition(status, "Failed");
  return {
    complete,
    failed,
    finished: complete || failed,
    failureTarget: hasCondition(status, "FailureTarget"),
    successMet: hasCondition(status, "SuccessCriteriaMet"),
  };
}

function hasCondition(status: JobStatus, type: string, wanted = "True"): boolean {
  const conditions = status.conditions ?? [];
  return conditions.some((condition) => condition.type === type && condition.status === wanted);
}

/** Kubernetes leaves the value out: all conditions would be too much to read. */
function invalidConditions(detail: string): FieldError {
  return {
    type: "FieldValueInvalid",
    field: "status.conditions",
    message: `Invalid value: ${detail}`,
  };
}

function validateUncounted(errors: FieldErrors, { uncountedTerminatedPods }: JobStatus): void {
  const seen = new Set<string>();
  for (const side of ["succeeded", "failed"] as const) {
    for (const [index, uid] of (uncountedTerminatedPods?.[side] ?? []).entries()) {
      const at = `status.uncountedTerminatedPods.${side}[${index}]`;
      if (uid === "") errors.push(invalidValue(at, uid, "must not be empty"));
      else if (seen.has(uid)) errors.push(duplicate(at, uid));
      seen.add(uid);
    }
  }
}

function validateCompletion(errors: FieldErrors, write: Write): void {
  const { status, before, is, was } = write;
  const completes = is.complete !== was.complete;
  const { completionTime, startTime } = status;
  const timeChanges = completionTime !== before.completionTime;
  const at = "status.completionTime";
  if ((completes || is.failed !== was.failed) && is.complete && is.failed) {
    errors.push(invalidConditions("cannot set Complete=True and Failed=true conditions"));
  }
  if ((completes || is.failureTarget !== was.failureTarget) && is.complete && is.failureTarget) {
    errors.push(invalidConditions("cannot set Complete=True and FailureTarget=true conditions"));
  }
  if ((completes || timeChanges) && completionTime && !is.complete) {
    const message = "cannot set completionTime when there is no Complete=True condition";
    errors.push(invalidValue(at, completionTime, message));
  }
  if ((completes || timeChanges) && !completionTime && is.complete) {
    errors.push(required(at, "completionTime is required for Complete jobs"));
  }
  const startChanges = startTime !== before.startTime;
  if ((startChanges || timeChanges) && startTime && completionTime && completionTime < startTime) {
    errors.push(invalidValue(at, completionTime, "must be equal to or after `startTime`"));
  }
  if (
    (is.failed !== was.failed || status.failedIndexes !== before.failedIndexes) &&
    is.failed &&
    !is.failureTarget
  ) {
    errors.push(
      invalidConditions(
        "cannot set Failed=True condition without the FailureTarget=true condition",
      ),
    );
  }
  if ((completes || is.successMet !== was.successMet) && is.complete && !is.successMet) {
    errors.push(
      invalidConditions(
        "cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
      ),
    );
  }
}

function validateFinish(errors: FieldErrors, write: Write): void {
  const { job, status, before, is, was } = write;
  if (!is.finished) return;
  const finishes = !was.finished;
  const active = status.active ?? 0;
  if ((finishes || active !== (before.active ?? 0)) && active > 0) {
    errors.push(invalidValue("status.active", active, "active>0 is invalid for finished job"));
  }
  const neverStarts = job.spec?.suspend === true && job.spec.completions === 0;
  const starts = finishes || status.startTime !== before.startTime;
  if (starts && !neverStarts && !status.startTime) {
    errors.push(required("status.startTime", "startTime is required for finished job"));
  }
  const uncounted = status.uncountedTerminatedPods;
  const left = (uncounted?.failed?.length ?? 0) + (uncounted?.succeeded?.length ?? 0);
  if ((finishes || !same(uncounted, before.uncountedTerminatedPods)) && left > 0) {
    const value = goValue("batch.UncountedTerminatedPods", uncounted);
    const message = "must be empty for finished job";
    errors.push(invalidValue("status.uncountedTerminatedPods", value, message));
  }
}

function validateIndexes(errors: FieldErrors, { job, status, before }: Write): void {
  const { completedIndexes = "", failedIndexes } = status;
  const completedChange = completedIndexes !== (before.completedIndexes ?? "");
  const failedChange = failedIndexes !== before.failedIndexes;
  const { completions, backoffLimitPerIndex, completionMode } = job.spec ?? {};
  const completedAt = "status.completedIndexes";
  const failedAt = "status.failedIndexes";
  if (completedChange && completions !== undefined) {
    const { fault } = parseIndexes(completedIndexes, completions);
    const message = `error parsing completedIndexes: ${fault}`;
    if (fault) errors.push(invalidValue(completedAt, completedIndexes, message));
  }
  const isLimited = completions !== undefined && backoffLimitPerIndex !== undefined;
  if (failedChange && isLimited && failedIndexes !== undefined) {
    const { fault } = parseIndexes(failedIndexes, completions);
    const message = `error parsing failedIndexes: ${fault}`;
    if (fault) errors.push(invalidValue(failedAt, failedIndexes, message));
  }
  if (completedChange && completedIndexes !== "" && completionMode !== "Indexed") {
    const message = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.push(invalidValue(completedAt, completedIndexes, message));
  }
  if (failedIndexes === undefined) return;
  if (failedChange && backoffLimitPerIndex === undefined) {
    const message = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.push(invalidValue(failedAt, failedIndexes, message));
  }
  if ((!failedChange && !completedChange) || completions === undefined) return;
  const overlap = overlapOf(completedIndexes, failedIndexes, completions);
  if (overlap === undefined) return;
  const message = `failedIndexes and completedIndexes overlap at index: ${overlap}`;
  errors.push(invalidValue(failedAt, failedIndexes, message));
}

function validateCounts(errors: FieldErrors, { status, before, is, was }: Write): void {
  const { terminating, ready, active = 0 } = status;
  const changes = is.finished !== was.finished || terminating !== before.terminating;
  if (changes && is.finished && (terminating ?? 0) > 0) {
    const message = "terminating>0 is invalid for finished job";
    errors.push(invalidValue("status.terminating", terminating, message));
  }
  const moves = ready !== before.ready || active !== (before.active ?? 0);
  if (moves && ready !== undefined && ready > active) {
    errors.push(invalidValue("status.ready", ready, "cannot set more ready pods than active"));
  }
}

function validateCriteria(errors: FieldErrors, { job, is }: Write): void {
  if (is.successMet && is.failed) {
    errors.push(invalidConditions("cannot set SuccessCriteriaMet=True and Failed=true conditions"));
  }
  if (is.successMet && is.failureTarget) {
    errors.push(
      invalidConditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"),
    );
  }
  if (job.spec?.successPolicy && !is.successMet && is.complete) {
    errors.push(
      invalidConditions(
        "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True",
      ),
    );
  }
}

/** Counters that only grow, times that stay, and an end that is one. */
function validateTransition(errors: FieldErrors, { job, status, before, is, was }: Write): void {
  for (const type of ["Failed", "Complete", "FailureTarget"]) {
    if (hasCondition(before, type) && !hasCondition(status, type)) {
      errors.push(invalidConditions(`cannot disable the terminal ${type}=True condition`));
    }
  }
  const { completionMode, completions, parallelism, suspend } = job.spec ?? {};
  const failed = status.failed ?? 0;
  if (failed < (before.failed ?? 0)) {
    errors.push(invalidValue("status.failed", failed, "cannot decrease the failed counter"));
  }
  const succeeded = status.succeeded ?? 0;
  const isElastic = completionMode === "Indexed" && completions === parallelism;
  if (!isElastic && succeeded < (before.succeeded ?? 0)) {
    const message = "cannot decrease the succeeded counter";
    errors.push(invalidValue("status.succeeded", succeeded, message));
  }
  const { completionTime, startTime } = status;
  if (completionTime && before.completionTime && completionTime !== before.completionTime) {
    errors.push(invalidValue("status.completionTime", completionTime, "field is immutable"));
  }
  const resumes = hasCondition(before, "Suspended") && hasCondition(status, "Suspended", "False");
  if (!resumes && before.startTime && before.startTime !== startTime && !suspend) {
    const message = "field is immutable for unsuspended job once set";
    errors.push(invalidValue("status.startTime", startTime, message));
  }
  if (was.successMet && !is.successMet) {
    errors.push(invalidConditions("cannot disable the SuccessCriteriaMet=True condition"));
  }
  if (was.complete && !was.successMet && is.successMet) {
    errors.push(
      invalidConditions(
        "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions",
      ),
    );
  }
}
