/** The workload kinds in one shape: what is wanted, what is ready, and one word for how it stands. */
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  ReplicaSet,
  StatefulSet,
} from "../../src/api/generated/types.ts";
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  REPLICA_SETS,
  STATEFUL_SETS,
} from "../../src/api/kinds.ts";
import type { ResourceRef } from "../../src/api/object.ts";
import type { StatusView } from "./tone.ts";

export type Workload = CronJob | DaemonSet | Deployment | Job | ReplicaSet | StatefulSet;

/** In the order in which the sidebar has them. */
export const workloadRefs = [
  DEPLOYMENTS,
  STATEFUL_SETS,
  DAEMON_SETS,
  REPLICA_SETS,
  JOBS,
  CRON_JOBS,
] as const satisfies readonly ResourceRef<Workload>[];

export interface WorkloadView {
  readonly status: StatusView;
  /** Of CronJobs: the Jobs that run now; they want none in particular. */
  readonly ready: number;
  readonly desired: number | undefined;
  readonly images: readonly string[];
}

export function workloadView(workload: Workload): WorkloadView {
  const images = imagesOf(workload);
  switch (workload.kind) {
    case "Deployment":
      return { ...deploymentView(workload), images };
    case "StatefulSet":
    case "ReplicaSet": {
      const desired = workload.spec?.replicas ?? 1;
      const ready = workload.status?.readyReplicas ?? 0;
      return { status: replicaStatus(ready, desired), ready, desired, images };
    }
    case "DaemonSet": {
      const desired = workload.status?.desiredNumberScheduled ?? 0;
      const ready = workload.status?.numberReady ?? 0;
      return { status: replicaStatus(ready, desired), ready, desired, images };
    }
    case "Job":
      return { ...jobView(workload), images };
    case "CronJob":
      break;
  }
  const ready = workload.status?.active?.length ?? 0;
  const status: StatusView = workload.spec.suspend
    ? { text: "Suspended", tone: "idle" }
    : { text: ready > 0 ? "Active" : "Scheduled", tone: "good" };
  return { status, ready, desired: undefined, images };
}

/** Kinds with a scale subresource. */
export function isScalable(workload: Workload): workload is Deployment | ReplicaSet | StatefulSet {
  return ["Deployment", "ReplicaSet", "StatefulSet"].includes(workload.kind);
}

/** Kinds whose Pods a changed template replaces: what `kubectl rollout restart` works on. */
export function isRestartable(
  workload: Workload,
): workload is DaemonSet | Deployment | StatefulSet {
  return ["DaemonSet", "Deployment", "StatefulSet"].includes(workload.kind);
}

/** The patch of `kubectl rollout restart`. */
export function restartPatch(nowIso: string): object {
  const annotations = { "kubectl.kubernetes.io/restartedAt": nowIso };
  return { spec: { template: { metadata: { annotations } } } };
}

function deploymentView(deployment: Deployment): Omit<WorkloadView, "images"> {
  const desired = deployment.spec?.replicas ?? 1;
  const { readyReplicas: ready = 0, updatedReplicas = 0, conditions } = deployment.status ?? {};
  const stuck = conditions?.some(
    (condition) => condition.type === "Progressing" && condition.status === "False",
  );
  if (stuck) return { status: { text: "Stalled", tone: "bad" }, ready, desired };
  if (deployment.spec?.paused) return { status: { text: "Paused", tone: "idle" }, ready, desired };
  if (updatedReplicas < desired) {
    return { status: { text: "Progressing", tone: "busy" }, ready, desired };
  }
  return { status: replicaStatus(ready, desired), ready, desired };
}

function replicaStatus(ready: number, desired: number): StatusView {
  if (desired === 0 && ready === 0) return { text: "Scaled to 0", tone: "idle" };
  if (ready >= desired) return { text: "Available", tone: "good" };
  return { text: "Progressing", tone: "busy" };
}

function jobView(job: Job): Omit<WorkloadView, "images"> {
  const desired = job.spec?.completions ?? 1;
  const ready = job.status?.succeeded ?? 0;
  const has = (type: string) =>
    job.status?.conditions?.some(
      (condition) => condition.type === type && condition.status === "True",
    ) ?? false;
  const status: StatusView = has("Complete")
    ? { text: "Complete", tone: "idle" }
    : has("Failed")
      ? { text: "Failed", tone: "bad" }
      : has("Suspended")
        ? { text: "Suspended", tone: "idle" }
        : { text: "Running", tone: "busy" };
  return { status, ready, desired };
}

function imagesOf(workload: Workload): readonly string[] {
  const template =
    workload.kind === "CronJob"
      ? workload.spec.jobTemplate.spec?.template
      : workload.spec?.template;
  return (template?.spec?.containers ?? []).map((container) => container.image ?? "");
}
