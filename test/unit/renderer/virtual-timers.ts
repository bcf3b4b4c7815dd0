/** Time for the dashboard's stores, moved by the test; and frames that are drawn when it says so. */
import type { ConnectionTimers } from "../../../renderer/api/connection.ts";
import type { Frames } from "../../../renderer/api/frames.ts";

export class VirtualTimers implements ConnectionTimers {
  #nowMs = 0;
  #waiting: { readonly atMs: number; readonly fn: () => void }[] = [];

  readonly nowMs = (): number => this.#nowMs;

  readonly after = (delayMs: number, fn: () => void): (() => void) => {
    const entry = { atMs: this.#nowMs + delayMs, fn };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  };

  /** Moves time on, calling what comes due in its order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#waiting
        .filter((entry) => entry.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.#nowMs = next.atMs;
      this.#waiting = this.#waiting.filter((entry) => entry !== next);
      next.fn();
      await this.settle();
    }
    this.#nowMs = endMs;
    await this.settle();
  }

  /** A turn of the event loop: all promises that can settle have. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

export class ManualFrames implements Frames {
  #waiting: (() => void)[] = [];

  readonly next = (fn: () => void): void => {
    this.#waiting.push(fn);
  };

  draw(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const fn of due) fn();
  }
}
