/**
 * What work queues count, under client-go's names (k8s.io/component-base, metrics/prometheus/workqueue): a few additions a key while
 * they work, text only when somebody asks.
 */
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../api/prometheus.ts";

const bounds = exponentialBounds(1e-8, 10, 12);

/** Counted by one queue. Times are those of the host's monotonic clock, in milliseconds. */
export class QueueCounts {
  addsTotal = 0;
  retriesTotal = 0;
  readonly waitSeconds = new Histogram(bounds);
  readonly workSeconds = new Histogram(bounds);
}

/** A queue as it stands. */
export interface MeasuredQueue {
  readonly name: string;
  readonly counts: QueueCounts;
  readonly depth: number;
  /** For each key that is being worked on, since when. */
  readonly startedMs: readonly number[];
}

/** Controllers that speak under one name have queues of their own: from the second on, a number tells them apart. */
function namedApart(queues: readonly MeasuredQueue[]): readonly MeasuredQueue[] {
  const seen = new Map<string, number>();
  return queues.map((queue) => {
    const count = (seen.get(queue.name) ?? 0) + 1;
    seen.set(queue.name, count);
    return count === 1 ? queue : { ...queue, name: `${queue.name}-${count}` };
  });
}

export function queueFamilies(
  measured: readonly MeasuredQueue[],
  nowMs: number,
): readonly MetricFamily[] {
  const queues = namedApart(measured);
  const each = (value: (queue: MeasuredQueue) => number) =>
    queues.map((queue) => [{ name: queue.name }, value(queue)] as const);
  const seconds = ({ startedMs }: MeasuredQueue): readonly number[] =>
    startedMs.map((since) => (nowMs - since) / 1000);
  return [
    simpleFamily(
      ["counter", "workqueue_adds_total", "[BETA] Total number of adds handled by workqueue"],
      each(({ counts }) => counts.addsTotal),
    ),
    simpleFamily(
      ["gauge", "workqueue_depth", "[BETA] Current depth of workqueue"],
      each(({ depth }) => depth),
    ),
    simpleFamily(
      [
        "gauge",
        "workqueue_longest_running_processor_seconds",
        "[BETA] How many seconds has the longest running processor for workqueue been running.",
      ],
      each((queue) => Math.max(0, ...seconds(queue))),
    ),
    histogramFamily(
      [
        "workqueue_queue_duration_seconds",
        "[BETA] How long in seconds an item stays in workqueue before being requested.",
      ],
      queues.map(({ name, counts }) => [{ name }, counts.waitSeconds] as const),
    ),
    simpleFamily(
      ["counter", "workqueue_retries_total", "[BETA] Total number of retries handled by workqueue"],
      each(({ counts }) => counts.retriesTotal),
    ),
    simpleFamily(
      [
        "gauge",
        "workqueue_unfinished_work_seconds",
        "[BETA] How many seconds of work has done that is in progress and hasn't been observed by work_duration. Large values indicate stuck threads. One can deduce the number of stuck threads by observing the rate at which this increases.",
      ],
      each((queue) => seconds(queue).reduce((sum, more) => sum + more, 0)),
    ),
    histogramFamily(
      [
        "workqueue_work_duration_seconds",
        "[BETA] How long in seconds processing an item from workqueue takes.",
      ],
      queues.map(({ name, counts }) => [{ name }, counts.workSeconds] as const),
    ),
  ];
}
