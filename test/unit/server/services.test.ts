/** What Services are given, and what they may not ask for, where there are addresses of IPv4 alone (pkg/registry/core/service/storage). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { SERVICES } from "../../../src/api/kinds.ts";
import type { Service } from "../../../src/api/generated/types.ts";
import { createCluster, type Cluster } from "../../../src/index.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());

let made = 0;
function create(spec: object): Promise<Service> {
  made += 1;
  const metadata = { name: `s${made}`, namespace: "default" };
  const object = { apiVersion: "v1", kind: "Service", metadata, spec } as Service;
  return cluster.client.create(SERVICES, object);
}

const ports = [{ port: 80 }];
const selector = { app: "a" };

test.each([
  ["plain", { ports }, { ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" }],
  [
    "headless",
    { clusterIP: "None", selector },
    { clusterIPs: ["None"], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" },
  ],
  [
    "headless without Pods",
    { clusterIP: "None" },
    { clusterIPs: ["None"], ipFamilies: ["IPv4", "IPv6"], ipFamilyPolicy: "RequireDualStack" },
  ],
  [
    "headless without Pods, of one family",
    { clusterIP: "None", ipFamilyPolicy: "SingleStack", ipFamilies: ["IPv6"] },
    { ipFamilies: ["IPv6"], ipFamilyPolicy: "SingleStack" },
  ],
  [
    "of both families, if there were both",
    { ports, ipFamilyPolicy: "PreferDualStack" },
    { ipFamilies: ["IPv4"], ipFamilyPolicy: "PreferDualStack" },
  ],
  [
    "asked for its health",
    { ports, type: "LoadBalancer", externalTrafficPolicy: "Local" },
    { healthCheckNodePort: expect.any(Number) as number },
  ],
])("a Service that is %s", async (_name, spec, expected) => {
  expect((await create(spec)).spec).toMatchObject(expected);
});

test.each([
  [
    { ports, ipFamilies: ["IPv6"] },
    'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
  ],
  [
    { ports, ipFamilyPolicy: "RequireDualStack" },
    'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
  ],
  [
    { ports, ipFamilies: ["IPv4", "IPv6"], ipFamilyPolicy: "SingleStack" },
    "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
  ],
  [
    { ports, clusterIP: "fd00::1" },
    'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
  ],
  [
    { ports, clusterIPs: ["10.244.128.9"] },
    'spec.clusterIPs: Invalid value: ["10.244.128.9"]: must be empty when `clusterIP` is not specified',
  ],
  [
    { ports, ipFamilies: ["IPv5"] },
    'spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
  ],
])("a Service with %j", async (spec, message) => {
  await expect(create(spec)).rejects.toMatchObject({
    status: { code: 422, message: `Service "s${made}" is invalid: ${message}` },
  });
});

test("an update that leaves out what was given keeps it", async () => {
  const { spec, metadata } = await create({
    ports,
    selector,
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
  });
  const bare = { ports, type: "LoadBalancer", externalTrafficPolicy: "Local" };
  const next = { apiVersion: "v1", kind: "Service", metadata, spec: bare } as Service;
  const updated = await cluster.client.update(SERVICES, next);
  expect(updated.spec).toMatchObject({
    clusterIP: spec?.clusterIP,
    clusterIPs: spec?.clusterIPs,
    healthCheckNodePort: spec?.healthCheckNodePort,
    ports: [{ nodePort: spec?.ports?.[0]?.nodePort }],
  });
});

test.each([
  ["outside of the range", { ports }, "10.0.0.250"],
  ["inside of it", { ports }, "10.244.128.77"],
  ["where there was none", { ports, clusterIP: "None", selector }, "10.244.128.78"],
])("an address does not change: to one %s", async (_name, spec, clusterIP) => {
  const { metadata } = await create(spec);
  const next = {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { ports, selector, clusterIP },
  };
  await expect(cluster.client.update(SERVICES, next as Service)).rejects.toMatchObject({
    status: {
      code: 422,
      message: `Service "s${made}" is invalid: spec.clusterIPs[0]: Invalid value: ["${clusterIP}"]: may not change once set`,
    },
  });
});
