/**
 * The Host of a real machine, from the globals that Node, Electron and browsers share. Deterministic runs use host/simulated.ts.
 */
/* oxlint-disable no-restricted-globals, no-restricted-properties */
import type { Host, Log } from "./host.ts";

const quiet: Log = { write: () => undefined };

/** `log` receives what the engine has to say; by default nothing is kept. */
export function createSystemHost(log: Log = quiet): Host {
  return {
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    timers: {
      after(delayMs, fn) {
        const handle: unknown = setTimeout(fn, Math.min(delayMs, timeoutMsMax));
        (handle as { unref?: () => void }).unref?.();
        return { cancel: () => clearTimeout(handle as number) };
      },
      soon: macrotask(),
    },
    random: {
      // 53 bits, as Math.random has them, from the system's generator.
      float: () => {
        const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
        return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
      },
      bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    },
    log,
  };
}

/** A longer delay than a 32-bit count of milliseconds would fire at once. */
const timeoutMsMax = 2 ** 31 - 1;

/** `setImmediate` where there is one (Node); a message to oneself elsewhere. */
function macrotask(): (fn: () => void) => void {
  const immediate = (globalThis as { setImmediate?: (fn: () => void) => void }).setImmediate;
  if (immediate) return immediate;
  const queue: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => queue.shift()?.();
  return (fn) => {
    queue.push(fn);
    port2.postMessage(undefined);
  };
}
