/**
 * A Host without a world: a virtual clock, seeded randomness and a captured log, so that a whole cluster runs the same
 * way each time. Virtual time moves only by `advance` and `runUntilIdle`; `soon` callbacks run on their own, as they do
 * on a real host, so that awaiting a request works without turning a crank.
 */
import type { Host, LogLevel, Timer } from "./host.ts";
import { createSeededRandom } from "./simulated/random.ts";
import { TimerHeap, type PendingTimer } from "./simulated/timer-heap.ts";

export interface LogEntry {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface SimulatedHostOptions {
  /** 32 bits of it count; 1 by default. */
  readonly seed?: number;
  /** Where the clock starts, in milliseconds since 1970; 2026-01-01T00:00:00Z by default. */
  readonly startMs?: number;
}

export interface SimulatedHost extends Host {
  readonly seed: number;
  /** All that was logged, oldest first. */
  readonly logged: readonly LogEntry[];
  /** Milliseconds until the next timer is due, undefined when there is none. */
  readonly nextTimerInMs: number | undefined;
  /** Runs all that is due at the present moment, timers with no delay left included. No virtual time passes. */
  settle(): Promise<void>;
  /** Lets `ms` of virtual time pass: timers fire at their own moments, in order, and what they start is settled between. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from timer to timer until none is left, or until the next one lies beyond `maxMs` from now (the clock then
   * stays at the last timer that fired). Returns the milliseconds that passed.
   */
  runUntilIdle(options: { readonly maxMs: number }): Promise<number>;
}

const defaultStartMs = 1_767_225_600_000;

export function createSimulatedHost(options: SimulatedHostOptions = {}): SimulatedHost {
  const startMs = options.startMs ?? defaultStartMs;
  const seed = options.seed ?? 1;
  const logged: LogEntry[] = [];
  const heap = new TimerHeap();
  const turns = createTurns();
  let elapsedMs = 0;
  let order = 0;

  const fireDue = (): boolean => {
    const next = heap.peek();
    if (next === undefined || next.dueMs > elapsedMs) return false;
    heap.pop();
    next.fn();
    return true;
  };
  const settle = async (): Promise<void> => {
    do await turns.drained();
    while (fireDue());
  };
  const runTo = async (targetMs: number): Promise<void> => {
    await settle();
    for (let next = heap.peek(); next && next.dueMs <= targetMs; next = heap.peek()) {
      elapsedMs = Math.max(elapsedMs, next.dueMs);
      await settle();
    }
  };

  return {
    seed,
    logged,
    clock: { nowMs: () => startMs + elapsedMs, monotonicMs: () => elapsedMs },
    timers: {
      after(delayMs, fn): Timer {
        const dueMs = elapsedMs + Math.max(0, delayMs);
        const timer: PendingTimer = { dueMs, order: (order += 1), fn, cancelled: false };
        heap.push(timer);
        return {
          cancel() {
            timer.cancelled = true;
          },
        };
      },
      soon: turns.soon,
    },
    random: createSeededRandom(seed),
    log: {
      write(level, message, fields = {}) {
        logged.push({ atMs: startMs + elapsedMs, level, message, fields });
      },
    },
    get nextTimerInMs() {
      const next = heap.peek();
      return next === undefined ? undefined : Math.max(0, next.dueMs - elapsedMs);
    },
    settle,
    async advance(ms) {
      const targetMs = elapsedMs + ms;
      await runTo(targetMs);
      elapsedMs = Math.max(elapsedMs, targetMs);
      await settle();
    },
    async runUntilIdle({ maxMs }) {
      const fromMs = elapsedMs;
      await runTo(fromMs + maxMs);
      return elapsedMs - fromMs;
    },
  };
}

/**
 * Runs `soon` callbacks in turns of the real event loop. A message to oneself is the one macrotask that Node, Electron
 * and browsers share without a timer's delay; all microtasks are done before it arrives.
 */
function createTurns(): {
  readonly soon: (fn: () => void) => void;
  readonly drained: () => Promise<void>;
} {
  let queue: (() => void)[] = [];
  let waiters: (() => void)[] = [];
  let channel: MessageChannel | undefined;

  const turn = (): void => {
    const due = queue;
    if (due.length === 0) {
      // Nothing was added in a whole turn. The channel is closed, lest it keep an idle process alive.
      channel?.port1.close();
      channel = undefined;
      const waiting = waiters;
      waiters = [];
      for (const resolve of waiting) resolve();
      return;
    }
    queue = [];
    channel?.port2.postMessage(undefined);
    for (const fn of due) fn();
  };
  const start = (): void => {
    if (channel !== undefined) return;
    channel = new MessageChannel();
    channel.port1.onmessage = turn;
    channel.port2.postMessage(undefined);
  };
  return {
    soon(fn) {
      queue.push(fn);
      start();
    },
    drained: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        start();
      }),
  };
}
