/** The network as a process in a simulated Pod has it: names, requests to others, and ports of its own. */
import type { ByteChannel } from "../../server/streaming/byte-channel.ts";
import { channelPair } from "../../server/streaming/byte-pipe.ts";
import {
  type PodRequest,
  type PodResponse,
  RuntimeError,
  type SandboxConfig,
} from "../container-runtime.ts";
import { serveHttp } from "./simulated-http.ts";
import type { HttpHandler, SimulatedNetwork, Target } from "./simulated-network.ts";

export interface PodNetwork {
  /** The Pod's own address. */
  readonly ip: string;
  /** The addresses of a name, or the address itself; empty where there is none. */
  resolve(name: string): readonly string[];
  /** What the Pod's DNS server answers, and to which full name; undefined when it answers nothing. */
  query(
    name: string,
    type: "A" | "CNAME" | "SRV" | "PTR",
    options: { readonly search: boolean },
  ): { readonly name: string; readonly answers: readonly string[] } | undefined;
  /** Rejects with RuntimeError `refused`. */
  request(ip: string, port: number, request: PodRequest): Promise<PodResponse>;
  /** Whether a connection is accepted. */
  connects(ip: string, port: number): Promise<boolean>;
  /** A connection to a server. Rejects with RuntimeError `refused`. */
  dial(ip: string, port: number): Promise<ByteChannel>;
  /** What a datagram is answered with; undefined when nobody does. */
  datagram(ip: string, port: number, text: string): string | undefined;
  /** Answers on a port until the returned function is called. Throws RuntimeError when the port is taken. */
  listen(port: number, handler: HttpHandler): () => void;
  /** Makes what listens on a port a gRPC server with that health. */
  reportHealth(port: number, health: (service: string) => string): () => void;
  listenForDatagrams(port: number, handler: (text: string, from: string) => string): () => void;
}

/** What the container's processes listen on. */
export class ContainerPorts {
  readonly http = new Map<number, HttpHandler>();
  readonly datagrams = new Map<number, (text: string, from: string) => string>();
  /** What gRPC servers among them say of a service's health. */
  readonly health = new Map<number, (service: string) => string>();
}

export interface PodNetworkOptions {
  readonly network: SimulatedNetwork;
  readonly ip: string;
  readonly dns: SandboxConfig["dns"];
  readonly ports: ContainerPorts;
  /** The content of /etc/hosts. */
  hosts(): string;
}

/** Ports that a client uses are of no use to anybody: one stands for all. */
const clientPort = 49_152;

export function podNetwork(options: PodNetworkOptions): PodNetwork {
  const { network, ip, dns, ports } = options;
  const real = (address: string): string => (address.startsWith("127.") ? ip : address);
  const from = `${ip}:${clientPort}`;
  const target = (address: string, port: number, protocol: "TCP" | "UDP"): Target | undefined =>
    network.route(real(address), port, { protocol, from: ip });
  const query: PodNetwork["query"] = (name, type, { search }) => {
    const { directory } = network;
    if (!directory || !dns.servers.includes(directory.server)) return undefined;
    for (const full of search ? candidates(name, dns) : [name.replace(/\.$/, "")]) {
      const answers = directory.query(full, type);
      if (answers.length > 0) return { name: full, answers };
    }
    return undefined;
  };
  return {
    ip,
    resolve(name) {
      if (isAddress(name)) return [name];
      const known = options
        .hosts()
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
      const own = known.find(
        ([address = "", ...names]) => isAddress(address) && names.includes(name),
      );
      if (own?.[0] !== undefined) return [own[0]];
      return query(name, "A", { search: true })?.answers ?? [];
    },
    query,
    async request(address, port, request) {
      const to = target(address, port, "TCP");
      if (!to) throw refused(address, port);
      return network.answer(to.ip, to.port, request, from);
    },
    async connects(address, port) {
      const to = target(address, port, "TCP");
      return to !== undefined && network.accepts(to.ip, to.port);
    },
    async dial(address, port) {
      const to = target(address, port, "TCP");
      if (!to || !(await network.accepts(to.ip, to.port))) throw refused(address, port);
      const [near, far] = channelPair();
      void serveHttp(far, (request) => network.answer(to.ip, to.port, request, from));
      return near;
    },
    datagram(address, port, text) {
      const to = target(address, port, "UDP");
      return to && network.datagram(to.ip, to.port, { text, from });
    },
    listen: (port, handler) => occupy(ports.http, port, handler),
    reportHealth: (port, health) => occupy(ports.health, port, health),
    listenForDatagrams: (port, handler) => occupy(ports.datagrams, port, handler),
  };
}

/** The full names that a name may be short for, in the order in which a resolver tries them (resolv.conf, ndots). */
function candidates(name: string, { searches, options }: SandboxConfig["dns"]): readonly string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const ndots = Number(
    /^ndots:(\d+)$/.exec(options.find((one) => one.startsWith("ndots:")) ?? "")?.[1] ?? 1,
  );
  const dots = name.split(".").length - 1;
  const searched = searches.map((suffix) => `${name}.${suffix}`);
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

function occupy<T>(ports: Map<number, T>, port: number, handler: T): () => void {
  if (ports.has(port))
    throw new RuntimeError("failed", `listen tcp :${port}: bind: address already in use`);
  ports.set(port, handler);
  return () => ports.delete(port);
}

function refused(ip: string, port: number): RuntimeError {
  return new RuntimeError("refused", `dial tcp ${ip}:${port}: connect: connection refused`);
}

export function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}
