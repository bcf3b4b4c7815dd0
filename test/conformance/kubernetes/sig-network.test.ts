/** The conformance texts of sig-network about EndpointSlices, Ingresses and the proxies of the API. */
import { expect } from "vitest";
import { ClusterEngine } from "../../../src/cluster.ts";
import { createSystemHost } from "../../../src/host/system.ts";
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from "../../../src/index.ts";
import { createReferencePool } from "../../../src/kernels/pool.ts";
import { generateTokenKeys } from "../../../src/server/auth/service-account-tokens.ts";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { expectApiOperations, expectDiscovered } from "./resource-operations.ts";
import { expectPodPorts, web } from "./sig-network-endpoints.ts";

const discovery = {
  group: "discovery.k8s.io",
  version: "v1",
  resource: "endpointslices",
  kind: "EndpointSlice",
  namespaced: true,
};

describeConformance("sig-network", (suite) => {
  suite.test("EndpointSlice API (Pods matching a Service)", async (api) => {
    await expectDiscovered(api, { ...discovery, body: {} });
    const ports = [{ name: "example-name", containerPort: 3000, protocol: "TCP" }];
    const labels = { foo: "bar" };
    await api.post(api.path("v1/services"), {
      metadata: { name: "example" },
      spec: {
        selector: labels,
        ports: [
          { name: "named", port: 8000, targetPort: "example-name" },
          { name: "numbered", port: 3000, targetPort: 3000 },
        ],
      },
    });
    const pods = [
      await api.runPod(web("pod1", ports, labels)),
      await api.runPod(web("pod2", ports, labels)),
    ];
    const ips = pods.map(({ status }) => status.podIP as string).sort();
    await api.until(api.path("v1/endpoints/example"), ({ subsets }) => {
      expect(subsets).toHaveLength(1);
      expect(subsets[0].addresses.map(({ ip }: { ip: string }) => ip).sort()).toEqual(ips);
      expect(subsets[0].ports).toHaveLength(2);
    });
    const slices = api.path(
      "discovery.k8s.io/v1/endpointslices?labelSelector=kubernetes.io/service-name%3Dexample",
    );
    await api.until(slices, ({ items }) => {
      expect(items).toHaveLength(1);
      const [slice] = items;
      expect(slice).toMatchObject({
        addressType: "IPv4",
        metadata: {
          labels: { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" },
        },
        ports: expect.arrayContaining([
          { name: "named", port: 3000, protocol: "TCP" },
          { name: "numbered", port: 3000, protocol: "TCP" },
        ]),
      });
      const endpoints = slice?.["endpoints"] as Endpoint[];
      expect(endpoints.flatMap(({ addresses }) => addresses).sort()).toEqual(ips);
      for (const { conditions, nodeName, targetRef } of endpoints) {
        expect(conditions.ready).toBe(true);
        expect(nodeName).toMatch(/^node-/);
        expect(targetRef).toMatchObject({ kind: "Pod", namespace: api.namespace });
      }
    });
  });

  suite.test("EndpointSlice API (a Service with a selector specified)", async (api) => {
    await api.post(api.path("v1/services"), {
      metadata: { name: "example-empty-selector", annotations: {} },
      spec: {
        selector: { "does-not-match-anything": "endpoints-and-slices" },
        ports: [{ port: 80 }],
      },
    });
    const endpoints = api.path("v1/endpoints/example-empty-selector");
    await api.until(endpoints, ({ subsets }) => expect(subsets ?? []).toEqual([]));
    const slices = api.path(
      "discovery.k8s.io/v1/endpointslices?labelSelector=kubernetes.io/service-name%3Dexample-empty-selector",
    );
    await api.until(slices, ({ items }) => expect(items).toHaveLength(1));
    await api.delete(api.path("v1/services/example-empty-selector"));
    await api.expectGone(endpoints);
    await api.until(slices, ({ items }) => expect(items).toHaveLength(0));
  });

  suite.test("EndpointSlice API (pointing to API Server)", async () => {
    // The library alone listens nowhere; a cluster that does says where.
    const engine = await ClusterEngine.open({
      host: createSystemHost(),
      log: new MemoryLog(),
      kernels: createReferencePool(),
      tokenKeys: await generateTokenKeys(),
      caPem: "",
      nodes: [],
    });
    try {
      await engine.start({ ip: "192.0.2.10", port: 6443 });
      const key = { namespace: "default", name: "kubernetes" };
      const client = engine.client("e2e");
      await client.get(SERVICES, key);
      expect((await client.get(ENDPOINTS, key)).subsets).toMatchObject([
        { addresses: [{ ip: "192.0.2.10" }], ports: [{ port: 6443 }] },
      ]);
      const { items } = await client.list(ENDPOINT_SLICES, {
        namespace: "default",
        labelSelector: "kubernetes.io/service-name=kubernetes",
      });
      expect(items).toMatchObject([{ endpoints: [{ addresses: ["192.0.2.10"] }] }]);
    } finally {
      await engine.stop();
    }
  });

  suite.test("EndpointSlice API (API operations)", (api) =>
    expectApiOperations(api, {
      ...discovery,
      body: {
        addressType: "IPv4",
        endpoints: [{ addresses: ["1.2.3.4", "5.6.7.8"], conditions: { ready: true } }],
        ports: [{ name: "example", port: 80, protocol: "TCP" }],
      },
      change: (slice) => ({
        ...slice,
        endpoints: [{ addresses: ["9.9.9.9"], conditions: { ready: false } }],
      }),
    }),
  );

  suite.test("Scheduling, HostPort matching and HostIP and Protocol not-matching", async (api) => {
    const rows = [
      { hostIP: "127.0.0.1", protocol: "TCP" },
      { hostIP: "10.0.0.1", protocol: "TCP" },
      { hostIP: "10.0.0.1", protocol: "UDP" },
    ];
    for (const [at, row] of rows.entries()) {
      const port = { hostPort: 54_323, containerPort: 8080, ...row };
      const { spec } = web(`pod${at}`, [port]);
      const nodeSelector = { "kubernetes.io/hostname": "node-1" };
      const pod = await api.runPod({
        metadata: { name: `pod${at}` },
        spec: { ...spec, nodeSelector },
      });
      expect(pod["spec"].nodeName).toBe("node-1");
    }
  });

  suite.test("Ingress API", (api) =>
    expectApiOperations(api, {
      group: "networking.k8s.io",
      version: "v1",
      resource: "ingresses",
      kind: "Ingress",
      namespaced: true,
      subresources: ["status"],
      body: {
        spec: {
          defaultBackend: { service: { name: "default-backend", port: { number: 80 } } },
          rules: [
            {
              host: "foo.bar.com",
              http: {
                paths: [
                  {
                    path: "/",
                    pathType: "Prefix",
                    backend: { service: { name: "test", port: { number: 8080 } } },
                  },
                ],
              },
            },
          ],
        },
      },
      status: { loadBalancer: { ingress: [{ ip: "169.1.1.1" }] } },
    }),
  );

  suite.test("IngressClass API", (api) =>
    expectApiOperations(api, {
      group: "networking.k8s.io",
      version: "v1",
      resource: "ingressclasses",
      kind: "IngressClass",
      namespaced: false,
      body: { spec: { controller: "example.com/controller" } },
    }),
  );

  suite.test("Proxy, validate Proxy responses", async (api) => {
    await expectProxied(api, "");
  });

  suite.test("Proxy, validate ProxyWithPath responses", async (api) => {
    await expectProxied(api, "/some/path/with/HTTP");
  });

  suite.test("Proxy, logs service endpoint", async (api) => {
    await api.runPod(
      web("proxied", [{ name: "dest1", containerPort: 160 }, { containerPort: 162 }]),
    );
    await api.post(api.path("v1/services"), {
      metadata: { name: "proxy-service" },
      spec: {
        selector: { app: "web" },
        ports: [
          { name: "portname1", port: 80, targetPort: "dest1" },
          { name: "portname2", port: 81, targetPort: 162 },
        ],
      },
    });
    await eventually(async () => {
      const { subsets } = await api.get(api.path("v1/endpoints/proxy-service"));
      expect(subsets).toHaveLength(1);
    });
    const targets = [
      "services/proxy-service:portname1",
      "services/http:proxy-service:portname1",
      "services/proxy-service:81",
      "services/http:proxy-service:portname2",
      "pods/proxied:160",
      "pods/http:proxied:162",
    ];
    for (const target of targets) {
      const response = await api.cluster.fetch(api.path(`v1/${target}/proxy/`));
      expect(await response.text(), target).toContain("proxied");
      expect(response.status, target).toBe(200);
    }
  });
});

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: { readonly ready: boolean };
  readonly nodeName: string;
  readonly targetRef: object;
}

/** Every method reaches the Pod and the Service through the API, and the Pod answers 200. */
async function expectProxied(api: ConformanceApi, path: string): Promise<void> {
  await api.runPod(web("agnhost", [{ containerPort: 80 }]));
  await api.post(api.path("v1/services"), {
    metadata: { name: "e2e-proxy" },
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 80 }] },
  });
  await expectPodPorts(api, "e2e-proxy", { agnhost: [80] });
  for (const target of ["v1/pods/agnhost", "v1/services/e2e-proxy"]) {
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await api.cluster.fetch(
        new Request(`http://kubarium${api.path(target)}/proxy${path || "/"}`, { method }),
      );
      const text = await response.text();
      expect(response.status, `${method} ${target}: ${text}`).toBe(200);
      if (method !== "HEAD") expect(text).toContain("agnhost");
    }
  }
}
