/** The module that Node starts as a kernel worker thread. */
import { parentPort } from "node:worker_threads";
import { serveKernels } from "../../kernels/worker-entry.ts";
import { workerEndpoint } from "./worker-endpoint.ts";

if (parentPort === null) throw new Error("kernel-worker runs as a worker thread");
serveKernels(workerEndpoint(parentPort));
