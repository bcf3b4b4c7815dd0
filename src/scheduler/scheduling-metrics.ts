/** What the scheduler counts of its work, under kube-scheduler's names and in its buckets (pkg/scheduler/metrics/metrics.go). */
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
  type MetricLabels,
} from "../api/prometheus.ts";
import type { Clock } from "../host/host.ts";
import { isEnabled } from "./profile/profile.ts";
import type { QueuedPod } from "./queue/waiting-pod.ts";
import type { QueueCounts, RejectedPods } from "./scheduling-queue.ts";

export type AttemptResult = "scheduled" | "unschedulable" | "error";

/** Where plugins have their say. The kernel filters and scores in one pass, which counts as Filter. */
export type TimedPoint = "Filter" | "PostFilter" | "Reserve" | "PreBind" | "Bind";
type PointStatus = "Success" | "Unschedulable" | "Error";

interface Attempts {
  readonly labels: { readonly profile: string; readonly result: AttemptResult };
  readonly seconds: Histogram;
  total: number;
}

const attemptBounds = exponentialBounds(0.001, 2, 15);
const sliBounds = exponentialBounds(0.01, 2, 20);
const pointBounds = exponentialBounds(0.0001, 2, 12);
const victimsBounds = exponentialBounds(1, 2, 7);
const triesBounds = exponentialBounds(1, 2, 5);
/** More tries than this share one label, as in kube-scheduler. */
const attemptsLabelMax = 15;

export class SchedulingMetrics {
  readonly #attempts = new Map<string, Attempts>();
  readonly #sli = new Map<string, Histogram>();
  readonly #tries = new Histogram(triesBounds);
  readonly #algorithm = new Histogram(attemptBounds);
  readonly #points = new Map<
    string,
    { readonly labels: MetricLabels; readonly seconds: Histogram }
  >();
  readonly #victims = new Histogram(victimsBounds);
  readonly #clock: Pick<Clock, "monotonicMs">;
  #attemptSeconds = 0;
  #preemptionsTotal = 0;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** A batch is being placed: what its Pods take is shared among them. */
  async placing<T>(batch: readonly QueuedPod[], place: () => Promise<T>): Promise<T> {
    const startedMs = this.#clock.monotonicMs();
    const placed = await place();
    this.#attemptSeconds = (this.#clock.monotonicMs() - startedMs) / 1000 / batch.length;
    for (const queued of batch) this.#ran("Filter", queued, this.#attemptSeconds);
    return placed;
  }

  /** Measures what a point does for a Pod; what it throws is the caller's. */
  timed<T>(point: TimedPoint, queued: QueuedPod, run: () => T): T {
    const startedMs = this.#clock.monotonicMs();
    const seconds = (): number => (this.#clock.monotonicMs() - startedMs) / 1000;
    const failed = (error: unknown): never => {
      this.#ran(point, queued, seconds(), "Error");
      throw error;
    };
    let answer: T;
    try {
      answer = run();
    } catch (error) {
      return failed(error);
    }
    if (!(answer instanceof Promise)) {
      this.#ran(point, queued, seconds());
      return answer;
    }
    const done = (value: unknown): unknown => {
      this.#ran(point, queued, seconds());
      return value;
    };
    return answer.then(done, failed) as T;
  }

  /** Preemption has been tried for a Pod; `candidate` where there is a way. */
  preempting<T extends { readonly candidate?: unknown }>(queued: QueuedPod, preempt: () => T): T {
    const startedMs = this.#clock.monotonicMs();
    const answer = preempt();
    const status = answer.candidate === undefined ? "Unschedulable" : "Success";
    this.#ran("PostFilter", queued, (this.#clock.monotonicMs() - startedMs) / 1000, status);
    if (isEnabled(queued.profile, "postFilter", "DefaultPreemption")) this.#preemptionsTotal += 1;
    return answer;
  }

  /** Room has been made by evicting so many. */
  evicted(victims: number): void {
    this.#victims.observe(victims);
  }

  #ran(
    extension_point: TimedPoint,
    { profile: { schedulerName: profile } }: QueuedPod,
    seconds: number,
    status: PointStatus = "Success",
  ): void {
    const key = `${extension_point} ${status} ${profile}`;
    let point = this.#points.get(key);
    if (point === undefined) {
      point = { labels: { extension_point, profile, status }, seconds: new Histogram(pointBounds) };
      this.#points.set(key, point);
    }
    point.seconds.observe(seconds);
  }

