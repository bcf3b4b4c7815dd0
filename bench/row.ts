/** What every benchmark gives: rows that a machine can read. */
export interface BenchRow {
  /** The file's name: `store`. */
  readonly bench: string;
  /** What was measured, in a few words. */
  readonly metric: string;
  readonly value: number;
  /** `x` for ratios, `1/s`, `ms`, `MB`, ... */
  readonly unit: string;
  /** What it is compared with, measured in the same run. */
  readonly baseline: string;
  /** What it should be: `>= 4`. */
  readonly target: string;
}
