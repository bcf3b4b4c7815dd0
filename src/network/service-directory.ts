/**
 * The cluster's names and Service addresses for those who live in the engine: what CoreDNS would answer (the Kubernetes DNS
 * specification, kubernetes/dns/docs/specification.md), and where kube-proxy would send a connection. Looks only when somebody asks.
 */
import type { Endpoint, EndpointSlice, Service, ServicePort } from "../api/generated/types.ts";
import { ENDPOINT_SLICES, NODES, SERVICES } from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import type { Host } from "../host/host.ts";
import type { Lister } from "../loop/object-cache.ts";
import { affinitySecondsDefault, serviceNameLabel } from "./service-table.ts";

/** Where the objects are: informers, or copies that somebody keeps. */
export interface ObjectSource {
  of<T extends KubeObject>(resource: ResourceRef<T>): { readonly lister: Lister<T> };
}

export interface ServiceDirectoryOptions {
  readonly host: Pick<Host, "clock">;
  readonly informers: ObjectSource;
  /** `cluster.local`. */
  readonly domain: string;
  /** The address at which Pods ask for names. */
  readonly server: string;
}

export interface RouteQuery {
  readonly protocol: string;
  /** The client's address, for those Services to which clients stick. */
  readonly from: string;
}

export interface RouteTarget {
  readonly ip: string;
  readonly port: number;
}

/** The address that a cluster's DNS has by custom: the tenth of the Service range. Empty for a range that is not IPv4. */
export function dnsServerOf(serviceCidr: string): string {
  const [base = ""] = serviceCidr.split("/");
  const parts = base.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part))) return "";
  const number = parts.reduce((sum, part) => sum * 256 + part, 0) + 10;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Aliases of aliases are followed so far. */
export const aliasesMax = 8;

export class ServiceDirectory {
  readonly server: string;
  readonly #options: ServiceDirectoryOptions;
  readonly #services;
  readonly #slices;
  readonly #nodes;
  /** Whose turn it is, by Service and port. */
  readonly #turns = new Map<string, number>();
  /** Where a client was sent last, by Service, port and client. */
  readonly #sticky = new Map<string, { readonly target: string; readonly ms: number }>();

  /** Before the informers are started. */
  constructor(options: ServiceDirectoryOptions) {
    this.#options = options;
    this.server = options.server;
    this.#services = options.informers.of(SERVICES);
    this.#slices = options.informers.of(ENDPOINT_SLICES);
    this.#nodes = options.informers.of(NODES);
  }

  /** The answers to a full name without its last dot, as dig(1) prints them; empty where there are none. */
  query(name: string, type: "A" | "CNAME" | "SRV" | "PTR"): readonly string[] {
    const lower = name.toLowerCase();
    if (type === "PTR") return this.#pointers(lower);
    if (type === "SRV") return this.#serviceRecords(lower);
    const alias = this.#alias(lower);
    if (type === "CNAME") return alias === undefined ? [] : [`${alias}.`];
    let at = lower;
    for (let steps = 0; steps < aliasesMax; steps++) {
      const next = this.#alias(at);
      if (next === undefined) return this.#addresses(at);
      at = next;
    }
    return [];
  }

  /** Whether a name is there, with or without answers of some type; what it is not asked for is NXDOMAIN (RFC 2308). */
  has(name: string): boolean {
    const lower = name.toLowerCase();
    const { domain } = this.#options;
    if (lower === domain || lower === `svc.${domain}` || lower === `pod.${domain}`) return true;
    if (lower.endsWith(".arpa")) return this.#pointers(lower).length > 0;
    const found = this.#named(lower);
    if (found?.before.length === 0 && found.service.spec?.clusterIP !== "None") return true;
    return this.#addresses(lower).length > 0 || this.#serviceRecords(lower).length > 0;
  }

  /** Where a connection goes: undefined when the address is no Service's, `refused` when nobody serves it. */
  route(ip: string, port: number, how: RouteQuery): RouteTarget | "refused" | undefined {
    const found = this.#serviceAt(ip, port, how.protocol);
    if (found === undefined || found === "refused") return found;
    const { service, servicePort } = found;
    const targets = this.#backends(service, servicePort);
    const key = `${service.metadata.uid}/${servicePort.name ?? ""}`;
    const { spec } = service;
    const sticks = spec?.sessionAffinity === "ClientIP";
    const seconds = spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySecondsDefault;
    const nowMs = this.#options.host.clock.nowMs();
    const known = sticks ? this.#sticky.get(`${key}/${how.from}`) : undefined;
    const kept =
      known && nowMs - known.ms < seconds * 1000
        ? targets.find((target) => idOf(target) === known.target)
        : undefined;
    const turn = this.#turns.get(key) ?? 0;
    const target = kept ?? targets[turn % Math.max(targets.length, 1)];
    if (!target) return "refused";
    if (!kept) this.#turns.set(key, turn + 1);
    if (sticks) this.#sticky.set(`${key}/${how.from}`, { target: idOf(target), ms: nowMs });
    return target;
  }

