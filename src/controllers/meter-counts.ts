/** Numbers of things that have happened, and how long they took, by their labels: what the controllers' meters are made of. */
import {
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
  type MetricLabels,
} from "../api/prometheus.ts";

export class Counts {
  readonly #values = new Map<string, [labels: MetricLabels, value: number]>();

  add(labels: MetricLabels, amount = 1): void {
    const key = Object.values(labels).join(" ");
    const known = this.#values.get(key);
    if (known) known[1] += amount;
    else this.#values.set(key, [labels, amount]);
  }

  /** `help`: with its stage. */
  family(name: string, help: string): MetricFamily {
    return simpleFamily(["counter", name, help], this.#values.values());
  }
}

export class Durations {
  readonly #bounds: readonly number[];
  readonly #values = new Map<string, readonly [MetricLabels, Histogram]>();

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(labels: MetricLabels, seconds: number): void {
    const key = Object.values(labels).join(" ");
    let known = this.#values.get(key);
    if (known === undefined) {
      known = [labels, new Histogram(this.#bounds)];
      this.#values.set(key, known);
    }
    known[1].observe(seconds);
  }

  family(name: string, help: string): MetricFamily {
    return histogramFamily([name, help], this.#values.values());
  }
}
