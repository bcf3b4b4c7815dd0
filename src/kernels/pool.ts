/**
 * Where scheduling kernels run: on the API thread, in a worker beside it, or nowhere (the TypeScript reference alone).
 * The scheduler asks a pool for one engine and does not know which it got.
 */
import { wrap } from "comlink";
import type { Endpoint } from "comlink";
import type { KernelBinaries } from "./binaries.ts";
import { instantiateScheduler, requireWasmMemory } from "./scheduler/kernel.ts";
import type { SchedulerKernel } from "./scheduler/kernel.ts";
import type { SchedulerCapacity } from "./scheduler/layout.ts";
import { SchedulerMemory } from "./scheduler/memory.ts";
import { ReferenceScheduler } from "./scheduler/reference.ts";
import type { KernelWorker } from "./worker-entry.ts";

/** A scheduling kernel with the memory that it works on. */
export interface SchedulerEngine {
  readonly memory: SchedulerMemory;
  /**
   * Places the pods of records [0, count). Until it resolves the memory belongs to the kernel: write nothing.
   * Resolves at once for batches that are not worth a worker's while.
   */
  place(count: number): Promise<void>;
  /** Fills the explanation columns for record `index`, on this thread. Not while a batch is being placed. */
  explain(index: number): void;
}

export interface KernelPool {
  readonly kind: "reference" | "thread" | "worker";
  scheduler(capacity: SchedulerCapacity): Promise<SchedulerEngine>;
  /** Ends the workers. Engines of a closed pool must not be used. */
  close(): Promise<void>;
}

/** A started worker that serves `serveKernels` on the far end of `endpoint`. */
export interface StartedWorker {
  readonly endpoint: Endpoint;
  /** Resolves when the worker has ended, by itself or by `terminate`; then no answer comes any more. */
  readonly ended: Promise<Error>;
  terminate(): Promise<void>;
}

/**
 * Pods times nodes from which a batch goes to the worker. A crossing costs the API thread about 50 microseconds and the
 * kernel 5 to 6 nanoseconds a pair: below this many pairs the crossing costs more than it saves.
 */
export const workerPairsMin = 16_384;

/** Kernels off: everything runs on the plain TypeScript reference. */
export function createReferencePool(): KernelPool {
  return {
    kind: "reference",
    scheduler(capacity) {
      const memory = new SchedulerMemory("plain", capacity);
      return Promise.resolve(engineOf(memory, new ReferenceScheduler(memory)));
    },
    close: () => Promise.resolve(),
  };
}

/** Kernels on the calling thread only. */
export function createThreadPool(binaries: KernelBinaries): KernelPool {
  return {
    kind: "thread",
    async scheduler(capacity) {
      const memory = new SchedulerMemory("shared", capacity);
      const module = await binaries.module("scheduler");
      return engineOf(memory, await instantiateScheduler(module, requireWasmMemory(memory)));
    },
    close: () => Promise.resolve(),
  };
}

/** A worker with the kernel opened in it; one call at a time. */
interface OpenWorker {
  /** Rejects when the worker ends before it has answered. */
  place(count: number): Promise<void>;
}

/**
 * Small batches on the calling thread, large ones in a worker that shares the memory. The worker starts with the first
 * large batch. When it fails or ends the batch's promise rejects, and the memory is as the batch has left it; the next large
 * batch gets another worker. Where none can be started, of which `onNoWorker` is told once, all run on the calling thread.
 */
export function createWorkerPool(
  binaries: KernelBinaries,
  startWorker: () => StartedWorker,
  onNoWorker: (error: Error) => void = () => undefined,
): KernelPool {
  const started: StartedWorker[] = [];
  let isClosed = false;
  return {
    kind: "worker",
    async scheduler(capacity) {
      const memory = new SchedulerMemory("shared", capacity);
      const module = await binaries.module("scheduler");
      const wasm = requireWasmMemory(memory);
      const local = await instantiateScheduler(module, wasm);
      let remote: Promise<OpenWorker | undefined> | undefined;
      const open = async (): Promise<OpenWorker | undefined> => {
        let lost: Error | undefined;
        let fail: ((error: Error) => void) | undefined;
        const answered = (call: () => Promise<void>): Promise<void> =>
          new Promise((resolve, reject) => {
            if (lost !== undefined) return reject(lost);
            fail = reject;
            call().then(resolve, reject);
          });
        try {
          const worker = startWorker();
          started.push(worker);
          void worker.ended.then((error) => {
            lost = error;
            remote = undefined;
            fail?.(error);
          });
          const kernels = wrap<KernelWorker>(worker.endpoint);
          await answered(() => kernels.openScheduler(module, wasm));
          return { place: (count) => answered(() => kernels.place(0, count)) };
        } catch (error) {
          // It is not tried again and again.
          remote = Promise.resolve(undefined);
          if (!isClosed) onNoWorker(error as Error);
          return undefined;
        }
      };
      return {
        memory,
        async place(count) {
          if (count * memory.nodeCount < workerPairsMin) return local.place(0, count);
          const worker = await (remote ??= open());
          await (worker === undefined ? local.place(0, count) : worker.place(count));
        },
        explain: (index) => local.explain(index),
      };
    },
    async close() {
      isClosed = true;
      await Promise.all(started.splice(0).map((worker) => worker.terminate()));
    },
  };
}

function engineOf(memory: SchedulerMemory, kernel: SchedulerKernel): SchedulerEngine {
  return {
    memory,
    async place(count) {
      kernel.place(0, count);
    },
    explain: (index) => kernel.explain(index),
  };
}
