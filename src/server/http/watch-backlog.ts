/**
 * What waits for watchers that read too slowly, bounded for each and for all of them together: a reader that falls too far behind is
 * cut off, and has to list again (as cacher.go in apiserver ends a watcher whose buffer stays full).
 */

/** Bytes that may wait for one watcher. */
const oneMax = 64 * 1024 * 1024;
/** Of bytes that are one watcher's alone, over all watchers. */
const allMax = 256 * 1024 * 1024;
/** Less is no backlog, only what the last tick brought. */
const slowMin = 1024 * 1024;

export interface BacklogBounds {
  readonly oneMax: number;
  readonly allMax: number;
  readonly slowMin: number;
}

export interface SlowReader {
  /** Bytes that wait for it now. */
  waiting(): number;
  /** Breaks its answer off, and lets go of what waits. */
  cutOff(): void;
}

export class WatchBacklog {
  readonly #bounds: BacklogBounds;
  /** Bytes at the last look. */
  readonly #slow = new Map<SlowReader, number>();
  #total = 0;

  constructor(bounds: BacklogBounds = { oneMax, allMax, slowMin }) {
    this.#bounds = bounds;
  }

  /** Bytes that may wait for one, beyond what it was owed from the beginning. */
  get oneMax(): number {
    return this.#bounds.oneMax;
  }

  /** To be told after a write of bytes that no other watcher shares. May cut off the slowest, which need not be this one. */
  note(reader: SlowReader, waiting: number): void {
    if (waiting < this.#bounds.slowMin) return this.forget(reader);
    this.#set(reader, waiting);
    if (this.#total <= this.#bounds.allMax) return;
    for (const each of Array.from(this.#slow.keys())) this.#set(each, each.waiting());
    while (this.#total > this.#bounds.allMax) {
      const [slowest] = [...this.#slow].reduce((a, b) => (b[1] > a[1] ? b : a));
      this.forget(slowest);
      slowest.cutOff();
    }
  }

  forget(reader: SlowReader): void {
    this.#total -= this.#slow.get(reader) ?? 0;
    this.#slow.delete(reader);
  }

  #set(reader: SlowReader, waiting: number): void {
    this.forget(reader);
    this.#slow.set(reader, waiting);
    this.#total += waiting;
  }
}
