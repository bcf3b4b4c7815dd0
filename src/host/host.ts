/**
 * How the engine sees the world: time, timers, randomness and the log. The engine core calls nothing else of its
 * surroundings; host/node, host/browser and host/simulated implement it.
 */

export interface Host {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface Clock {
  /** Milliseconds since 1970 UTC. May be set back by the user: use it for stamps, never for durations. */
  nowMs(): number;
  /** Milliseconds since some fixed moment; never goes back. */
  monotonicMs(): number;
}

export interface Timers {
  /** Calls `fn` once, `delayMs` (>= 0) from now, unless cancelled. Does not keep an idle process alive. */
  after(delayMs: number, fn: () => void): Timer;
  /** Calls `fn` after the work that is at hand, before any timer: how a tick's events are gathered into one write. */
  soon(fn: () => void): void;
}

export interface Timer {
  cancel(): void;
}

export interface Random {
  /** Uniform in [0, 1). */
  float(): number;
  /** `length` bytes; from the operating system on a real host, from the seed on a simulated one. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Log {
  write(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A version 4 UUID (RFC 9562) from the host's randomness. */
export function uuid(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let text = "";
  for (let at = 0; at < 16; at += 1) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += "-";
    text += hexPairs[bytes[at] ?? 0] ?? "";
  }
  return text;
}

const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);
