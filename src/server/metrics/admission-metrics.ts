/** How long admission takes, as a whole, by plugin and by webhook: the names and buckets of apiserver's pkg/admission/metrics. */
import { Histogram, histogramFamily } from "../../api/prometheus.ts";
import type { MetricFamily, MetricLabels } from "../../api/prometheus.ts";
import { PolicyMetrics } from "./policy-metrics.ts";
import { WebhookMetrics } from "./webhook-metrics.ts";
import type { Clock } from "../../host/host.ts";

const bounds = [0.005, 0.025, 0.1, 0.5, 1, 2.5];
const webhookBounds = [...bounds, 10, 25];

export type AdmissionPhase = "admit" | "validate";

interface PhaseOf {
  readonly operation: string;
  readonly type: AdmissionPhase;
}

interface Measured {
  /** Absent for a whole phase. */
  readonly name?: string;
  readonly operation: string;
  readonly type: AdmissionPhase | "validating";
  readonly rejected: boolean;
  readonly seconds: number;
}

interface Series {
  readonly labels: MetricLabels;
  readonly seconds: Histogram;
}

export class AdmissionMetrics {
  readonly policies = new PolicyMetrics();
  readonly webhookCalls = new WebhookMetrics();
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #plugins = new Map<string, Series>();
  readonly #phases = new Map<string, Series>();
  readonly #webhooks = new Map<string, Series>();
  readonly #meters: PhaseMeter[] = [];

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }

  /** Counts one phase of one operation, gone through by these plugins. */
  meter(of: PhaseOf, plugins: readonly string[]): PhaseMeter {
    const meter = new PhaseMeter(of, plugins, {
      plugin: (measured, times) => {
        // Steps of this server that Kubernetes has elsewhere.
        if (!measured.name.startsWith("kubarium/")) observe(this.#plugins, measured, times);
      },
      phase: (rejected) => seriesOf(this.#phases, { ...of, rejected }, bounds),
    });
    this.#meters.push(meter);
    return meter;
  }

  webhook(measured: Measured & { readonly name: string }): void {
    seriesOf(this.#webhooks, measured, webhookBounds).observe(measured.seconds);
  }

  families(): readonly MetricFamily[] {
    for (const meter of this.#meters) meter.settle();
    const family = (name: string, help: string, series: ReadonlyMap<string, Series>) =>
      histogramFamily(
        [`apiserver_admission_${name}_admission_duration_seconds`, `[STABLE] ${help}`],
        [...series.values()].map(({ labels, seconds }) => [labels, seconds] as const),
      );
    return [
      family(
        "controller",
        "Admission controller latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).",
        this.#plugins,
      ),
      family(
        "step",
        "Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).",
        this.#phases,
      ),
      family(
        "webhook",
        "Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).",
        this.#webhooks,
      ),
      ...this.webhookCalls.families(),
      ...this.policies.families(),
    ];
  }
}

/** What is counted at once, and what is counted when somebody asks. */
interface Sink {
  plugin(measured: Measured & { readonly name: string }, times: number): void;
  phase(rejected: boolean): Histogram;
}

/**
 * The phases of one operation. Nearly always no plugin waits for anything, and all of them together take less time than two readings of
 * the clock for each would: such a phase is timed as a whole, and its time is shared evenly among its plugins.
 */
export class PhaseMeter {
  readonly #of: PhaseOf;
  readonly #plugins: readonly string[];
  readonly #sink: Sink;
  #passed: Histogram | undefined;
  /** Of phases in which nobody waited, since somebody asked last. */
  #count = 0;
  #seconds = 0;

  constructor(of: PhaseOf, plugins: readonly string[], sink: Sink) {
    this.#of = of;
    this.#plugins = plugins;
    this.#sink = sink;
  }

  /** The plugins from `from` up to but not with `to` have passed a request in so much time together. */
  passed(from: number, to: number, seconds: number): void {
    if (from === 0 && to === this.#plugins.length) {
      this.#count += 1;
      this.#seconds += seconds;
      return;
    }
    for (let at = from; at < to; at += 1) this.one(at, { seconds: seconds / (to - from) });
  }

  one(at: number, measured: { readonly seconds: number; readonly rejected?: boolean }): void {
    const name = this.#plugins[at] ?? "";
    this.#sink.plugin({ ...this.#of, name, rejected: false, ...measured }, 1);
  }

  whole(seconds: number, rejected: boolean): void {
    const series = rejected ? this.#sink.phase(true) : (this.#passed ??= this.#sink.phase(false));
    series.observe(seconds);
  }

  settle(): void {
    if (this.#count === 0) return;
    const seconds = this.#seconds / this.#count / this.#plugins.length;
    for (const name of this.#plugins) {
      this.#sink.plugin({ ...this.#of, name, rejected: false, seconds }, this.#count);
    }
    this.#count = 0;
    this.#seconds = 0;
  }
}

function observe(all: Map<string, Series>, measured: Measured, times = 1): void {
  seriesOf(all, measured, bounds).observe(measured.seconds, times);
}

function seriesOf(
  all: Map<string, Series>,
  { name, operation, type, rejected }: Omit<Measured, "seconds">,
  limits: readonly number[],
): Histogram {
  const key = `${name ?? ""} ${operation} ${type} ${rejected}`;
  let series = all.get(key);
  if (series === undefined) {
    const labels = { operation, rejected: String(rejected), type };
    series = {
      labels: name === undefined ? labels : { name, ...labels },
      seconds: new Histogram(limits),
    };
    all.set(key, series);
  }
  return series.seconds;
}
