/**
 * Keeps the host's service proxy at what Services and EndpointSlices say, and tells LoadBalancer Services where they are
 * reached. Speaks to the API and to the `ServiceProxy` port only.
 */
import type { LoadBalancerIngress, Service } from "../api/generated/types.ts";
import { ENDPOINT_SLICES, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import type { Host, Timer } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { InformerFactory } from "../loop/informer.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import {
  computeServiceTable,
  hostListeners,
  type ProxyListener,
  type ProxyService,
  tableFull,
} from "./service-table.ts";

export interface ListenFailure {
  readonly service: string;
  readonly listener: ProxyListener;
  /** What the host said (`EADDRINUSE`, `EACCES`), or `tableFull`. */
  readonly code: string;
  /** The service of the same table that has the port; absent where another process may have it. */
  readonly heldBy?: string;
}

/** The host's side: listens and passes connections on. */
export interface ServiceProxy {
  /** Replaces the whole table; connections that are open go on to the backend that they have. Resolves when listening. */
  apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]>;
  /** From now on `lost` is told, in words, of listeners that failed after they had been opened; the next table opens them anew. */
  watch(lost: (why: string) => void): void;
  close(): Promise<void>;
}

export interface ServiceNetworkOptions {
  readonly client: Client;
  readonly host: Host;
  readonly informers: InformerFactory;
  readonly proxy: ServiceProxy;
  /** Where node ports and load balancers listen: a loopback address. */
  readonly address: string;
  /** Further addresses of the machine at which node ports listen: the one that real Pods know their node by. */
  readonly nodeAddresses?: readonly string[];
  isSimulated(nodeName: string): boolean;
}

export interface ServiceNetwork {
  stop(): Promise<void>;
}

export function startServiceNetwork(options: ServiceNetworkOptions): ServiceNetwork {
  return new Running(options);
}

/** What failed is tried again after this time, then twice as late each time, up to the last: what ended it may do so again. */
const retryFirstMs = 1_000;
const retryLastMs = 60_000;

class Running implements ServiceNetwork {
  readonly #options: ServiceNetworkOptions;
  readonly #services;
  readonly #slices;
  readonly #events: EventRecorder;
  readonly #removals: (() => void)[] = [];
  #due = false;
  #retry: Timer | undefined;
  #retryMs = retryFirstMs;
  /** Failures that Services were told of, by service, listener and code. */
  #told: ReadonlySet<string> = new Set();
  #working: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ServiceNetworkOptions) {
    this.#options = options;
    const { informers, client, host } = options;
    this.#services = informers.of(SERVICES);
    this.#slices = informers.of(ENDPOINT_SLICES);
    this.#events = new EventRecorder({ client, host, component: "service-network" });
    const changed = { onChange: () => this.#schedule() };
    options.proxy.watch((why) => {
      host.log.write("warn", "service port lost", { why });
      this.#tryAgain();
    });
    this.#removals.push(this.#services.addHandlers(changed), this.#slices.addHandlers(changed));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const remove of this.#removals) remove();
    this.#retry?.cancel();
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

  #tryAgain(): void {
    if (this.#stopped || this.#retry) return;
    this.#retry = this.#options.host.timers.after(this.#retryMs, () => {
      this.#retry = undefined;
      this.#schedule();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, retryLastMs);
  }

  async #apply(): Promise<void> {
    const { proxy, address, nodeAddresses = [], isSimulated, host } = this.#options;
    const listeners = hostListeners([address, ...nodeAddresses]);
    if (this.#stopped || !this.#services.hasSynced || !this.#slices.hasSynced) return;
    const services = this.#services.lister.all();
    const slices = this.#slices.lister.all();
    try {
      const failures = await proxy.apply(
        computeServiceTable({
          services,
          slices,
          listeners,
          isSimulated: (nodeName) => isSimulated(nodeName),
          holdsIdlePorts: true,
        }),
      );
      for (const service of services) await this.#report(service, failures);
      this.#told = new Set(failures.map(keyOf));
      this.#retryMs = retryFirstMs;
    } catch (error) {
      host.log.write("error", "service proxy failed", { error: String(error) });
      this.#tryAgain();
    }
  }

  async #report(service: Stored<Service>, failures: readonly ListenFailure[]): Promise<void> {
    const { namespace = "", name } = service.metadata;
    const own = failures.filter((failure) => failure.service.startsWith(`${namespace}/${name}:`));
    for (const failure of own) {
      if (this.#told.has(keyOf(failure))) continue;
      const { reason, address, port } = failure.listener;
      this.#events.record({
        regarding: service,
        type: "Warning",
        reason: "ListenFailed",
        message: `${reason} ${address}:${port} cannot be listened on: ${reasonOf(failure)}`,
      });
    }
    const taken = own.filter(({ listener }) => listener.reason === "LoadBalancer");
    const balanced = service.spec?.type === "LoadBalancer" && !service.metadata.deletionTimestamp;
    await this.#writeIngress(
      service,
      balanced ? ingressOf(this.#options.address, service, taken) : [],
    );
  }

  async #writeIngress(
    service: Stored<Service>,
    ingress: readonly LoadBalancerIngress[],
  ): Promise<void> {
    const { namespace = "", name } = service.metadata;
    const current = service.status?.loadBalancer?.ingress ?? [];
    if (JSON.stringify(current) === JSON.stringify(ingress)) return;
    const { client, host } = this.#options;
    try {
      await client.patch(
        SERVICES,
        { namespace, name },
        { status: { loadBalancer: { ingress: ingress.length > 0 ? (ingress as never) : null } } },
        { type: "merge", subresource: "status" },
      );
    } catch (error) {
      // Gone meanwhile, or to be tried again at its next change.
      if (hasReason(error, "NotFound")) return;
      host.log.write("warn", "load balancer status not written", { error: String(error) });
    }
  }
}

function ingressOf(
  ip: string,
  service: Stored<Service>,
  taken: readonly ListenFailure[],
): readonly LoadBalancerIngress[] {
  const ports = service.spec?.ports ?? [];
  if (taken.length === ports.length) return [];
  if (taken.length === 0) return [{ ip, ipMode: "VIP" }];
  return [
    {
      ip,
      ipMode: "VIP",
      ports: ports.map(({ port, protocol = "TCP" }) => {
        const failure = taken.find(
          ({ listener }) => listener.port === port && (listener.protocol ?? "TCP") === protocol,
        );
        return { port, protocol, ...(failure ? { error: "PortInUse" } : {}) };
      }),
    },
  ];
}

const keyOf = ({ service, listener, code }: ListenFailure): string =>
  `${service} ${listener.address}:${listener.port} ${code}`;

function reasonOf({ code, heldBy }: ListenFailure): string {
  if (heldBy !== undefined) return `Service ${heldBy.replace(/:.*$/, "")} has the port`;
  switch (code) {
    case "EADDRINUSE":
      return "another process has the port";
    case "EACCES":
      return "the system reserves it for privileged users";
    case tableFull:
      return "the proxy has no room for another Service";
    default:
      return code;
  }
}
