/** Defaults of the apps and batch groups. Source: pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go. */
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  JobSpec,
  ObjectMeta,
  PodFailurePolicyRule,
  ReplicaSet,
  StatefulSet,
  StatefulSetUpdateStrategy,
} from "../generated/types.ts";
import { defaultPersistentVolumeClaim } from "./core.ts";
import { fill, fillAbsent, fillNonZero, mapShared, put, within } from "./fill.ts";
import { defaultPodTemplate } from "./pod.ts";

/** A spec that is absent decodes to an empty one; validation then names what it lacks. */
function specOf<T extends object>(spec: T | undefined): T {
  return spec ?? ({} as T);
}

export function defaultDeployment(deployment: Deployment): Deployment {
  let spec = fill(specOf(deployment.spec), {
    progressDeadlineSeconds: 600,
    replicas: 1,
    revisionHistoryLimit: 10,
    strategy: {},
  });
  spec = put(spec, "template", defaultPodTemplate(specOf(spec.template)));
  spec = within(spec, "strategy", (strategy) => {
    const typed = fill(strategy, { type: "RollingUpdate" });
    if (typed.type !== "RollingUpdate") return typed;
    const rolling = fill(typed.rollingUpdate ?? {}, { maxSurge: "25%", maxUnavailable: "25%" });
    return put(typed, "rollingUpdate", rolling);
  });
  return put(deployment, "spec", spec);
}

export function defaultReplicaSet(set: ReplicaSet): ReplicaSet {
  let spec = fill(specOf(set.spec), { replicas: 1 });
  spec = put(spec, "template", defaultPodTemplate(specOf(spec.template)));
  return put(set, "spec", spec);
}

export function defaultDaemonSet(set: DaemonSet): DaemonSet {
  let spec = fill(specOf(set.spec), { revisionHistoryLimit: 10, updateStrategy: {} });
  spec = put(spec, "template", defaultPodTemplate(specOf(spec.template)));
  spec = within(spec, "updateStrategy", (strategy) => {
    const typed = fill(strategy, { type: "RollingUpdate" });
    if (typed.type !== "RollingUpdate") return typed;
    const rolling = fill(typed.rollingUpdate ?? {}, { maxSurge: 0, maxUnavailable: 1 });
    return put(typed, "rollingUpdate", rolling);
  });
  return put(set, "spec", spec);
}

export function defaultStatefulSet(set: StatefulSet): StatefulSet {
  let spec = fill(specOf(set.spec), {
    podManagementPolicy: "OrderedReady",
    persistentVolumeClaimRetentionPolicy: {},
    replicas: 1,
    revisionHistoryLimit: 10,
    updateStrategy: {},
  });
  spec = put(spec, "template", defaultPodTemplate(specOf(spec.template)));
  spec = within(spec, "persistentVolumeClaimRetentionPolicy", (policy) =>
    fill(policy, { whenDeleted: "Retain", whenScaled: "Retain" }),
  );
  spec = within(spec, "updateStrategy", (strategy) => {
    const typed: StatefulSetUpdateStrategy = strategy.type
      ? strategy
      : { type: "RollingUpdate", rollingUpdate: strategy.rollingUpdate ?? {} };
    if (typed.type !== "RollingUpdate" || !typed.rollingUpdate) return typed;
    return put(typed, "rollingUpdate", fill(typed.rollingUpdate, { partition: 0 }));
  });
  if (spec.volumeClaimTemplates) {
    const claims = mapShared(spec.volumeClaimTemplates, (template) => {
      const typed = put(put(template, "apiVersion", "v1"), "kind", "PersistentVolumeClaim");
      return defaultPersistentVolumeClaim(typed);
    });
    spec = put(spec, "volumeClaimTemplates", claims);
  }
  return put(set, "spec", spec);
}

export function defaultJob(job: Job): Job {
  const spec = fill(defaultJobSpec(specOf(job.spec)), { manualSelector: false });
  return withTemplateLabels(put(job, "spec", spec), spec.template?.metadata?.labels);
}

/** An unlabelled Job takes its template's labels. */
function withTemplateLabels<T extends { readonly metadata: ObjectMeta }>(
  object: T,
  labels: ObjectMeta["labels"],
): T {
  if (!labels || Object.keys(object.metadata.labels ?? {}).length > 0) return object;
  if (Object.keys(labels).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, labels } };
}

export function defaultJobSpec(jobSpec: JobSpec): JobSpec {
  let spec = jobSpec;
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec = fill(spec, { completions: 1, parallelism: 1 });
  }
  spec = fill(spec, {
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 0x7fffffff,
    suspend: false,
  });
  spec = fillAbsent(spec, {
    completionMode: "NonIndexed",
    podReplacementPolicy: spec.podFailurePolicy ? "Failed" : "TerminatingOrFailed",
  });
  spec = put(spec, "template", defaultPodTemplate(specOf(spec.template)));
  return within(spec, "podFailurePolicy", (policy) => {
    const rules = mapShared(policy.rules, defaultFailureRule);
    return rules ? put(policy, "rules", rules) : policy;
  });
}

function defaultFailureRule(rule: PodFailurePolicyRule): PodFailurePolicyRule {
  const conditions = mapShared(rule.onPodConditions, (pattern) =>
    fill(pattern, { status: "True" }),
  );
  return put(rule, "onPodConditions", conditions);
}

/** The job template's defaults come when a Job is made of it, but for its pod template's. */
export function defaultCronJob(cronJob: CronJob): CronJob {
  let spec = fillNonZero(specOf(cronJob.spec), { concurrencyPolicy: "Allow" });
  spec = fill(spec, {
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {},
  });
  spec = within(spec, "jobTemplate", (template) => {
    const jobSpec = specOf(template.spec);
    const filled = put(jobSpec, "template", defaultPodTemplate(specOf(jobSpec.template)));
    return put(template, "spec", filled);
  });
  return put(cronJob, "spec", spec);
}
