/** The apps and batch groups. Source: the strategies under pkg/registry/apps and pkg/registry/batch. */
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultStatefulSet,
} from "../defaults/workloads.ts";
import type {
  ControllerRevision,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  ReplicaSet,
  StatefulSet,
} from "../generated/types.ts";
import {
  validateCronJob,
  validateCronJobName,
  validateJob,
  validateJobBody,
} from "../validation/batch.ts";
import { validateJobStatusUpdate } from "../validation/job-status.ts";
import { validateJobUpdate } from "../validation/job-update.ts";
import { validateCounters } from "../validation/counters.ts";
import { dnsLabel } from "../validation/names.ts";
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
  validateDaemonSet,
  validateDeployment,
  validateFixedSelector,
  validateReplicaSet,
  validateRevisionData,
} from "../validation/workloads.ts";
import { validateStatefulSet, validateStatefulSetUpdate } from "../validation/stateful-set.ts";
import { withGeneratedSelector } from "./job-selector.ts";
import { rules, type GroupRules } from "./kind-rules.ts";
import { templateWarnings } from "./pod-warnings.ts";
import {
  withNextTemplateGeneration,
  withTemplateGeneration,
  withTemplateGenerationOf,
} from "./template-generation.ts";
import {
  cronJobWarnings,
  jobWarnings,
  podNameWarnings,
  statefulSetWarnings,
  withoutMaxUnavailable,
} from "./workload-parts.ts";

export const appsRules: GroupRules = {
  ControllerRevision: rules<ControllerRevision>({
    updateOrder: ["update", "whole", "rest", "change"],
    generation: "none",
    validate: validateControllerRevision,
    validateCreate: validateRevisionData,
    validateUpdate: validateControllerRevisionUpdate,
  }),
  DaemonSet: rules<DaemonSet>({
    updateOrder: ["update", "change", "rest"],
    default: defaultDaemonSet,
    prepareForCreate: withTemplateGeneration,
    prepareForUpdate: withNextTemplateGeneration,
    prepareForStatusUpdate: withTemplateGenerationOf,
    validate: validateDaemonSet,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters("DaemonSet"),
    warnings: (set, previous) => templateWarnings("spec.template", set, previous),
  }),
  Deployment: rules<Deployment>({
    default: defaultDeployment,
    generation: "annotations",
    statusMetadata: "labels",
    validate: validateDeployment,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters("Deployment"),
    warnings: (deployment, previous) => [
      ...(previous ? [] : podNameWarnings(deployment.metadata?.name ?? "")),
      ...templateWarnings("spec.template", deployment, previous),
    ],
  }),
  ReplicaSet: rules<ReplicaSet>({
    default: defaultReplicaSet,
    validate: validateReplicaSet,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters("ReplicaSet"),
    warnings: (set, previous) => [
      ...(previous ? [] : podNameWarnings(set.metadata?.name ?? "")),
      ...templateWarnings("spec.template", set, previous),
    ],
    selectableFields: (set) => ({ "status.replicas": String(set.status?.replicas ?? 0) }),
  }),
  StatefulSet: rules<StatefulSet>({
    statusOrder: ["change", "update"],
    default: defaultStatefulSet,
    name: dnsLabel,
    prepareForCreate: (set) => withoutMaxUnavailable(set, undefined),
    prepareForUpdate: withoutMaxUnavailable,
    validateCreate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateCounters("StatefulSet"),
    warnings: statefulSetWarnings,
  }),
};

export const batchRules: GroupRules = {
  CronJob: rules<CronJob>({
    statusOrder: ["change"],
    default: defaultCronJob,
    updateOrder: ["update", "change"],
    validateCreate(errors, cronJob) {
      validateCronJob(errors, cronJob);
      validateCronJobName(errors, cronJob);
    },
    validateUpdate: (errors, next, previous) => {
      validateCronJob(errors, next, previous.spec);
    },
    warnings: cronJobWarnings,
  }),
  Job: rules<Job>({
    updateOrder: ["whole", "rest", "update", "change"],
    default: defaultJob,
    prepareForCreate: withGeneratedSelector,
    validate: validateJob,
    validateUpdate(errors, next, previous) {
      validateJobBody(errors, next);
      validateJobUpdate(errors, next, previous);
    },
    validateStatusUpdate: validateJobStatusUpdate,
    warnings: (job, previous) => [
      ...(previous ? [] : podNameWarnings(job.metadata?.name ?? "")),
      ...jobWarnings("spec", job, previous),
    ],
    defaultPropagation: "Orphan",
    selectableFields: (job) => ({ "status.successful": String(job.status?.succeeded ?? 0) }),
  }),
};
