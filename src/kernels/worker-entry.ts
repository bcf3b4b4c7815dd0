/**
 * What a kernel worker offers over Comlink: the control plane of a scheduling kernel on memory that it shares with the
 * engine. Columns, records and results never cross; a batch is one message each way. Between batches a worker sleeps.
 */
import { expose } from "comlink";
import type { Endpoint } from "comlink";
import { instantiateScheduler } from "./scheduler/kernel.ts";
import type { SharedKernel } from "./scheduler/kernel.ts";

/** The remote side. Calls before `openScheduler` reject. */
export interface KernelWorker {
  openScheduler(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<void>;
  place(first: number, count: number): void;
  /** As SharedKernel's: does not answer before the other workers have come, or are given up. */
  placeTogether(count: number, part: number, parts: number): number;
}

export function createKernelWorker(): KernelWorker {
  let scheduler: SharedKernel | undefined;
  const opened = (): SharedKernel => {
    if (scheduler === undefined) throw new Error("the kernel worker has no scheduler open");
    return scheduler;
  };
  return {
    async openScheduler(module, memory) {
      scheduler = await instantiateScheduler(module, memory);
    },
    place: (first, count) => opened().place(first, count),
    placeTogether: (count, part, parts) => opened().placeTogether(count, part, parts),
  };
}

/** Serves kernels on the worker's end of a channel: a Web Worker's `self`, or Comlink's adapter over a Node parentPort. */
export function serveKernels(endpoint: Endpoint): void {
  expose(createKernelWorker(), endpoint);
}
