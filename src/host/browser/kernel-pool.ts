/** Kernels in a browser: binaries over fetch, the scheduling kernel's workers as Web Workers. */
import { binariesFrom } from "../../kernels/binaries.ts";
import { createWorkerPool } from "../../kernels/pool.ts";
import type { KernelPool } from "../../kernels/pool.ts";
import type { StartedWorker } from "../../kernels/worker-team.ts";
import { createSystemHost } from "../system.ts";

export interface BrowserKernelOptions {
  /** The folder, with a slash at its end, that `scheduler.release.wasm` is served from. Default: the package's `dist/kernels/`. */
  readonly kernelsUrl?: URL;
  /** The built module src/kernels/web-worker.ts. Default: the package's `dist/browser/web-worker.js`. */
  readonly workerUrl?: URL;
  /** Workers for one large cluster, 1 by default; each wants a core of its own. */
  readonly workers?: number;
  /** Told when fewer workers place Pods than were asked for: none do where the page is not cross-origin isolated. */
  readonly tell?: (message: string) => void;
}

/** Throws RangeError for a bad number of workers. */
export function createBrowserKernelPool(options: BrowserKernelOptions = {}): KernelPool {
  const {
    kernelsUrl = new URL("../kernels/", import.meta.url),
    workerUrl = new URL("./web-worker.js", import.meta.url),
    workers = 1,
    tell,
  } = options;
  const { timers } = createSystemHost();
  return createWorkerPool({
    binaries: binariesFrom(async (kernel) => {
      const url = new URL(`${kernel}.release.wasm`, kernelsUrl);
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url.href}: ${response.status} ${response.statusText}`);
      return response.arrayBuffer();
    }),
    startWorker: () => startWebWorker(workerUrl),
    workers,
    startTimer: (delayMs, fn) => timers.after(delayMs, fn),
    ...(tell === undefined ? {} : { tell }),
  });
}

/** A browser does not tell when a worker ends: only when its module fails, and what we end ourselves. */
function startWebWorker(url: URL): StartedWorker {
  const worker = new Worker(url, { type: "module" });
  let end: (error: Error) => void;
  const ended = new Promise<Error>((resolve) => {
    end = resolve;
  });
  const terminate = (why: string): void => {
    worker.terminate();
    end(new Error(why));
  };
  worker.addEventListener("error", (event) => {
    terminate(event.message || `the kernel worker cannot be started from ${url.href}`);
  });
  return {
    endpoint: worker,
    ended,
    async terminate() {
      terminate("the kernel worker was ended");
    },
  };
}
