/**
 * What controllers count, by name. Those of jobs, cron jobs and node evictions are here, under kube-controller-manager's names
 * (pkg/controller/job/metrics, pkg/controller/cronjob/metrics and pkg/controller/nodelifecycle/metrics.go): read off the plans that they
 * have carried out.
 */
import type { Job, Pod } from "../api/generated/types.ts";
import { JOBS, PODS } from "../api/kinds.ts";
import type { ResourceRef } from "../api/object.ts";
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  type MetricFamily,
} from "../api/prometheus.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerMeter, ControllerMeters, Sync } from "../loop/controller-meter.ts";
import type { Action } from "../loop/plan.ts";
import { AutoscalerMeter } from "./autoscaler-meter.ts";
import { EndpointSliceMeter } from "./endpoint-slice-meter.ts";
import { trackingFinalizer } from "./job/counting.ts";
import { verdictOn } from "./job/failure-policy.ts";
import { hasFailed } from "./job/finished.ts";
import { Counts, Durations } from "./meter-counts.ts";
import { evictedZone, zoneOf, type NodeEvictionsView } from "./node-evictions.ts";

export const controllerMeters: ControllerMeters = {
  "job-controller": () => new JobMeter(),
  "cronjob-controller": () => new CronJobMeter(),
  "node-eviction-controller": () => new NodeEvictionMeter(),
  "endpoint-slice-controller": () => new EndpointSliceMeter(),
  "horizontal-pod-autoscaler": () => new AutoscalerMeter(),
};

const syncBounds = exponentialBounds(0.004, 2, 15);

class JobMeter implements ControllerMeter {
  readonly #syncs = new Counts();
  readonly #seconds = new Durations(syncBounds);
  readonly #finished = new Counts();
  readonly #podsFinished = new Counts();
  readonly #byPolicy = new Counts();
  readonly #released = new Counts();

  synced({ view, plan, seconds, failed }: Sync): void {
    const job = jobOf(view);
    if (job === undefined) return;
    const actions = plan.actions.flatMap(flattened);
    const completion_mode = job.spec?.completionMode ?? "NonIndexed";
    const result = failed ? "error" : "success";
    const labels = { action: actionOf(job, actions), completion_mode, result };
    this.#syncs.add(labels);
    this.#seconds.observe(labels, seconds);
    if (failed) return;
    this.#count(job, actions, completion_mode);
    for (const pod of actions.flatMap(podReleasedBy)) this.#release(job, pod);
  }

  /** A Pod that has ended, and is let go as it is counted. */
  #release(job: Job, pod: Pod): void {
    if (hasFailed(pod, job)) {
      const { action } = verdictOn(job, pod);
      if (action !== undefined) this.#byPolicy.add({ action });
    }
    const phase = pod.status?.phase;
    if (phase !== "Succeeded" && phase !== "Failed") return;
    for (const event of ["add", "delete"]) this.#released.add({ event });
  }

  /** What the new status says that the old one did not. */
  #count(job: Job, actions: readonly Action[], completion_mode: string): void {
    const status = actions.map((action) => statusWritten(action)).find(Boolean);
    if (status === undefined) return;
    for (const result of ["succeeded", "failed"] as const) {
      const more = (status[result] ?? 0) - (job.status?.[result] ?? 0);
      if (more > 0) this.#podsFinished.add({ completion_mode, result }, more);
    }
    if (lastCondition(job.status) !== undefined) return;
    const last = lastCondition(status);
    if (last === undefined) return;
    const result = last.type === "Complete" ? "succeeded" : "failed";
    this.#finished.add({ completion_mode, reason: last.reason ?? "", result });
  }

  families(): readonly MetricFamily[] {
    return [
      this.#podsFinished.family(
        "job_controller_job_pods_finished_total",
        "[STABLE] The number of finished Pods that are fully tracked",
      ),
      this.#seconds.family(
        "job_controller_job_sync_duration_seconds",
        "[STABLE] The time it took to sync a job",
      ),
      this.#syncs.family("job_controller_job_syncs_total", "[STABLE] The number of job syncs"),
      this.#finished.family(
        "job_controller_jobs_finished_total",
        "[STABLE] The number of finished jobs",
      ),
      this.#byPolicy.family(
        "job_controller_pod_failures_handled_by_failure_policy_total",
        byPolicyHelp,
      ),
      this.#released.family(
        "job_controller_terminated_pods_tracking_finalizer_total",
        releasedHelp,
      ),
    ];
  }
}

