/** Timing, medians and rows, as the kernels' benches use them. */
import type { BenchRow } from "../row.ts";

export function repeat(times: number, fn: () => void): void {
  for (let i = 0; i < times; i++) fn();
}

export async function timed(fn: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await fn();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function row(
  metric: string,
  value: number,
  unit: string,
  baseline: string,
  target: string,
): BenchRow {
  return { bench: "kernels", metric, value, unit, baseline, target };
}

/** What a node or a backend is known by. */
export function keyOf(index: number): number {
  return Math.imul(index ^ 0x5bd1e995, 0x85ebca6b) >>> 0;
}
