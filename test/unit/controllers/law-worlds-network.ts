/** The states from which the laws are tried on the controllers of the addresses that Services have. */
import { IP_ADDRESSES, SERVICE_CIDRS, SERVICES } from "../../../src/api/kinds.ts";
import { managedByLabel, serviceIpManager } from "../../../src/api/service-ips.ts";
import { serviceCidrController } from "../../../src/controllers/service-cidrs.ts";
import { serviceIpController } from "../../../src/controllers/service-ips.ts";
import { placed, type LawWorld } from "./law-worlds.ts";

const finalizers = ["networking.k8s.io/service-cidr-finalizer"];
const deletionTimestamp = "2026-01-01T00:00:00Z";

const range = (name: string, cidr: string, metadata: object = {}) =>
  placed(SERVICE_CIDRS, { name, metadata, spec: { cidrs: [cidr] }, status: {} });
const service = (name: string, clusterIP: string) =>
  placed(SERVICES, { name, spec: { clusterIP, clusterIPs: [clusterIP], ports: [{ port: 80 }] } });
const address = (ip: string, name: string, manager: string = serviceIpManager) =>
  placed(IP_ADDRESSES, {
    name: ip,
    metadata: { labels: { [managedByLabel]: manager } },
    spec: { parentRef: { resource: "services", namespace: "default", name } },
  });

export const networkLawWorlds: readonly LawWorld[] = [
  {
    state: "with ranges that are new, ready, needed and free",
    controller: serviceCidrController,
    objects: [
      range("new", "10.0.0.0/24"),
      range("ready", "10.1.0.0/24", { finalizers }),
      range("needed", "10.2.0.0/24", { finalizers, deletionTimestamp }),
      range("covered", "10.1.0.0/28", { finalizers, deletionTimestamp }),
      address("10.2.0.1", "a"),
      address("10.1.0.1", "b"),
    ],
  },
  {
    state: "with Services and addresses that are new, right, stale and of others",
    controller: serviceIpController,
    objects: [
      service("new", "10.0.0.1"),
      service("right", "10.0.0.2"),
      service("headless", "None"),
      service("other", "10.0.0.3"),
      address("10.0.0.2", "right"),
      address("10.0.0.3", "gone"),
      address("10.0.0.4", "gone"),
      address("10.0.0.5", "kept", "somebody"),
    ],
  },
];
