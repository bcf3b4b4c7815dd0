/**
 * A Node worker or message port as the Endpoint that Comlink speaks to. Comlink's own adapter for Node has no types that
 * this project's module resolution finds, and is no longer than this.
 */
import { type MessagePort, type Transferable, Worker } from "node:worker_threads";
import type { Endpoint } from "comlink";
import type { StartedWorker } from "../../kernels/worker-team.ts";

type Listener = Parameters<Endpoint["addEventListener"]>[1];

export function workerEndpoint(port: Worker | MessagePort): Endpoint {
  const handlers = new Map<Listener, (data: unknown) => void>();
  return {
    postMessage(message: unknown, transfer?: unknown[]) {
      port.postMessage(message, (transfer ?? []) as Transferable[]);
    },
    addEventListener(_type, listener) {
      const handler = (data: unknown): void => {
        const event = { data } as MessageEvent;
        if (typeof listener === "function") listener(event);
        else listener.handleEvent(event);
      };
      handlers.set(listener, handler);
      port.on("message", handler);
    },
    removeEventListener(_type, listener) {
      const handler = handlers.get(listener);
      if (handler === undefined) return;
      port.off("message", handler);
      handlers.delete(listener);
    },
  };
}

/** A thread that runs a worker's module; it keeps no process alive. `what` it is stands in the error that its end is told by. */
export function startThread(url: URL, what: string): StartedWorker {
  const worker = new Worker(url);
  worker.unref();
  const ended = new Promise<Error>((resolve) => {
    worker.once("error", (error: Error) => resolve(error));
    worker.once("exit", (code) => resolve(new Error(`${what} ended with code ${code}`)));
  });
  return {
    endpoint: workerEndpoint(worker),
    ended,
    async terminate() {
      await worker.terminate();
    },
  };
}
