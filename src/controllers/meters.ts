/**
 * What the job, cronjob and node eviction controllers count, under kube-controller-manager's names (pkg/controller/job/metrics,
 * pkg/controller/cronjob/metrics and pkg/controller/nodelifecycle/metrics.go): read off the plans that they have carried out.
 */
import type { Job } from "../api/generated/types.ts";
import { JOBS, PODS } from "../api/kinds.ts";
import type { ResourceRef } from "../api/object.ts";
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
  type MetricLabels,
} from "../api/prometheus.ts";
import { parseTime } from "../api/time.ts";
import type { ControllerMeter, ControllerMeters, Sync } from "../loop/controller-meter.ts";
import type { Action } from "../loop/plan.ts";
import { evictedZone, zoneOf, type NodeEvictionsView } from "./node-evictions.ts";

export const controllerMeters: ControllerMeters = {
  "job-controller": () => new JobMeter(),
  "cronjob-controller": () => new CronJobMeter(),
  "node-eviction-controller": () => new NodeEvictionMeter(),
};

/** Values by their labels. */
class Counts {
  readonly #values = new Map<string, [labels: MetricLabels, value: number]>();

  add(labels: MetricLabels, amount = 1): void {
    const key = Object.values(labels).join(" ");
    const known = this.#values.get(key);
    if (known) known[1] += amount;
    else this.#values.set(key, [labels, amount]);
  }

  family(name: string, help: string): MetricFamily {
    return simpleFamily(["counter", name, `[STABLE] ${help}`], this.#values.values());
  }
}

const syncBounds = exponentialBounds(0.004, 2, 15);

class JobMeter implements ControllerMeter {
  readonly #syncs = new Counts();
  readonly #seconds = new Map<string, readonly [MetricLabels, Histogram]>();
  readonly #finished = new Counts();
  readonly #podsFinished = new Counts();

  synced({ view, plan, seconds, failed }: Sync): void {
    const job = jobOf(view);
    if (job === undefined) return;
    const actions = plan.actions.flatMap(flattened);
    const completion_mode = job.spec?.completionMode ?? "NonIndexed";
    const result = failed ? "error" : "success";
    const labels = { action: actionOf(job, actions), completion_mode, result };
    this.#syncs.add(labels);
    this.#secondsOf(labels).observe(seconds);
    if (!failed) this.#count(job, actions, completion_mode);
  }

  #secondsOf(labels: MetricLabels): Histogram {
    const key = Object.values(labels).join(" ");
    let known = this.#seconds.get(key);
    if (known === undefined) {
      known = [labels, new Histogram(syncBounds)];
      this.#seconds.set(key, known);
    }
    return known[1];
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
        "The number of finished Pods that are fully tracked",
      ),
      histogramFamily(
        ["job_controller_job_sync_duration_seconds", "[STABLE] The time it took to sync a job"],
        this.#seconds.values(),
      ),
      this.#syncs.family("job_controller_job_syncs_total", "The number of job syncs"),
      this.#finished.family("job_controller_jobs_finished_total", "The number of finished jobs"),
    ];
  }
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
        "Number of Node evictions that happened since current instance of NodeController started.",
      ),
    ];
  }
}
