/** What the charts draw, derived from two successive readings of the engine's counters. */
import type { ClusterStats } from "../../src/server/stats.ts";

/** Rates are per second; CPU in cores, memory in bytes. */
export interface Sample {
  readonly atMs: number;
  readonly cpu: number;
  readonly cpuCapacity: number;
  readonly memory: number;
  readonly memoryCapacity: number;
  readonly reads: number;
  readonly writes: number;
  readonly watches: number;
  readonly bound: number;
  readonly pending: number;
}

/** Five minutes of one sample a second. */
export const samplesMax = 300;

/** Counters that went back (the engine was started again) count from zero. */
export function sampleOf(previous: ClusterStats, next: ClusterStats): Sample {
  const seconds = (next.nowMs - previous.nowMs) / 1_000;
  const rate = (from: number, to: number) =>
    seconds <= 0 ? 0 : (to >= from ? to - from : to) / seconds;
  return {
    atMs: next.nowMs,
    cpu: next.usage.cpuNanoCores / 1e9,
    cpuCapacity: next.usage.cpuCapacityNanoCores / 1e9,
    memory: next.usage.memoryBytes,
    memoryCapacity: next.usage.memoryCapacityBytes,
    reads: rate(previous.api.readsTotal, next.api.readsTotal),
    writes: rate(previous.api.writesTotal, next.api.writesTotal),
    watches: next.api.watches,
    bound: rate(previous.scheduler.boundTotal, next.scheduler.boundTotal),
    pending: next.scheduler.pending,
  };
}

/** The window with one more sample; the oldest falls out at `samplesMax`. */
export function appendSample(window: readonly Sample[], sample: Sample): readonly Sample[] {
  const from = window.length >= samplesMax ? window.length - samplesMax + 1 : 0;
  return [...window.slice(from), sample];
}
