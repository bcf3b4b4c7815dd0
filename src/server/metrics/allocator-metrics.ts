/** What of the addresses and ports for Services is given out (pkg/registry/core/service/ipallocator and portallocator, metrics.go). */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";

/** So many are given out, and so many may still be. */
export interface Allocation {
  readonly allocated: number;
  readonly available: number;
}

export interface ServiceAllocations {
  /** By range in CIDR notation. */
  readonly addresses: ReadonlyMap<string, Allocation>;
  readonly ports: Allocation;
}

export function allocatorFamilies({
  addresses,
  ports,
}: ServiceAllocations): readonly MetricFamily[] {
  const ofAddresses = (what: keyof Allocation): MetricFamily =>
    simpleFamily(
      [
        "gauge",
        `kube_apiserver_clusterip_allocator_${what}_ips`,
        `[ALPHA] Gauge measuring the number of ${what} IPs for Services`,
      ],
      [...addresses].map(([cidr, allocation]) => [{ cidr }, allocation[what]] as const),
    );
  const ofPorts = (what: keyof Allocation): MetricFamily =>
    simpleFamily(
      [
        "gauge",
        `kube_apiserver_nodeport_allocator_${what}_ports`,
        `[ALPHA] Gauge measuring the number of ${what} NodePorts for Services`,
      ],
      [[{}, ports[what]]],
    );
  return [
    ofAddresses("allocated"),
    ofAddresses("available"),
    ofPorts("allocated"),
    ofPorts("available"),
  ];
}
