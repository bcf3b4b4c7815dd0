/** Jobs and CronJobs. Source: pkg/apis/batch/validation. */
import type { CronJob, Job, JobSpec, PodTemplateSpec } from "../generated/types.ts";
import { labelSelectorOf } from "../label-selector.ts";
import { scheduleError } from "./cron-schedule.ts";
import {
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { validateFailurePolicy, validateSuccessPolicy } from "./job-policies.ts";
import { validateImmutable, validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { nonNegative, oneOf, optionalOneOf } from "./numbers.ts";
import { validatePodTemplate } from "./pod-spec.ts";
import { validateMatch } from "./workloads.ts";

const parallelismMaxIndexed = 100_000;
const failedIndexesMax = 100_000;
/** Above this many completions, indexed Jobs with limits per index are held to smaller numbers. */
const completionsSoftMax = 100_000;
const smallMax = 10_000;
const cronNameMax = 52;

export function validateJob(errors: FieldErrors, job: Job): void {
  const spec = job.spec ?? ({} as JobSpec);
  validateGeneratedLabels(errors, job, spec);
  validateJobSpec(errors, "spec", spec);
  if (!spec.selector) errors.push(required("spec.selector"));
  const before = errors.length;
  validateLabelSelector(errors, "spec.selector", spec.selector);
  if (errors.length === before) {
    validateMatch(errors, labelSelectorOf(spec.selector), spec.template);
  }
  if (spec.completionMode !== "Indexed" || !spec.completions) return;
  const hostname = `${job.metadata.name ?? ""}-${spec.completions - 1}`;
  if (dnsLabel(hostname).length > 0) {
    errors.push(
      invalidValue(
        "metadata.name",
        job.metadata.name ?? "",
        `will not able to create pod with invalid DNS label: ${hostname}`,
      ),
    );
  }
}

/** Unless selectors are manual, the template carries the labels that creation gives it. */
function validateGeneratedLabels(errors: FieldErrors, job: Job, spec: JobSpec): void {
  if (spec.manualSelector || !spec.selector) return;
  const { uid, name } = job.metadata;
  if (!uid) errors.push(required("metadata.uid"));
  const labels = spec.template?.metadata?.labels;
  const expected: readonly (readonly [string, string])[] = [
    ["controller-uid", uid ?? ""],
    ["batch.kubernetes.io/controller-uid", uid ?? ""],
    ["job-name", name ?? ""],
    ["batch.kubernetes.io/job-name", name ?? ""],
  ];
  for (const [key, value] of expected) {
    if (labels?.[key] === value) continue;
    const at = `spec.template.metadata.labels[${key}]`;
    const detail = `must be '${value}'`;
    errors.push(
      labels?.[key] === undefined ? required(at, detail) : invalidValue(at, labels, detail),
    );
  }
}

/** What Jobs and the templates of CronJobs share. */
function validateJobSpec(errors: FieldErrors, path: string, spec: JobSpec): void {
  for (const field of [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ] as const) {
    errors.push(...nonNegative(`${path}.${field}`, spec[field]));
  }
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  if (spec.managedBy !== undefined) {
    validatePrefixedPath(errors, `${path}.managedBy`, spec.managedBy);
    if (spec.managedBy.length > 63) errors.push(tooLong(`${path}.managedBy`, 63));
  }
  errors.push(
    ...optionalOneOf(`${path}.completionMode`, spec.completionMode, ["NonIndexed", "Indexed"]),
  );
  if (spec.completionMode === "Indexed") validateIndexed(errors, path, spec);
  else {
    for (const field of ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] as const) {
      if (spec[field] === undefined) continue;
      const message = "requires indexed completion mode";
      errors.push(invalidValue(`${path}.${field}`, spec[field], message));
    }
  }
  if (spec.podFailurePolicy) validateFailurePolicy(errors, `${path}.podFailurePolicy`, spec);
  if (spec.successPolicy && spec.completionMode === "Indexed") {
    validateSuccessPolicy(errors, `${path}.successPolicy`, spec);
  }
  errors.push(
    ...optionalOneOf(
      `${path}.podReplacementPolicy`,
      spec.podReplacementPolicy,
      spec.podFailurePolicy ? ["Failed"] : ["Failed", "TerminatingOrFailed"],
    ),
  );
  const template: PodTemplateSpec = spec.template ?? {};
  validatePodTemplate(errors, `${path}.template`, template);
  validateJobRestart(errors, `${path}.template.spec.restartPolicy`, spec);
}

function validateIndexed(errors: FieldErrors, path: string, spec: JobSpec): void {
  const { completions, parallelism, maxFailedIndexes } = spec;
  if (completions === undefined) {
    errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  }
  if (parallelism !== undefined && parallelism > parallelismMaxIndexed) {
    const message = `must be less than or equal to ${parallelismMaxIndexed} when completion mode is Indexed`;
    errors.push(invalidValue(`${path}.parallelism`, parallelism, message));
  }
  const at = `${path}.maxFailedIndexes`;
  if (maxFailedIndexes !== undefined) {
    if (completions !== undefined && maxFailedIndexes > completions) {
      const message = "must be less than or equal to completions";
      errors.push(invalidValue(at, maxFailedIndexes, message));
    }
    if (maxFailedIndexes > failedIndexesMax) {
      const message = `must be less than or equal to ${failedIndexesMax}`;
      errors.push(invalidValue(at, maxFailedIndexes, message));
    }
  }
  if ((completions ?? 0) <= completionsSoftMax || spec.backoffLimitPerIndex === undefined) return;
  const bound = `must be less than or equal to ${smallMax} when completions are above ${completionsSoftMax} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    const detail = `must be specified when completions is above ${completionsSoftMax}`;
    errors.push(required(at, detail));
  } else if (maxFailedIndexes > smallMax) {
    errors.push(invalidValue(at, maxFailedIndexes, bound));
  }
  if (parallelism !== undefined && parallelism > smallMax) {
    errors.push(invalidValue(`${path}.parallelism`, parallelism, bound));
  }
}

function validateJobRestart(errors: FieldErrors, path: string, spec: JobSpec): void {
  const policy = spec.template?.spec?.restartPolicy ?? "";
  if (policy === "Always" || policy === "") {
    errors.push(required(path, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== "OnFailure" && policy !== "Never") {
    errors.push(notSupported(path, policy, ["OnFailure", "Never"]));
  } else if (spec.podFailurePolicy && policy !== "Never") {
    const message = 'only "Never" is supported when podFailurePolicy is specified';
    errors.push(invalidValue(path, policy, message));
  }
}

/** `acme.io/foo`: a subdomain, a slash, and characters of a URL path. */
export function validatePrefixedPath(errors: FieldErrors, path: string, value: string): void {
  if (value === "") {
    errors.push(required(path));
    return;
  }
  const slash = value.indexOf("/");
  const host = value.slice(0, Math.max(slash, 0));
  const rest = value.slice(slash + 1);
  if (slash < 0 || host === "" || rest === "") {
    const message = 'must be a domain-prefixed path (such as "acme.io/foo")';
    errors.push(invalidValue(path, value, message));
    return;
  }
  errors.push(...invalidAll(path, host, dnsSubdomain(host)));
  const pattern = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  if (!new RegExp(`^${pattern}$`).test(rest)) {
    const message = `Invalid path (regex used for validation is '${pattern}')`;
    errors.push(invalidValue(path, rest, message));
  }
}

export function validateJobUpdate(errors: FieldErrors, next: Job, previous: Job): void {
  const after = next.spec ?? ({} as JobSpec);
  const before = previous.spec ?? ({} as JobSpec);
  // Indexed Jobs are elastic: completions may follow parallelism.
  const elastic = before.completionMode === "Indexed" && after.completions === after.parallelism;
  if (!elastic) {
    validateImmutable(errors, "spec.completions", {
      next: after.completions,
      previous: before.completions,
    });
  }
  validateTemplateUpdate(errors, after, previous);
  for (const field of [
    "selector",
    "completionMode",
    "podFailurePolicy",
    "backoffLimitPerIndex",
    "managedBy",
    "successPolicy",
  ] as const) {
    validateImmutable(errors, `spec.${field}`, { next: after[field], previous: before[field] });
  }
}

/** While a Job that has not begun is suspended, where its Pods may run can still change. */
function validateTemplateUpdate(errors: FieldErrors, after: JobSpec, previous: Job): void {
  const before = previous.spec?.template;
  let expected = before;
  const notBegun = previous.spec?.suspend && previous.status?.startTime === undefined;
  if (notBegun && before) {
    const { nodeSelector, tolerations, schedulingGates, affinity } = after.template?.spec ?? {};
    const { labels, annotations } = after.template?.metadata ?? {};
    const placed = { ...before.spec?.affinity, nodeAffinity: affinity?.nodeAffinity };
    const anywhere = Object.values(placed).every((rules) => rules === undefined);
    const merged = {
      metadata: { ...before.metadata, labels, annotations },
      spec: {
        ...before.spec,
        nodeSelector,
        tolerations,
        schedulingGates,
        affinity: anywhere ? undefined : placed,
      },
    };
    expected = merged as unknown as PodTemplateSpec;
  }
  validateImmutable(errors, "spec.template", { next: after.template, previous: expected });
}

export function validateCronJob(errors: FieldErrors, cronJob: CronJob): void {
  const spec = cronJob.spec ?? ({} as NonNullable<CronJob["spec"]>);
  const schedule = spec.schedule ?? "";
  if (schedule === "") errors.push(required("spec.schedule"));
  else if (schedule.includes("TZ")) {
    const message = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    errors.push(invalidValue("spec.schedule", schedule, message));
  } else {
    const error = scheduleError(schedule);
    if (error !== undefined) errors.push(invalidValue("spec.schedule", schedule, error));
  }
  errors.push(
    ...nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"]),
    ...nonNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...nonNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  );
  if (spec.timeZone !== undefined) validateTimeZone(errors, spec.timeZone);
  const path = "spec.jobTemplate.spec";
  const jobSpec = spec.jobTemplate?.spec ?? ({} as JobSpec);
  validateJobSpec(errors, path, jobSpec);
  if (jobSpec.selector) {
    const message = "`selector` will be auto-generated";
    errors.push(invalidValue(`${path}.selector`, jobSpec.selector, message));
  }
  if (jobSpec.manualSelector) {
    errors.push(notSupported(`${path}.manualSelector`, true, ["nil", "false"]));
  }
}

/** Names of the tz database, by their form: which of them exist is for the controller's clock to find out. */
function validateTimeZone(errors: FieldErrors, timeZone: string): void {
  const path = "spec.timeZone";
  if (timeZone === "") {
    errors.push(invalidValue(path, timeZone, "timeZone must be nil or non-empty string"));
  } else if (timeZone.toLowerCase() === "local") {
    const message =
      "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalidValue(path, timeZone, message));
  } else if (!/^[A-Za-z0-9_+-]{1,14}(\/[A-Za-z0-9_+-]{1,14}){0,2}$/.test(timeZone)) {
    errors.push(invalidValue(path, timeZone, `unknown time zone ${timeZone}`));
  }
}

/** The controller appends eleven characters to make the names of Jobs. */
export function validateCronJobName(errors: FieldErrors, cronJob: CronJob): void {
  const name = cronJob.metadata.name ?? "";
  if (name.length <= cronNameMax) return;
  const message = `must be no more than ${cronNameMax} characters`;
  errors.push(invalidValue("metadata.name", name, message));
}

/** Counters that only grow, and a completion that stays. */
export function validateJobStatusUpdate(errors: FieldErrors, next: Job, previous: Job): void {
  for (const field of ["active", "succeeded", "failed", "ready", "terminating"] as const) {
    errors.push(...nonNegative(`status.${field}`, next.status?.[field]));
  }
  for (const field of ["failed", "succeeded"] as const) {
    const value = next.status?.[field] ?? 0;
    if (value < (previous.status?.[field] ?? 0)) {
      const message = `cannot decrease the ${field} counter`;
      errors.push(invalidValue(`status.${field}`, value, message));
    }
  }
  for (const type of ["Failed", "Complete", "FailureTarget"]) {
    if (hasCondition(previous, type) && !hasCondition(next, type)) {
      errors.push({
        type: "FieldValueInvalid",
        field: "status.conditions",
        message: `Invalid value: cannot disable the terminal ${type}=True condition`,
      });
    }
  }
  if (hasCondition(next, "Complete") && next.status?.completionTime === undefined) {
    const detail = "completionTime is required for Complete jobs";
    errors.push(required("status.completionTime", detail));
  }
  const finished = hasCondition(next, "Complete") || hasCondition(next, "Failed");
  if (finished && (next.status?.active ?? 0) > 0) {
    const message = "active>0 is invalid for finished job";
    errors.push(invalidValue("status.active", next.status?.active, message));
  }
}

function hasCondition(job: Job, type: string): boolean {
  return (job.status?.conditions ?? []).some(
    (condition) => condition.type === type && condition.status === "True",
  );
}
