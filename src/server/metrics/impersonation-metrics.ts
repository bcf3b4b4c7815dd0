/**
 * Who was let act as another, by which mode, and what authorizers were asked for it (apiserver,
 * pkg/endpoints/filters/impersonation/metrics).
 */
import {
  exponentialBounds,
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
  type MetricLabels,
} from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";

const bounds = exponentialBounds(0.001, 2, 15);

interface Series {
  readonly labels: MetricLabels;
  total: number;
  readonly seconds: Histogram;
}

/** What was decided, in a time that began at `startedMs`. */
export interface Decided {
  /** `user-info`, ..., `legacy`; empty where an attempt was denied by all. */
  readonly mode: string;
  readonly allowed: boolean;
  readonly startedMs: number;
}

export class ImpersonationMetrics {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #attempts = new Map<string, Series>();
  readonly #authorizations = new Map<string, Series>();

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }

  /** One request that asked to be somebody else's. */
  attempt(decided: Decided): void {
    this.#count(this.#attempts, decided);
  }

  /** One question to the authorizer. */
  authorization(decided: Decided): void {
    this.#count(this.#authorizations, decided);
  }

  #count(all: Map<string, Series>, { mode, allowed, startedMs }: Decided): void {
    const decision = allowed ? "allowed" : "denied";
    const key = `${decision} ${mode}`;
    let series = all.get(key);
    if (series === undefined) {
      series = { labels: { decision, mode }, total: 0, seconds: new Histogram(bounds) };
      all.set(key, series);
    }
    series.total += 1;
    series.seconds.observe((this.nowMs() - startedMs) / 1000);
  }

  families(): readonly MetricFamily[] {
    return [
      ...familiesOf("attempts", this.#attempts, [
        "Total number of impersonation attempts split by mode and decision.",
        "Latency of impersonation attempts in seconds split by mode and decision.",
      ]),
      ...familiesOf("authorization_attempts", this.#authorizations, [
        "Total number of authorization checks made by the impersonation handler split by mode and decision.",
        "Latency of authorization checks made by the impersonation handler in seconds split by mode and decision.",
      ]),
    ];
  }
}

function familiesOf(
  what: string,
  counted: ReadonlyMap<string, Series>,
  [total, latency]: readonly [total: string, latency: string],
): readonly MetricFamily[] {
  const name = `apiserver_impersonation_${what}`;
  const series = [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return [
    histogramFamily(
      [`${name}_duration_seconds`, `[ALPHA] ${latency}`],
      series.map(({ labels, seconds }) => [labels, seconds] as const),
    ),
    simpleFamily(
      ["counter", `${name}_total`, `[ALPHA] ${total}`],
      series.map((each) => [each.labels, each.total] as const),
    ),
  ];
}
