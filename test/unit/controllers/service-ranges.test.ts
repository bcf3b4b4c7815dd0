/** Ranges and addresses of Services, in a cluster (test/integration/servicecidr; pkg/controller/servicecidrs). */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { IPAddress, Service, ServiceCIDR } from "../../../src/api/generated/types.ts";
import { IP_ADDRESSES, SERVICE_CIDRS, SERVICES } from "../../../src/api/kinds.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, type Cluster } from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;
beforeEach(async () => {
  host = createSimulatedHost({ seed: 3 });
  cluster = await createCluster({ host, nodes: 0 });
  await host.settle();
});
afterEach(() => cluster.stop());

const namespace = "default";

async function range(name: string, ...cidrs: readonly string[]): Promise<void> {
  const metadata = { name };
  const object: ServiceCIDR = {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    metadata,
    spec: { cidrs },
  };
  await cluster.client.create(SERVICE_CIDRS, object);
  await host.settle();
}

async function service(name: string, spec: Service["spec"]): Promise<string | undefined> {
  const made = await cluster.client.create(SERVICES, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { ports: [{ port: 80 }], ...spec },
  });
  await host.settle();
  return made.spec?.clusterIP;
}

async function reserved(name: string): Promise<void> {
  const object: IPAddress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    metadata: { name },
    spec: { parentRef: { group: "gateway.example.com", resource: "gateways", name: "g" } },
  };
  await cluster.client.create(IP_ADDRESSES, object);
}

async function addresses(): Promise<readonly unknown[]> {
  const { items } = await cluster.client.list(IP_ADDRESSES);
  return items
    .filter(({ spec }) => spec.parentRef.name !== "kubernetes")
    .map(({ metadata, spec }) => [metadata.name, metadata.labels, spec.parentRef]);
}

const condition = async (name: string): Promise<unknown> =>
  (await cluster.client.get(SERVICE_CIDRS, { name })).status?.conditions?.[0];

test("each ClusterIP has an address of its own, which goes with its Service and comes back alone", async () => {
  const ip = await service("web", {});
  await service("headless", { clusterIP: "None" });
  const labels = {
    "ipaddress.kubernetes.io/ip-family": "IPv4",
    "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
  };
  const own = [ip, labels, { resource: "services", namespace, name: "web" }];
  expect(await addresses()).toEqual([own]);
  await cluster.client.delete(IP_ADDRESSES, { name: ip ?? "" });
  await host.settle();
  expect(await addresses()).toEqual([own]);
  await cluster.client.delete(SERVICES, { name: "web", namespace });
  await host.settle();
  expect(await addresses()).toEqual([]);
});

test("an address that somebody else has is none for a Service", async () => {
  await range("more", "192.168.0.0/24");
  await reserved("192.168.0.9");
  await expect(service("web", { clusterIP: "192.168.0.9" })).rejects.toThrow(
    'spec.clusterIPs: Invalid value: ["192.168.0.9"]: failed to allocate IP 192.168.0.9: provided IP is already allocated',
  );
  await cluster.client.delete(IP_ADDRESSES, { name: "192.168.0.9" });
  expect(await service("web", { clusterIP: "192.168.0.9" })).toBe("192.168.0.9");
});

test("another range is for Services while it is there, and stays as long as they need it", async () => {
  const ask = (name: string) => service(name, { clusterIP: "192.168.0.5" });
  const outside =
    "failed to allocate IP 192.168.0.5: the provided network does not match the current range";
  await expect(ask("early")).rejects.toThrow(outside);
  await range("more", "192.168.0.0/24");
  expect(await condition("more")).toMatchObject({
    type: "Ready",
    status: "True",
    reason: "",
    message: "Kubernetes Service CIDR is ready",
  });
  const { metadata } = await cluster.client.get(SERVICE_CIDRS, { name: "more" });
  expect(metadata.finalizers).toEqual(["networking.k8s.io/service-cidr-finalizer"]);
  expect(await ask("web")).toBe("192.168.0.5");

  await cluster.client.delete(SERVICE_CIDRS, { name: "more" });
  await host.settle();
  expect(await condition("more")).toMatchObject({
    type: "Ready",
    status: "False",
    reason: "Terminating",
    message:
      "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR",
  });
  await expect(service("late", { clusterIP: "192.168.0.6" })).rejects.toThrow(
    "failed to allocate IP 192.168.0.6",
  );
  await cluster.client.delete(SERVICES, { name: "web", namespace });
  await host.advance(11_000);
  await expect(cluster.client.get(SERVICE_CIDRS, { name: "more" })).rejects.toMatchObject({
    code: 404,
  });
});

test("a range whose addresses another one has as well may go", async () => {
  await range("more", "192.168.0.0/24");
  await service("web", { clusterIP: "192.168.0.5" });
  await range("wide", "192.168.0.0/16");
  await cluster.client.delete(SERVICE_CIDRS, { name: "more" });
  await host.settle();
  expect((await cluster.client.get(SERVICE_CIDRS, { name: "more" })).metadata.name).toBe("more");
  await host.advance(11_000);
  await expect(cluster.client.get(SERVICE_CIDRS, { name: "more" })).rejects.toMatchObject({
    code: 404,
  });
});
