/** What priority and fairness shows of each priority level, under Kubernetes' names (apiserver, pkg/util/flowcontrol/metrics). */
import { simpleFamily, type MetricFamily, type MetricLabels } from "../../api/prometheus.ts";
import { flowMetricName } from "./flow-metrics.ts";
import type { Level } from "./flows.ts";
import type { LevelUsage, TimedRatio } from "./level-usage.ts";

/** `fairFraction`: of the last sharing out of the seats. */
export function levelFamilies(
  levels: readonly Level[],
  fairFraction: number,
): readonly MetricFamily[] {
  const gauge = (rest: string, help: string, value: (level: Level) => number): MetricFamily =>
    simpleFamily(
      ["gauge", flowMetricName(rest), help],
      levels.map((level) => [{ priority_level: level.name }, value(level)] as const),
    );
  return [
    gauge(
      "nominal_limit_seats",
      "[BETA] Nominal number of execution seats configured for each priority level",
      ({ limits }) => limits.nominal,
    ),
    gauge(
      "lower_limit_seats",
      "[ALPHA] Configured lower bound on number of execution seats available to each priority level",
      ({ limits }) => limits.nominal - limits.lendable,
    ),
    gauge(
      "upper_limit_seats",
      "[ALPHA] Configured upper bound on number of execution seats available to each priority level",
      ({ limits }) => limits.nominal + limits.borrowable,
    ),
    gauge(
      "current_limit_seats",
      "[ALPHA] current derived number of execution seats available to each priority level",
      ({ seats }) => seats,
    ),
    gauge("target_seats", "[ALPHA] Seat allocation targets", ({ seatsTarget }) => seatsTarget),
    simpleFamily(
      [
        "gauge",
        flowMetricName("seat_fair_frac"),
        "[ALPHA] Fair fraction of server's concurrency to allocate to each priority level that can use it",
      ],
      [[{}, fairFraction]],
    ),
    gauge(
      "demand_seats_high_watermark",
      "[ALPHA] High watermark, over last adjustment period, of demand_seats",
      ({ demand }) => demand.highest,
    ),
    gauge(
      "demand_seats_average",
      "[ALPHA] Time-weighted average, over last adjustment period, of demand_seats",
      ({ demand }) => demand.average,
    ),
    gauge(
      "demand_seats_stdev",
      "[ALPHA] Time-weighted standard deviation, over last adjustment period, of demand_seats",
      ({ demand }) => demand.deviation,
    ),
    gauge(
      "demand_seats_smoothed",
      "[ALPHA] Smoothed seat demands",
      ({ demand }) => demand.smoothed,
    ),
    ...usageFamilies(levels),
    ...turnFamilies(levels),
  ];
}

function usageFamilies(levels: readonly Level[]): readonly MetricFamily[] {
  const timed = (
    [rest, help]: readonly [string, string],
    series: readonly (readonly [labels: MetricLabels, pick: (usage: LevelUsage) => TimedRatio])[],
  ): MetricFamily => ({
    name: flowMetricName(rest),
    type: "histogram",
    help: `[ALPHA] ${help}`,
    samples: levels.flatMap(({ name, usage }) =>
      series.flatMap(([labels, pick]) => pick(usage).samples({ ...labels, priority_level: name })),
    ),
  });
  return [
    timed(
      [
        "priority_level_seat_utilization",
        "Observations, at the end of every nanosecond, of utilization of seats for any stage of execution (but only initial stage for WATCHes); denominator is current seat limit or max(1, round(server seat limit/10))",
      ],
      [[{ phase: "executing" }, ({ seats }) => seats]],
    ),
    timed(
      [
        "priority_level_request_utilization",
        "Observations, at the end of every nanosecond, of number of requests waiting or in any stage of execution (but only initial stage for WATCHes); denominator for waiting is max(1, QueueLengthLimit) X max(1, DesiredNumQueues), for executing is current seat limit if that is not zero otherwise max(1, round(server seat limit/10))",
      ],
      [
        [{ phase: "executing" }, ({ executing }) => executing],
        [{ phase: "waiting" }, ({ waiting }) => waiting],
      ],
    ),
    timed(
      [
        "demand_seats",
        "Observations, at the end of every nanosecond, of (the number of seats each priority level could use) / (current seat limit for that level if that is not zero otherwise max(1, round(server seat limit/10.0)))",
      ],
      [[{}, ({ demand }) => demand]],
    ),
  ];
}

/** Of levels with queues, in seat-seconds; the last three of those that have had a turn. */
function turnFamilies(levels: readonly Level[]): readonly MetricFamily[] {
  const dispatched = levels.filter(({ dispatchR }) => dispatchR !== undefined);
  return [
    simpleFamily(
      ["gauge", flowMetricName("current_r"), "[ALPHA] R(time of last change)"],
      levels.map(({ name, currentR }) => [{ priority_level: name }, currentR] as const),
    ),
    simpleFamily(
      ["gauge", flowMetricName("dispatch_r"), "[ALPHA] R(time of last dispatch)"],
      dispatched.map(({ name, dispatchR = 0 }) => [{ priority_level: name }, dispatchR] as const),
    ),
    simpleFamily(
      ["gauge", flowMetricName("latest_s"), "[ALPHA] S(most recently dispatched request)"],
      dispatched.map(({ name, latestS }) => [{ priority_level: name }, latestS] as const),
    ),
    simpleFamily(
      [
        "gauge",
        flowMetricName("next_s_bounds"),
        "[ALPHA] min and max, over queues, of S(oldest waiting request in queue)",
      ],
      dispatched.flatMap(({ name, nextS: [least, most] }) => [
        [{ bound: "max", priority_level: name }, most] as const,
        [{ bound: "min", priority_level: name }, least] as const,
      ]),
    ),
  ];
}
