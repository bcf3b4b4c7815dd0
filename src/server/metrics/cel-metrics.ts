/** How long expressions take to compile and to evaluate, wherever they stand (apiserver, pkg/cel/metrics). */
import type { CelMeter } from "../../api/expression-meter.ts";
import { Histogram, histogramFamily, type MetricFamily } from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";

/** Those of Prometheus' own clients. */
export const usualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export class CelMetrics implements CelMeter {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #compilations = new Histogram(usualBounds);
  readonly #evaluations = new Histogram(usualBounds);

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }

  compiled(seconds: number): void {
    this.#compilations.observe(seconds);
  }

  evaluated(seconds: number): void {
    this.#evaluations.observe(seconds);
  }

  families(): readonly MetricFamily[] {
    return [
      histogramFamily(
        ["apiserver_cel_compilation_duration_seconds", "[BETA] CEL compilation time in seconds."],
        [[{}, this.#compilations]],
      ),
      histogramFamily(
        ["apiserver_cel_evaluation_duration_seconds", "[BETA] CEL evaluation time in seconds."],
        [[{}, this.#evaluations]],
      ),
    ];
  }
}
