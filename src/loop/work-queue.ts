/**
 * The queue of keys that a controller has to look at. Owns de-duplication, delays and backing off; what a key means and
 * how it is worked on is the runner's. Semantics of client-go's util/workqueue: a key that is added while it is worked
 * on is kept back until it is done, so that no key is ever worked on twice at a time.
 */
import type { Host, Timer } from "../host/host.ts";
import { QueueCounts } from "./queue-metrics.ts";

export interface WorkQueueOptions {
  /** Delay after a key's first failure; doubles with each. client-go's 5 ms. */
  readonly backoffBaseMs?: number;
  /** client-go's 1,000 s. */
  readonly backoffMaxMs?: number;
  /** Retries a second over all keys, once the burst is used up. client-go's 10 and 100. */
  readonly retriesPerSecond?: number;
  readonly retryBurst?: number;
  /** Part of a delay that the host's randomness may add, so that keys which failed together do not retry together. */
  readonly jitter?: number;
}

export class WorkQueue {
  readonly #host: Host;
  readonly #options: Required<WorkQueueOptions>;
  readonly #onReady: () => void;
  readonly counts = new QueueCounts();
  /** Since when they wait, in the order in which they came; since when they are worked on. Milliseconds of the monotonic clock. */
  readonly #ready = new Map<string, number>();
  readonly #processing = new Map<string, number>();
  /** Keys that were added again while being worked on. */
  readonly #again = new Set<string>();
  readonly #delayed = new Map<string, { readonly dueMs: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  #tokens: number;
  #tokensAtMs: number;
  #stopped = false;

  /** `onReady` is called whenever `take` has a key to give that it did not have before. */
  constructor(host: Host, onReady: () => void, options: WorkQueueOptions = {}) {
    this.#host = host;
    this.#onReady = onReady;
    this.#options = {
      backoffBaseMs: options.backoffBaseMs ?? 5,
      backoffMaxMs: options.backoffMaxMs ?? 1_000_000,
      retriesPerSecond: options.retriesPerSecond ?? 10,
      retryBurst: options.retryBurst ?? 100,
      jitter: options.jitter ?? 0.1,
    };
    this.#tokens = this.#options.retryBurst;
    this.#tokensAtMs = host.clock.monotonicMs();
  }

  /** Keys that wait to be taken. */
  get length(): number {
    return this.#ready.size;
  }

  /** Keys that are being worked on. */
  get processing(): number {
    return this.#processing.size;
  }

  /** Since when each key that is worked on has been: milliseconds of the monotonic clock. */
  startedMs(): readonly number[] {
    return [...this.#processing.values()];
  }

  /** How often `key` has failed in a row. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  add(key: string): void {
    if (this.#stopped) return;
    if (this.#processing.has(key)) {
      if (!this.#again.has(key)) this.counts.addsTotal += 1;
      this.#again.add(key);
      return;
    }
    if (this.#ready.has(key)) return;
    this.counts.addsTotal += 1;
    this.#makeReady(key);
  }

  #makeReady(key: string): void {
    this.#ready.set(key, this.#host.clock.monotonicMs());
    this.#onReady();
  }

  /** Adds `key` when `delayMs` have passed. Of several pending delays of a key the earliest counts. */
  addAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const dueMs = this.#host.clock.monotonicMs() + delayMs;
    const pending = this.#delayed.get(key);
    if (pending !== undefined) {
      if (pending.dueMs <= dueMs) return;
      pending.timer.cancel();
    }
    const timer = this.#host.timers.after(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { dueMs, timer });
  }

  /** Adds `key` after a failure: its own exponential delay, or the queue's common rate if that is slower. */
  addRateLimited(key: string): void {
    const { backoffBaseMs, backoffMaxMs, jitter } = this.#options;
    const failures = this.failures(key);
    this.#failures.set(key, failures + 1);
    this.counts.retriesTotal += 1;
    const ownMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(failures, 40));
    const delayMs = Math.max(ownMs, this.#reserveToken());
    this.addAfter(key, delayMs * (1 + jitter * this.#host.random.float()));
  }

  /** Ends a key's row of failures. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** Drops a pending delay of `key`: the state that asked for it is no more. */
  cancelDelay(key: string): void {
    this.#delayed.get(key)?.timer.cancel();
    this.#delayed.delete(key);
  }

  /** The next key, which is the caller's until `done`. */
  take(): string | undefined {
    const first = this.#ready.entries().next();
    if (first.done === true) return undefined;
    const [key, sinceMs] = first.value;
    const nowMs = this.#host.clock.monotonicMs();
    this.counts.waitSeconds.observe((nowMs - sinceMs) / 1000);
    this.#ready.delete(key);
    this.#processing.set(key, nowMs);
    return key;
  }

  done(key: string): void {
    const sinceMs = this.#processing.get(key);
    if (sinceMs !== undefined) {
      this.counts.workSeconds.observe((this.#host.clock.monotonicMs() - sinceMs) / 1000);
      this.#processing.delete(key);
    }
    if (this.#again.delete(key) && !this.#stopped) this.#makeReady(key);
  }

  /** Cancels every delay; no key is given out any more. */
  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#delayed.values()) timer.cancel();
    this.#delayed.clear();
    this.#ready.clear();
    this.#again.clear();
  }

  /** Takes one retry from the token bucket and returns the milliseconds until it may be used. */
  #reserveToken(): number {
    const { retriesPerSecond, retryBurst } = this.#options;
    const nowMs = this.#host.clock.monotonicMs();
    const refilled = this.#tokens + ((nowMs - this.#tokensAtMs) / 1000) * retriesPerSecond;
    this.#tokensAtMs = nowMs;
    this.#tokens = Math.min(retryBurst, refilled) - 1;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / retriesPerSecond) * 1000;
  }
}
