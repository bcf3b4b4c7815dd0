/** Requests that keep their seats after they were answered, while those who watch are told. The seats come free when somebody looks. */

interface Kept<R> {
  /** On the monotonic clock. */
  readonly dueMs: number;
  readonly request: R;
}

export class Lingering<R> {
  #kept: Kept<R>[] = [];
  /** Infinity where nothing lingers. */
  nextDueMs = Infinity;

  add(dueMs: number, request: R): void {
    this.#kept.push({ dueMs, request });
    if (dueMs < this.nextDueMs) this.nextDueMs = dueMs;
  }

  /** Calls for each that is due by now, in the order in which they are. */
  expire(nowMs: number, free: (dueMs: number, request: R) => void): void {
    const due = this.#kept.filter(({ dueMs }) => dueMs <= nowMs);
    this.#kept = this.#kept.filter(({ dueMs }) => dueMs > nowMs);
    this.nextDueMs = this.#kept.reduce((least, { dueMs }) => Math.min(least, dueMs), Infinity);
    due.sort((a, b) => a.dueMs - b.dueMs);
    for (const { dueMs, request } of due) free(dueMs, request);
  }
}
