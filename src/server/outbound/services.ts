/**
 * Calls to Services from inside the API server: webhooks, conversion, aggregated API servers. A Service is resolved through the
 * store to one ready endpoint; a simulated Pod answers in the process, everything else by its address.
 * Follows apiserver, pkg/util/proxy (ResolveEndpoint, ResolveCluster).
 */
import type { EndpointSlice, Pod, Service } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { notFound, serviceUnavailable } from "../../api/status.ts";
import type { Random } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import type { NodeConnector } from "../node-connector.ts";
import {
  type Outbound,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
  type OutboundTarget,
  type OutboundUpgrade,
} from "./outbound.ts";

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  /** The Service's port; 443 by default, as webhooks and APIServices have it. A name is looked up among the Service's ports. */
  readonly port?: number | string;
}

/** How TLS is spoken with a Service; `serverName` is `name.namespace.svc` by default. `"plain"`: no TLS at all. */
export type ServiceTls = Partial<NonNullable<OutboundTarget["tls"]>> | "plain";

/** Where a Service leads right now. */
export type ServiceEndpoint =
  | { readonly type: "address"; readonly host: string; readonly port: number }
  | { readonly type: "pod"; readonly pod: Stored<Pod>; readonly port: number };

/** An endpoint, and the Service whose name its certificate must carry. */
export interface PickedEndpoint {
  readonly endpoint: ServiceEndpoint;
  readonly service: ServiceReference;
}

export interface ServiceOutboundOptions {
  readonly store: Store;
  readonly random: Random;
  /** The host's dialler; undefined where there is none (a web page). */
  readonly outbound: Outbound | undefined;
  nodes(): NodeConnector | undefined;
}

/** What the API server calls others by: `ServerCore.outbound`. */
export class ServiceOutbound {
  readonly #options: ServiceOutboundOptions;

  constructor(options: ServiceOutboundOptions) {
    this.#options = options;
  }

  /** One exchange with an address, as `Outbound.request`; rejects with OutboundError `unreachable` on a host that cannot dial. */
  async request(target: OutboundTarget, request: OutboundRequest): Promise<OutboundResponse> {
    return this.#dialler().request(target, request);
  }

  async upgrade(target: OutboundTarget, request: OutboundRequest): Promise<OutboundUpgrade> {
    return this.#dialler().upgrade(target, request);
  }

  /**
   * One exchange with a ready endpoint of a Service. Rejects with StatusError 404 (no such Service) or 503 (no such port, no
   * endpoint), else as `request` does. The caller words the URL around the error, as Go's client does:
   * `Post "https://name.namespace.svc:443/path?timeout=10s": <message>`.
   */
  async requestService(
    service: ServiceReference,
    request: OutboundRequest,
    tls: ServiceTls = {},
  ): Promise<OutboundResponse> {
    return this.requestEndpoint({ endpoint: this.resolve(service), service }, request, tls);
  }

  /** As `requestService`, with the endpoint that has been picked. */
  async requestEndpoint(
    { endpoint, service }: PickedEndpoint,
    request: OutboundRequest,
    tls: ServiceTls = {},
  ): Promise<OutboundResponse> {
    if (endpoint.type === "pod") return this.requestPod(endpoint.pod, endpoint.port, request);
    return this.request(targetOf(endpoint, service, tls), request);
  }

  /** As `requestService`, for a request that asks to switch protocols; simulated Pods never switch. */
  async upgradeService(
    service: ServiceReference,
    request: OutboundRequest,
    tls: ServiceTls = {},
  ): Promise<OutboundUpgrade> {
    return this.upgradeEndpoint({ endpoint: this.resolve(service), service }, request, tls);
  }

  async upgradeEndpoint(
    { endpoint, service }: PickedEndpoint,
    request: OutboundRequest,
    tls: ServiceTls = {},
  ): Promise<OutboundUpgrade> {
    if (endpoint.type === "address") {
      return this.upgrade(targetOf(endpoint, service, tls), request);
    }
    const response = await this.requestPod(endpoint.pod, endpoint.port, request);
    return { switched: false, response };
  }

  /** One exchange with a port of a Pod that answers in the process. Rejects with OutboundError. */
  async requestPod(
    pod: Stored<Pod>,
    port: number,
    request: OutboundRequest,
  ): Promise<OutboundResponse> {
    const nodes = this.#options.nodes();
    if (!nodes) throw new OutboundError("unreachable", "no node of this cluster is running");
    return nodes.podRequest(pod, port, request);
  }

