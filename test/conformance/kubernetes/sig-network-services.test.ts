/** The conformance texts of sig-network about Services and their addresses, as the API shows them. */
import { expect } from "vitest";
import { describeConformance } from "./conformance-suite.ts";
import { expectApiOperations, expectDiscovered } from "./resource-operations.ts";
import { expectPodPorts, web } from "./sig-network-endpoints.ts";

describeConformance("sig-network", (suite) => {
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

  suite.test("EndpointSlice Mirroring", async (api) => {
    await api.post(api.path("v1/services"), {
      metadata: { name: "example-custom-endpoints" },
      spec: { ports: [{ name: "example", port: 80, protocol: "TCP" }] },
    });
    const endpoints = `${api.path("v1/endpoints")}/example-custom-endpoints`;
    const subset = (ip: string) => ({
      addresses: [{ ip }],
      ports: [{ name: "example", port: 80, protocol: "TCP" }],
    });
    await api.post(api.path("v1/endpoints"), {
      metadata: { name: "example-custom-endpoints" },
      subsets: [subset("10.1.2.3")],
    });
    const slices = api.path(
      "discovery.k8s.io/v1/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dexample-custom-endpoints",
    );
    const mirrored = (ip: string) =>
      api.until(slices, ({ items }) => {
        expect(items).toHaveLength(1);
        expect(items[0]).toMatchObject({
          addressType: "IPv4",
          ports: [{ name: "example", port: 80, protocol: "TCP" }],
          endpoints: [{ addresses: [ip] }],
        });
      });
    await mirrored("10.1.2.3");
    await api.update(endpoints, (found) => ({ ...found, subsets: [subset("10.2.3.4")] }));
    await mirrored("10.2.3.4");
    await api.delete(endpoints);
    await api.until(slices, ({ items }) => expect(items).toEqual([]));
  });
});
