/**
 * Long work of the API thread, in slices: expressions of users, or a list of thousands of objects, may come to a second of it for one
 * request, and other requests are served in between. Who works tells how much it was; time is not asked for, so that a simulated
 * cluster goes the same way each time.
 */
import { Slicewise } from "../api/slicewise.ts";
import type { Timers } from "../host/host.ts";

/** Units of cost and steps of 5 to 50 ns each: some milliseconds, and rarely more than ten. */
const workOfSlice = 200_000;

export class Slices {
  readonly #timers: Timers;
  #work = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** What `work` returns or throws, which compiles expressions; a promise where that has taken more than a slice. */
  run<T>(work: () => T): T | Promise<T> {
    return new Slicewise((done) => this.spend(done)).run(work);
  }

  /** `work` on each item in turn, which tells how much it was: a promise where that takes more than a slice. */
  each<T>(items: readonly T[], work: (item: T) => number, from = 0): Promise<void> | undefined {
    for (let at = from; at < items.length; at += 1) {
      const turn = this.spend(work(items[at] as T));
      if (turn !== undefined) return turn.then(() => this.each(items, work, at + 1));
    }
    return undefined;
  }

  /** To be called after so much work. Undefined: go on; else what to wait for before doing more. */
  spend(work: number): Promise<void> | undefined {
    this.#work += work;
    if (this.#work < workOfSlice) return undefined;
    this.#work = 0;
    return new Promise((resolve) => {
      this.#timers.soon(resolve);
    });
  }
}
