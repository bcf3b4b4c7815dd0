/**
 * ClusterIPs and node ports of Services: given out when one is created or changes type, held while it exists
 * (pkg/registry/core/service). What is held is read from the store once and kept by its events.
 */
import type {
  IPAddress,
  Service,
  ServiceCIDR,
  ServicePort,
  ServiceSpec,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { internalError, invalid, type FieldError } from "../../api/status.ts";
import { isOfServices } from "../../api/service-ips.ts";
import type { Host } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import { same } from "../../api/validation/same.ts";
import type { ServiceAllocations } from "../metrics/allocator-metrics.ts";
import {
  formatIpv4,
  formatIpv4Range,
  inRange,
  parseIpv4,
  parseIpv4Range,
  type Ipv4Range,
} from "./addresses.ts";
import { withFamilies } from "./ip-families.ts";

export interface AllocatorOptions {
  readonly host: Host;
  readonly store: Store;
  readonly serviceRange: Ipv4Range;
  /** Both ends included. */
  readonly nodePorts: { readonly first: number; readonly last: number };
}

/** Addresses at the range's start that are never given out at random: the API server's, DNS' and their like (KEP-3070). */
const staticBand = 16;

export class ServiceAllocator {
  readonly #options: AllocatorOptions;
  /** Who holds what: `10.244.128.7` or `30080/TCP` to the uid of a Service. */
  readonly #held = new Map<string, string>();
  readonly #stop: () => void;

  constructor(options: AllocatorOptions) {
    this.#options = options;
    const { store } = options;
    for (const { object } of store.list("services").entries) this.#hold(object as never);
    const watch = store.watch("services", { fromRevision: store.revision }, (events) => {
      for (const { type, entry } of events) {
        if (type === "DELETED") this.#releaseAll(entry.object.metadata.uid);
        else this.#settle(entry.object as unknown as Service);
      }
    });
    this.#stop = () => watch.stop();
  }

  stop(): void {
    this.#stop();
  }

  /** The Service with its addresses and ports; any other object unchanged. Throws 422 for one that is taken or outside. */
  allocate(object: KubeObject, previous: KubeObject | undefined): KubeObject {
    if (object.kind !== "Service" || object.apiVersion !== "v1") return object;
    const service = object as Service;
    const spec = service.spec;
    if (!spec || spec.type === "ExternalName") return service;
    const before = (previous as Service | undefined)?.spec;
    const uid = service.metadata.uid ?? "";
    const errors: FieldError[] = [];
    let next = withFamilies({ spec: withFormerAddresses(spec, before), before }, errors);
    if (errors.length === 0) {
      next = this.#withClusterIp(next, { before, uid, errors });
      next = this.#withNodePorts(next, { before, uid, errors });
      next = this.#withHealthPort(next, { before, uid });
    }
    if (errors.length > 0) {
      this.abandon(service);
      throw invalid({ group: "", kind: "Service" }, service.metadata.name ?? "", errors);
    }
    return { ...service, spec: next } as KubeObject;
  }

  /** Gives back what is held but not stored: what a write took that then failed, or a Service that is gone. */
  abandon(object: KubeObject): void {
    if (object.kind !== "Service" || object.apiVersion !== "v1") return;
    const { namespace = "", name = "", uid = "" } = object.metadata;
    const stored = this.#options.store.head({ resource: "services", namespace, name });
    this.#releaseAll(uid);
    if (stored && stored.object.metadata.uid === uid) this.#hold(stored.object as never);
  }

  #withClusterIp(spec: ServiceSpec, { before, uid, errors }: Pass): ServiceSpec {
    const asked = spec.clusterIP ?? "";
    if (asked === "None") return spec;
    // An address that the Service has may not change: that is for validation to say, nothing is allocated. Source: updateClusterIPs.
    if (before?.clusterIP && before.type !== "ExternalName") return spec;
    if (asked === "") {
      const ip = this.#freeAddress();
      this.#held.set(ip, uid);
      return { ...spec, clusterIP: ip, clusterIPs: [ip] };
    }
    const holder = this.#held.get(asked);
    const address = parseIpv4(asked);
    const refuse = (why: string) =>
      errors.push({
        type: "FieldValueInvalid",
        field: "spec.clusterIPs",
        message: `Invalid value: ${JSON.stringify([asked])}: failed to allocate IP ${asked}: ${why}`,
      });
    if (holder !== undefined && holder !== uid) refuse("provided IP is already allocated");
    else if (this.#isReserved(asked)) refuse("provided IP is already allocated");
    else if (address !== undefined && !this.#ranges().some((range) => inRange(range, address))) {
      refuse("the provided network does not match the current range");
    } else if (address !== undefined) this.#held.set(asked, uid);
    return spec;
  }

  #freeAddress(): string {
    for (const range of this.#ranges()) {
      const ip = this.#freeIn(range);
      if (ip !== undefined) return ip;
    }
    throw internalError("failed to allocate a serviceIP: range is full");
  }

  #freeIn({ base, size }: Ipv4Range): string | undefined {
    const band = Math.min(staticBand, Math.max(1, Math.floor(size / 2)));
    const usable = size - band - 1;
    const start = Math.floor(this.#options.host.random.float() * usable);
    for (let i = 0; i < usable; i++) {
      const ip = formatIpv4(base + band + ((start + i) % usable));
      if (!this.#held.has(ip) && !this.#isReserved(ip)) return ip;
    }
    return undefined;
  }

  /** The cluster's own range, which stays whatever becomes of its object, and those of IPv4 that are ready. */
  #ranges(): readonly Ipv4Range[] {
    const { store, serviceRange } = this.#options;
    const ranges = store.list("servicecidrs.networking.k8s.io").entries.flatMap(({ object }) => {
      const { metadata, spec, status } = object as unknown as ServiceCIDR;
      const isReady = status?.conditions?.some(
        (each) => each.type === "Ready" && each.status === "True",
      );
      if (!isReady || metadata.deletionTimestamp !== undefined) return [];
      return (spec?.cidrs ?? []).flatMap((text) => parseIpv4Range(text) ?? []);
    });
    return [serviceRange, ...ranges];
  }

  /** What is given out now, counted when somebody asks. */
  allocations(): ServiceAllocations {
    const addresses = [...this.#held.keys()].flatMap((key) => parseIpv4(key) ?? []);
    const { first, last } = this.#options.nodePorts;
    const ports = this.#held.size - addresses.length;
    return {
      addresses: new Map(
        this.#ranges().map((range) => {
          const allocated = addresses.filter((address) => inRange(range, address)).length;
          // The network's own address and the one for all are nobody's.
          const available = Math.max(0, range.size - 2 - allocated);
          return [formatIpv4Range(range), { allocated, available }];
        }),
      ),
      ports: { allocated: ports, available: last - first + 1 - ports },
    };
  }

  /** Whether an IPAddress keeps it from Services; those of Services follow them, and say nothing here. */
  #isReserved(ip: string): boolean {
    const key = { resource: "ipaddresses.networking.k8s.io", namespace: "", name: ip };
    const entry = this.#options.store.head(key);
    return entry !== undefined && !isOfServices(entry.object as unknown as IPAddress);
  }

  #withNodePorts(spec: ServiceSpec, { before, uid, errors }: Pass): ServiceSpec {
    const wanted =
      spec.type === "NodePort" ||
      (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
    if (!spec.ports) return spec;
    const ports = spec.ports.map((port, index) => {
      if (!wanted && !port.nodePort) return port;
      if (!wanted && spec.type === "ClusterIP") {
        // Changing back to ClusterIP gives the ports up, unless the client set them, which validation refuses.
        const { nodePort, ...rest } = port;
        const kept = before?.ports?.some((old) => old.nodePort === nodePort);
        return kept ? rest : port;
      }
      return this.#withNodePort(port, { before, uid, errors, index });
    });
    return { ...spec, ports };
  }

  #withNodePort(
    port: ServicePort,
    { before, uid, errors, index }: Pass & { index: number },
  ): ServicePort {
    const protocol = port.protocol ?? "TCP";
    const old = before?.ports?.find(
      (candidate) => candidate.port === port.port && (candidate.protocol ?? "TCP") === protocol,
    );
    const asked = port.nodePort || old?.nodePort;
    if (!asked) {
      const nodePort = this.#freeNodePort(protocol);
      this.#held.set(`${nodePort}/${protocol}`, uid);
      return { ...port, nodePort };
    }
    const { first, last } = this.#options.nodePorts;
    const holder = this.#held.get(`${asked}/${protocol}`);
    const refuse = (why: string) =>
      errors.push({
        type: "FieldValueInvalid",
        field: `spec.ports[${index}].nodePort`,
        message: `Invalid value: ${asked}: ${why}`,
      });
    if (asked < first || asked > last) {
      refuse(
        `provided port is not in the valid range. The range of valid ports is ${first}-${last}`,
      );
    } else if (holder !== undefined && holder !== uid) refuse("provided port is already allocated");
    else this.#held.set(`${asked}/${protocol}`, uid);
    return { ...port, nodePort: asked };
  }

  /** Balancers that keep traffic on its node are asked for their health on a port of their own. */
  #withHealthPort(spec: ServiceSpec, { before, uid }: Omit<Pass, "errors">): ServiceSpec {
    if (!isAskedForHealth(spec)) return spec;
    const former = isAskedForHealth(before) ? before?.healthCheckNodePort : undefined;
    const asked = spec.healthCheckNodePort || former;
    const port = asked || this.#freeNodePort("TCP");
    const holder = this.#held.get(`${port}/TCP`);
    if (holder !== undefined && holder !== uid) {
      const why = `failed to allocate requested HealthCheck NodePort ${port}`;
      throw internalError(`${why}: provided port is already allocated`);
    }
    this.#held.set(`${port}/TCP`, uid);
    return { ...spec, healthCheckNodePort: port };
  }

  #freeNodePort(protocol: string): number {
    const { nodePorts, host } = this.#options;
    const count = nodePorts.last - nodePorts.first + 1;
    const start = Math.floor(host.random.float() * count);
    for (let i = 0; i < count; i++) {
      const port = nodePorts.first + ((start + i) % count);
      if (!this.#held.has(`${port}/${protocol}`)) return port;
    }
    throw internalError("failed to allocate a nodePort: range is full");
  }

  /** After a stored change: holds exactly what the Service names now. */
  #settle(service: Service): void {
    this.#releaseAll(service.metadata.uid ?? "");
    this.#hold(service);
  }

  #hold(service: Service): void {
    const uid = service.metadata.uid ?? "";
    const { clusterIP, ports, healthCheckNodePort } = service.spec ?? {};
    if (healthCheckNodePort) this.#held.set(`${healthCheckNodePort}/TCP`, uid);
    if (clusterIP && clusterIP !== "None") this.#held.set(clusterIP, uid);
    for (const { nodePort, protocol } of ports ?? []) {
      if (nodePort) this.#held.set(`${nodePort}/${protocol ?? "TCP"}`, uid);
    }
  }

  #releaseAll(uid: string): void {
    for (const [key, holder] of this.#held) if (holder === uid) this.#held.delete(key);
  }
}

/**
 * The addresses that a client leaves out are those that the Service has; one that speaks of the first alone means the list too.
 * Source: patchAllocatedValues and normalizeClusterIPs.
 */
function withFormerAddresses(spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  let { clusterIP = "", clusterIPs = [] } = spec;
  const former = before?.type === "ExternalName" ? undefined : before;
  if (clusterIP === "") clusterIP = former?.clusterIP ?? "";
  if (clusterIPs.length === 0) clusterIPs = former?.clusterIPs ?? [];
  const isOldList = same(clusterIPs, before?.clusterIPs ?? []);
  if (isOldList && clusterIP !== (before?.clusterIP ?? "")) clusterIPs = [];
  if (clusterIP !== "" && clusterIPs.length === 0) clusterIPs = [clusterIP];
  return {
    ...spec,
    ...(clusterIP === "" ? {} : { clusterIP }),
    ...(clusterIPs.length === 0 ? {} : { clusterIPs }),
  };
}

function isAskedForHealth(spec: ServiceSpec | undefined): boolean {
  return spec?.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}

interface Pass {
  readonly before: ServiceSpec | undefined;
  readonly uid: string;
  readonly errors: FieldError[];
}
