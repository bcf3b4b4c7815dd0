/** A kernel worker that opens its kernel and ends when it is asked to place Pods. */
import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import { workerEndpoint } from "../../../src/host/node/worker-endpoint.ts";

if (parentPort === null) throw new Error("not in a worker");
const kernel = { openScheduler: () => undefined, place: () => process.exit(3) };
expose(kernel, workerEndpoint(parentPort));
