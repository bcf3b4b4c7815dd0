/**
 * How busy a priority level has been, by time: histograms that weigh each value with the nanoseconds that it held, and what of its demand
 * the sharing of seats looks at. Source: component-base, metrics/timing_histogram.go; apiserver, pkg/util/flowcontrol/fairqueuing/integrator.go.
 */
import { goFloat, type MetricLabels, type MetricSample } from "../../api/prometheus.ts";
import type { DemandOfPeriod } from "./borrowing.ts";

const nanosPerMs = 1e6;

export const seatBounds = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1] as const;
export const requestBounds = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 1] as const;
export const demandBounds = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.8, 4, 6] as const;

/** A number as a part of another, over time. Nothing is reckoned as long as neither changes. */
export class TimedRatio {
  readonly #bounds: readonly number[];
  /** Milliseconds. */
  readonly #times: Float64Array;
  #sum = 0;
  #numerator = 0;
  #denominator = 1;
  #ratio = 0;
  #bucket: number;
  #sinceMs: number;

  /** Times are those of the monotonic clock. */
  constructor(bounds: readonly number[], nowMs: number) {
    this.#bounds = bounds;
    this.#times = new Float64Array(bounds.length + 1);
    this.#bucket = this.#find(0);
    this.#sinceMs = nowMs;
  }

  /** What is now has been so up to now. */
  pass(nowMs: number): void {
    const ms = nowMs - this.#sinceMs;
    if (ms <= 0) return;
    this.#sinceMs = nowMs;
    this.#times[this.#bucket] = (this.#times[this.#bucket] ?? 0) + ms;
    this.#sum += this.#ratio * ms;
  }

  /** For so long of the time since the last change it was one more. */
  peaked(ms: number): void {
    const ratio = (this.#numerator + 1) / this.#denominator;
    const bucket = this.#find(ratio);
    this.#times[bucket] = (this.#times[bucket] ?? 0) + ms;
    this.#sum += ratio * ms;
    this.#sinceMs += ms;
  }

  set(numerator: number, nowMs: number): void {
    if (numerator === this.#numerator) return;
    this.pass(nowMs);
    this.#numerator = numerator;
    this.#changed();
  }

  setDenominator(denominator: number, nowMs: number): void {
    if (denominator === this.#denominator) return;
    this.pass(nowMs);
    this.#denominator = denominator;
    this.#changed();
  }

  samples(labels: MetricLabels): readonly MetricSample[] {
    const samples: MetricSample[] = [];
    let below = 0;
    for (const [at, ms] of this.#times.entries()) {
      below += ms;
      const le = goFloat(this.#bounds[at] ?? Infinity);
      const value = Math.round(below * nanosPerMs);
      samples.push({ suffix: "_bucket", labels: { ...labels, le }, value });
    }
    samples.push({ suffix: "_sum", labels, value: this.#sum * nanosPerMs });
    samples.push({ suffix: "_count", labels, value: Math.round(below * nanosPerMs) });
    return samples;
  }

  #changed(): void {
    this.#ratio = this.#numerator / this.#denominator;
    this.#bucket = this.#find(this.#ratio);
  }

  #find(ratio: number): number {
    const bounds = this.#bounds;
    let at = 0;
    while (at < bounds.length && ratio > (bounds[at] ?? 0)) at += 1;
    return at;
  }
}

export class LevelUsage {
  readonly seats: TimedRatio;
  readonly executing: TimedRatio;
  readonly waiting: TimedRatio;
  readonly demand: TimedRatio;
  #sinceMs: number;
  #demanded = 0;
  /** Of the demand since the last look: its most, and the integrals of it and of its square. */
  #highest = 0;
  #once = 0;
  #twice = 0;
  #periodMs = 0;
  /** How long one request more was at work since the last change: of those that were answered at once. */
  #peakMs = 0;

  /** Times are those of the monotonic clock. */
  constructor(nowMs: number) {
    this.seats = new TimedRatio(seatBounds, nowMs);
    this.executing = new TimedRatio(requestBounds, nowMs);
    this.waiting = new TimedRatio(requestBounds, nowMs);
    this.demand = new TimedRatio(demandBounds, nowMs);
    this.#sinceMs = nowMs;
  }

  /** What holds from now on. */
  note(
    nowMs: number,
    of: { seatsInUse: number; executing: number; waiting: number; seatsWaiting: number },
  ): void {
    if (this.#peakMs > 0) this.#settlePeaks();
    const demanded = of.seatsInUse + of.seatsWaiting;
    if (demanded !== this.#demanded) {
      this.#passDemand(nowMs);
      this.#demanded = demanded;
      if (demanded > this.#highest) this.#highest = demanded;
      this.demand.set(demanded, nowMs);
    }
    this.seats.set(of.seatsInUse, nowMs);
    this.executing.set(of.executing, nowMs);
    this.waiting.set(of.waiting, nowMs);
  }

  /** One request more had one seat for so long, while nothing else happened: what most requests come to, at the cost of an addition. */
  peaked(ms: number): void {
    if (ms > 0) this.#peakMs += ms;
  }

  #settlePeaks(): void {
    const ms = this.#peakMs;
    this.#peakMs = 0;
    this.seats.peaked(ms);
    this.executing.peaked(ms);
    this.demand.peaked(ms);
    const demanded = this.#demanded + 1;
    if (demanded > this.#highest) this.#highest = demanded;
    this.#sinceMs += ms;
    this.#periodMs += ms;
    this.#once += demanded * ms;
    this.#twice += demanded * demanded * ms;
  }

  /** Nothing has changed up to now. */
  pass(nowMs: number): void {
    if (this.#peakMs > 0) this.#settlePeaks();
    this.#passDemand(nowMs);
    for (const ratio of [this.seats, this.executing, this.waiting, this.demand]) ratio.pass(nowMs);
  }

  #passDemand(nowMs: number): void {
    const ms = nowMs - this.#sinceMs;
    if (ms <= 0) return;
    this.#sinceMs = nowMs;
    this.#periodMs += ms;
    this.#once += this.#demanded * ms;
    this.#twice += this.#demanded * this.#demanded * ms;
  }

  /** Seats that one request more would have: see metrics' help texts. */
  setLimits(executing: number, waiting: number, nowMs: number): void {
    if (this.#peakMs > 0) this.#settlePeaks();
    this.seats.setDenominator(executing, nowMs);
    this.executing.setDenominator(executing, nowMs);
    this.demand.setDenominator(executing, nowMs);
    this.waiting.setDenominator(waiting, nowMs);
  }

  /** Of the time since the last look; undefined where none has passed. Begins anew. */
  takeDemand(nowMs: number): DemandOfPeriod | undefined {
    if (this.#peakMs > 0) this.#settlePeaks();
    this.#passDemand(nowMs);
    const ms = this.#periodMs;
    const [highest, once, twice] = [this.#highest, this.#once, this.#twice];
    this.#highest = this.#demanded;
    this.#once = 0;
    this.#twice = 0;
    this.#periodMs = 0;
    if (ms === 0) return undefined;
    const average = once / ms;
    return { highest, average, deviation: Math.sqrt(Math.max(0, twice / ms - average * average)) };
  }
}