const byPolicyHelp = `[BETA] The number of failed Pods handled by failure policy with
\t\t\trespect to the failure policy action applied based on the matched
\t\t\trule. Possible values of the action label correspond to the
\t\t\tpossible values for the failure policy rule action, which are:
\t\t\t"FailJob", "Ignore" and "Count".`;
const releasedHelp = `[BETA] The number of terminated pods (phase=Failed|Succeeded)
that have the finalizer batch.kubernetes.io/job-tracking
The event label can be "add" or "delete".`;

/** The Pod that an action takes the tracking finalizer from. */
function podReleasedBy(action: Action): readonly Pod[] {
  if (action.verb !== "patch" || !isOf(action, PODS)) return [];
  const pod = action.object as Pod;
  const patch = action.patch as { readonly metadata?: { readonly finalizers?: unknown } };
  const isReleased =
    pod.metadata.finalizers?.includes(trackingFinalizer) === true &&
    patch.metadata !== undefined &&
    "finalizers" in patch.metadata;
  return isReleased ? [pod] : [];
}

/** Undefined for the Pod of a Job that is gone. */
function jobOf(view: unknown): Job | undefined {
  return (view as { readonly job?: Job }).job;
}

function flattened(action: Action): readonly Action[] {
  return action.verb === "batch" ? action.actions : [action];
}

/** What the sync was for, as Kubernetes tells four kinds apart. */
function actionOf(job: Job, actions: readonly Action[]): string {
  const onPods = (verb: Action["verb"]): boolean =>
    actions.some((action) => action.verb === verb && isOf(action, PODS));
  if (onPods("create")) return "pods_created";
  if (onPods("delete")) return "pods_deleted";
  return lastCondition(job.status) === undefined ? "tracking" : "reconciling";
}

function isOf(action: Action, { group, resource }: ResourceRef): boolean {
  if (!("resource" in action)) return false;
  return action.resource.group === group && action.resource.resource === resource;
}

function statusWritten(action: Action): Job["status"] {
  if (action.verb !== "update" || action.subresource !== "status") return undefined;
  return isOf(action, JOBS) ? (action.object as Job).status : undefined;
}

function lastCondition(status: Job["status"]) {
  return status?.conditions?.find(
    (condition) =>
      (condition.type === "Complete" || condition.type === "Failed") && condition.status === "True",
  );
}

const scheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

class CronJobMeter implements ControllerMeter {
  readonly #skew = new Histogram(exponentialBounds(1, 2, 10));

  synced({ plan, nowMs, failed }: Sync): void {
    if (failed) return;
    for (const action of plan.actions.flatMap(flattened)) {
      if (action.verb !== "create" || !isOf(action, JOBS)) continue;
      const scheduledMs = parseTime(action.object.metadata.annotations?.[scheduledAnnotation]);
      if (scheduledMs !== undefined) this.#skew.observe((nowMs - scheduledMs) / 1000);
    }
  }

  families(): readonly MetricFamily[] {
    return [
      histogramFamily(
        [
          "cronjob_controller_job_creation_skew_duration_seconds",
          "[STABLE] Time between when a cronjob is scheduled to be run, and when the corresponding job is created",
        ],
        [[{}, this.#skew]],
      ),
    ];
  }
}

class NodeEvictionMeter implements ControllerMeter {
  readonly #evictions = new Counts();

  synced({ view, plan, failed }: Sync): void {
    const zones = new Set((view as NodeEvictionsView).nodes.map(zoneOf));
    for (const zone of zones) this.#evictions.add({ zone }, 0);
    if (failed) return;
    for (const action of plan.actions.flatMap(flattened)) {
      const zone = evictedZone(action);
      if (zone !== undefined) this.#evictions.add({ zone });
    }
  }

  families(): readonly MetricFamily[] {
    return [
      this.#evictions.family(
        "node_collector_evictions_total",
        "[STABLE] Number of Node evictions that happened since current instance of NodeController started.",
      ),
    ];
  }
}