  /** The Service of which an address and a port are: its own address, an external one, or a node's port. */
  #serviceAt(
    ip: string,
    port: number,
    protocol: string,
  ):
    | { readonly service: Stored<Service>; readonly servicePort: ServicePort }
    | "refused"
    | undefined {
    const matches = (servicePort: ServicePort): boolean =>
      (servicePort.protocol ?? "TCP") === protocol;
    let owned = false;
    const isNode = this.#isNode(ip);
    for (const service of this.#services.lister.all()) {
      const { spec, status } = service;
      const ingress = (status?.loadBalancer?.ingress ?? []).map((entry) => entry.ip);
      const own = [spec?.clusterIP, ...(spec?.clusterIPs ?? []), ...(spec?.externalIPs ?? [])];
      const isOwn = [...own, ...ingress].includes(ip);
      if (!isOwn && !isNode) continue;
      owned ||= isOwn;
      const servicePort = (spec?.ports ?? []).find(
        (candidate) =>
          matches(candidate) && (isOwn ? candidate.port === port : candidate.nodePort === port),
      );
      if (servicePort) return { service, servicePort };
    }
    return owned ? "refused" : undefined;
  }

  #isNode(ip: string): boolean {
    return this.#nodes.lister
      .all()
      .some((node) => (node.status?.addresses ?? []).some(({ address }) => address === ip));
  }

  #slicesOf({ metadata }: Stored<Service>): readonly Stored<EndpointSlice>[] {
    return this.#slices.lister
      .inNamespace(metadata.namespace ?? "")
      .filter(
        (slice) =>
          slice.addressType === "IPv4" &&
          slice.metadata.labels?.[serviceNameLabel] === metadata.name,
      );
  }

  /** The ready endpoints of a port, or the serving ones that terminate when no other is left; in address order. */
  #backends(service: Stored<Service>, wanted: ServicePort): readonly RouteTarget[] {
    const ready: RouteTarget[] = [];
    const terminating: RouteTarget[] = [];
    for (const slice of this.#slicesOf(service)) {
      const port = slice.ports?.find(
        (candidate) =>
          (candidate.name ?? "") === (wanted.name ?? "") &&
          (candidate.protocol ?? "TCP") === (wanted.protocol ?? "TCP"),
      )?.port;
      if (port === undefined) continue;
      for (const { addresses, conditions } of slice.endpoints ?? []) {
        const [ip] = addresses;
        if (ip === undefined) continue;
        if (conditions?.ready !== false) ready.push({ ip, port });
        else if (conditions.serving && conditions.terminating) terminating.push({ ip, port });
      }
    }
    const chosen = ready.length > 0 ? ready : terminating;
    return chosen.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  }

  /** Of `a.b.svc.cluster.local`: `["a", "b", "svc"]`; undefined for names of others. */
  #labels(name: string): readonly string[] | undefined {
    const suffix = `.${this.#options.domain}`;
    return name.endsWith(suffix) ? name.slice(0, -suffix.length).split(".") : undefined;
  }

  /** The Service that a name is of, and what stands before it. */
  #named(
    name: string,
  ): { readonly service: Stored<Service>; readonly before: readonly string[] } | undefined {
    const labels = this.#labels(name);
    if (labels?.at(-1) !== "svc" || labels.length < 3) return undefined;
    const [serviceName, namespace] = labels.slice(-3);
    const service = this.#services.lister.get(`${namespace}/${serviceName}`);
    return service && { service, before: labels.slice(0, -3) };
  }

  #alias(name: string): string | undefined {
    const found = this.#named(name);
    if (!found || found.before.length > 0) return undefined;
    const { spec } = found.service;
    return spec?.type === "ExternalName" ? spec.externalName?.replace(/\.$/, "") : undefined;
  }

  #addresses(name: string): readonly string[] {
    const labels = this.#labels(name);
    if (labels?.length === 3 && labels[2] === "pod") return podAddress(labels[0] ?? "");
    const found = this.#named(name);
    if (!found || found.before.length > 1) return [];
    const { service, before } = found;
    const { clusterIP, type } = service.spec ?? {};
    if (type === "ExternalName") return [];
    if (clusterIP !== "None") return before.length === 0 && clusterIP ? [clusterIP] : [];
    const [wanted] = before;
    return this.#resolvable(service)
      .filter(({ hostname }) => wanted === undefined || hostname === wanted)
      .map(({ ip }) => ip);
  }

  /** The endpoints that a headless Service's name has, with their own names. */
  #resolvable(
    service: Stored<Service>,
  ): readonly { readonly ip: string; readonly hostname: string; readonly slice: EndpointSlice }[] {
    const unready = service.spec?.publishNotReadyAddresses === true;
    const found = new Map<string, { ip: string; hostname: string; slice: EndpointSlice }>();
    for (const slice of this.#slicesOf(service)) {
      for (const endpoint of slice.endpoints ?? []) {
        const [ip] = endpoint.addresses;
        if (ip === undefined || (endpoint.conditions?.ready === false && !unready)) continue;
        found.set(ip, { ip, hostname: hostnameOf(endpoint, ip), slice });
      }
    }
    return [...found.values()].sort((a, b) => (a.ip < b.ip ? -1 : 1));
  }

  /** `_http._tcp.web.default.svc.cluster.local`: priority, weight, port and host. */
  #serviceRecords(name: string): readonly string[] {
    const found = this.#named(name);
    const [portName, protocolName] = found?.before ?? [];
    if (!found || found.before.length !== 2) return [];
    const { service } = found;
    const { namespace = "", name: serviceName } = service.metadata;
    const own = `${serviceName}.${namespace}.svc.${this.#options.domain}.`;
    const matches = (port: { readonly name?: string; readonly protocol?: string }): boolean =>
      `_${port.name ?? ""}` === portName &&
      `_${(port.protocol ?? "TCP").toLowerCase()}` === protocolName;
    if (service.spec?.clusterIP !== "None")
      return (service.spec?.ports ?? []).filter(matches).map(({ port }) => `0 100 ${port} ${own}`);
    return this.#resolvable(service).flatMap(({ hostname, slice }) =>
      (slice.ports ?? []).filter(matches).map(({ port }) => `0 100 ${port} ${hostname}.${own}`),
    );
  }

  /** `4.3.2.10.in-addr.arpa`: the Service, or the endpoints of headless ones, whose address that is. */
  #pointers(name: string): readonly string[] {
    const digits = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name);
    if (!digits) return [];
    const ip = digits.slice(1).reverse().join(".");
    const nameOf = ({ metadata: { namespace = "", name: serviceName } }: Stored<Service>): string =>
      `${serviceName}.${namespace}.svc.${this.#options.domain}.`;
    const services = this.#services.lister.all().filter(({ spec }) => spec?.clusterIP === ip);
    // From the address to its Services: from each of those to its endpoints would be a long way in a large cluster.
    const headless = new Set<Stored<Service>>();
    for (const { metadata, endpoints = [] } of this.#slices.lister.all()) {
      if (!endpoints.some(({ addresses }) => addresses[0] === ip)) continue;
      const key = `${metadata.namespace ?? ""}/${metadata.labels?.[serviceNameLabel] ?? ""}`;
      const service = this.#services.lister.get(key);
      if (service?.spec?.clusterIP === "None") headless.add(service);
    }
    const endpointNames = [...headless].flatMap((service) => {
      const endpoint = this.#resolvable(service).find((candidate) => candidate.ip === ip);
      return endpoint ? [`${endpoint.hostname}.${nameOf(service)}`] : [];
    });
    return [...services.map(nameOf), ...endpointNames];
  }
}

const idOf = ({ ip, port }: RouteTarget): string => `${ip}:${port}`;

/** An endpoint without a name of its own is called by its address: `10-244-0-7`. */
function hostnameOf({ hostname }: Endpoint, ip: string): string {
  return hostname ?? ip.replaceAll(".", "-");
}

/** `10-244-0-7.default.pod.cluster.local` is that address, whether somebody has it or not. */
function podAddress(label: string): readonly string[] {
  return /^\d{1,3}(?:-\d{1,3}){3}$/.test(label) ? [label.replaceAll("-", ".")] : [];
}
