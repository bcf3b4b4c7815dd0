/**
 * The service proxy's data path: listens on the ports of the service table, lets the connection kernel choose a backend, and
 * passes bytes both ways. Owns its sockets and its kernel instance; runs in a worker thread, away from the API.
 */
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionTable } from "../../kernels/ipvs/connection-table.ts";
import type { ListenFailure } from "../../network/service-network.ts";
import { type ProxyBackend, type ProxyService, tableFull } from "../../network/service-table.ts";
import { type HeldListener, ListenerSet, type OpenSocket } from "./listener-set.ts";
import { listen } from "./listening.ts";

/** How long a backend may take to accept before the next one is tried. */
const connectTimeoutMs = 3000;

/** Bytes go on as they came: what ends in one direction only, and what comes in small pieces that nobody is to wait for. */
export const socketOptions = { allowHalfOpen: true, noDelay: true } as const;

/** Begins a connection to a backend for a client: a stream that emits `connect` once it is through, or `close`. */
export type Dialer = (backend: ProxyBackend, client: Socket) => Duplex;

/** Dials addresses as they are, and simulated Pods through the pod switch on that loopback port. */
export function hostDialer(switchPort: number): Dialer {
  return (backend, client) => {
    const { address, port } = backend;
    if (backend.route === "direct") return connect({ host: address, port, ...socketOptions });
    const socket = connect({ host: "127.0.0.1", port: switchPort, ...socketOptions });
    // PROXY protocol, version 1: who calls, and which Pod is meant.
    const source = client.remoteAddress ?? "127.0.0.1";
    socket.write(`PROXY TCP4 ${source} ${address} ${client.remotePort ?? 0} ${port}\r\n`);
    return socket;
  };
}

export interface ProxyServerOptions {
  readonly table: ConnectionTable;
  readonly dial: Dialer;
  /** Who may connect to a listener that is not a loopback one; everybody by default. */
  admits?(clientAddress: string): boolean;
  /** A listener failed after it had been opened; the next table opens it anew. */
  lost(failure: ListenFailure): void;
}

export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #table: ConnectionTable;
  #services = new Map<string, ProxyService>();
  readonly #listeners: ListenerSet;
  readonly #sockets = new Set<Socket>();
  /** How many connections are on each backend, by service and backend; kept apart from the table, which forgets idle ones. */
  readonly #open = new Map<string, Map<string, number>>();

  constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#table = options.table;
    this.#listeners = new ListenerSet({
      protocol: "TCP",
      open: (held, lost) => this.#listen(held, lost),
      lost: (failure) => options.lost(failure),
    });
  }

  /** Makes `services` the whole table. Resolves when every new port listens or has failed to; a service without room in it fails with `tableFull`. */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    const next = new Map(services.map((service) => [service.id, service]));
    for (const id of this.#services.keys()) if (!next.has(id)) this.#table.removeService(id);
    this.#services = next;
    const failures: ListenFailure[] = [];
    const fitting = services.filter((service) => {
      if (this.#setService(service)) return true;
      for (const listener of service.listeners)
        failures.push({ service: service.id, listener, code: tableFull });
      return false;
    });
    this.#table.expire(performance.now());
    return [...failures, ...(await this.#listeners.apply(fitting))];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#listeners.close();
  }

  /**
   * Backends that have left the table but still have connections stay in it with weight 0: they get no new ones. False where the table has no
   * room for the service.
   */
  #setService(service: ProxyService): boolean {
    const named = new Set(service.backends.map(({ id }) => id));
    const open = this.#open.get(service.id)?.keys() ?? [];
    const draining = [...open].filter((id) => !named.has(id));
    const backends = [
      ...service.backends.map(({ id }) => ({ id })),
      ...draining.map((id) => ({ id, weight: 0 })),
    ];
    const { id, scheduler, affinitySeconds } = service;
    try {
      this.#table.setService(id, { scheduler, affinityMs: affinitySeconds * 1000, backends });
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#table.removeService(id);
      return false;
    }
  }

  async #listen(
    held: HeldListener,
    lost: (error: NodeJS.ErrnoException) => void,
  ): Promise<OpenSocket> {
    const { admits } = this.#options;
    const isOpen = admits === undefined || held.address.startsWith("127.");
    const server = createServer(socketOptions, (socket) => {
      if (isOpen || admits(socket.remoteAddress ?? "")) this.#accept(held.service, socket);
      else socket.resetAndDestroy();
    });
    await listen(server, held);
    server.on("error", lost);
    return {
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
        }),
    };
  }

  #accept(serviceId: string, client: Socket): void {
    this.#sockets.add(client);
    client.on("close", () => this.#sockets.delete(client));
    // A client that breaks off ends its connection, and nothing else.
    client.on("error", () => client.destroy());
    this.#dial(serviceId, client, new Set());
  }

  /** Dials the backend that the kernel picks; one that does not accept is left for another, as long as there is one that was not tried. */
  #dial(serviceId: string, client: Socket, tried: Set<string>): void {
    const from = { address: client.remoteAddress ?? "", port: client.remotePort ?? 0 };
    const picked = this.#table.pick(serviceId, from, performance.now());
    const backends = this.#services.get(serviceId)?.backends ?? [];
    // The kernel knows nothing of failures: others' turns may have led it back to the same one.
    const isNext = ({ id }: ProxyBackend): boolean =>
      tried.has(picked ?? "") ? !tried.has(id) : id === picked;
    const backend = backends.find(isNext);
    // Nobody to answer: refused, as kube-proxy rejects connections to a Service without endpoints. An endpoint that is a listener of
    // ours would lead back here without end; with kube-proxy, which sends packets on only once, nobody answers there.
    const leadsBack =
      backend?.route === "direct" && this.#listeners.has(backend.address, backend.port);
    if (!backend || leadsBack) {
      this.#table.close(serviceId, from);
      return void client.resetAndDestroy();
    }
    tried.add(backend.id);
    const upstream = this.#options.dial(backend, client);
    let connected = false;
    let broken = false;
    const release = this.#hold(serviceId, backend);
    const timer = setTimeout(() => upstream.destroy(new Error("timeout")), connectTimeoutMs);
    upstream.on("connect", () => {
      connected = true;
      clearTimeout(timer);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    const hangUp = (): void => void upstream.destroy();
    client.once("close", hangUp);
    upstream.on("error", () => (broken = true));
    upstream.on("close", () => {
      clearTimeout(timer);
      client.off("close", hangUp);
      release();
      this.#table.close(serviceId, from);
      // What broke off must not look complete; what came before goes out first.
      if (connected && broken) client.write("", () => client.resetAndDestroy());
      else if (connected || client.destroyed) client.destroySoon();
      else if (backends.length > tried.size) this.#dial(serviceId, client, tried);
      else client.resetAndDestroy();
    });
  }

  /** Counts a connection on its backend; the returned function takes it off again, and ends the draining with the last one. */
  #hold(serviceId: string, backend: ProxyBackend): () => void {
    const open = this.#open.get(serviceId) ?? new Map<string, number>();
    this.#open.set(serviceId, open);
    open.set(backend.id, (open.get(backend.id) ?? 0) + 1);
    return () => {
      const left = (open.get(backend.id) ?? 0) - 1;
      if (left > 0) return void open.set(backend.id, left);
      open.delete(backend.id);
      if (open.size === 0) this.#open.delete(serviceId);
      const service = this.#services.get(serviceId);
      if (service && !service.backends.some(({ id }) => id === backend.id))
        this.#setService(service);
    };
  }
}
