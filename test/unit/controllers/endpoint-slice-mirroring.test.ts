import { afterEach, expect, test } from "vitest";
import type { Endpoints } from "../../../src/api/generated/types.ts";
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from "../../../src/api/kinds.ts";
import { endpointSliceMirroringController } from "../../../src/controllers/endpoint-slice-mirroring.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;
afterEach(() => world.stop());

const subsets: NonNullable<Endpoints["subsets"]> = [
  {
    addresses: [
      { ip: "10.1.2.4", nodeName: "node-1" },
      { ip: "2001:db8::4", hostname: "four" },
    ],
    notReadyAddresses: [{ ip: "10.1.2.5" }],
    ports: [{ name: "http", port: 80 }],
  },
  { addresses: [{ ip: "10.1.2.4" }], ports: [{ name: "https", port: 443, protocol: "TCP" }] },
];

async function start(metadata: object = {}, selector?: Readonly<Record<string, string>>) {
  world = await startWorld({ controllers: [endpointSliceMirroringController] });
  await world.client.create(SERVICES, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "outside", namespace: "default" },
    spec: { ports: [{ port: 80 }], ...(selector ? { selector } : {}) },
  });
  await world.client.create(ENDPOINTS, {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name: "outside", namespace: "default", ...metadata },
    subsets,
  });
  await world.host.settle();
}

const slices = async () =>
  (await world.list(ENDPOINT_SLICES))
    .map(({ metadata, addressType, ports, endpoints }) => ({
      metadata,
      type: addressType,
      ports: (ports ?? []).map(({ name, port }) => `${name}:${port}`),
      endpoints: (endpoints ?? []).map(
        ({ addresses, conditions }) =>
          `${addresses.join()} ${conditions?.ready ? "ready" : "not ready"}`,
      ),
    }))
    .toSorted((a, b) => (`${a.type}${a.ports.join()}` < `${b.type}${b.ports.join()}` ? -1 : 1));

const shown = async () =>
  (await slices()).map(({ type, ports, endpoints }) => [type, ports.join(), ...endpoints]);

test("Endpoints of a Service without a selector are mirrored by family and ports", async () => {
  await start({
    labels: { tier: "far" },
    annotations: { note: "kept", "kubectl.kubernetes.io/last-applied-configuration": "{}" },
  });
  expect(await shown()).toEqual([
    ["IPv4", "http:80", "10.1.2.4 ready", "10.1.2.5 not ready"],
    ["IPv4", "https:443", "10.1.2.4 ready"],
    ["IPv6", "http:80", "2001:db8::4 ready"],
  ]);
  const [first] = await slices();
  expect(first?.metadata).toMatchObject({
    generateName: "outside-",
    annotations: { note: "kept" },
    ownerReferences: [{ kind: "Endpoints", name: "outside", controller: true }],
  });
  expect(first?.metadata.labels).toEqual({
    tier: "far",
    "kubernetes.io/service-name": "outside",
    "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
  });
});

test("the slices follow their Endpoints, and go when there is nothing to mirror", async () => {
  await start();
  const before = (await slices()).map(({ metadata }) => metadata.name);
  await world.change(ENDPOINTS, "outside", (found) => ({
    ...found,
    metadata: { ...found.metadata, labels: { tier: "near" } },
    subsets: [{ addresses: [{ ip: "10.1.2.9" }], ports: [{ name: "http", port: 80 }] }],
  }));
  await world.host.settle();
  expect(await shown()).toEqual([["IPv4", "http:80", "10.1.2.9 ready"]]);
  const [slice] = await slices();
  expect(slice?.metadata.labels).toMatchObject({ tier: "near" });
  expect(before).toContain(slice?.metadata.name);
  await world.change(SERVICES, "outside", (found) => ({
    ...found,
    spec: { ...found.spec, selector: { app: "web" } },
  }));
  await world.host.settle();
  expect(await shown()).toEqual([]);
});

test.each([
  [{ labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } }],
  [{ annotations: { "control-plane.alpha.kubernetes.io/leader": "{}" } }],
])("Endpoints with %j are not mirrored", async (metadata) => {
  await start(metadata);
  expect(await shown()).toEqual([]);
});

test("Endpoints of a Service with a selector are not mirrored", async () => {
  await start({}, { app: "web" });
  expect(await shown()).toEqual([]);
});

test("Endpoints come to be mirrored when their Service does", async () => {
  await start();
  await world.client.delete(SERVICES, { namespace: "default", name: "outside" });
  await world.host.settle();
  expect(await shown()).toEqual([]);
  await world.client.create(SERVICES, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "outside", namespace: "default" },
    spec: { ports: [{ port: 80 }] },
  });
  await world.host.settle();
  expect(await shown()).toHaveLength(3);
});
