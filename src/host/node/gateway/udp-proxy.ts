/** UDP Services: datagrams of one client port go to one endpoint, and its answers come from the Service's address, as with kube-proxy. */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { ConnectionTable } from "../../../kernels/ipvs/connection-table.ts";
import type { ListenFailure } from "../../../network/service-network.ts";
import type { ProxyBackend, ProxyListener, ProxyService } from "../../../network/service-table.ts";

/** The kernel's own nf_conntrack_udp_timeout, and that of flows that were answered. */
const unansweredMs = 30_000;
const answeredMs = 120_000;
/** Client ports that are remembered at a time; each has a socket of its own. */
const flowsMax = 4_096;

export interface UdpProxyOptions {
  /** Knows the services already: the TCP side sets them. */
  readonly table: ConnectionTable;
  /** The answer of a simulated Pod to a datagram; undefined when it gives none. */
  askSimulated(
    backend: ProxyBackend,
    message: Buffer,
    from: RemoteInfo,
  ): Promise<Buffer | undefined>;
}

interface OpenListener {
  readonly socket: Socket;
  service: string;
}

interface Flow {
  readonly backend: ProxyBackend;
  readonly upstream: Socket | undefined;
  readonly service: string;
  readonly listener: string;
  /** What came before the socket was connected. */
  waiting: Buffer[] | undefined;
  timer: NodeJS.Timeout;
}

export class UdpProxy {
  readonly #options: UdpProxyOptions;
  readonly #listeners = new Map<string, OpenListener>();
  readonly #flows = new Map<string, Flow>();
  #services = new Map<string, ProxyService>();

  constructor(options: UdpProxyOptions) {
    this.#options = options;
  }

  /** Makes the UDP part of `services` the whole table. Resolves when every new port is bound or has failed to. */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    this.#services = new Map(services.map((service) => [service.id, service]));
    const wanted = new Map<string, { service: string; listener: ProxyListener }>();
    for (const { id, listeners } of services)
      for (const listener of listeners)
        if (listener.protocol === "UDP")
          wanted.set(`${listener.address}:${listener.port}`, { service: id, listener });
    for (const [key, open] of this.#listeners) {
      const still = wanted.get(key);
      if (still) open.service = still.service;
      else {
        this.#listeners.delete(key);
        open.socket.close();
      }
    }
    // Flows to endpoints that have gone start anew with another one, as kube-proxy flushes their conntrack entries.
    for (const [key, flow] of this.#flows) {
      const service = this.#services.get(flow.service);
      const stays = service?.backends.some(({ id }) => id === flow.backend.id);
      if (!stays || !this.#listeners.has(flow.listener)) this.#end(key, flow);
    }
    const failures: ListenFailure[] = [];
    for (const [key, { service, listener }] of wanted) {
      if (this.#listeners.has(key)) continue;
      const code = await this.#listen(key, service, listener);
      if (code !== undefined) failures.push({ service, listener, code });
    }
    return failures;
  }

  #listen(
    key: string,
    service: string,
    { address, port }: ProxyListener,
  ): Promise<string | undefined> {
    const socket = createSocket("udp4");
    const open: OpenListener = { socket, service };
    return new Promise((resolve) => {
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on("message", (message, from) => this.#take(key, open, { message, from }));
      socket.bind(port, address, () => {
        this.#listeners.set(key, open);
        resolve(undefined);
      });
    });
  }

  #take(
    listener: string,
    open: OpenListener,
    { message, from }: { readonly message: Buffer; readonly from: RemoteInfo },
  ): void {
    const key = `${listener} ${from.address}:${from.port}`;
    const flow = this.#flows.get(key) ?? this.#begin(key, { listener, open, from });
    if (!flow) return;
    flow.timer.refresh();
    if (flow.waiting) flow.waiting.push(message);
    else if (flow.upstream) flow.upstream.send(message);
    else
      void this.#options.askSimulated(flow.backend, message, from).then((answer) => {
        const isOpen = this.#listeners.get(listener) === open;
        if (answer && isOpen) open.socket.send(answer, from.port, from.address);
      });
  }

  /** Undefined where nobody serves: the datagram is lost, as it is with kube-proxy's reject on UDP. */
  #begin(
    key: string,
    at: { readonly listener: string; readonly open: OpenListener; readonly from: RemoteInfo },
  ): Flow | undefined {
    const { listener, open, from } = at;
    const service = this.#services.get(open.service);
    if (!service || this.#flows.size >= flowsMax) return undefined;
    const client = { address: from.address, port: from.port, protocol: "UDP" } as const;
    const id = this.#options.table.pick(service.id, client, performance.now());
    const backend = service.backends.find((candidate) => candidate.id === id);
    if (!backend) return undefined;
    const upstream = backend.route === "direct" ? createSocket("udp4") : undefined;
    const flow: Flow = {
      backend,
      upstream,
      service: service.id,
      listener,
      waiting: upstream ? [] : undefined,
      timer: setTimeout(() => this.#end(key, flow), unansweredMs),
    };
    this.#flows.set(key, flow);
    if (!upstream) return flow;
    let answered = false;
    upstream.on("message", (answer) => {
      if (!answered) {
        answered = true;
        clearTimeout(flow.timer);
        flow.timer = setTimeout(() => this.#end(key, flow), answeredMs);
      } else flow.timer.refresh();
      open.socket.send(answer, from.port, from.address);
    });
    // The endpoint does not listen: the next datagram tries another.
    upstream.on("error", () => this.#end(key, flow));
    upstream.connect(backend.port, backend.address, () => {
      if (this.#flows.get(key) !== flow) return;
      for (const message of flow.waiting ?? []) upstream.send(message);
      flow.waiting = undefined;
    });
    return flow;
  }

  #end(key: string, flow: Flow): void {
    if (this.#flows.get(key) !== flow) return;
    this.#flows.delete(key);
    clearTimeout(flow.timer);
    const [, client = ""] = key.split(" ");
    const [address = "", port = ""] = client.split(":");
    this.#options.table.close(flow.service, { address, port: Number(port), protocol: "UDP" });
    flow.upstream?.close();
  }
}
