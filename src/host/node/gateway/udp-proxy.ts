/** UDP Services: datagrams of one client port go to one endpoint, and its answers come from the Service's address, as with kube-proxy. */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { Client, ConnectionTable } from "../../../kernels/ipvs/connection-table.ts";
import type { ListenFailure } from "../../../network/service-network.ts";
import type { ProxyBackend, ProxyService } from "../../../network/service-table.ts";
import { bind } from "../listening.ts";
import { type HeldListener, ListenerSet, type OpenSocket } from "../listener-set.ts";

/** The kernel's own nf_conntrack_udp_timeout, and that of flows that were answered. */
const unansweredMs = 30_000;
const answeredMs = 120_000;
const flowsMaxDefault = 4_096;
/** What may wait behind one listener: as much as a socket of Linux holds for a program that is slow to read (net.core.rmem_default). */
const waitingBytesMax = 212_992;

export interface UdpProxyOptions {
  /** Knows the services already: the TCP side sets them. */
  readonly table: ConnectionTable;
  /** Client ports that are remembered at a time, each with a socket of its own; 4,096 by default. */
  readonly flowsMax?: number;
  /** The answer of a simulated Pod to a datagram; undefined when it gives none. */
  askSimulated(
    backend: ProxyBackend,
    message: Buffer,
    from: RemoteInfo,
  ): Promise<Buffer | undefined>;
  /** A listener failed after it had been opened; the next table opens it anew. */
  lost(failure: ListenFailure): void;
  /** Takes note of what went wrong with a single datagram, which is lost. */
  say(text: string): void;
}

interface Listener {
  readonly held: HeldListener;
  readonly socket: Socket;
  /** By the client's address and port. */
  readonly flows: Map<string, Flow>;
  waitingBytes: number;
}

interface Flow {
  readonly listener: Listener;
  readonly client: Client;
  readonly service: string;
  readonly backend: ProxyBackend;
  /** Undefined for a simulated Pod. */
  readonly upstream: Socket | undefined;
  /** What came before the socket was connected. */
  waiting: Buffer[] | undefined;
  timer: NodeJS.Timeout;
}

export class UdpProxy {
  readonly #options: UdpProxyOptions;
  readonly #listeners: ListenerSet;
  readonly #flows = new Set<Flow>();
  /** Those of them to which nothing has come back yet, the oldest first. */
  readonly #unanswered = new Set<Flow>();
  #services = new Map<string, ProxyService>();

