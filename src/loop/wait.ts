/** Waits by a Host's timers, and leaves nothing behind. */
import type { Host } from "../host/host.ts";

export interface WaitUntil {
  readonly signal: AbortSignal;
  /** The wait is over, too, when this is settled. */
  readonly turn?: Promise<unknown>;
}

/** Resolves after that time, or as soon as there is nothing to wait for. Never rejects. */
export function wait(
  host: Pick<Host, "timers">,
  ms: number,
  { signal, turn }: WaitUntil,
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = host.timers.after(ms, end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    void turn?.then(end, end);
  });
}
