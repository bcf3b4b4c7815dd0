/** What the scheduler counts of its work, under kube-scheduler's names and in its buckets (pkg/scheduler/metrics/metrics.go). */
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../api/prometheus.ts";
import type { QueueCounts, QueuedPod } from "./scheduling-queue.ts";

export type AttemptResult = "scheduled" | "unschedulable" | "error";

interface Attempts {
  readonly labels: { readonly profile: string; readonly result: AttemptResult };
  readonly seconds: Histogram;
  total: number;
}

const attemptBounds = exponentialBounds(0.001, 2, 15);
const sliBounds = exponentialBounds(0.01, 2, 20);
const triesBounds = exponentialBounds(1, 2, 5);
/** More tries than this share one label, as in kube-scheduler. */
const attemptsLabelMax = 15;

export class SchedulingMetrics {
  readonly #attempts = new Map<string, Attempts>();
  readonly #sli = new Map<string, Histogram>();
  readonly #tries = new Histogram(triesBounds);
  #attemptSeconds = 0;
  preemptionsTotal = 0;

  /** A batch has been placed: what its Pods have taken is shared among them. */
  placed(pods: number, tookMs: number): void {
    this.#attemptSeconds = tookMs / 1000 / pods;
  }

  /** A Pod's try has ended; `nowMs` by the monotonic clock where it has come to its node. */
  attempted(queued: QueuedPod, result: AttemptResult, nowMs = 0): void {
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
    if (result === "scheduled") this.#bound(queued, (nowMs - queued.sinceMs) / 1000);
  }

  #bound({ attempts }: QueuedPod, seconds: number): void {
    this.#tries.observe(attempts);
    const label = attempts > attemptsLabelMax ? `${attemptsLabelMax}+` : String(attempts);
    let sli = this.#sli.get(label);
    if (!sli) this.#sli.set(label, (sli = new Histogram(sliBounds)));
    sli.observe(seconds);
  }

  families(queue: QueueCounts): readonly MetricFamily[] {
    const attempts = [...this.#attempts.values()];
    const pending = ["active", "backoff", "gated", "unschedulable"] as const;
    return [
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
        [[{}, this.preemptionsTotal]],
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
    ];
  }
}
