/**
 * What the autoscaler counts, under kube-controller-manager's names (pkg/controller/podautoscaler/monitor): what came of each look, and
 * of each metric, and how long that took.
 */
import { exponentialBounds, type MetricFamily } from "../api/prometheus.ts";
import type { ControllerMeter, Sync } from "../loop/controller-meter.ts";
import type { Action } from "../loop/plan.ts";
import { Counts, Durations } from "./meter-counts.ts";
import type { AutoscalerView } from "./pod-autoscaler.ts";
import { outcomesOf } from "./pod-autoscaler/verdict.ts";

const bounds = exponentialBounds(0.001, 2, 15);
const failures = new Set([
  "FailedGetScale",
  "SelectorRequired",
  "InvalidSelector",
  "AmbiguousSelector",
  "FailedComputeMetricsReplicas",
]);
const errors =
  "the label 'error' should be either 'spec', 'internal', or 'none'. Note that if both spec and internal errors happen during a reconciliation, the first one to occur is reported in `error` label.";
const actions = "The label 'action' should be either 'scale_down', 'scale_up', or 'none'.";
const ofMetrics =
  "label 'error' should be either 'spec', 'internal', or 'none'. The label 'metric_type' corresponds to HPA.spec.metrics[*].type";

export class AutoscalerMeter implements ControllerMeter {
  readonly #looks = new Counts();
  readonly #seconds = new Durations(bounds);
  readonly #metrics = new Counts();
  readonly #metricSeconds = new Durations(bounds);

  synced({ view, plan, seconds, nowMs, failed }: Sync): void {
    const { autoscaler, observed } = view as AutoscalerView;
    // It was not time to look.
    if (observed === undefined) return;
    const current = "error" in observed.target ? 0 : (observed.target.scale.spec?.replicas ?? 0);
    const wanted = failed ? undefined : newSize(plan.actions);
    const isError = failed || plan.actions.some(tellsOfFailure);
    const action = wanted === undefined ? "none" : directionOf(wanted, current);
    const labels = { action, error: isError ? "internal" : "none" };
    this.#looks.add(labels);
    this.#seconds.observe(labels, seconds);
    for (const [at, outcome] of outcomesOf(autoscaler, observed, nowMs).entries()) {
      const metric_type = autoscaler.spec?.metrics?.[at]?.type ?? "";
      const of =
        "error" in outcome
          ? { action: "none", error: "internal" }
          : { action: directionOf(outcome.replicas, current), error: "none" };
      this.#metrics.add({ ...of, metric_type });
      this.#metricSeconds.observe({ ...of, metric_type }, observed.seconds?.[at] ?? 0);
    }
  }

  families(): readonly MetricFamily[] {
    const name = "horizontal_pod_autoscaler_controller";
    return [
      this.#metricSeconds.family(
        `${name}_metric_computation_duration_seconds`,
        `[BETA] The time(seconds) that the HPA controller takes to calculate one metric. ${actions} The ${ofMetrics}`,
      ),
      this.#metrics.family(
        `${name}_metric_computation_total`,
        `[BETA] Number of metric computations. ${actions} Also, the ${ofMetrics}`,
      ),
      this.#seconds.family(
        `${name}_reconciliation_duration_seconds`,
        `[BETA] The time(seconds) that the HPA controller takes to reconcile once. ${actions} Also, ${errors}`,
      ),
      this.#looks.family(
        `${name}_reconciliations_total`,
        `[BETA] Number of reconciliations of HPA controller. ${actions} Also, ${errors}`,
      ),
    ];
  }
}

function directionOf(wanted: number, current: number): string {
  if (wanted === current) return "none";
  return wanted > current ? "scale_up" : "scale_down";
}

function newSize(written: readonly Action[]): number | undefined {
  for (const action of written) {
    if (action.verb !== "update" || action.subresource !== "scale") continue;
    return (action.object as { readonly spec?: { readonly replicas?: number } }).spec?.replicas;
  }
  return undefined;
}

function tellsOfFailure(action: Action): boolean {
  return action.verb === "event" && failures.has(action.announce.reason);
}
