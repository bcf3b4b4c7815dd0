/** A kernel worker's far end that comes to grief after two Pods of every batch, which others may place together with it. */
import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import { workerEndpoint } from "../../../src/host/node/worker-endpoint.ts";
import { createKernelWorker } from "../../../src/kernels/worker-entry.ts";
import type { KernelWorker } from "../../../src/kernels/worker-entry.ts";

export function serveFailingKernels(comeToGrief: () => never): void {
  if (parentPort === null) throw new Error("not in a worker");
  const kernels = createKernelWorker();
  const worker: KernelWorker = {
    openScheduler: (module, memory) => kernels.openScheduler(module, memory),
    place() {
      kernels.place(0, 2);
      comeToGrief();
    },
    placeTogether(_count, part, parts) {
      kernels.placeTogether(2, part, parts);
      return comeToGrief();
    },
  };
  expose(worker, workerEndpoint(parentPort));
}
