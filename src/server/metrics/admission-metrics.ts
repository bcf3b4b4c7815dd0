/** How long admission takes, as a whole, by plugin and by webhook: the names and buckets of apiserver's pkg/admission/metrics. */
import { Histogram, histogramFamily } from "../../api/prometheus.ts";
import type { MetricFamily, MetricLabels } from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";

const bounds = [0.005, 0.025, 0.1, 0.5, 1, 2.5];
const webhookBounds = [...bounds, 10, 25];

export type AdmissionPhase = "admit" | "validate";

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
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #plugins = new Map<string, Series>();
  readonly #phases = new Map<string, Series>();
  readonly #webhooks = new Map<string, Series>();

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }

  plugin(measured: Measured & { readonly name: string }): void {
    // Steps of this server that Kubernetes has elsewhere.
    if (!measured.name.startsWith("kubarium/")) observe(this.#plugins, measured, bounds);
  }

  phase(measured: Measured): void {
    observe(this.#phases, measured, bounds);
  }

  webhook(measured: Measured & { readonly name: string }): void {
    observe(this.#webhooks, measured, webhookBounds);
  }

  families(): readonly MetricFamily[] {
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
    ];
  }
}

function observe(
  all: Map<string, Series>,
  { name, operation, type, rejected, seconds }: Measured,
  limits: readonly number[],
): void {
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
  series.seconds.observe(seconds);
}
