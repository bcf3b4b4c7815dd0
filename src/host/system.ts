/**
 * The Host of a real machine, from the globals that Node, Electron and browsers share. Deterministic runs use host/simulated.ts.
 */
/* oxlint-disable no-restricted-globals, no-restricted-properties */
import type { Host, Log } from "./host.ts";

const quiet: Log = { write: () => undefined };

/** `log` receives what the engine has to say; by default nothing is kept. */
export function createSystemHost(log: Log = quiet): Host {
  const bytes = pooledBytes();
  const random32 = new Uint32Array(256);
  let drawn = random32.length;
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
        if (drawn === random32.length) {
          crypto.getRandomValues(random32);
          drawn = 0;
        }
        const high = random32[drawn++] ?? 0;
        const low = random32[drawn++] ?? 0;
        return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
      },
      bytes,
    },
    log,
  };
}

/** A call of the system's generator costs more than the bytes of many ids: they are fetched together, and each handed out once. */
function pooledBytes(): (length: number) => Uint8Array<ArrayBuffer> {
  const pool = new Uint8Array(4096);
  let at = pool.length;
  return (length) => {
    if (length > 64) return crypto.getRandomValues(new Uint8Array(length));
    if (at + length > pool.length) {
      crypto.getRandomValues(pool);
      at = 0;
    }
    const bytes = pool.slice(at, at + length);
    pool.fill(0, at, at + length);
    at += length;
    return bytes;
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
