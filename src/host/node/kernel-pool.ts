/** Kernels on Node: binaries from files, the scheduling kernel's worker as a worker thread. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { binariesFrom } from "../../kernels/binaries.ts";
import type { KernelBinaries } from "../../kernels/binaries.ts";
import { createReferencePool, createThreadPool, createWorkerPool } from "../../kernels/pool.ts";
import type { KernelPool, StartedWorker } from "../../kernels/pool.ts";
import { workerEndpoint } from "./worker-endpoint.ts";

export interface NodeKernelOptions {
  /** `worker` (the default), `thread` to stay on the calling thread, `off` for the TypeScript reference alone. */
  readonly mode?: "worker" | "thread" | "off";
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

/** A pool that keeps no process alive by itself; close it to end its worker. */
export function createNodeKernelPool(options: NodeKernelOptions = {}): KernelPool {
  const mode = options.mode ?? "worker";
  if (mode === "off") return createReferencePool();
  const binaries = nodeKernelBinaries(options.dir);
  if (mode === "thread") return createThreadPool(binaries);
  const url = options.workerUrl ?? new URL(workerModule, import.meta.url);
  return createWorkerPool(
    binaries,
    () => startWorkerThread(url),
    ({ message }) => process.emitWarning(`no worker for the scheduling kernel: ${message}`),
  );
}

function startWorkerThread(url: URL): StartedWorker {
  const worker = new Worker(url);
  worker.unref();
  const ended = new Promise<Error>((resolve) => {
    worker.once("error", (error: Error) => resolve(error));
    worker.once("exit", (code) => resolve(new Error(`the kernel worker ended with code ${code}`)));
  });
  return {
    endpoint: workerEndpoint(worker),
    ended,
    async terminate() {
      await worker.terminate();
    },
  };
}
