/**
 * Exponential back-off per key, as client-go's flowcontrol.Backoff counts it: the first failure is free, each later one
 * doubles the wait, and a key that was quiet for twice the maximum starts anew.
 */

interface Entry {
  delayMs: number;
  updatedMs: number;
}

export class BackOff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(options: { readonly initialMs: number; readonly maxMs: number }) {
    this.#initialMs = options.initialMs;
    this.#maxMs = options.maxMs;
  }

  /** Milliseconds that are left to wait at `nowMs` since the event at `eventMs`; 0 when the next attempt may be made. */
  remainingMs(key: string, eventMs: number, nowMs: number): number {
    const entry = this.#entries.get(key);
    if (!entry || this.#expired(entry, eventMs)) return 0;
    return Math.max(0, eventMs + entry.delayMs - nowMs);
  }

  /** The current delay of a key, 0 when it has none. */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /** Records an attempt that followed the event at `eventMs`. */
  next(key: string, eventMs: number): void {
    const entry = this.#entries.get(key);
    if (!entry || this.#expired(entry, eventMs)) {
      this.#entries.set(key, { delayMs: this.#initialMs, updatedMs: eventMs });
      return;
    }
    entry.delayMs = Math.min(entry.delayMs * 2, this.#maxMs);
    entry.updatedMs = eventMs;
  }

  /** Forgets every key that begins with `prefix`. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #expired(entry: Entry, eventMs: number): boolean {
    return eventMs - entry.updatedMs > 2 * this.#maxMs;
  }
}

/** `10s`, `1m20s`, `5m0s`: whole seconds as Go prints a time.Duration. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
