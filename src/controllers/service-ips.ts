/**
 * Keeps an IPAddress for each ClusterIP, and none that was made for a Service that has it no more. It comes after the Service, by an
 * event; kube-apiserver makes it before. Source: pkg/registry/core/service/ipallocator/controller/repairip.go.
 */
import type { IPAddress, Service } from "../api/generated/types.ts";
import { IP_ADDRESSES, SERVICES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import {
  ipFamilyLabel,
  isOfServices,
  managedByLabel,
  serviceIpManager,
} from "../api/service-ips.ts";
import { ownKey, statesOf, watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";

export interface ServiceIpView {
  readonly ip: string;
  /** Who has it; the allocator gives it to one alone. */
  readonly service: Stored<Service> | undefined;
  readonly address: Stored<IPAddress> | undefined;
}

export const serviceIpController: Controller<ServiceIpView> = {
  name: "ipallocator-repair-controller",
  watches: [
    watch(SERVICES, (change) => statesOf(change).flatMap(clusterIpsOf), { ips: clusterIpsOf }),
    watch(IP_ADDRESSES, ownKey),
  ],
  view(listers, ip) {
    const [service] = listers.of(SERVICES).byIndex("ips", ip);
    const address = listers.of(IP_ADDRESSES).get(ip);
    return service || address ? { ip, service, address } : undefined;
  },
  reconcile({ ip, service, address }) {
    if (address) {
      const isStale = isOfServices(address) && !(service && isFor(address, service));
      if (!isStale || address.metadata.deletionTimestamp) return plan([]);
      return plan([{ verb: "delete", resource: IP_ADDRESSES, object: address }]);
    }
    return plan(
      service ? [{ verb: "create", resource: IP_ADDRESSES, object: addressOf(ip, service) }] : [],
    );
  },
};

function clusterIpsOf({ spec }: Service): readonly string[] {
  const { type, clusterIP, clusterIPs = clusterIP ? [clusterIP] : [] } = spec ?? {};
  return type === "ExternalName" ? [] : clusterIPs.filter((ip) => ip !== "None");
}

function addressOf(ip: string, { metadata }: Stored<Service>): IPAddress {
  const { namespace = "", name } = metadata;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    metadata: {
      name: ip,
      labels: {
        [ipFamilyLabel]: ip.includes(":") ? "IPv6" : "IPv4",
        [managedByLabel]: serviceIpManager,
      },
    },
    spec: { parentRef: { resource: "services", namespace, name } },
  };
}

function isFor({ spec: { parentRef } }: IPAddress, { metadata }: Stored<Service>): boolean {
  const { group = "", resource, namespace, name } = parentRef;
  const isService = group === "" && resource === "services";
  return isService && namespace === metadata.namespace && name === metadata.name;
}
