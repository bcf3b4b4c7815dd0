/** The network as a process in a simulated Pod has it: names, requests to others, and ports of its own. */
import { type PodRequest, type PodResponse, RuntimeError } from "../container-runtime.ts";
import type { HttpHandler, SimulatedNetwork } from "./simulated-network.ts";

export interface PodNetwork {
  /** The Pod's own address. */
  readonly ip: string;
  /** The addresses of a name, or the address itself; empty where there is none. */
  resolve(name: string): readonly string[];
  /** Rejects with RuntimeError `refused`. */
  request(ip: string, port: number, request: PodRequest): Promise<PodResponse>;
  /** Whether a connection is accepted. */
  connects(ip: string, port: number): boolean;
  /** What a datagram is answered with; undefined when nobody does. */
  datagram(ip: string, port: number, text: string): string | undefined;
  /** Answers on a port until the returned function is called. Throws RuntimeError when the port is taken. */
  listen(port: number, handler: HttpHandler): () => void;
  listenForDatagrams(port: number, handler: (text: string, from: string) => string): () => void;
}

/** What the container's processes listen on. */
export class ContainerPorts {
  readonly http = new Map<number, HttpHandler>();
  readonly datagrams = new Map<number, (text: string, from: string) => string>();
}

export interface PodNetworkOptions {
  readonly network: SimulatedNetwork;
  readonly ip: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly ports: ContainerPorts;
  /** The content of /etc/hosts. */
  hosts(): string;
}

/** Ports that a client uses are of no use to anybody: one stands for all. */
const clientPort = 49_152;

export function podNetwork(options: PodNetworkOptions): PodNetwork {
  const { network, ip, namespace, ports } = options;
  const real = (address: string): string => (address.startsWith("127.") ? ip : address);
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
      return network.directory?.resolve(name, namespace) ?? [];
    },
    async request(address, port, request) {
      const target = network.route(real(address), port, { protocol: "TCP", from: ip });
      if (!target) throw refused(address, port);
      return network.answer(target.ip, target.port, request, `${ip}:${clientPort}`);
    },
    connects(address, port) {
      const target = network.route(real(address), port, { protocol: "TCP", from: ip });
      return target !== undefined && network.listens(target.ip, target.port);
    },
    datagram(address, port, text) {
      const target = network.route(real(address), port, { protocol: "UDP", from: ip });
      return (
        target && network.datagram(target.ip, target.port, { text, from: `${ip}:${clientPort}` })
      );
    },
    listen: (port, handler) => occupy(ports.http, port, handler),
    listenForDatagrams: (port, handler) => occupy(ports.datagrams, port, handler),
  };
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
