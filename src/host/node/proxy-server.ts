/**
 * The service proxy's data path: listens on the ports of the service table, lets the connection kernel choose a backend, and
 * passes bytes both ways. Owns its sockets and its kernel instance; runs in a worker thread, away from the API.
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionTable } from "../../kernels/ipvs/connection-table.ts";
import type { ListenFailure } from "../../network/service-network.ts";
import type { ProxyBackend, ProxyListener, ProxyService } from "../../network/service-table.ts";

/** How long a backend may take to accept before the next one is tried. */
const connectTimeoutMs = 3000;

/** Begins a connection to a backend for a client: a stream that emits `connect` once it is through, or `close`. */
export type Dialer = (backend: ProxyBackend, client: Socket) => Duplex;

/** Dials addresses as they are, and simulated Pods through the pod switch on that loopback port. */
export function hostDialer(switchPort: number): Dialer {
  return (backend, client) => {
    const { address, port } = backend;
    if (backend.route === "direct") return connect({ host: address, port, allowHalfOpen: true });
    const socket = connect({ host: "127.0.0.1", port: switchPort, allowHalfOpen: true });
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
}

interface OpenListener {
  readonly server: Server;
  /** Changes when another service takes the port over. */
  service: string;
}

export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #table: ConnectionTable;
  #services = new Map<string, ProxyService>();
  readonly #listeners = new Map<string, OpenListener>();
  readonly #sockets = new Set<Socket>();
  /** Backends that connections are on, by service and backend; kept apart from the table, which forgets idle ones. */
  readonly #open = new Map<string, { backend: ProxyBackend; count: number }>();

  constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#table = options.table;
  }

  /** Makes `services` the whole table. Resolves when every new port listens or has failed to. */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    const next = new Map(services.map((service) => [service.id, service]));
    for (const id of this.#services.keys()) if (!next.has(id)) this.#table.removeService(id);
    this.#services = next;
    for (const service of services) this.#setService(service);
    this.#table.expire(performance.now());
    return this.#setListeners(services);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([...this.#listeners.values()].map(({ server }) => closed(server)));
    this.#listeners.clear();
  }

  /** Backends that have left the table but still have connections stay in it with weight 0: they get no new ones. */
  #setService(service: ProxyService): void {
    const named = new Set(service.backends.map(({ id }) => id));
    const draining = [...this.#open]
      .filter(([key]) => key.startsWith(`${service.id} `))
      .map(([, { backend }]) => backend.id)
      .filter((id) => !named.has(id));
    this.#table.setService(service.id, {
      scheduler: service.scheduler,
      affinityMs: service.affinitySeconds * 1000,
      backends: [
        ...service.backends.map(({ id }) => ({ id })),
        ...draining.map((id) => ({ id, weight: 0 })),
      ],
    });
  }

  async #setListeners(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    const wanted = new Map<string, { service: string; listener: ProxyListener }>();
    for (const { id, listeners } of services) {
      for (const listener of listeners) {
        if (listener.protocol === "UDP") continue;
        wanted.set(`${listener.address}:${listener.port}`, { service: id, listener });
      }
    }
    for (const [key, open] of this.#listeners) {
      const still = wanted.get(key);
      if (still) open.service = still.service;
      else {
        this.#listeners.delete(key);
        open.server.close();
      }
    }
    const failures: ListenFailure[] = [];
    const opened = [...wanted].filter(([key]) => !this.#listeners.has(key));
    await Promise.all(
      opened.map(async ([key, { service, listener }]) => {
        const code = await this.#listen(key, service, listener);
        if (code !== undefined) failures.push({ service, listener, code });
      }),
    );
    return failures;
  }

  /** The error's code when the port cannot be had. */
  #listen(
    key: string,
    service: string,
    { address, port }: ProxyListener,
  ): Promise<string | undefined> {
    const server = createServer({ allowHalfOpen: true });
    const open: OpenListener = { server, service };
    const isOpen = address.startsWith("127.") || this.#options.admits === undefined;
    server.on("connection", (socket) => {
      if (isOpen || this.#options.admits?.(socket.remoteAddress ?? "")) {
        this.#accept(open.service, socket);
      } else socket.resetAndDestroy();
    });
    return new Promise((resolve) => {
      server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      server.listen(port, address, () => {
        this.#listeners.set(key, open);
        resolve(undefined);
      });
    });
  }

  #accept(serviceId: string, client: Socket): void {
    this.#sockets.add(client);
    client.on("close", () => this.#sockets.delete(client));
    // A client that breaks off ends its connection, and nothing else.
    client.on("error", () => client.destroy());
    this.#dial(serviceId, client, this.#services.get(serviceId)?.backends.length ?? 0);
  }

  /** Dials the backend that the kernel picks; one that does not accept is left for another, `tries` times at most. */
  #dial(serviceId: string, client: Socket, tries: number): void {
    const from = { address: client.remoteAddress ?? "", port: client.remotePort ?? 0 };
    const id = this.#table.pick(serviceId, from, performance.now());
    const backend = this.#services
      .get(serviceId)
      ?.backends.find((candidate) => candidate.id === id);
    // Nobody to answer: refused, as kube-proxy rejects connections to a Service without endpoints.
    if (!backend) return void client.resetAndDestroy();
    const upstream = this.#options.dial(backend, client);
    let connected = false;
    const release = this.#hold(serviceId, backend);
    const timer = setTimeout(() => upstream.destroy(new Error("timeout")), connectTimeoutMs);
    upstream.on("connect", () => {
      connected = true;
      clearTimeout(timer);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.on("error", () => upstream.destroy());
    upstream.on("close", () => {
      clearTimeout(timer);
      release();
      this.#table.close(serviceId, from);
      if (connected || client.destroyed) client.destroySoon();
      else if (tries > 1) this.#dial(serviceId, client, tries - 1);
      else client.resetAndDestroy();
    });
    client.once("close", () => upstream.destroy());
  }

  /** Counts a connection on its backend; the returned function takes it off again, and ends the draining with the last one. */
  #hold(serviceId: string, backend: ProxyBackend): () => void {
    const key = `${serviceId} ${backend.id}`;
    const held = this.#open.get(key) ?? { backend, count: 0 };
    held.count++;
    this.#open.set(key, held);
    return () => {
      held.count--;
      if (held.count > 0) return;
      this.#open.delete(key);
      const service = this.#services.get(serviceId);
      if (service && !service.backends.some(({ id }) => id === backend.id))
        this.#setService(service);
    };
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
