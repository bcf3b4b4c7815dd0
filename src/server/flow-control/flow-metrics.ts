/** What priority and fairness counts, under Kubernetes' names (apiserver, pkg/util/flowcontrol/metrics). */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";

/** Of the requests of one flow schema at one priority level. */
export interface FlowCounts {
  readonly labels: { readonly flow_schema: string; readonly priority_level: string };
  dispatched: number;
  executing: number;
  waiting: number;
  readonly rejected: Record<"queue-full" | "time-out", number>;
}

export function flowCounts(schema: string, level: string): FlowCounts {
  return {
    labels: { flow_schema: schema, priority_level: level },
    dispatched: 0,
    executing: 0,
    waiting: 0,
    rejected: { "queue-full": 0, "time-out": 0 },
  };
}

/** `nominal`: seats by priority level. */
export function flowFamilies(
  counts: readonly FlowCounts[],
  nominal: ReadonlyMap<string, number>,
): readonly MetricFamily[] {
  const seen = counts.filter(({ dispatched, rejected, waiting }) =>
    [dispatched, waiting, ...Object.values(rejected)].some((count) => count > 0),
  );
  const each = (value: (counts: FlowCounts) => number) =>
    seen.map((one) => [one.labels, value(one)] as const);
  const name = (rest: string): string => `apiserver_flowcontrol_${rest}`;
  return [
    simpleFamily(
      [
        "gauge",
        name("current_executing_requests"),
        "[BETA] Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem",
      ],
      each(({ executing }) => executing),
    ),
    simpleFamily(
      [
        "gauge",
        name("current_inqueue_requests"),
        "[BETA] Number of requests currently pending in queues of the API Priority and Fairness subsystem",
      ],
      each(({ waiting }) => waiting),
    ),
    simpleFamily(
      [
        "counter",
        name("dispatched_requests_total"),
        "[BETA] Number of requests executed by API Priority and Fairness subsystem",
      ],
      each(({ dispatched }) => dispatched),
    ),
    simpleFamily(
      [
        "gauge",
        name("nominal_limit_seats"),
        "[BETA] Nominal number of execution seats configured for each priority level",
      ],
      [...nominal].map(([level, seats]) => [{ priority_level: level }, seats] as const),
    ),
    simpleFamily(
      [
        "counter",
        name("rejected_requests_total"),
        "[BETA] Number of requests rejected by API Priority and Fairness subsystem",
      ],
      seen.flatMap(({ labels, rejected }) =>
        Object.entries(rejected)
          .filter(([, count]) => count > 0)
          .map(([reason, count]) => [{ ...labels, reason }, count] as const),
      ),
    ),
  ];
}
