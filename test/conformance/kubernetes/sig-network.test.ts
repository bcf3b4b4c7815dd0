/** The conformance texts of sig-network whose subject is the API, endpoints or the API's proxies. */
import { expect } from "vitest";
import { ClusterEngine } from "../../../src/cluster.ts";
import { createSystemHost } from "../../../src/host/system.ts";
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from "../../../src/index.ts";
import { createReferencePool } from "../../../src/kernels/pool.ts";
import { generateTokenKeys } from "../../../src/server/auth/service-account-tokens.ts";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { type ConformanceApi, describeConformance, describeNotRun } from "./conformance-suite.ts";
import { expectApiOperations, expectDiscovered } from "./resource-operations.ts";

const discovery = {
  group: "discovery.k8s.io",
  version: "v1",
  resource: "endpointslices",
  kind: "EndpointSlice",
  namespaced: true,
};

const web = (name: string, ports: readonly object[], labels: object = { app: "web" }) => ({
  metadata: { name, labels },
  spec: { containers: [{ name: "web", image: "agnhost", ports }] },
});

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

  suite.test("Service endpoint latency, thresholds", async (api) => {
    await api.runPod(web("pause", [{ containerPort: 80 }]));
    const watch = await api.watch(api.path("v1/endpoints"));
    const tookMs: number[] = [];
    for (let at = 0; at < 100; at++) {
      const name = `latency-${at}`;
      const startMs = performance.now();
      await api.post(api.path("v1/services"), {
        metadata: { name },
        spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
      });
      await watch.until(
        ({ object }) => object.metadata.name === name && object["subsets"]?.length > 0,
      );
      tookMs.push(performance.now() - startMs);
    }
    tookMs.sort((a, b) => a - b);
    expect(tookMs[50]).toBeLessThan(20_000);
    expect(tookMs[90]).toBeLessThan(50_000);
  });

  suite.test("ServiceCIDR API", async (api) => {
    const cidrs = "/apis/networking.k8s.io/v1/servicecidrs";
    await expectDiscovered(api, {
      group: "networking.k8s.io",
      version: "v1",
      resource: "servicecidrs",
      kind: "ServiceCIDR",
      namespaced: false,
      subresources: ["status"],
      body: {},
    });
    const kubernetes = await api.get(`${cidrs}/kubernetes`);
    expect(await api.get(`${cidrs}/kubernetes/status`)).toMatchObject({
      apiVersion: "networking.k8s.io/v1",
      kind: "ServiceCIDR",
      metadata: { uid: kubernetes.metadata.uid },
    });
    expect((await api.get(cidrs)).items.length).toBeGreaterThan(0);
    const watch = await api.watch(cidrs);
    expect(await watch.next()).toMatchObject({ type: "ADDED" });
  });

  suite.test("IPAddress API", (api) =>
    expectApiOperations(api, {
      group: "networking.k8s.io",
      version: "v1",
      resource: "ipaddresses",
      kind: "IPAddress",
      namespaced: false,
      names: ["255.255.255.255", "fe80::42:1dff:fe84:f9e2", "198.51.100.7"],
      body: {
        spec: {
          parentRef: { group: "mygroup", resource: "myresources", namespace: "foo", name: "bar" },
        },
      },
    }),
  );

  suite.test("Service, complete ServiceStatus lifecycle", async (api) => {
    const path = api.path("v1/services/test-service");
    const labels = { "test-service-static": "true" };
    const watch = await api.watch(`${api.path("v1/services")}?labelSelector=test-service-static`);
    await api.post(api.path("v1/services"), {
      metadata: { name: "test-service", labels },
      spec: {
        type: "LoadBalancer",
        ports: [{ name: "http", protocol: "TCP", port: 80, targetPort: 80 }],
      },
    });
    expect((await watch.next()).type).toBe("ADDED");
    expect((await api.get(`${path}/status`))["status"].loadBalancer.ingress ?? []).toEqual([]);
    const patched = await api.patch(`${path}/status`, {
      metadata: { annotations: { patchedstatus: "true" } },
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } },
    });
    expect(patched).toMatchObject({
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } },
    });
    const condition = {
      type: "StatusUpdate",
      status: "True",
      reason: "E2E",
      message: "Set from e2e test",
      lastTransitionTime: "2020-09-08T00:00:00Z",
    };
    await api.update(`${path}/status`, (service) => ({
      ...service,
      status: { ...service["status"], conditions: [condition] },
    }));
    const seen = await watch.until(({ object }) => object["status"].conditions !== undefined);
    expect(seen.object["status"].conditions).toEqual([condition]);
    await api.patch(path, { metadata: { labels: { "test-service": "patched" } } });
    expect((await api.get(path)).metadata.labels).toMatchObject({ "test-service": "patched" });
    await api.delete(path);
    expect((await watch.until(({ type }) => type === "DELETED")).object.metadata.name).toBe(
      "test-service",
    );
  });

  suite.test("Service, deletes a collection of services", async (api) => {
    const collection = api.path("v1/services");
    const e2e = `e2e-${api.namespace}`;
    for (const [name, labels] of Object.entries({
      "e2e-svc-a": { [e2e]: "true" },
      "e2e-svc-b": { [e2e]: "true" },
      "e2e-svc-c": { "other-label": "true" },
    }))
      await api.post(collection, { metadata: { name, labels }, spec: { ports: [{ port: 8001 }] } });
    expect((await api.get(collection)).items).toHaveLength(3);
    await api.delete(`${collection}?labelSelector=${e2e}%3Dtrue`);
    expect((await api.get(collection)).items).toMatchObject([{ metadata: { name: "e2e-svc-c" } }]);
  });

  suite.test("Find Kubernetes Service in default Namespace", async (api) => {
    const { items } = await api.get("/api/v1/services");
    expect(items).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({ name: "kubernetes", namespace: "default" }),
      }),
    );
  });

  suite.test("Kubernetes Service", async (api) => {
    const { spec } = await api.get("/api/v1/namespaces/default/services/kubernetes");
    expect(spec.ports).toMatchObject([{ name: "https", port: 443, protocol: "TCP" }]);
  });

  suite.test("Service, endpoints", async (api) => {
    const labels = { testid: "endpoint-test2" };
    await api.post(api.path("v1/services"), {
      metadata: { name: "endpoint-test2" },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 80 }] },
    });
    const expectEndpoints = (podPorts: Readonly<Record<string, readonly number[]>>) =>
      expectPodPorts(api, "endpoint-test2", podPorts);
    await expectEndpoints({});
    await api.runPod(web("pod1", [{ containerPort: 80 }], labels));
    await expectEndpoints({ pod1: [80] });
    await api.runPod(web("pod2", [{ containerPort: 80 }], labels));
    await expectEndpoints({ pod1: [80], pod2: [80] });
    await api.delete(api.path("v1/pods/pod1"), { gracePeriodSeconds: 0 });
    await expectEndpoints({ pod2: [80] });
    await api.delete(api.path("v1/pods/pod2"), { gracePeriodSeconds: 0 });
    await expectEndpoints({});
  });

  suite.test("Service, endpoints with multiple ports", async (api) => {
    const labels = { foo: "bar" };
    await api.post(api.path("v1/services"), {
      metadata: { name: "multi-endpoint-test" },
      spec: {
        selector: labels,
        ports: [
          { name: "portname1", port: 80, targetPort: "svc1" },
          { name: "portname2", port: 81, targetPort: "svc2" },
        ],
      },
    });
    const expectEndpoints = (podPorts: Readonly<Record<string, readonly number[]>>) =>
      expectPodPorts(api, "multi-endpoint-test", podPorts);
    await expectEndpoints({});
    await api.runPod(web("pod1", [{ name: "svc1", containerPort: 100 }], labels));
    await expectEndpoints({ pod1: [100] });
    await api.runPod(web("pod2", [{ name: "svc2", containerPort: 101 }], labels));
    await expectEndpoints({ pod1: [100], pod2: [101] });
    await api.delete(api.path("v1/pods/pod1"), { gracePeriodSeconds: 0 });
    await expectEndpoints({ pod2: [101] });
    await api.delete(api.path("v1/pods/pod2"), { gracePeriodSeconds: 0 });
    await expectEndpoints({});
  });

  suite.test("Endpoint resource lifecycle", async (api) => {
    const path = api.path("v1/endpoints/testservice");
    const label = `test-endpoint-static=${api.namespace}`;
    const selector = `labelSelector=${encodeURIComponent(label)}`;
    const watch = await api.watch(`/api/v1/endpoints?${selector}`);
    await api.post(api.path("v1/endpoints"), {
      metadata: { name: "testservice", labels: { "test-endpoint-static": api.namespace } },
      subsets: [
        { addresses: [{ ip: "10.0.0.24" }], ports: [{ name: "http", port: 80, protocol: "TCP" }] },
      ],
    });
    expect((await watch.next()).type).toBe("ADDED");
    expect((await api.get(`/api/v1/endpoints?${selector}`)).items).toHaveLength(1);
    await api.update(path, (endpoints) => ({
      ...endpoints,
      metadata: {
        ...endpoints.metadata,
        labels: { ...endpoints.metadata.labels, "test-service": "updated" },
      },
    }));
    expect((await watch.next()).type).toBe("MODIFIED");
    expect((await api.get(path)).metadata.labels).toMatchObject({ "test-service": "updated" });
    const subsets = [
      {
        addresses: [{ ip: "10.0.0.25" }],
        ports: [{ name: "http-test", port: 8080, protocol: "TCP" }],
      },
    ];
    await api.patch(path, { metadata: { labels: { "test-service": "patched" } }, subsets });
    expect((await watch.next()).type).toBe("MODIFIED");
    expect(await api.get(path)).toMatchObject({
      metadata: { labels: { "test-service": "patched" } },
      subsets,
    });
    await api.delete(`${api.path("v1/endpoints")}?${selector}`);
    expect((await watch.next()).type).toBe("DELETED");
  });
});

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: { readonly ready: boolean };
  readonly nodeName: string;
  readonly targetRef: object;
}

