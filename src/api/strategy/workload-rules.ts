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
import { rules, type GroupRules } from "./kind-rules.ts";

export const appsRules: GroupRules = {
  ControllerRevision: rules<ControllerRevision>({ generation: "none" }),
  DaemonSet: rules<DaemonSet>({ default: defaultDaemonSet }),
  Deployment: rules<Deployment>({
    default: defaultDeployment,
    generation: "annotations",
    statusMetadata: "labels",
  }),
  ReplicaSet: rules<ReplicaSet>({
    default: defaultReplicaSet,
    selectableFields: (set) => ({ "status.replicas": String(set.status?.replicas ?? 0) }),
  }),
  StatefulSet: rules<StatefulSet>({ default: defaultStatefulSet }),
};

export const batchRules: GroupRules = {
  CronJob: rules<CronJob>({ default: defaultCronJob }),
  Job: rules<Job>({
    default: defaultJob,
    selectableFields: (job) => ({ "status.successful": String(job.status?.succeeded ?? 0) }),
  }),
};
