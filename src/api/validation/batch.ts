/** Jobs and CronJobs. Source: pkg/apis/batch/validation. */
import type { CronJob, Job, JobSpec, LabelSelector, PodTemplateSpec } from "../generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../label-selector.ts";
import { scheduleError } from "./cron-schedule.ts";
import {
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateFailurePolicy, validateSuccessPolicy } from "./job-policies.ts";
import { validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { nonNegative, oneOf, optionalOneOf } from "./numbers.ts";
import { validatePodTemplate } from "./pod-spec.ts";
import { isKnownTimeZone } from "./time-zone.ts";
import { validateMatch } from "./workloads.ts";

const parallelismMaxIndexed = 100_000;
const failedIndexesMax = 100_000;
/** Above this many completions, indexed Jobs with limits per index are held to smaller numbers. */
const completionsSoftMax = 100_000;
const smallMax = 10_000;
const cronNameMax = 52;
const needsIndexes = "requires indexed completion mode";

export function validateJob(errors: FieldErrors, job: Job): void {
  const spec = job.spec ?? ({} as JobSpec);
  validateGeneratedLabels(errors, job, spec);
  validateJobBody(errors, job);
  if (spec.completionMode !== "Indexed" || (spec.completions ?? 0) <= 0) return;
  const hostname = `${job.metadata.name ?? ""}-${(spec.completions ?? 0) - 1}`;
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

/** The spec by itself: an update is told of its faults twice. */
export function validateJobBody(errors: FieldErrors, job: Job): void {
  const spec = job.spec ?? ({} as JobSpec);
  validateJobSpec(errors, "spec", spec);
  if (!spec.selector) errors.push(required("spec.selector"));
  const before = errors.length;
  validateLabelSelector(errors, "spec.selector", spec.selector);
  if (errors.length === before) {
    validateMatch(errors, labelSelectorOf(spec.selector), spec.template);
  }
}

/** Unless selectors are manual, the template carries the labels that creation gives it. */
function validateGeneratedLabels(errors: FieldErrors, job: Job, spec: JobSpec): void {
  if (spec.manualSelector || !spec.selector) return;
  const { uid, name } = job.metadata;
  if (!uid) errors.push(required("metadata.uid"));
  const labels = spec.template?.metadata?.labels;
  const expected: Readonly<Record<string, string>> = {
    "controller-uid": uid ?? "",
    "job-name": name ?? "",
    "batch.kubernetes.io/controller-uid": uid ?? "",
    "batch.kubernetes.io/job-name": name ?? "",
  };
  for (const key in expected) {
    const value = expected[key];
    if (labels?.[key] === value) continue;
    const at = `spec.template.metadata.labels[${key}]`;
    const detail = `must be '${value}'`;
    errors.push(
      labels?.[key] === undefined ? required(at, detail) : invalidValue(at, labels, detail),
    );
  }
  if (hasSelectorFaults(spec.selector)) return;
  if (matchesLabels(labelSelectorOf(spec.selector), expected)) return;
  const value = goValue("v1.LabelSelector", spec.selector);
  errors.push(invalidValue("spec.selector", value, "`selector` not auto-generated"));
}

function hasSelectorFaults(selector: LabelSelector): boolean {
  const faults: FieldErrors = [];
  validateLabelSelector(faults, "", selector);
  return faults.length > 0;
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
    for (const field of ["backoffLimitPerIndex", "maxFailedIndexes"] as const) {
      if (spec[field] === undefined || (spec.completionMode ?? "NonIndexed") !== "NonIndexed") {
        continue;
      }
      errors.push(invalidValue(`${path}.${field}`, spec[field], needsIndexes));
    }
  }
  if (spec.podFailurePolicy) validateFailurePolicy(errors, `${path}.podFailurePolicy`, spec);
  if (spec.successPolicy && spec.completionMode === "Indexed") {
    validateSuccessPolicy(errors, `${path}.successPolicy`, spec);
  } else if (spec.successPolicy) {
    const value = goValue("batch.SuccessPolicy", spec.successPolicy);
    errors.push(invalidValue(`${path}.successPolicy`, value, needsIndexes));
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
  }
  if (parallelism !== undefined && parallelism > smallMax) {
    errors.push(invalidValue(`${path}.parallelism`, parallelism, bound));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > smallMax) {
    errors.push(invalidValue(at, maxFailedIndexes, bound));
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

/** `previous` is the spec that an update replaces: what it keeps of schedule and time zone may be what new ones may not. */
export function validateCronJob(
  errors: FieldErrors,
  cronJob: CronJob,
  previous?: CronJob["spec"],
): void {
  const spec = cronJob.spec ?? ({} as NonNullable<CronJob["spec"]>);
  const schedule = spec.schedule ?? "";
  if (schedule === "") errors.push(required("spec.schedule"));
  else validateSchedule(errors, spec, previous);
  errors.push(...nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds));
  const { timeZone } = spec;
  if (timeZone !== undefined && (!previous || previous.timeZone !== timeZone)) {
    validateTimeZone(errors, timeZone);
  }
  errors.push(
    ...oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"]),
  );
  const path = "spec.jobTemplate.spec";
  const jobSpec = spec.jobTemplate?.spec ?? ({} as JobSpec);
  validateJobSpec(errors, path, jobSpec);
  if (jobSpec.selector) {
    const value = goValue("v1.LabelSelector", jobSpec.selector);
    errors.push(invalidValue(`${path}.selector`, value, "`selector` will be auto-generated"));
  }
  if (jobSpec.manualSelector) {
    errors.push(notSupported(`${path}.manualSelector`, true, ["nil", "false"]));
  }
  errors.push(
    ...nonNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...nonNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  );
}

function validateSchedule(
  errors: FieldErrors,
  { schedule, timeZone }: NonNullable<CronJob["spec"]>,
  previous: CronJob["spec"] | undefined,
): void {
  const path = "spec.schedule";
  const error = scheduleError(schedule);
  if (error !== undefined) errors.push(invalidValue(path, schedule, error));
  if (!schedule.includes("TZ")) return;
  if (!previous?.schedule.includes("TZ")) {
    const message = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    errors.push(invalidValue(path, schedule, message));
  } else if (timeZone !== undefined) {
    const message = "cannot use both timeZone field and TZ or CRON_TZ in schedule";
    errors.push(invalidValue(path, schedule, message));
  }
}

/** Names of the tz database. */
function validateTimeZone(errors: FieldErrors, timeZone: string): void {
  const path = "spec.timeZone";
  const unknown = `unknown time zone ${timeZone}`;
  if (timeZone === "") {
    errors.push(invalidValue(path, timeZone, "timeZone must be nil or non-empty string"));
    return;
  }
  if (!timeZone.split("/").every((part) => /^(?!\.{1,2}$|-)[A-Za-z.\-_0-9+]{1,14}$/.test(part))) {
    errors.push(invalidValue(path, timeZone, unknown));
    return;
  }
  if (timeZone.toLowerCase() === "local") {
    const message =
      "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalidValue(path, timeZone, message));
  }
  if (timeZone !== "Local" && !isKnownTimeZone(timeZone)) {
    errors.push(invalidValue(path, timeZone, unknown));
  }
}

/** The controller appends eleven characters to make the names of Jobs. */
export function validateCronJobName(errors: FieldErrors, cronJob: CronJob): void {
  const name = cronJob.metadata.name ?? "";
  if (name.length <= cronNameMax) return;
  const message = `must be no more than ${cronNameMax} characters`;
  errors.push(invalidValue("metadata.name", name, message));
}
