/** Services in the words of `kubectl get services`, and how many endpoints answer for each. */
import type { EndpointSlice, Service, ServicePort } from "../../src/api/generated/types.ts";

/** `80/TCP`, or `80:30080/TCP` with a node port. */
export function portText({ port, nodePort, protocol = "TCP" }: ServicePort): string {
  return `${port}${nodePort ? `:${nodePort}` : ""}/${protocol}`;
}

export function externalAddresses({ spec, status }: Service): readonly string[] {
  if (spec?.type === "ExternalName") return [spec.externalName ?? ""];
  const balanced = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
  return [...balanced, ...(spec?.externalIPs ?? [])].filter((address) => address !== undefined);
}

/** Ready addresses by `namespace/service`; an address in two slices counts once. */
export function readyEndpoints(slices: readonly EndpointSlice[]): ReadonlyMap<string, number> {
  const addresses = new Map<string, Set<string>>();
  for (const { metadata, endpoints } of slices) {
    const service = metadata.labels?.["kubernetes.io/service-name"];
    if (service === undefined) continue;
    const key = `${metadata.namespace ?? ""}/${service}`;
    const known = addresses.get(key) ?? new Set();
    addresses.set(key, known);
    for (const endpoint of endpoints ?? []) {
      // A missing `ready` means ready (discovery.k8s.io/v1, EndpointConditions).
      if (endpoint.conditions?.ready === false) continue;
      for (const address of endpoint.addresses) known.add(address);
    }
  }
  return new Map([...addresses].map(([key, known]) => [key, known.size]));
}
