/**
 * The usage that simulated containers report: a share of what they request (or a small default), moved by noise that depends only on
 * who they are and the moment, so that charts live and two runs agree.
 */
import type { ResourceConfig } from "../container-runtime.ts";

/** Usage changes this often. */
const bucketMs = 15_000;
const defaultCpuMilli = 5;
const defaultMemoryBytes = 24 * 1024 * 1024;

export interface UsageWish {
  readonly cpuMilli?: number;
  readonly memoryMiB?: number;
}

export function modelUsage(
  key: string,
  resources: ResourceConfig,
  moment: { readonly nowMs: number; readonly wish: UsageWish },
): { readonly cpuNanoCores: number; readonly memoryBytes: number } {
  const bucket = Math.floor(moment.nowMs / bucketMs);
  const cpuBase = resources.cpuRequestMilli || resources.cpuLimitMilli || defaultCpuMilli;
  const memoryBase =
    resources.memoryRequestBytes || resources.memoryLimitBytes || defaultMemoryBytes;
  const cpuMilli = moment.wish.cpuMilli ?? cpuBase * (0.3 + 0.4 * noise(`${key}/cpu/${bucket}`));
  // Memory drifts over an hour where the processor jumps: it is held, not spent.
  const drift = 0.1 * noise(`${key}/memory/${Math.floor(bucket / 240)}`);
  const memoryBytes =
    moment.wish.memoryMiB === undefined
      ? memoryBase * (0.55 + drift + 0.02 * noise(`${key}/page/${bucket}`))
      : moment.wish.memoryMiB * 1024 * 1024;
  return { cpuNanoCores: Math.round(cpuMilli * 1e6), memoryBytes: Math.round(memoryBytes) };
}

/** Looks at a gap at most: what has gone on for days is not reckoned up in steps of seconds. */
const stepsMax = 40;

/** The processor time that containers have used since their start: what they report, over time. */
export class CpuTime {
  readonly #spent = new WeakMap<object, { untilMs: number; nanos: number }>();

  /** Nanoseconds; `usageAt` gives what the container uses at a moment. */
  of(
    container: object,
    { startedAtMs, nowMs }: { readonly startedAtMs: number; readonly nowMs: number },
    usageAt: (nowMs: number) => { readonly cpuNanoCores: number },
  ): number {
    let spent = this.#spent.get(container);
    if (!spent) this.#spent.set(container, (spent = { untilMs: startedAtMs, nanos: 0 }));
    const stepMs = Math.max(bucketMs, (nowMs - spent.untilMs) / stepsMax);
    while (spent.untilMs < nowMs) {
      const ms = Math.min(stepMs, nowMs - spent.untilMs);
      spent.nanos += (usageAt(spent.untilMs).cpuNanoCores * ms) / 1000;
      spent.untilMs += ms;
    }
    return Math.round(spent.nanos);
  }
}

/** Uniform in [0, 1) from a text: FNV-1a with a final mix. */
function noise(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
