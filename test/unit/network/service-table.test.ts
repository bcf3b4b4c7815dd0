/** Which addresses listen for a Service, and who stands behind them (pkg/proxy/topology.go, KEP-1669, KEP-2086). */
import { describe, expect, it } from "vitest";
import type { EndpointSlice, Service, ServiceSpec } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import {
  clusterListeners,
  computeServiceTable,
  hostListeners,
  type ServiceTableInput,
} from "../../../src/network/service-table.ts";

function service(spec: ServiceSpec, status: Service["status"] = {}): Stored<Service> {
  const metadata = {
    namespace: "ns",
    name: "web",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: "",
  };
  return { apiVersion: "v1", kind: "Service", metadata, spec, status };
}

type Endpoints = NonNullable<EndpointSlice["endpoints"]>;

function slice(
  endpoints: Endpoints,
  ports: NonNullable<EndpointSlice["ports"]> = [{ port: 8080 }],
): Stored<EndpointSlice> {
  const metadata = {
    namespace: "ns",
    name: "web-1",
    uid: "s",
    resourceVersion: "1",
    creationTimestamp: "",
    labels: { "kubernetes.io/service-name": "web" },
  };
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata,
    addressType: "IPv4",
    endpoints,
    ports,
  };
}

const ready = (ip: string, nodeName = "docker") => ({
  addresses: [ip],
  nodeName,
  conditions: { ready: true },
});

const inCluster: Pick<ServiceTableInput, "listeners" | "isSimulated" | "holdsIdlePorts"> = {
  listeners: clusterListeners((ip) => ip.startsWith("10.244.")),
  isSimulated: (nodeName) => nodeName !== "docker",
  holdsIdlePorts: false,
};

/** `TCP 10.244.128.5:80` of each listener. */
function listens(spec: ServiceSpec, status?: Service["status"]): readonly string[] {
  const services = [service(spec, status)];
  const ports = [
    { port: 8080, protocol: "TCP" as const },
    { port: 53, protocol: "UDP" as const, name: "dns" },
  ];
  const table = computeServiceTable({
    ...inCluster,
    services,
    slices: [slice([ready("10.244.0.2")], ports)],
  });
  return table.flatMap(({ listeners }) =>
    listeners.map(
      ({ address, port, protocol = "TCP", reason }) => `${reason} ${protocol} ${address}:${port}`,
    ),
  );
}

describe("in the cluster's network", () => {
  const clusterIP = "10.244.128.5";

  it.each<[string, ServiceSpec, readonly string[]]>([
    ["a Service", { clusterIP, ports: [{ port: 80 }] }, ["ClusterIP TCP 10.244.128.5:80"]],
    [
      "UDP",
      { clusterIP, ports: [{ name: "dns", port: 53, protocol: "UDP" }] },
      ["ClusterIP UDP 10.244.128.5:53"],
    ],
    ["SCTP", { clusterIP, ports: [{ port: 80, protocol: "SCTP" }] }, []],
    ["a headless Service", { clusterIP: "None", ports: [{ port: 80 }] }, []],
    ["an alias", { type: "ExternalName", externalName: "example.test", ports: [{ port: 80 }] }, []],
    ["an address of another network", { clusterIP: "10.96.0.1", ports: [{ port: 80 }] }, []],
    [
      "external addresses, as far as they lead here",
      { clusterIP, externalIPs: ["10.244.200.1", "192.0.2.1"], ports: [{ port: 80 }] },
      ["ClusterIP TCP 10.244.128.5:80", "ExternalIP TCP 10.244.200.1:80"],
    ],
  ])("%s listens at its addresses", (_what, spec, expected) => {
    expect(listens(spec)).toEqual(expected);
  });

  it("a load balancer's address is listened on where it leads here", () => {
    const ingress = [{ ip: "127.0.0.1" }, { ip: "10.244.200.2" }];
    const spec: ServiceSpec = { type: "LoadBalancer", clusterIP, ports: [{ port: 80 }] };
    expect(listens(spec, { loadBalancer: { ingress } })).toEqual([
      "ClusterIP TCP 10.244.128.5:80",
      "ExternalIP TCP 10.244.200.2:80",
    ]);
  });

  const spec: ServiceSpec = { clusterIP, ports: [{ port: 80 }] };
  const going = {
    addresses: ["10.244.0.9"],
    conditions: { ready: false, serving: true, terminating: true },
  };
  const unready = { addresses: ["10.244.0.8"], conditions: { ready: false } };

  it.each<[string, Endpoints, ServiceSpec, readonly string[] | undefined]>([
    ["ready ones", [ready("10.244.0.2"), unready, going], spec, ["10.244.0.2:8080 direct"]],
    ["terminating ones where no other is left", [unready, going], spec, ["10.244.0.9:8080 direct"]],
    ["nobody", [unready], spec, undefined],
    [
      "simulated Pods through the engine",
      [ready("10.244.64.2", "node-1"), ready("10.244.0.2")],
      spec,
      ["10.244.0.2:8080 direct", "10.244.64.2:8080 switch"],
    ],
    [
      "Pods of the same node where the policy is Local",
      [ready("10.244.64.2", "node-1"), ready("10.244.0.2")],
      { ...spec, internalTrafficPolicy: "Local" },
      ["10.244.0.2:8080 direct"],
    ],
  ])("behind a Service are %s", (_what, endpoints, of, expected) => {
    const services = [service(of)];
    const [found] = computeServiceTable({ ...inCluster, services, slices: [slice(endpoints)] });
    expect(found?.backends.map(({ id, route }) => `${id} ${route}`)).toEqual(expected);
  });
});

describe("on the machine itself", () => {
  const input = { ...inCluster, holdsIdlePorts: true, slices: [] };
  const spec: ServiceSpec = {
    type: "LoadBalancer",
    clusterIP: "10.244.128.5",
    ports: [{ port: 80, nodePort: 30_080 }],
  };

  it("node ports listen at every address of the node, load balancers at the first, though nobody serves", () => {
    const listeners = hostListeners(["127.0.0.1", "10.244.0.1"]);
    const [found] = computeServiceTable({ ...input, listeners, services: [service(spec)] });
    expect(found?.listeners).toEqual([
      { address: "127.0.0.1", port: 30_080, reason: "NodePort" },
      { address: "10.244.0.1", port: 30_080, reason: "NodePort" },
      { address: "127.0.0.1", port: 80, reason: "LoadBalancer" },
    ]);
    expect(found?.backends).toEqual([]);
  });

  it("a Service that is being deleted listens no more", () => {
    const kept = service(spec);
    const gone = {
      ...kept,
      metadata: { ...kept.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" },
    };
    const listeners = hostListeners(["127.0.0.1"]);
    expect(computeServiceTable({ ...input, listeners, services: [gone] })).toEqual([]);
  });
});
