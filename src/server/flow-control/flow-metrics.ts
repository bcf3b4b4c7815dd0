/** What priority and fairness counts, under Kubernetes' names (apiserver, pkg/util/flowcontrol/metrics). */
import {
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../../api/prometheus.ts";
import type { SchemaTally } from "./priority-level.ts";

export type Rejection = "concurrency-limit" | "queue-full" | "time-out" | "cancelled";

const secondsBounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
const lengthBounds = [0, 10, 25, 50, 100, 250, 500, 1000];
const seatBounds = [1, 2, 4, 10];
const watchBounds = [0, 1, 10, 100, 1000, 10_000];

/** Of the requests of one flow schema at one priority level. */
export class FlowCounts implements SchemaTally {
  readonly labels: { readonly flow_schema: string; readonly priority_level: string };
  dispatched = 0;
  executing = 0;
  executingSeats = 0;
  waiting = 0;
  waitingSeats = 0;
  unaccommodated = 0;
  readonly rejected: Record<Rejection, number> = {
    "concurrency-limit": 0,
    "queue-full": 0,
    "time-out": 0,
    cancelled: 0,
  };
  readonly queueLengths = new Histogram(lengthBounds);
  readonly estimatedSeats = new Histogram(seatBounds);
  /** How many watch what the writes change. */
  readonly watches = new Histogram(watchBounds);
  readonly waits = { true: new Histogram(secondsBounds), false: new Histogram(secondsBounds) };
  readonly executions = {
    regular: new Histogram(secondsBounds),
    watch: new Histogram(secondsBounds),
  };

  constructor(schema: string, level: string) {
    this.labels = { flow_schema: schema, priority_level: level };
  }

  get isSeen(): boolean {
    return this.dispatched > 0 || this.waiting > 0 || this.rejections > 0;
  }

  /** Those who went away included. */
  get rejections(): number {
    return Object.values(this.rejected).reduce((sum, count) => sum + count, 0);
  }

  /** Whether it ran in the end. */
  waited(runs: boolean, seconds: number): void {
    this.waits[runs ? "true" : "false"].observe(seconds);
  }
}

const executingHelp =
  "Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem";
const executingSeatsHelp =
  "Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem";

export function flowFamilies(counts: readonly FlowCounts[]): readonly MetricFamily[] {
  const seen = counts.filter(({ isSeen }) => isSeen);
  const each = (value: (counts: FlowCounts) => number) =>
    seen.map((one) => [one.labels, value(one)] as const);
  const gauge = (rest: string, help: string, value: (counts: FlowCounts) => number): MetricFamily =>
    simpleFamily(["gauge", flowMetricName(rest), help], each(value));
  return [
    gauge("current_executing_requests", `[BETA] ${executingHelp}`, ({ executing }) => executing),
    gauge("current_executing_seats", `[BETA] ${executingSeatsHelp}`, (each) => each.executingSeats),
    gauge(
      "current_inqueue_requests",
      "[BETA] Number of requests currently pending in queues of the API Priority and Fairness subsystem",
      ({ waiting }) => waiting,
    ),
    gauge(
      "current_inqueue_seats",
      "[ALPHA] Number of seats currently pending in queues of the API Priority and Fairness subsystem",
      ({ waitingSeats }) => waitingSeats,
    ),
    simpleFamily(
      [
        "counter",
        flowMetricName("dispatched_requests_total"),
        "[BETA] Number of requests executed by API Priority and Fairness subsystem",
      ],
      each(({ dispatched }) => dispatched),
    ),
    simpleFamily(
      [
        "counter",
        flowMetricName("rejected_requests_total"),
        "[BETA] Number of requests rejected by API Priority and Fairness subsystem",
      ],
      seen.flatMap(({ labels, rejected }) =>
        Object.entries(rejected)
          .filter(([, count]) => count > 0)
          .map(([reason, count]) => [{ ...labels, reason }, count] as const),
      ),
    ),
    simpleFamily(
      [
        "counter",
        flowMetricName("request_dispatch_no_accommodation_total"),
        "[ALPHA] Number of times a dispatch attempt resulted in a non accommodation due to lack of available seats",
      ],
      seen
        .filter(({ unaccommodated }) => unaccommodated > 0)
        .map(({ labels, unaccommodated }) => [labels, unaccommodated] as const),
    ),
    ...timeFamilies(seen),
  ];
}

function timeFamilies(seen: readonly FlowCounts[]): readonly MetricFamily[] {
  return [
    histogramFamily(
      [
        flowMetricName("request_wait_duration_seconds"),
        "[BETA] Length of time a request spent waiting in its queue",
      ],
      seen.flatMap(({ labels, waits }) =>
        (["false", "true"] as const)
          .filter((execute) => waits[execute].count > 0)
          .map((execute) => [{ ...labels, execute }, waits[execute]] as const),
      ),
    ),
    histogramFamily(
      [
        flowMetricName("request_execution_seconds"),
        "[ALPHA] Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request execution in the API Priority and Fairness subsystem",
      ],
      seen.flatMap(({ labels, executions }) =>
        (["regular", "watch"] as const)
          .filter((type) => executions[type].count > 0)
          .map((type) => [{ ...labels, type }, executions[type]] as const),
      ),
    ),
    histogramFamily(
      [
        flowMetricName("request_queue_length_after_enqueue"),
        "[ALPHA] Length of queue in the API Priority and Fairness subsystem, as seen by each request after it is enqueued",
      ],
      seen
        .filter(({ queueLengths }) => queueLengths.count > 0)
        .map(({ labels, queueLengths }) => [labels, queueLengths] as const),
    ),
    histogramFamily(
      [
        flowMetricName("work_estimated_seats"),
        "[ALPHA] Number of estimated seats (maximum of initial and final seats) associated with requests in API Priority and Fairness",
      ],
      seen
        .filter(({ estimatedSeats }) => estimatedSeats.count > 0)
        .map(({ labels, estimatedSeats }) => [labels, estimatedSeats] as const),
    ),
    histogramFamily(
      [
        flowMetricName("watch_count_samples"),
        "[ALPHA] count of watchers for mutating requests in API Priority and Fairness",
      ],
      seen
        .filter(({ watches }) => watches.count > 0)
        .map(({ labels, watches }) => [labels, watches] as const),
    ),
  ];
}

/** As all metrics of priority and fairness begin. */
export function flowMetricName(rest: string): string {
  return `apiserver_flowcontrol_${rest}`;
}
