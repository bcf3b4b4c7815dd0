/** Keeps the gateway's listeners at what the objects say, and knows the way to each kind of endpoint. */
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { EndpointSlice } from "../../../api/generated/types.ts";
import { ENDPOINT_SLICES, SERVICES } from "../../../api/kinds.ts";
import type { Stored } from "../../../api/object.ts";
import type { ConnectionTable } from "../../../kernels/ipvs/connection-table.ts";
import type { ListenFailure } from "../../../network/service-network.ts";
import {
  clusterListeners,
  computeServiceTable,
  type ProxyBackend,
  type ProxyService,
} from "../../../network/service-table.ts";
import { listen } from "../listening.ts";
import { ProxyServer, socketOptions } from "../proxy-server.ts";
import type { ClusterObjects } from "./cluster-objects.ts";
import type { EngineLink } from "./engine-link.ts";
import { enginePaths, type GatewaySettings } from "./protocol.ts";
import { UdpProxy } from "./udp-proxy.ts";
import { say } from "./say.ts";

/** Changes that come within this time make one table. */
const gatherMs = 10;
/** Ports of simulated Pods that are listened on one by one. */
const simulatedPortsMax = 1_024;

export interface GatewayProxyOptions {
  readonly settings: GatewaySettings;
  readonly objects: ClusterObjects;
  readonly link: EngineLink;
  readonly table: ConnectionTable;
}

export class GatewayProxy {
  readonly #options: GatewayProxyOptions;
  readonly #tcp: ProxyServer;
  readonly #udp: UdpProxy;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(options: GatewayProxyOptions) {
    this.#options = options;
    const { table, link } = options;
    const lost = ({ service, listener, code }: ListenFailure): void => {
      say(`${service}: ${listener.address}:${listener.port} is opened anew: ${code}`);
      this.schedule();
    };
    this.#tcp = new ProxyServer({
      table,
      lost,
      dial: (backend, client) => this.#dial(backend, client),
    });
    this.#udp = new UdpProxy({
      table,
      lost,
      say,
      askSimulated: ({ address, port }, message, from) =>
        link.ask(
          `${enginePaths.datagrams}${address}/${port}?from=${from.address}:${from.port}`,
          message,
        ),
    });
  }

  /** Resolves when the API's own address listens and what was restored is in place. */
  async start(): Promise<void> {
    const { address, apiPort } = this.#options.settings;
    const server = createServer(socketOptions, (socket) => this.#passToApi(socket));
    await listen(server, { address, port: apiPort });
    server.on("error", (error) => say(`the API's address: ${error.message}`));
    await this.#apply();
  }

  /** The objects have changed. */
  schedule(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#working = this.#working
        .then(() => this.#apply())
        .catch((error: unknown) => say(`tables not applied: ${String(error)}`));
    }, gatherMs);
  }

  async #apply(): Promise<void> {
    const { objects, link, settings } = this.#options;
    const holds = holder(settings);
    const isSimulated = (nodeName: string): boolean => objects.isSimulated(nodeName);
    const slices = objects.of(ENDPOINT_SLICES).lister.all();
    const services = computeServiceTable({
      services: objects.of(SERVICES).lister.all(),
      slices,
      listeners: clusterListeners(holds),
      isSimulated,
      holdsIdlePorts: false,
    });
    const all = [...services, ...simulatedPods(slices, isSimulated, holds)];
    const failures = [...(await this.#tcp.apply(all)), ...(await this.#udp.apply(all))];
    for (const { service, listener, code } of failures)
      say(`${service}: ${listener.address}:${listener.port}: ${code}`);
    link.report({ failures });
  }

  #dial({ address, port, route }: ProxyBackend, client: Socket): Duplex {
    const { settings, link } = this.#options;
    if (route === "switch") {
      const from = `${client.remoteAddress ?? ""}:${client.remotePort ?? 0}`;
      return link.dial(`${enginePaths.pods}${address}/${port}?from=${from}`);
    }
    if (address === settings.address && port === settings.apiPort)
      return link.dial(enginePaths.api);
    return connect({ host: address, port, ...socketOptions });
  }

  #passToApi(client: Socket): void {
    const upstream = this.#options.link.dial(enginePaths.api);
    let connected = false;
    client.on("error", () => client.destroy());
    upstream.on("error", () => upstream.destroy());
    upstream.on("connect", () => {
      connected = true;
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.on("close", () => (connected ? client.destroySoon() : client.resetAndDestroy()));
    client.once("close", () => upstream.destroy());
  }
}

/** Addresses in a range are the gateway's to listen on; its own stays its own. */
function holder({ ranges, address }: GatewaySettings): (ip: string) => boolean {
  const parsed = ranges.map((range) => {
    const [base = "", bits] = range.split("/");
    return { base: numberOf(base), size: 2 ** (32 - Number(bits)) };
  });
  return (ip) => {
    const number = numberOf(ip);
    return (
      ip !== address && parsed.some(({ base, size }) => number >= base && number < base + size)
    );
  };
}

function numberOf(ip: string): number {
  return ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/**
 * The endpoints on simulated nodes at their own addresses, as far as those are on the network: the names of headless Services lead
 * there. The first of them, where there are more than a process should listen for.
 */
function simulatedPods(
  slices: readonly Stored<EndpointSlice>[],
  isSimulated: (nodeName: string) => boolean,
  holds: (ip: string) => boolean,
): readonly ProxyService[] {
  const found = new Map<string, ProxyService>();
  for (const { endpoints = [], ports = [] } of slices) {
    for (const { addresses, nodeName = "" } of endpoints) {
      const [address = ""] = addresses;
      if (!isSimulated(nodeName) || !holds(address)) continue;
      for (const { port, protocol = "TCP" } of ports) {
        if (port === undefined || protocol === "SCTP") continue;
        const target = `${address}:${port}`;
        const id = `${target}/${protocol}`;
        if (found.size >= simulatedPortsMax) return [...found.values()];
        found.set(id, {
          id,
          namespace: "",
          name: "",
          listeners: [
            { address, port, reason: "ClusterIP", ...(protocol === "UDP" ? { protocol } : {}) },
          ],
          scheduler: "rr",
          affinitySeconds: 0,
          backends: [{ id: target, address, port, route: "switch" }],
        });
      }
    }
  }
  return [...found.values()];
}
