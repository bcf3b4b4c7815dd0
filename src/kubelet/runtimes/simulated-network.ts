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
}

export interface SimulatedListener {
  readonly container: string;
  readonly status: number;
  log(line: string): void;
}

export class SimulatedNetwork {
  readonly #endpoints = new Map<string, SimulatedEndpoint>();

  attach(ip: string, endpoint: SimulatedEndpoint): void {
    this.#endpoints.set(ip, endpoint);
  }

  detach(ip: string): void {
    this.#endpoints.delete(ip);
  }

  listens(ip: string, port: number): boolean {
    return this.#endpoints.get(ip)?.listener(port) !== undefined;
  }

  /** The answer of a Pod's port to one request. Throws RuntimeError `refused` when nothing listens there. */
  answer(ip: string, port: number, request: PodRequest): PodResponse {
    const endpoint = this.#endpoints.get(ip);
    const listener = endpoint?.listener(port);
    if (!endpoint || !listener) {
      throw new RuntimeError("refused", `dial tcp ${ip}:${port}: connect: connection refused`);
    }
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
