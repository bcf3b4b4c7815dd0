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

export function timed<T>(what: "compiled" | "evaluated", work: () => T): T {
  const by = meter;
  if (by === undefined) return work();
  const startedMs = by.nowMs();
  try {
    return work();
  } finally {
    by[what]((by.nowMs() - startedMs) / 1000);
  }
}
