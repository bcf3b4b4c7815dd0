/** Rows of what runs Pods: Deployments and their kin, Jobs, budgets, autoscalers (kubernetes, pkg/printers/internalversion). */
import type {
  ControllerRevision,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  Scale,
  StatefulSet,
} from "../generated/types.ts";
import { parseTime } from "../time.ts";
import { humanDuration, since } from "./human-duration.ts";
import {
  ageColumn,
  ageOf,
  column,
  containerCells,
  containerColumns,
  labelsText,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  selectorColumn,
} from "./printer.ts";
import { plainSelectorText, selectorText } from "./selector-text.ts";

const replicaColumns = [
  nameColumn,
  column("Desired", "Number of Pods that are wanted.", "integer"),
  column("Current", "Number of Pods that there are.", "integer"),
  column("Ready", "Number of Pods that are ready.", "integer"),
  ageColumn,
  ...containerColumns,
  selectorColumn,
];

function completions(job: Job): string {
  const done = job.status?.succeeded ?? 0;
  if (job.spec?.completions !== undefined) return `${done}/${job.spec.completions}`;
  const parallelism = job.spec?.parallelism ?? 0;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function jobDuration(job: Job, nowMs: number): string {
  const startMs = parseTime(job.status?.startTime);
  if (startMs === undefined) return "";
  return humanDuration((parseTime(job.status?.completionTime) ?? nowMs) - startMs);
}

function jobStatus(job: Job): string {
  const is = (type: string): boolean =>
    job.status?.conditions?.find((each) => each.type === type)?.status === "True";
  if (is("Complete")) return "Complete";
  if (is("Failed")) return "Failed";
  if (job.metadata.deletionTimestamp !== undefined) return "Terminating";
  if (is("Suspended")) return "Suspended";
  return ["FailureTarget", "SuccessCriteriaMet"].find((type) => is(type)) ?? "Running";
}

function suspendText(suspend: boolean | undefined): string {
  if (suspend === undefined) return "<unset>";
  return suspend ? "True" : "False";
}

function controllerText(revision: ControllerRevision): string {
  const owner = revision.metadata.ownerReferences?.find((each) => each.controller);
  if (owner === undefined) return "<none>";
  const [group, version] = owner.apiVersion.split("/");
  const kind = version === undefined ? owner.kind : `${owner.kind}.${group}`;
  return `${kind.toLowerCase()}/${owner.name}`;
}

export const workloadPrinters: readonly Printer[] = [
  printer<Scale>({
    kinds: ["autoscaling/Scale"],
    columns: [
      column("Name", "Name of the object that is scaled."),
      column("Desired", "Number of Pods that are wanted.", "integer"),
      column("Available", "Number of Pods that there are.", "integer"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.replicas ?? 0,
      object.status?.replicas ?? 0,
      ageOf(object, nowMs),
    ],
  }),
  printer<Deployment>({
    kinds: ["apps/Deployment"],
    columns: [
      nameColumn,
      column("Ready", "Number of the pod with ready state"),
      column("Up-to-date", "Number of Pods that have the newest template."),
      column("Available", "Number of Pods that have been ready for long enough."),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      `${object.status?.readyReplicas ?? 0}/${object.spec?.replicas ?? 0}`,
      object.status?.updatedReplicas ?? 0,
      object.status?.availableReplicas ?? 0,
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
      plainSelectorText(object.spec?.selector),
    ],
  }),
  printer<ReplicaSet>({
    kinds: ["apps/ReplicaSet"],
    columns: replicaColumns,
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.replicas ?? 0,
      object.status?.replicas ?? 0,
      object.status?.readyReplicas ?? 0,
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
      selectorText(object.spec?.selector),
    ],
  }),
  printer<ReplicationController>({
    kinds: ["/ReplicationController"],
    columns: replicaColumns,
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.replicas ?? 0,
      object.status?.replicas ?? 0,
      object.status?.readyReplicas ?? 0,
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
      labelsText(object.spec?.selector),
    ],
  }),
  printer<StatefulSet>({
    kinds: ["apps/StatefulSet"],
    columns: [
      nameColumn,
      column("Ready", "Number of the pod with ready state"),
      ageColumn,
      ...containerColumns,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      `${object.status?.readyReplicas ?? 0}/${object.spec?.replicas ?? 0}`,
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
    ],
  }),
  printer<DaemonSet>({
    kinds: ["apps/DaemonSet"],
    columns: [
      nameColumn,
      column("Desired", "Number of nodes that should run the Pod.", "integer"),
      column("Current", "Number of nodes that should run the Pod and do.", "integer"),
      column("Ready", "Number of nodes whose Pod is ready.", "integer"),
      column("Up-to-date", "Number of nodes whose Pod has the newest template.", "integer"),
      column("Available", "Number of nodes whose Pod has been ready for long enough.", "integer"),
      column("Node Selector", "Labels of the nodes that the Pods may run on."),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.status?.desiredNumberScheduled ?? 0,
      object.status?.currentNumberScheduled ?? 0,
      object.status?.numberReady ?? 0,
      object.status?.updatedNumberScheduled ?? 0,
      object.status?.numberAvailable ?? 0,
      labelsText(object.spec?.template?.spec?.nodeSelector),
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
      selectorText(object.spec?.selector),
    ],
  }),
  printer<Job>({
    kinds: ["batch/Job"],
    columns: [
      nameColumn,
      column("Status", "Status of the job."),
      column("Completions", "Number of Pods that succeeded, of those that must."),
      column("Duration", "Time required to complete the job."),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      jobStatus(object),
      completions(object),
      jobDuration(object, nowMs),
      ageOf(object, nowMs),
      ...containerCells(object.spec?.template?.spec?.containers),
      selectorText(object.spec?.selector),
    ],
  }),
  printer<CronJob>({
    kinds: ["batch/CronJob"],
    columns: [
      nameColumn,
      column("Schedule", "When jobs are started, in cron's format."),
      column("Timezone", "Time zone of the schedule."),
      column("Suspend", "True when no further jobs are started.", "boolean"),
      column("Active", "Number of jobs that are running.", "integer"),
      column("Last Schedule", "Time since a job was last started."),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.schedule ?? "",
      object.spec?.timeZone ?? "<none>",
      suspendText(object.spec?.suspend),
      object.status?.active?.length ?? 0,
      object.status?.lastScheduleTime === undefined
        ? "<none>"
        : since(object.status.lastScheduleTime, nowMs),
      ageOf(object, nowMs),
      ...containerCells(object.spec?.jobTemplate?.spec?.template?.spec?.containers),
      selectorText(object.spec?.jobTemplate?.spec?.selector),
    ],
  }),
  printer<ControllerRevision>({
    kinds: ["apps/ControllerRevision"],
    columns: [
      nameColumn,
      column("Controller", "Controller of the object"),
      column("Revision", "Number of the state that the object holds."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      controllerText(object),
      object.revision ?? 0,
      ageOf(object, nowMs),
    ],
  }),
  printer<PodDisruptionBudget>({
    kinds: ["policy/PodDisruptionBudget"],
    columns: [
      nameColumn,
      column("Min Available", "The minimum number of pods that must be available."),
      column("Max Unavailable", "The maximum number of pods that may be unavailable."),
      column("Allowed Disruptions", "Number of Pods that may be evicted now.", "integer"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      String(object.spec?.minAvailable ?? "N/A"),
      String(object.spec?.maxUnavailable ?? "N/A"),
      object.status?.disruptionsAllowed ?? 0,
      ageOf(object, nowMs),
    ],
  }),
];
