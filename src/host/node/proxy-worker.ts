/** The module that Node starts as the proxy's worker thread: a ProxyServer on a WASM connection kernel, offered over Comlink. */
import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import { ConnectionTable } from "../../kernels/ipvs/connection-table.ts";
import { instantiateConnections } from "../../kernels/ipvs/kernel.ts";
import type { ListenFailure } from "../../network/service-network.ts";
import type { ProxyService } from "../../network/service-table.ts";
import { hostDialer, ProxyServer } from "./proxy-server.ts";
import { workerEndpoint } from "./worker-endpoint.ts";

/** Room for 1,024 service ports with 16,384 endpoints in all, and 65,536 connections and affinities. */
const capacity = { services: 1024, backends: 16_384, slotsLog2: 17 } as const;

export class ProxyWorker {
  #server: ProxyServer | undefined;
  /** Listeners that failed after they had been opened, until somebody asks for them. */
  readonly #lost: ListenFailure[] = [];
  #tell: ((failure: ListenFailure) => void) | undefined;

  /** `network` is the part of addresses (`10.244.`) that may come to listeners beyond loopback; undefined: none. */
  async open(
    module: WebAssembly.Module,
    { switchPort, network }: { readonly switchPort: number; readonly network: string | undefined },
  ): Promise<void> {
    const kernel = await instantiateConnections(module, capacity);
    this.#server = new ProxyServer({
      table: new ConnectionTable(kernel, capacity),
      dial: hostDialer(switchPort),
      lost: (failure) => {
        const tell = this.#tell;
        this.#tell = undefined;
        if (tell) tell(failure);
        else this.#lost.push(failure);
      },
      admits: (address) => network !== undefined && address.startsWith(network),
    });
  }

  /** Rejects before `open`. */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    if (!this.#server) throw new Error("the proxy worker is not open");
    return this.#server.apply(services);
  }

  /** Resolves with the next listener that fails after it has been opened; one caller at a time. */
  nextLost(): Promise<ListenFailure> {
    const known = this.#lost.shift();
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => (this.#tell = resolve));
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

if (parentPort === null) throw new Error("proxy-worker runs as a worker thread");
expose(new ProxyWorker(), workerEndpoint(parentPort));
