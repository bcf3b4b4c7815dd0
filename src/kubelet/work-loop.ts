/**
 * One job that runs again whenever it is woken, never twice at a time, with an error's retry backed off. A round can be interrupted:
 * its signal is aborted and the next one begins.
 */
import type { Host, Timer } from "../host/host.ts";

const retryFirstMs = 500;
const retryMaxMs = 30_000;

export class WorkLoop {
  readonly #host: Host;
  readonly #round: (signal: AbortSignal) => Promise<void>;
  /** Resolves when the loop has finished or was closed. */
  readonly ended: Promise<void>;
  #resolveEnded: () => void = () => {};
  #running: Promise<void> | undefined;
  #dirty = false;
  #over = false;
  #abort = new AbortController();
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  #failures = 0;

  constructor(host: Host, round: (signal: AbortSignal) => Promise<void>) {
    this.#host = host;
    this.#round = round;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  /** Runs a round soon; one that is running now is followed by another. */
  wake(): void {
    this.#dirty = true;
    if (this.#running || this.#over) return;
    this.#running = this.#run();
  }

  /** Wakes after so long, unless something earlier was asked for. */
  wakeAfter(ms: number): void {
    const dueMs = this.#host.clock.monotonicMs() + ms;
    if (this.#over || dueMs >= this.#timerDueMs) return;
    this.#timer?.cancel();
    this.#timerDueMs = dueMs;
    this.#timer = this.#host.timers.after(ms, () => {
      this.#timerDueMs = Number.POSITIVE_INFINITY;
      this.wake();
    });
  }

  /** Aborts the round at hand and starts another. */
  interrupt(): void {
    this.#abort.abort(new DOMException("the pod changed", "AbortError"));
    this.wake();
  }

  /** No more rounds. Called from within a round, or when none is wanted. */
  finish(): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#resolveEnded();
  }

  async close(): Promise<void> {
    this.finish();
    this.#abort.abort(new DOMException("the kubelet stops", "AbortError"));
    await this.#running;
  }

  async #run(): Promise<void> {
    // After the caller is done with what it is at: several wakes make one round.
    await Promise.resolve();
    while (this.#dirty && !this.#over) {
      this.#dirty = false;
      this.#abort = new AbortController();
      try {
        await this.#round(this.#abort.signal);
        this.#failures = 0;
      } catch (error) {
        if (!this.#abort.signal.aborted) this.#retry(error);
      }
    }
    this.#running = undefined;
  }

  #retry(error: unknown): void {
    const ms = Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(this.#failures++, 8));
    this.#host.log.write("warn", "pod not brought up to date", {
      error: error instanceof Error ? error.message : String(error),
      retryMs: ms,
    });
    this.wakeAfter(ms);
  }
}
