/**
 * The host's side of where instances of the scheduling kernel meet that place a batch together
 * (wasm/scheduler/assembly/share.ts): it clears the lines before, and ends the waiting when an instance is lost.
 */
import { GIVEN_UP, SHARE, SHARE_LINE_BYTES } from "./layout.ts";
import type { SchedulerMemory } from "./memory.ts";

function linesOf(memory: SchedulerMemory): Int32Array {
  const lines = 1 + 2 * memory.capacity.parts;
  const { buffer } = memory.words.u32;
  return new Int32Array(buffer, memory.offsetOf("share"), (lines * SHARE_LINE_BYTES) >> 2);
}

export interface Patience {
  /**
   * How much instances may lose by waiting for each other, in sixteenths of a millisecond, and one more every 16th meeting, until
   * the first one goes on alone: now and then any is interrupted. The first meeting, at which some are still waking up, does
   * not count.
   */
  readonly lagFree: number;
  /** Naps of 100 ms after which an instance that is waited for is believed to be gone. */
  readonly naps: number;
}

const usualPatience: Patience = { lagFree: 64, naps: 100 };

/** To be called before instances are; none may be at work. */
export function clearMeetings(memory: SchedulerMemory, patience: Partial<Patience> = {}): void {
  const { lagFree, naps } = { ...usualPatience, ...patience };
  const lines = linesOf(memory);
  lines.fill(0);
  lines[SHARE.lagFree >> 2] = lagFree;
  lines[SHARE.patience >> 2] = naps;
}

/** Makes every instance that waits for another, now or later, trap within a tenth of a second. */
export function giveUpMeetings(memory: SchedulerMemory): void {
  const lines = linesOf(memory);
  Atomics.compareExchange(lines, SHARE.givenUp >> 2, 0, GIVEN_UP.byHost);
  const step = SHARE_LINE_BYTES >> 2;
  for (let at = step; at < lines.length; at += step) Atomics.notify(lines, at);
}

/** True when an instance has waited for another until it gave up, of its own accord. */
export function hasWaitedInVain(memory: SchedulerMemory): boolean {
  return Atomics.load(linesOf(memory), SHARE.givenUp >> 2) === GIVEN_UP.waiting;
}
