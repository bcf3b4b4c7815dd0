/** The ServiceProxy port on Node: a worker thread that starts with the first Service that needs a listener. */
import { wrap, type Remote } from "comlink";
import type { KernelBinaries } from "../../kernels/binaries.ts";
import type { StartedWorker } from "../../kernels/worker-team.ts";
import type { ServiceProxy } from "../../network/service-network.ts";
import type { ProxyWorker } from "./proxy-worker.ts";
import { startThread } from "./worker-endpoint.ts";

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
  let running: Promise<Running> | undefined;
  let tellLost: (why: string) => void = () => undefined;

  const open = async (): Promise<Running> => {
    const [module, switchPort] = await Promise.all([
      options.binaries.module("ipvs"),
      options.switchPort(),
    ]);
    const thread = startThread(options.url, "the proxy worker");
    const proxy = wrap<ProxyWorker>(thread.endpoint);
    const own: Running = { thread, proxy, isOver: false, end: undefined, waiting: new Set() };
    void thread.ended.then((error) => {
      own.end = error;
      for (const reject of own.waiting) reject(error);
    });
    try {
      await answerOf(own, proxy.open(module, { switchPort, network: options.network }));
    } catch (error) {
      await end(own);
      throw error;
    }
    follow(own).catch((error: unknown) => {
      if (own.isOver) return;
      // All its listeners are gone: the next table starts another.
      running = undefined;
      tellLost(String(error));
    });
    return own;
  };

  const follow = async (own: Running): Promise<void> => {
    for (;;) {
      const { service, listener, code } = await answerOf(own, own.proxy.nextLost());
      tellLost(`${service}: ${listener.address}:${listener.port}: ${code}`);
    }
  };

  const end = async (own: Running): Promise<void> => {
    own.isOver = true;
    await own.thread.terminate();
  };

  return {
    async apply(services) {
      if (!running && services.length === 0) return [];
      const current = (running ??= open());
      try {
        const own = await current;
        return await answerOf(own, own.proxy.apply(services));
      } catch (error) {
        // A worker that has not come up, or died: the next table starts another.
        if (running === current) running = undefined;
        await current.then(end, () => undefined);
        throw error;
      }
    },
    watch(lost) {
      tellLost = lost;
    },
    async close() {
      const current = running;
      running = undefined;
      // One that has not come up has told so already.
      const own = await current?.catch(() => undefined);
      if (!own) return;
      own.isOver = true;
      // One that has ended has nothing open any more.
      await answerOf(own, own.proxy.close()).catch(() => undefined);
      await end(own);
    },
  };
}

interface Running {
  readonly thread: StartedWorker;
  readonly proxy: Remote<ProxyWorker>;
  /** Nobody is to be told of its end any more. */
  isOver: boolean;
  /** Why it ended. */
  end: Error | undefined;
  /** Calls that are rejected when it ends. */
  readonly waiting: Set<(error: Error) => void>;
}

/** What the worker answers; rejects when it ends instead. */
function answerOf<T>({ end, waiting }: Running, answer: Promise<T>): Promise<T> {
  if (end) return Promise.reject(end);
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    answer.then(resolve, reject).finally(() => waiting.delete(reject));
  });
}
