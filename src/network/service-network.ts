/**
 * Keeps the host's service proxy at what Services and EndpointSlices say, and tells LoadBalancer Services where they are
 * reached. Speaks to the API and to the `ServiceProxy` port only.
 */
import type { LoadBalancerIngress, Service } from "../api/generated/types.ts";
import { ENDPOINT_SLICES, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { InformerFactory } from "../loop/informer.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import { computeServiceTable, type ProxyListener, type ProxyService } from "./service-table.ts";

export interface ListenFailure {
  readonly service: string;
  readonly listener: ProxyListener;
  /** What the host said: `EADDRINUSE`, `EACCES`. */
  readonly code: string;
}

/** The host's side: listens and passes connections on. */
export interface ServiceProxy {
  /** Replaces the whole table; connections that are open go on to the backend that they have. Resolves when listening. */
  apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]>;
  close(): Promise<void>;
}

export interface ServiceNetworkOptions {
  readonly client: Client;
  readonly host: Host;
  readonly informers: InformerFactory;
  readonly proxy: ServiceProxy;
  /** Where node ports and load balancers listen: a loopback address. */
  readonly address: string;
  isSimulated(nodeName: string): boolean;
}

export interface ServiceNetwork {
  stop(): Promise<void>;
}

export function startServiceNetwork(options: ServiceNetworkOptions): ServiceNetwork {
  return new Running(options);
}

class Running implements ServiceNetwork {
  readonly #options: ServiceNetworkOptions;
  readonly #services;
  readonly #slices;
  readonly #events: EventRecorder;
  readonly #removals: (() => void)[] = [];
  #applied = "";
  #due = false;
  #working: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ServiceNetworkOptions) {
    this.#options = options;
    const { informers, client, host } = options;
    this.#services = informers.informer(SERVICES);
    this.#slices = informers.informer(ENDPOINT_SLICES);
    this.#events = new EventRecorder({ client, host, component: "service-network" });
    const changed = { onChange: () => this.#schedule(), onSynced: () => this.#schedule() };
    this.#removals.push(this.#services.addHandlers(changed), this.#slices.addHandlers(changed));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const remove of this.#removals) remove();
    await this.#working;
    await this.#events.flush();
  }

  /** All changes of a tick make one table; tables are applied one after another. */
  #schedule(): void {
    if (this.#due || this.#stopped) return;
    this.#due = true;
    this.#options.host.timers.soon(() => {
      this.#due = false;
      this.#working = this.#working.then(() => this.#apply());
    });
  }
}
