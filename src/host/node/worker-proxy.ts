/** The ServiceProxy port on Node: a worker thread that starts with the first Service that needs a listener. */
import { Worker } from "node:worker_threads";
import { wrap, type Remote } from "comlink";
import type { KernelBinaries } from "../../kernels/binaries.ts";
import type { ServiceProxy } from "../../network/service-network.ts";
import type { ProxyWorker } from "./proxy-worker.ts";
import { workerEndpoint } from "./worker-endpoint.ts";

export interface WorkerProxyOptions {
  readonly binaries: KernelBinaries;
  /** The proxy-worker module. */
  readonly url: URL;
  /** Opens (once) the listener through which simulated Pods are reached. */
  switchPort(): Promise<number>;
  /** Beginning of the addresses that may come to listeners beyond loopback: `10.244.`. */
  readonly network?: string | undefined;
}

export function createWorkerProxy(options: WorkerProxyOptions): ServiceProxy {
  let worker: Worker | undefined;
  let remote: Promise<Remote<ProxyWorker>> | undefined;

  const open = async (): Promise<Remote<ProxyWorker>> => {
    const [module, switchPort] = await Promise.all([
      options.binaries.module("ipvs"),
      options.switchPort(),
    ]);
    worker = new Worker(options.url);
    worker.unref();
    const proxy = wrap<ProxyWorker>(workerEndpoint(worker));
    await proxy.open(module, { switchPort, network: options.network });
    return proxy;
  };

  return {
    async apply(services) {
      if (!remote && services.length === 0) return [];
      remote ??= open();
      try {
        return await (await remote).apply(services);
      } catch (error) {
        // A worker that has not come up, or died: the next table starts another.
        remote = undefined;
        await worker?.terminate();
        throw error;
      }
    },
    async close() {
      if (!remote) return;
      await (await remote).close();
      await worker?.terminate();
    },
  };
}
