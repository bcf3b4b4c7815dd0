/**
 * Where simulated Pods can be reached: which address has which Pod, and what its ports answer. One per engine; the in-process
 * dialler (probes, the API's proxy subresource) and a host's pod switch both come here.
 */
import { type PodRequest, type PodResponse, RuntimeError } from "../container-runtime.ts";

/** A Pod as its address shows it. */
export interface SimulatedEndpoint {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  /** The container that listens on that port, or undefined: the connection is refused. */
  listener(port: number): SimulatedListener | undefined;
  /** What answers datagrams on a port. */
  datagrams?(port: number): ((text: string, from: string) => string) | undefined;
}

/** A program's own answer to a request; `from` is who asks: `10.244.0.5:49152`, empty where that is nobody's business. */
export type HttpHandler = (request: PodRequest, from: string) => PodResponse | Promise<PodResponse>;

export interface Target {
  readonly ip: string;
  readonly port: number;
}

/** Names and Service addresses, as a cluster's DNS and its nodes' kube-proxy know them. */
export interface ServiceDirectory {
  /** The address at which Pods ask for names. */
  readonly server: string;
  /** The answers to a full name without its last dot, as dig(1) prints them. */
  query(name: string, type: "A" | "CNAME" | "SRV" | "PTR"): readonly string[];
  /** Where a connection to an address goes: undefined when the address is no Service's, `refused` when nobody serves it. */
  route(
    ip: string,
    port: number,
    how: { readonly protocol: string; readonly from: string },
  ): Target | "refused" | undefined;
}

export interface SimulatedListener {
  readonly container: string;
  readonly status: number;
  /** A program that answers for itself. */
  readonly handle?: HttpHandler | undefined;
  log(line: string): void;
}

/** Pods that are real, as far as a host can reach them from the engine. */
export interface OutsideNetwork {
  holds(ip: string): boolean;
  /** Whether a port accepts a connection. */
  accepts(ip: string, port: number): Promise<boolean>;
  /** Rejects with RuntimeError `refused`. */
  request(ip: string, port: number, request: PodRequest): Promise<PodResponse>;
}

export class SimulatedNetwork {
  readonly #endpoints = new Map<string, SimulatedEndpoint>();
  /** Undefined where all Pods are simulated. */
  outside: OutsideNetwork | undefined;
  /** Undefined where nobody knows of Services. */
  directory: ServiceDirectory | undefined;

  attach(ip: string, endpoint: SimulatedEndpoint): void {
    this.#endpoints.set(ip, endpoint);
  }

  detach(ip: string): void {
    this.#endpoints.delete(ip);
  }

  listens(ip: string, port: number): boolean {
    return this.#endpoints.get(ip)?.listener(port) !== undefined;
  }

  /** Whether a connection is accepted, by a simulated Pod or a real one. */
  async accepts(ip: string, port: number): Promise<boolean> {
    if (!this.#endpoints.has(ip) && this.outside?.holds(ip)) return this.outside.accepts(ip, port);
    return this.listens(ip, port);
  }

  /** Where a connection of a Pod's ends: at the address itself, or at a Pod behind it; undefined when it is refused. */
  route(
    ip: string,
    port: number,
    how: { readonly protocol: string; readonly from: string },
  ): Target | undefined {
    const routed = this.directory?.route(ip, port, how);
    return routed === "refused" ? undefined : (routed ?? { ip, port });
  }

  /** The answer to a datagram; undefined when nobody gives one. */
  datagram(
    ip: string,
    port: number,
    of: { readonly text: string; readonly from: string },
  ): string | undefined {
    return this.#endpoints.get(ip)?.datagrams?.(port)?.(of.text, of.from);
  }

  /** The answer of a Pod's port to one request. Throws RuntimeError `refused` when nothing listens there. */
  answer(
    ip: string,
    port: number,
    request: PodRequest,
    from = "",
  ): PodResponse | Promise<PodResponse> {
    const endpoint = this.#endpoints.get(ip);
    if (!endpoint && this.outside?.holds(ip)) return this.outside.request(ip, port, request);
    const listener = endpoint?.listener(port);
    if (!endpoint || !listener) {
      throw new RuntimeError("refused", `dial tcp ${ip}:${port}: connect: connection refused`);
    }
    if (listener.handle) return listener.handle(request, from);
    // The kubelet's own probes stay out of the log, so that an idle cluster is idle.
    if (!(request.headers["user-agent"] ?? "").startsWith("kube-probe/")) {
      listener.log(`${request.method} ${request.path} :${port} ${listener.status}`);
    }
    return respond(endpoint, port, { request, listener, ip });
  }
}

const encoder = new TextEncoder();

function respond(
  endpoint: SimulatedEndpoint,
  port: number,
  exchange: { request: PodRequest; listener: SimulatedListener; ip: string },
): PodResponse {
  const { request, listener, ip } = exchange;
  const facts = {
    pod: endpoint.name,
    namespace: endpoint.namespace,
    container: listener.container,
    node: endpoint.node,
    ip,
    port,
    method: request.method,
    path: request.path,
  };
  const json = (request.headers["accept"] ?? "").includes("application/json");
  const text = json
    ? `${JSON.stringify(facts)}\n`
    : `${endpoint.name}\n${Object.entries(facts)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join("")}`;
  const body = encoder.encode(text);
  return {
    status: listener.status,
    headers: {
      "content-type": json ? "application/json" : "text/plain; charset=utf-8",
      "content-length": String(body.length),
      server: "kubarium-simulated",
    },
    body: request.method === "HEAD" ? new Uint8Array() : body,
  };
}