  /** Whether a Pod is reached by `requestPod`, not by its address. */
  isInProcess(pod: Stored<Pod>): boolean {
    return this.#options.nodes()?.answersInProcess(pod.spec?.nodeName ?? "") ?? false;
  }

  /** Picks one ready endpoint at random. Throws StatusError 404 or 503, Error for a Service that leads nowhere. */
  resolve(reference: ServiceReference): ServiceEndpoint {
    const { store, random } = this.#options;
    const { namespace, name, port = 443 } = reference;
    const found = store.get({ resource: "services", namespace, name });
    if (!found) throw notFound({ group: "", resource: "services" }, name);
    const service = found.object as unknown as Stored<Service>;
    if (service.spec?.type === "ExternalName") {
      return { type: "address", host: service.spec.externalName ?? "", port: Number(port) };
    }
    const servicePort = (service.spec?.ports ?? []).find((candidate) =>
      typeof port === "number" || /^\d+$/.test(port)
        ? candidate.port === Number(port)
        : candidate.name === port,
    );
    if (!servicePort) {
      throw serviceUnavailable(`no service port ${port} found for service ${quoted(name)}`);
    }
    const endpoints = this.#endpoints(service, servicePort.name ?? "");
    const picked = endpoints[Math.floor(random.float() * endpoints.length)];
    if (!picked) throw serviceUnavailable(`no endpoints available for service ${quoted(name)}`);
    return picked;
  }

  #endpoints({ metadata }: Stored<Service>, portName: string): readonly ServiceEndpoint[] {
    const { store } = this.#options;
    const { namespace = "", name } = metadata;
    const found: ServiceEndpoint[] = [];
    const slices = store.list("endpointslices.discovery.k8s.io", { namespace }).entries;
    for (const { object } of slices) {
      const slice = object as unknown as Stored<EndpointSlice>;
      if (slice.metadata.labels?.["kubernetes.io/service-name"] !== name) continue;
      // Names of hosts are for those who resolve them; kube-apiserver takes addresses alone.
      if (slice.addressType === "FQDN") continue;
      const port = (slice.ports ?? []).find((candidate) => (candidate.name ?? "") === portName);
      if (port?.port === undefined) continue;
      for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
        const [host] = addresses;
        if (host === undefined || conditions?.ready === false) continue;
        const pod = targetRef?.kind === "Pod" ? this.#pod(namespace, targetRef.name ?? "") : null;
        if (pod && this.isInProcess(pod)) found.push({ type: "pod", pod, port: port.port });
        else found.push({ type: "address", host, port: port.port });
      }
    }
    return found;
  }

  #pod(namespace: string, name: string): Stored<Pod> | undefined {
    const entry = this.#options.store.get({ resource: "pods", namespace, name });
    return entry?.object as unknown as Stored<Pod> | undefined;
  }

  #dialler(): Outbound {
    const { outbound } = this.#options;
    if (!outbound) {
      throw new OutboundError("unreachable", "this host of the cluster cannot open connections");
    }
    return outbound;
  }
}

/** `https://10.0.0.7:9443/validate?x=1` as a target and a path with its query. Throws TypeError for what is no URL. */
export function targetOfUrl(
  url: string,
  tls: Omit<NonNullable<OutboundTarget["tls"]>, "serverName"> = {},
): { readonly target: OutboundTarget; readonly path: string } {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const secure = protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const target: OutboundTarget = {
    host,
    port: port === "" ? (secure ? 443 : 80) : Number(port),
    ...(secure ? { tls: { serverName: host, ...tls } } : {}),
  };
  return { target, path: `${pathname}${search}` };
}

/** The whole body. Rejects with OutboundError `failed` when it is longer than `bytesMax`. */
export async function readBody(response: OutboundResponse, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > bytesMax) {
      await reader.cancel();
      throw new OutboundError("failed", `http: response body too large: limit is ${bytesMax}`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function targetOf(
  { host, port }: { readonly host: string; readonly port: number },
  { name, namespace }: ServiceReference,
  tls: ServiceTls,
): OutboundTarget {
  if (tls === "plain") return { host, port };
  return { host, port, tls: { serverName: `${name}.${namespace}.svc`, ...tls } };
}

const quoted = (text: string): string => JSON.stringify(text);
