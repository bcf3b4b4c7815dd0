/**
 * How long those who are refused are asked to stay away: a second, doubled while many are refused, and a second less when few are.
 * Source: apiserver, pkg/util/flowcontrol/dropped_requests_tracker.go.
 */

const secondsMax = 32;

interface Second {
  readonly second: number;
  refused: number;
}

/** Of one priority level. */
export class RetryAfter {
  #seconds = 1;
  #raisedAt = -Infinity;
  /** Seconds in which somebody was refused, the newest last. */
  #history: Second[] = [];

  get seconds(): number {
    return this.#seconds;
  }

  /** On any clock that goes on. */
  refused(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const newest = this.#history.at(-1);
    if (newest?.second === second) {
      newest.refused += 1;
      return;
    }
    this.#history = this.#history.filter((each) => second - each.second <= secondsMax);
    this.#adjust(second);
    this.#history.push({ second, refused: 1 });
  }

  #adjust(second: number): void {
    let refused = 0;
    for (const each of this.#history) {
      if (second - each.second <= this.#seconds) refused += each.refused;
    }
    if (second - this.#raisedAt >= this.#seconds && refused >= 3 * this.#seconds) {
      this.#seconds = Math.min(secondsMax, this.#seconds * 2);
      this.#raisedAt = second;
    } else if (refused < this.#seconds && this.#seconds > 1) {
      this.#seconds -= 1;
    }
  }
}
