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
  validateJobStatusUpdate,
  validateJobUpdate,
} from "../validation/batch.ts";
import { validateCounters } from "../validation/counters.ts";
import { dnsLabel } from "../validation/names.ts";
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
  validateDaemonSet,
  validateDeployment,
  validateFixedSelector,
  validateReplicaSet,
  validateStatefulSet,
  validateStatefulSetUpdate,
} from "../validation/workloads.ts";
import { withGeneratedSelector } from "./job-selector.ts";
import { rules, type GroupRules } from "./kind-rules.ts";
import { templateWarnings } from "./pod-warnings.ts";

export const appsRules: GroupRules = {
  ControllerRevision: rules<ControllerRevision>({
    generation: "none",
    validate: validateControllerRevision,
    validateUpdate: validateControllerRevisionUpdate,
  }),
  DaemonSet: rules<DaemonSet>({
    default: defaultDaemonSet,
    validate: validateDaemonSet,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters,
    warnings: (set, previous) => templateWarnings("spec.template", set, previous),
  }),
  Deployment: rules<Deployment>({
    default: defaultDeployment,
    generation: "annotations",
    statusMetadata: "labels",
    validate: validateDeployment,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters,
    warnings: (deployment, previous) => templateWarnings("spec.template", deployment, previous),
  }),
  ReplicaSet: rules<ReplicaSet>({
    default: defaultReplicaSet,
    validate: validateReplicaSet,
    validateUpdate: validateFixedSelector,
    validateStatusUpdate: validateCounters,
    warnings: (set, previous) => templateWarnings("spec.template", set, previous),
    selectableFields: (set) => ({ "status.replicas": String(set.status?.replicas ?? 0) }),
  }),
  StatefulSet: rules<StatefulSet>({
    default: defaultStatefulSet,
    name: dnsLabel,
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateCounters,
    warnings: (set, previous) => templateWarnings("spec.template", set, previous),
  }),
};

export const batchRules: GroupRules = {
  CronJob: rules<CronJob>({
    default: defaultCronJob,
    validate: validateCronJob,
    validateCreate: validateCronJobName,
    warnings: (cronJob, previous) =>
      templateWarnings(
        "spec.jobTemplate.spec.template",
        cronJob.spec?.jobTemplate,
        previous?.spec?.jobTemplate,
      ),
  }),
  Job: rules<Job>({
    default: defaultJob,
    prepareForCreate: withGeneratedSelector,
    validate: validateJob,
    validateUpdate: validateJobUpdate,
    validateStatusUpdate: validateJobStatusUpdate,
    warnings: (job, previous) => templateWarnings("spec.template", job, previous),
    selectableFields: (job) => ({ "status.successful": String(job.status?.succeeded ?? 0) }),
  }),
};
