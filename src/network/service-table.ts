/**
 * What the service proxy should do, computed from Services and EndpointSlices: which loopback ports listen, and which Pods
 * stand behind each. Pure planning; the proxy itself is the host's. Follows kube-proxy's reading of the same objects
 * (pkg/proxy/topology.go): ready endpoints, or the serving ones that terminate when no other is left (KEP-1669).
 */
import type { Endpoint, EndpointSlice, Service, ServicePort } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";

export interface ProxyBackend {
  /** `10.244.0.7:8080`. */
  readonly id: string;
  readonly address: string;
  readonly port: number;
  /** `direct`: dial the address; `switch`: a simulated Pod, reached through the engine's pod switch. */
  readonly route: "direct" | "switch";
}

export interface ProxyListener {
  readonly address: string;
  readonly port: number;
  readonly reason: "NodePort" | "LoadBalancer";
}

export interface ProxyService {
  /** `default/web:http`: namespace, name and the port's name (empty for the only one). */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly listeners: readonly ProxyListener[];
  /** The connection kernel's scheduler. */
  readonly scheduler: "rr" | "mh";
  /** How long a client stays with its backend (sessionAffinity ClientIP); 0 for no affinity. */
  readonly affinitySeconds: number;
  /** In address order, so that equal inputs give equal tables. */
  readonly backends: readonly ProxyBackend[];
}

export interface ServiceTableInput {
  readonly services: readonly Stored<Service>[];
  readonly slices: readonly Stored<EndpointSlice>[];
  /** Where node ports and load balancers listen. */
  readonly address: string;
  /** True for a node whose Pods are simulated. */
  isSimulated(nodeName: string): boolean;
}

/** Set on a Service to choose how connections are spread: `rr` (default) or `mh` (Maglev hashing of the client). */
export const schedulerAnnotation = "kubarium.dev/ipvs-scheduler";
const serviceNameLabel = "kubernetes.io/service-name";
/** kube-apiserver's default for sessionAffinityConfig.clientIP.timeoutSeconds. */
const affinitySecondsDefault = 10_800;

export function computeServiceTable(input: ServiceTableInput): readonly ProxyService[] {
  const slicesOf = new Map<string, Stored<EndpointSlice>[]>();
  for (const slice of input.slices) {
    const service = slice.metadata.labels?.[serviceNameLabel];
    if (service === undefined || slice.addressType !== "IPv4") continue;
    const key = `${slice.metadata.namespace ?? ""}/${service}`;
    slicesOf.set(key, [...(slicesOf.get(key) ?? []), slice]);
  }
  const table: ProxyService[] = [];
  for (const service of input.services) {
    const { namespace = "", name } = service.metadata;
    const slices = slicesOf.get(`${namespace}/${name}`) ?? [];
    for (const port of service.spec?.ports ?? []) {
      const listeners = listenersOf(service, port, input.address);
      if (listeners.length === 0) continue;
      table.push({
        id: `${namespace}/${name}:${port.name ?? ""}`,
        namespace,
        name,
        listeners,
        scheduler: service.metadata.annotations?.[schedulerAnnotation] === "mh" ? "mh" : "rr",
        affinitySeconds: affinityOf(service),
        backends: backendsOf(slices, port, input),
      });
    }
  }
  return table.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function listenersOf(
  service: Stored<Service>,
  port: ServicePort,
  address: string,
): ProxyListener[] {
  const { type } = service.spec ?? {};
  if ((port.protocol ?? "TCP") !== "TCP" || service.metadata.deletionTimestamp) return [];
  const listeners: ProxyListener[] = [];
  if ((type === "NodePort" || type === "LoadBalancer") && port.nodePort) {
    listeners.push({ address, port: port.nodePort, reason: "NodePort" });
  }
  if (type === "LoadBalancer") listeners.push({ address, port: port.port, reason: "LoadBalancer" });
  return listeners;
}

function affinityOf(service: Stored<Service>): number {
  if (service.spec?.sessionAffinity !== "ClientIP") return 0;
  return service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySecondsDefault;
}

function backendsOf(
  slices: readonly Stored<EndpointSlice>[],
  port: ServicePort,
  input: ServiceTableInput,
): readonly ProxyBackend[] {
  const ready = new Map<string, ProxyBackend>();
  const terminating = new Map<string, ProxyBackend>();
  for (const slice of slices) {
    const number = slice.ports?.find(
      (candidate) =>
        (candidate.name ?? "") === (port.name ?? "") &&
        (candidate.protocol ?? "TCP") === (port.protocol ?? "TCP"),
    )?.port;
    if (number === undefined) continue;
    for (const endpoint of slice.endpoints ?? []) {
      const backend = backendOf(endpoint, number, input);
      if (!backend) continue;
      const { ready: isReady, serving, terminating: isGoing } = endpoint.conditions ?? {};
      if (isReady !== false) ready.set(backend.id, backend);
      else if (serving === true && isGoing === true) terminating.set(backend.id, backend);
    }
  }
  const chosen = ready.size > 0 ? ready : terminating;
  return [...chosen.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function backendOf(
  endpoint: Endpoint,
  port: number,
  input: ServiceTableInput,
): ProxyBackend | undefined {
  const [address] = endpoint.addresses;
  if (address === undefined) return undefined;
  const simulated = endpoint.nodeName !== undefined && input.isSimulated(endpoint.nodeName);
  return { id: `${address}:${port}`, address, port, route: simulated ? "switch" : "direct" };
}