  /** A Pod's try has ended. */
  attempted(queued: QueuedPod, result: AttemptResult): void {
    const { profile } = queued;
    const key = `${result} ${profile.schedulerName}`;
    let attempts = this.#attempts.get(key);
    if (!attempts) {
      const labels = { profile: profile.schedulerName, result };
      attempts = { labels, seconds: new Histogram(attemptBounds), total: 0 };
      this.#attempts.set(key, attempts);
    }
    attempts.total += 1;
    attempts.seconds.observe(this.#attemptSeconds);
    this.#algorithm.observe(this.#attemptSeconds);
    if (result !== "scheduled") return;
    this.#bound(queued, (this.#clock.monotonicMs() - queued.sinceMs) / 1000);
  }

  #bound({ attempts }: QueuedPod, seconds: number): void {
    this.#tries.observe(attempts);
    const label = attempts > attemptsLabelMax ? `${attemptsLabelMax}+` : String(attempts);
    let sli = this.#sli.get(label);
    if (!sli) this.#sli.set(label, (sli = new Histogram(sliBounds)));
    sli.observe(seconds);
  }

  families(queue: QueueCounts, rejected: readonly RejectedPods[]): readonly MetricFamily[] {
    const attempts = [...this.#attempts.values()];
    const pending = ["active", "backoff", "gated", "unschedulable"] as const;
    return [
      histogramFamily(
        [
          "scheduler_framework_extension_point_duration_seconds",
          "[STABLE] Latency for running all plugins of a specific extension point.",
        ],
        [...this.#points.values()].map(({ labels, seconds }) => [labels, seconds] as const),
      ),
      simpleFamily(
        [
          "gauge",
          "scheduler_goroutines",
          "[BETA] Number of running goroutines split by the work they do such as binding.",
        ],
        [[{ operation: "binding" }, queue.binding]],
      ),
      simpleFamily(
        [
          "gauge",
          "scheduler_pending_pods",
          "[STABLE] Number of pending pods, by the queue type. 'active' means number of pods in activeQ; 'backoff' means number of pods in backoffQ; 'unschedulable' means number of pods in unschedulablePods that the scheduler attempted to schedule and failed; 'gated' is the number of unschedulable pods that the scheduler never attempted to schedule because they are gated.",
        ],
        pending.map((place) => [{ queue: place }, queue[place]] as const),
      ),
      histogramFamily(
        [
          "scheduler_pod_scheduling_attempts",
          "[STABLE] Number of attempts to successfully schedule a pod.",
        ],
        [[{}, this.#tries]],
      ),
      histogramFamily(
        [
          "scheduler_pod_scheduling_sli_duration_seconds",
          "[BETA] E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue and might involve multiple scheduling attempts.",
        ],
        [...this.#sli].map(([label, sli]) => [{ attempts: label }, sli] as const),
      ),
      simpleFamily(
        [
          "counter",
          "scheduler_preemption_attempts_total",
          "[STABLE] Total preemption attempts in the cluster till now",
        ],
        [[{}, this.#preemptionsTotal]],
      ),
      histogramFamily(
        ["scheduler_preemption_victims", "[STABLE] Number of selected preemption victims"],
        [[{}, this.#victims]],
      ),
      simpleFamily(
        [
          "counter",
          "scheduler_schedule_attempts_total",
          "[STABLE] Number of attempts to schedule pods, by the result. 'unschedulable' means a pod could not be scheduled, while 'error' means an internal scheduler problem.",
        ],
        attempts.map(({ labels, total }) => [labels, total] as const),
      ),
      histogramFamily(
        [
          "scheduler_scheduling_attempt_duration_seconds",
          "[STABLE] Scheduling attempt latency in seconds (scheduling algorithm + binding)",
        ],
        attempts.map(({ labels, seconds }) => [labels, seconds] as const),
      ),
      histogramFamily(
        [
          "scheduler_scheduling_algorithm_duration_seconds",
          "[BETA] Scheduling algorithm latency in seconds",
        ],
        [[{}, this.#algorithm]],
      ),
      simpleFamily(
        [
          "gauge",
          "scheduler_unschedulable_pods",
          "[BETA] The number of unschedulable pods broken down by plugin name. A pod will increment the gauge for all plugins that caused it to not schedule and so this metric have meaning only when broken down by plugin.",
        ],
        rejected.map(({ plugin, profile, count }) => [{ plugin, profile }, count] as const),
      ),
    ];
  }
}
