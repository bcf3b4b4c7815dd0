/**
 * Synchronous work that takes long because of some steps in it (expressions that are compiled), cut into slices: it runs anew from its
 * start after each of them, and every step that was done before answers at once what it answered then. It must be the same work each time,
 * and keep nothing beyond its result.
 */

/** Told of the work that was done; what it answers is waited for before more is done. */
export type Spend = (work: number) => Promise<void> | undefined;

/** Steps of 5 to 50 ns, as a server's slices count them. Going over one known step again takes so many. */
const workOfKnown = 40;
const workOfSlice = 200_000;

interface Steps {
  step<T>(key: unknown, work: number, make: () => T): T;
}

let current: Steps | undefined;

/** With its steps taken by `steps`. */
function within<T>(steps: Steps, work: () => T): T {
  const outer = current;
  current = steps;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** One step, which has none within: `key` is the very same each time. Outside of sliced work it is just done. `work` is about what it takes. */
export function step<T>(key: unknown, work: number, make: () => T): T {
  return current ? current.step(key, work, make) : make();
}

/** Thrown through the work where it goes on after the wait. */
class SliceOver extends Error {}

export class Slicewise implements Steps {
  readonly #spend: Spend;
  readonly #known: { readonly key: unknown; readonly result: unknown }[] = [];
  #at = 0;
  #work = 0;
  #waiting: Promise<void> | undefined;
  /** Whether nobody waits: all is done in one go. */
  #isUrgent = false;

  constructor(spend: Spend) {
    this.#spend = spend;
  }

  /** What `work` returns or throws; a promise of it where there was anything to wait for. */
  run<T>(work: () => T): T | Promise<T> {
    try {
      return this.#turn(work);
    } catch (error) {
      if (!(error instanceof SliceOver)) throw error;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      return Promise.resolve(waiting).then(() => this.run(work));
    }
  }

  /** The same steps again, if in other work, at once. */
  again<T>(work: () => T): T {
    this.#isUrgent = true;
    try {
      return this.#turn(work);
    } finally {
      this.#isUrgent = false;
    }
  }

  #turn<T>(work: () => T): T {
    this.#at = 0;
    this.#work = 0;
    return within(this, work);
  }

  step<T>(key: unknown, work: number, make: () => T): T {
    const at = this.#at;
    const known = this.#known[at];
    if (known && known.key === key) {
      this.#at += 1;
      return known.result as T;
    }
    if (this.#waiting && !this.#isUrgent) throw new SliceOver();
    this.#known.length = at;
    const result = make();
    this.#known.push({ key, result });
    this.#at = at + 1;
    this.#work += work;
    // As much new work as there is old to go over: all of it comes to no more than twice the work.
    if (this.#work >= Math.max(workOfSlice, at * workOfKnown)) {
      this.#waiting ??= this.#spend(this.#work);
      this.#work = 0;
    }
    return result;
  }
}
