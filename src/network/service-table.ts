/**
 * What a service proxy should do, computed from Services and EndpointSlices: which addresses and ports listen, and which Pods
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
  readonly reason: "ClusterIP" | "ExternalIP" | "NodePort" | "LoadBalancer";
  /** Absent: TCP. */
  readonly protocol?: "UDP";
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
  /** Which addresses and ports of a Service's port are this proxy's to listen on. */
  listeners(service: Stored<Service>, port: ServicePort): readonly ProxyListener[];
  /** True for a node whose Pods are simulated. */
  isSimulated(nodeName: string): boolean;
  /** Whether a port that nobody serves listens all the same, to hold it; else connections to it are refused. */
  readonly holdsIdlePorts: boolean;
}

/** What a listener of a service fails with when the proxy has no room for that service. */
export const tableFull = "ENOSPC";
/** Set on a Service to choose how connections are spread: `rr` (default) or `mh` (Maglev hashing of the client). */
export const schedulerAnnotation = "kubarium.dev/ipvs-scheduler";
export const serviceNameLabel = "kubernetes.io/service-name";
/** kube-apiserver's default for sessionAffinityConfig.clientIP.timeoutSeconds. */
export const affinitySecondsDefault = 10_800;

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
      if (service.metadata.deletionTimestamp) continue;
      const listeners = input.listeners(service, port);
      if (listeners.length === 0) continue;
      const local = service.spec?.internalTrafficPolicy === "Local" && !input.holdsIdlePorts;
      const backends = backendsOf(slices, port, local ? onlyReal(input) : input);
      if (backends.length === 0 && !input.holdsIdlePorts) continue;
      table.push({
        id: `${namespace}/${name}:${port.name ?? ""}`,
        namespace,
        name,
        listeners,
        scheduler: service.metadata.annotations?.[schedulerAnnotation] === "mh" ? "mh" : "rr",
        affinitySeconds: affinityOf(service),
        backends,
      });
    }
  }
  return table.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** On the machine itself: node ports at each of `nodeAddresses`, load balancers at the first. TCP only. */
export function hostListeners(nodeAddresses: readonly string[]): ServiceTableInput["listeners"] {
  return (service, port) => {
    const { type } = service.spec ?? {};
    if ((port.protocol ?? "TCP") !== "TCP") return [];
    const listeners: ProxyListener[] = [];
    const number = port.nodePort;
    if ((type === "NodePort" || type === "LoadBalancer") && number)
      for (const address of nodeAddresses)
        listeners.push({ address, port: number, reason: "NodePort" });
    const [first] = nodeAddresses;
    if (type === "LoadBalancer" && first !== undefined)
      listeners.push({ address: first, port: port.port, reason: "LoadBalancer" });
    return listeners;
  };
}

/** Inside the cluster's network: the Services' own addresses, and external ones that `holds` says are answered for. */
export function clusterListeners(holds: (ip: string) => boolean): ServiceTableInput["listeners"] {
  return ({ spec, status }, { port, protocol = "TCP" }) => {
    if (protocol === "SCTP" || spec?.type === "ExternalName") return [];
    const own = new Set(spec?.clusterIPs ?? [spec?.clusterIP ?? ""]);
    const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip = "" }) => ip);
    const others = [...(spec?.externalIPs ?? []), ...ingress];
    const listener = (reason: ProxyListener["reason"]) => (address: string) => ({
      address,
      port,
      reason,
      ...(protocol === "UDP" ? { protocol: "UDP" as const } : {}),
    });
    return [
      ...[...own].filter(holds).map(listener("ClusterIP")),
      ...others.filter((ip) => holds(ip) && !own.has(ip)).map(listener("ExternalIP")),
    ];
  };
}

/** For internalTrafficPolicy Local: whoever asks inside the network lives on a real node. */
function onlyReal(input: ServiceTableInput): ServiceTableInput & { readonly realOnly: true } {
  return { ...input, realOnly: true };
}

function affinityOf(service: Stored<Service>): number {
  if (service.spec?.sessionAffinity !== "ClientIP") return 0;
  return service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySecondsDefault;
}

function backendsOf(
  slices: readonly Stored<EndpointSlice>[],
  port: ServicePort,
  input: ServiceTableInput & { readonly realOnly?: boolean },
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
      if (!backend || (input.realOnly && backend.route === "switch")) continue;
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