  constructor(options: UdpProxyOptions) {
    this.#options = options;
    this.#listeners = new ListenerSet({
      protocol: "UDP",
      open: (held, lost) => this.#listen(held, lost),
      lost: (failure) => options.lost(failure),
    });
  }

  /** Makes the UDP part of `services` the whole table. Resolves when every new port is bound or has failed to. */
  async apply(services: readonly ProxyService[]): Promise<readonly ListenFailure[]> {
    this.#services = new Map(services.map((service) => [service.id, service]));
    // Flows to endpoints that have gone start anew with another one, as kube-proxy flushes their conntrack entries.
    for (const flow of this.#flows) {
      const service = this.#services.get(flow.service);
      if (!service?.backends.some(({ id }) => id === flow.backend.id)) this.#end(flow);
    }
    return this.#listeners.apply(services);
  }

  close(): Promise<void> {
    return this.#listeners.close();
  }

  async #listen(
    held: HeldListener,
    lost: (error: NodeJS.ErrnoException) => void,
  ): Promise<OpenSocket> {
    const socket = createSocket("udp4");
    const listener: Listener = { held, socket, flows: new Map(), waitingBytes: 0 };
    socket.on("message", (message, from) => this.#take(listener, message, from));
    await bind(socket, held);
    socket.on("error", lost);
    return {
      close: () => {
        for (const flow of listener.flows.values()) this.#end(flow);
        return new Promise((resolve) => socket.close(resolve));
      },
    };
  }

  #take(listener: Listener, message: Buffer, from: RemoteInfo): void {
    // Nobody can be answered at port 0.
    if (from.port === 0) return;
    const flow = this.#flowOf(listener, from);
    if (!flow) return;
    flow.timer.refresh();
    if (flow.upstream && !flow.waiting) return flow.upstream.send(message);
    if (listener.waitingBytes + message.length > waitingBytesMax) return;
    listener.waitingBytes += message.length;
    if (flow.waiting) flow.waiting.push(message);
    else void this.#ask(flow, message, from);
  }

  async #ask(flow: Flow, message: Buffer, from: RemoteInfo): Promise<void> {
    try {
      const answer = await this.#options.askSimulated(flow.backend, message, from);
      if (answer) this.#answer(flow, answer);
    } catch (error) {
      this.#options.say(`${flow.service}: ${flow.backend.id} not asked: ${String(error)}`);
    } finally {
      flow.listener.waitingBytes -= message.length;
    }
  }

  /** Undefined where nobody serves: the datagram is lost, as it is with kube-proxy's reject on UDP. */
  #flowOf(listener: Listener, { address, port }: RemoteInfo): Flow | undefined {
    const { held, flows } = listener;
    const known = flows.get(`${address}:${port}`);
    if (known && known.service === held.service) return known;
    if (known) this.#end(known);
    const service = this.#services.get(held.service);
    if (!service) return undefined;
    const client = { address, port, protocol: "UDP" } as const;
    const id = this.#options.table.pick(service.id, client, performance.now());
    const backend = service.backends.find((candidate) => candidate.id === id);
    const isDirect = backend?.route === "direct";
    // An endpoint that is a listener of ours would lead back here without end.
    const leadsBack = isDirect && this.#listeners.has(backend.address, backend.port);
    if (!backend || leadsBack || !this.#makeRoom()) {
      this.#options.table.close(service.id, client);
      return undefined;
    }
    const upstream = isDirect ? createSocket("udp4") : undefined;
    const flow: Flow = {
      listener,
      client,
      service: service.id,
      backend,
      upstream,
      waiting: upstream ? [] : undefined,
      timer: setTimeout(() => this.#end(flow), unansweredMs),
    };
    this.#flows.add(flow);
    this.#unanswered.add(flow);
    flows.set(`${address}:${port}`, flow);
    if (upstream) this.#connect(flow, upstream);
    return flow;
  }

  /** As the kernel does when its table is full: a flow that was never answered goes for one that is new. */
  #makeRoom(): boolean {
    const { flowsMax = flowsMaxDefault } = this.#options;
    if (this.#flows.size < flowsMax) return true;
    const [oldest] = this.#unanswered;
    if (oldest) this.#end(oldest);
    return oldest !== undefined;
  }

  #connect(flow: Flow, upstream: Socket): void {
    const { port, address } = flow.backend;
    upstream.on("message", (answer) => this.#answer(flow, answer));
    // The endpoint does not listen, or there is no way to it: the next datagram tries another.
    upstream.on("error", () => this.#end(flow));
    upstream.once("connect", () => {
      for (const message of this.#takeWaiting(flow)) upstream.send(message);
    });
    upstream.connect(port, address);
  }

  #answer(flow: Flow, answer: Buffer): void {
    if (!this.#flows.has(flow)) return;
    if (this.#unanswered.delete(flow)) {
      clearTimeout(flow.timer);
      flow.timer = setTimeout(() => this.#end(flow), answeredMs);
    } else flow.timer.refresh();
    const { client, listener, service } = flow;
    // With a function to tell, it is this datagram's failure and not the listener's.
    listener.socket.send(answer, client.port, client.address, (error) => {
      if (error)
        this.#options.say(`${service}: answer to ${client.address} lost: ${error.message}`);
    });
  }

  #takeWaiting(flow: Flow): readonly Buffer[] {
    const messages = flow.waiting ?? [];
    flow.waiting = undefined;
    for (const { length } of messages) flow.listener.waitingBytes -= length;
    return messages;
  }

  #end(flow: Flow): void {
    if (!this.#flows.delete(flow)) return;
    this.#unanswered.delete(flow);
    clearTimeout(flow.timer);
    this.#takeWaiting(flow);
    const { client, listener, service, upstream } = flow;
    listener.flows.delete(`${client.address}:${client.port}`);
    this.#options.table.close(service, client);
    upstream?.close();
  }
}
