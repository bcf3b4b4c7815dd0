/** Parts of what writing a workload does: warnings, and fields behind feature gates that are off. Source: pkg/registry/apps. */
import type { CronJob, JobSpec, StatefulSet } from "../generated/types.ts";
import { within } from "../defaults/fill.ts";
import { dnsLabel } from "../validation/names.ts";
import { same } from "../validation/same.ts";
import { templateWarnings } from "./pod-warnings.ts";
import { claimSpecWarnings } from "./volume-warnings.ts";

const none: readonly string[] = Object.freeze([]);

/** What is said of a name that Pods take theirs from. */
export function podNameWarnings(name: string): readonly string[] {
  const faults = name === "" ? none : dnsLabel(name);
  if (faults.length === 0) return none;
  return [
    "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; " +
      `a DNS label is recommended: [${faults.join(" ")}]`,
  ];
}

export function statefulSetWarnings(
  set: StatefulSet,
  previous: StatefulSet | undefined,
): readonly string[] {
  const { volumeClaimTemplates = [], revisionHistoryLimit = 0 } = set.spec ?? {};
  const warnings = [...templateWarnings("spec.template", set, previous)];
  for (const [index, claim] of volumeClaimTemplates.entries()) {
    // An update names the field as Go does.
    const at = `spec.volumeClaimTemplates[${index}]${previous ? ".Spec" : ""}`;
    warnings.push(...claimSpecWarnings(at, claim.spec ?? {}));
  }
  if (revisionHistoryLimit < 0) {
    warnings.push(
      "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended",
    );
  }
  return warnings;
}

const completionsSoftMax = 100_000;
const parallelismSoftMax = 10_000;

interface WithJobSpec {
  readonly spec?: JobSpec;
}

/** `path` is that of the spec. Silent when the spec did not change. */
export function jobWarnings(
  path: string,
  job: WithJobSpec | undefined,
  previous: WithJobSpec | undefined,
): readonly string[] {
  const { completionMode, completions = 0, parallelism = 0 } = job?.spec ?? {};
  if (same(job?.spec, previous?.spec)) return none;
  const warnings: string[] = [];
  const isHuge = completions > completionsSoftMax && parallelism > parallelismSoftMax;
  if (completionMode === "Indexed" && isHuge) {
    warnings.push(
      `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, ` +
        "Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
    );
  }
  return [...warnings, ...templateWarnings(`${path}.template`, job, previous)];
}

export function cronJobWarnings(
  cronJob: CronJob,
  previous: CronJob | undefined,
): readonly string[] {
  const path = "spec.jobTemplate.spec";
  const [template, old] = [cronJob.spec?.jobTemplate, previous?.spec?.jobTemplate];
  if (!previous) {
    return [...podNameWarnings(cronJob.metadata?.name ?? ""), ...jobWarnings(path, template, old)];
  }
  const warnings = [...jobWarnings(path, template, old)];
  if (cronJob.spec?.schedule?.includes("TZ")) {
    warnings.push(
      "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, " +
        "see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details",
    );
  }
  return warnings;
}

/** MaxUnavailableStatefulSet is off: the field is dropped, unless it was there before. */
export function withoutMaxUnavailable(
  next: StatefulSet,
  previous: StatefulSet | undefined,
): StatefulSet {
  if (!next.spec || maxUnavailableOf(next) === undefined) return next;
  if (maxUnavailableOf(previous) !== undefined) return next;
  const spec = within(next.spec, "updateStrategy", (strategy) =>
    within(strategy, "rollingUpdate", ({ maxUnavailable: _dropped, ...rest }) => rest),
  );
  return { ...next, spec };
}

function maxUnavailableOf(set: StatefulSet | undefined): unknown {
  return set?.spec?.updateStrategy?.rollingUpdate?.maxUnavailable;
}