/** The Service's Endpoints and EndpointSlices name just these Pods with these ports. */
async function expectPodPorts(
  api: ConformanceApi,
  service: string,
  wanted: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  await eventually(
    async () => {
      const { subsets = [] } = await api.get(api.path(`v1/endpoints/${service}`));
      const found: Record<string, number[]> = {};
      for (const { addresses = [], ports } of subsets)
        for (const { targetRef } of addresses)
          (found[targetRef.name] ??= []).push(...ports.map(({ port }: { port: number }) => port));
      expect(found).toEqual(wanted);
      const selector = `labelSelector=kubernetes.io/service-name%3D${service}`;
      const { items } = await api.get(api.path(`discovery.k8s.io/v1/endpointslices?${selector}`));
      const sliced: Record<string, number[]> = {};
      for (const slice of items)
        for (const { targetRef } of slice["endpoints"] ?? [])
          (sliced[targetRef.name] ??= []).push(
            ...slice["ports"].map(({ port }: { port: number }) => port),
          );
      expect(sliced).toEqual(wanted);
    },
    { everyMs: 10 },
  );
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

const podsTalk =
  "simulated Pods hold no connections of their own: network between real Pods is tried in test/docker";
const noMirroring = "this cluster mirrors no Endpoints into EndpointSlices";

describeNotRun("sig-network", {
  [podsTalk]: [
    "DNS, cluster",
    "DNS, for ExternalName Services",
    "DNS, resolve the hostname",
    "DNS, resolve the subdomain",
    "DNS, services",
    "DNS, PQDN for services",
    "DNS, custom dnsConfig",
    "Networking, intra pod http",
    "Networking, intra pod udp",
    "Networking, intra pod http, from node",
    "Service, change type, ClusterIP to ExternalName",
    "Service, change type, ExternalName to ClusterIP",
    "Service, change type, ExternalName to NodePort",
    "Service, change type, NodePort to ExternalName",
    "Service, NodePort Service",
    "Service, NodePort type, session affinity to None",
    "Service, ClusterIP type, session affinity to None",
    "Service, NodePort type, session affinity to ClientIP",
    "Service, ClusterIP type, session affinity to ClientIP",
    "Service, should serve endpoints on same port and different protocols.",
  ],
  [noMirroring]: ["EndpointSlice Mirroring"],
});
