/**
 * Who is told how long expressions take. The language itself knows no clock: a server that has one lends it. Like Kubernetes' own metrics
 * of it, this is one for the whole process.
 */

export interface CelMeter {
  /** Milliseconds since some fixed moment. */
  nowMs(): number;
  compiled(seconds: number): void;
  evaluated(seconds: number): void;
}

let meter: CelMeter | undefined;

/** From now on; undefined: nobody. */
export function meterCel(by: CelMeter | undefined): void {
  meter = by;
}

/** Nobody is told by this one any more; another stays. */
export function unmeterCel(by: CelMeter): void {
  if (meter === by) meter = undefined;
}

/** What `work` gives, and how long it took: nothing where nobody has lent a clock. */
export function measured<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  if (meter === undefined) return { result: work(), seconds: 0 };
  const startedMs = meter.nowMs();
  const result = work();
  return { result, seconds: (meter.nowMs() - startedMs) / 1000 };
}

export function noteCompiled(seconds: number): void {
  meter?.compiled(seconds);
}

export function noteEvaluated(seconds: number): void {
  meter?.evaluated(seconds);
}
