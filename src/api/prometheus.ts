/**
 * Prometheus' text format, version 0.0.4: families of samples and their writing. What is counted is the components' own business.
 * Source: prometheus, docs/instrumenting/exposition_formats; client_golang, expfmt.
 */

export type MetricLabels = Readonly<Record<string, string>>;

export interface MetricSample {
  /** Follows the family's name: `_bucket`, `_sum`, `_count`; empty for counters and gauges. */
  readonly suffix: "" | "_bucket" | "_sum" | "_count";
  readonly labels: MetricLabels;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** A counter or gauge with one sample for each set of labels. */
export function simpleFamily(
  [type, name, help]: readonly [type: "counter" | "gauge", name: string, help: string],
  values: Iterable<readonly [labels: MetricLabels, value: number]>,
): MetricFamily {
  const samples = Array.from(values, ([labels, value]) => ({ suffix: "" as const, labels, value }));
  return { name, type, help, samples };
}

export function histogramFamily(
  [name, help]: readonly [name: string, help: string],
  values: Iterable<readonly [labels: MetricLabels, histogram: Histogram]>,
): MetricFamily {
  const samples = [...values].flatMap(([labels, histogram]) => histogram.samples(labels));
  return { name, type: "histogram", help, samples };
}

/** Families without samples are left out, as a registry leaves out vectors that nothing has been counted in. */
export function metricsDocument(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const explained = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
      const lines = samples.map(
        ({ suffix, labels, value }) => `${name}${suffix}${labelSet(labels)} ${goFloat(value)}\n`,
      );
      return `# HELP ${name} ${explained}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("");
}

/** `{a="1",b="2"}`; nothing where there are none. */
export function labelSet(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

/** A number as Go's strconv writes it in its shortest form: `1e+06`, `0.005`, `+Inf`. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  const size = String(Math.abs(power)).padStart(2, "0");
  return `${mantissa}e${power < 0 ? "-" : "+"}${size}`;
}

/** Counts by upper bounds, which are ascending. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number, times = 1): void {
    const bounds = this.#bounds;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + times;
    this.#sum += value * times;
  }

  /** How often something has been observed. */
  get count(): number {
    return this.#counts.reduce((sum, each) => sum + each, 0);
  }

  samples(labels: MetricLabels): readonly MetricSample[] {
    const samples: MetricSample[] = [];
    let below = 0;
    for (const [at, count] of this.#counts.entries()) {
      below += count;
      const le = goFloat(this.#bounds[at] ?? Infinity);
      samples.push({ suffix: "_bucket", labels: { ...labels, le }, value: below });
    }
    samples.push({ suffix: "_sum", labels, value: this.#sum });
    samples.push({ suffix: "_count", labels, value: below });
    return samples;
  }
}

/** `count` bounds, each `factor` times the one before. */
export function exponentialBounds(start: number, factor: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => Number((start * factor ** at).toPrecision(12)));
}
