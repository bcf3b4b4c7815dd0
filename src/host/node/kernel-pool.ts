/** Kernels on Node: binaries from files, the scheduling kernel's worker as a worker thread. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { binariesFrom } from "../../kernels/binaries.ts";
import type { KernelBinaries } from "../../kernels/binaries.ts";
import {
  checkWorkers,
  createReferencePool,
  createThreadPool,
  createWorkerPool,
} from "../../kernels/pool.ts";
import type { KernelPool } from "../../kernels/pool.ts";
import type { StartedWorker } from "../../kernels/worker-team.ts";
import { createSystemHost } from "../system.ts";
import { startThread } from "./worker-endpoint.ts";

export interface NodeKernelOptions {
  /** `worker` (the default), `thread` to stay on the calling thread, `off` for the TypeScript reference alone. */
  readonly mode?: "worker" | "thread" | "off";
  /** Workers for one large cluster, 1 by default; each wants a core of its own. */
  readonly workers?: number;
  /** Told when fewer workers place Pods than were asked for; by default a warning of the process says so. */
  readonly tell?: (message: string) => void;
  /** Directory that holds `<kernel>.release.wasm`; by default the tree's wasm/build. */
  readonly dir?: string;
  /** The worker's module; by default this folder's kernel-worker, source or built. */
  readonly workerUrl?: URL;
}

const buildDir = join(import.meta.dirname, "../../../wasm/build");
const workerModule = import.meta.url.endsWith(".ts") ? "./kernel-worker.ts" : "./kernel-worker.js";

/** The release builds of the kernels. Reading rejects when they have not been built. */
export function nodeKernelBinaries(dir: string = buildDir): KernelBinaries {
  return binariesFrom(async (kernel) => {
    const file = join(dir, `${kernel}.release.wasm`);
    try {
      return await readFile(file);
    } catch (error) {
      throw new Error(`no ${file}: run "node scripts/build-wasm.ts"`, { cause: error });
    }
  });
}

/** A pool that keeps no process alive by itself; close it to end its workers. Throws RangeError for a bad number of them. */
export function createNodeKernelPool(options: NodeKernelOptions = {}): KernelPool {
  const { mode = "worker", workers = 1 } = options;
  checkWorkers(workers);
  if (mode === "off") return createReferencePool();
  const binaries = nodeKernelBinaries(options.dir);
  if (mode === "thread") return createThreadPool(binaries);
  const url = options.workerUrl ?? new URL(workerModule, import.meta.url);
  const { timers } = createSystemHost();
  return createWorkerPool({
    binaries,
    startWorker: () => startKernelThread(url),
    workers,
    startTimer: (delayMs, fn) => timers.after(delayMs, fn),
    tell: options.tell ?? ((message) => process.emitWarning(message)),
  });
}

/** A thread that runs a kernel worker's module; it keeps no process alive. */
export function startKernelThread(url: URL): StartedWorker {
  return startThread(url, "the kernel worker");
}
