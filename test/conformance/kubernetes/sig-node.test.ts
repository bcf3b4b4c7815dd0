/** The conformance texts of sig-node up to those about Pods themselves: configuration in the environment, ephemeral and init containers, Leases, Nodes, PodTemplates. */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { environment, fieldRef, resources, sleeper } from "./sig-node-pods.ts";

describeConformance("sig-node", (suite) => {
  suite.test("ConfigMap, from environment field", async (api) => {
    await api.post(api.path("v1/configmaps"), {
      metadata: { name: "configmap-test" },
      data: { "data-1": "value-1", "data-2": "value-2" },
    });
    const configMapKeyRef = { name: "configmap-test", key: "data-1" };
    const env = await environment(api, {
      env: [{ name: "CONFIG_DATA_1", valueFrom: { configMapKeyRef } }],
    });
    expect(env.get("CONFIG_DATA_1")).toBe("value-1");
  });

  suite.test("ConfigMap, from environment variables", async (api) => {
    await api.post(api.path("v1/configmaps"), {
      metadata: { name: "configmap-test" },
      data: { data_1: "value-1", data_2: "value-2", data_3: "value-3" },
    });
    const configMapRef = { name: "configmap-test" };
    const env = await environment(api, {
      envFrom: [{ configMapRef }, { prefix: "p-", configMapRef }],
    });
    expect(Object.fromEntries(env)).toMatchObject({
      data_1: "value-1",
      data_2: "value-2",
      data_3: "value-3",
      "p-data_1": "value-1",
      "p-data_2": "value-2",
      "p-data_3": "value-3",
    });
  });

  suite.test("ConfigMap, with empty-key", async (api) => {
    const refused = await api.refused("POST", api.path("v1/configmaps"), {
      metadata: { name: "configmap-test-empty-key" },
      data: { "": "value-1" },
    });
    expect(refused).toMatchObject({ code: 422, reason: "Invalid" });
  });

  suite.test("ConfigMap lifecycle", async (api) => {
    const collection = api.path("v1/configmaps");
    const selector = `labelSelector=test-configmap-static%3D${api.namespace}`;
    const watch = await api.watch(`${collection}?${selector}`);
    await api.post(collection, {
      metadata: { name: "test-configmap", labels: { "test-configmap-static": api.namespace } },
      data: { valueName: "value" },
    });
    expect((await watch.next()).type).toBe("ADDED");
    const path = `${collection}/test-configmap`;
    await api.patch(path, {
      metadata: { labels: { "test-configmap": "patched" } },
      data: { valueName: "value1" },
    });
    expect((await watch.next()).type).toBe("MODIFIED");
    expect(await api.get(path)).toMatchObject({
      metadata: { labels: { "test-configmap": "patched" } },
      data: { valueName: "value1" },
    });
    const { items } = await api.get(`/api/v1/configmaps?${selector}`);
    expect(items).toMatchObject([
      { metadata: { name: "test-configmap" }, data: { valueName: "value1" } },
    ]);
    await api.delete(`${collection}?${selector}`);
    expect((await watch.next()).type).toBe("DELETED");
    expect((await api.get(`/api/v1/configmaps?${selector}`)).items).toEqual([]);
  });

  const cpuAndMemory = ["cpu", "memory"].flatMap((resource) =>
    ["limits", "requests"].map((kind) => ({
      name: `${resource}_${kind}`.toUpperCase(),
      valueFrom: { resourceFieldRef: { resource: `${kind}.${resource}` } },
    })),
  );

  suite.test("DownwardAPI, environment for CPU and memory limits and requests", async (api) => {
    const env = await environment(api, {
      resources: resources({ cpu: "250m", memory: "32Mi" }, { cpu: "1250m", memory: "64Mi" }),
      env: cpuAndMemory,
    });
    expect(Object.fromEntries(env)).toMatchObject({
      CPU_LIMITS: "2",
      MEMORY_LIMITS: "67108864",
      CPU_REQUESTS: "1",
      MEMORY_REQUESTS: "33554432",
    });
  });

  suite.test(
    "DownwardAPI, environment for default CPU and memory limits and requests",
    async (api) => {
      const limits = cpuAndMemory.filter(({ name }) => name.endsWith("LIMITS"));
      const env = await environment(api, { env: limits });
      expect(Number(env.get("CPU_LIMITS"))).toBeGreaterThan(0);
      expect(Number(env.get("MEMORY_LIMITS"))).toBeGreaterThan(0);
    },
  );

  suite.test("DownwardAPI, environment for host ip", async (api) => {
    const env = await environment(api, { env: [fieldRef("HOST_IP", "status.hostIP")] });
    const pod = await api.get(api.path("v1/pods/env"));
    expect(env.get("HOST_IP")).toBe(pod["status"].hostIP);
    expect(env.get("HOST_IP")).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  suite.test("DownwardAPI, environment for Pod UID", async (api) => {
    const env = await environment(api, { env: [fieldRef("POD_UID", "metadata.uid")] });
    expect(env.get("POD_UID")).toBe((await api.get(api.path("v1/pods/env"))).metadata.uid);
  });

  suite.test("DownwardAPI, environment for name, namespace and ip", async (api) => {
    const env = await environment(api, {
      env: [
        fieldRef("POD_NAME", "metadata.name"),
        fieldRef("POD_NAMESPACE", "metadata.namespace"),
        fieldRef("POD_IP", "status.podIP"),
      ],
    });
    const { status } = await api.get(api.path("v1/pods/env"));
    expect(Object.fromEntries(env)).toMatchObject({
      POD_NAME: "env",
      POD_NAMESPACE: api.namespace,
      POD_IP: status["podIP" as never],
    });
  });

  const addDebugger = async (api: ConformanceApi, name: string) => {
    const ephemeralContainers = [
      { name, image: "busybox", command: ["sleep", "10000"], stdin: true, tty: true },
    ];
    const path = api.path("v1/pods/debugged");
    await api.patch(`${path}/ephemeralcontainers`, { spec: { ephemeralContainers } });
    return api.until(path, ({ status }) => {
      const state = status.ephemeralContainerStatuses?.find(
        (one: { name: string }) => one.name === name,
      )?.state;
      expect(state?.running).toBeDefined();
    });
  };

  suite.test("Ephemeral Container, update ephemeral containers", async (api) => {
    await api.runPod(sleeper("debugged"));
    const first = await addDebugger(api, "debugger");
    expect(first["spec"].ephemeralContainers).toHaveLength(1);
    const second = await addDebugger(api, "debugger2");
    expect(second["spec"].ephemeralContainers).toHaveLength(2);
  });

  suite.test("Ephemeral Container Creation", async (api) => {
    await api.runPod(sleeper("debugged"));
    await addDebugger(api, "debugger");
  });

  const init = (...codes: number[]) =>
    codes.map((code, at) => ({
      name: `init${at + 1}`,
      image: "busybox",
      command: ["sh", "-c", `exit ${code}`],
    }));
  const initialized = async (api: ConformanceApi, spec: object, phase: string) => {
    await api.post(api.path("v1/pods"), { metadata: { name: "pod-init" }, spec });
    return api.until(api.path("v1/pods/pod-init"), ({ status }) =>
      expect(status.phase).toBe(phase),
    );
  };

  suite.test("init-container-starts-app-restartalways-pod", async (api) => {
    const pod = await initialized(
      api,
      {
        restartPolicy: "Always",
        initContainers: init(0, 0),
        containers: sleeper("").spec.containers,
      },
      "Running",
    );
    expect(pod["status"].initContainerStatuses).toMatchObject([
      { ready: true, state: { terminated: { exitCode: 0 } } },
      { ready: true, state: { terminated: { exitCode: 0 } } },
    ]);
    expect(pod["status"].conditions).toContainEqual(
      expect.objectContaining({ type: "Initialized", status: "True" }),
    );
  });

  suite.test("init-container-starts-app-restartnever-pod", async (api) => {
    const containers = [{ name: "run1", image: "busybox", command: ["true"] }];
    const pod = await initialized(
      api,
      { restartPolicy: "Never", initContainers: init(0, 0), containers },
      "Succeeded",
    );
    expect(pod["status"].initContainerStatuses).toMatchObject([
      { ready: true, state: { terminated: { exitCode: 0 } } },
      { ready: true, state: { terminated: { exitCode: 0 } } },
    ]);
  });

  suite.test("init-container-fails-stops-app-restartnever-pod", async (api) => {
    const pod = await initialized(
      api,
      {
        restartPolicy: "Never",
        initContainers: init(1, 0),
        containers: sleeper("").spec.containers,
      },
      "Failed",
    );
    expect(pod["status"].conditions).toContainEqual(
      expect.objectContaining({
        type: "Initialized",
        status: "False",
        reason: "ContainersNotInitialized",
        message: "containers with incomplete status: [init1 init2]",
      }),
    );
    expect(pod["status"].containerStatuses).toMatchObject([{ state: { waiting: {} } }]);
  });

  suite.test("init-container-fails-stops-app-restartalways-pod", async (api) => {
    await api.post(api.path("v1/pods"), {
      metadata: { name: "pod-init" },
      spec: { initContainers: init(1, 0), containers: sleeper("").spec.containers },
    });
    const pod = await api.until(api.path("v1/pods/pod-init"), ({ status }) =>
      expect(status.initContainerStatuses?.[0]).toMatchObject({
        state: { waiting: { reason: "CrashLoopBackOff" } },
        lastState: { terminated: { exitCode: 1 } },
      }),
    );
    expect(pod["status"]).toMatchObject({
      phase: "Pending",
      containerStatuses: [{ state: { waiting: { reason: "PodInitializing" } }, restartCount: 0 }],
    });
  });

  const failing = async (api: ConformanceApi) => {
    await api.post(api.path("v1/pods"), sleeper("bin-false", { command: ["/bin/false"] }));
    return api.until(api.path("v1/pods/bin-false"), ({ status }) => {
      const { state = {}, lastState = {} } = status.containerStatuses?.[0] ?? {};
      expect((state.terminated ?? lastState.terminated)?.reason).toBe("Error");
    });
  };

  suite.test("Kubelet, failed pod, delete", async (api) => {
    await failing(api);
    await api.delete(api.path("v1/pods/bin-false"));
    await api.expectGone(api.path("v1/pods/bin-false"));
  });

  suite.test("Kubelet, failed pod, terminated reason", async (api) => {
    const pod = await failing(api);
    expect(pod["status"].containerStatuses).toHaveLength(1);
  });

  suite.test("lease API should be available", async (api) => {
    const collection = api.path("coordination.k8s.io/v1/leases");
    const path = `${collection}/lease`;
    const spec = {
      holderIdentity: "holder",
      leaseDurationSeconds: 30,
      acquireTime: "2020-01-01T00:00:00.000000Z",
      renewTime: "2020-01-01T00:00:05.000000Z",
      leaseTransitions: 0,
    };
    await api.post(collection, { metadata: { name: "lease" }, spec });
    expect((await api.get(path))["spec"]).toEqual(spec);
    const updated = {
      ...spec,
      holderIdentity: "holder2",
      leaseTransitions: 1,
      leaseDurationSeconds: 45,
    };
    await api.update(path, (lease) => ({ ...lease, spec: updated }));
    expect((await api.get(path))["spec"]).toEqual(updated);
    const patched = { holderIdentity: "holder3", leaseDurationSeconds: 60, leaseTransitions: 3 };
    await api.patch(path, { spec: patched });
    expect((await api.get(path))["spec"]).toEqual({ ...updated, ...patched });
    const labels = { deletecollection: "true" };
    await api.post(collection, { metadata: { name: "lease2", labels }, spec });
    expect((await api.get(collection)).items).toHaveLength(2);
    await api.delete(`${collection}?labelSelector=deletecollection%3Dtrue`);
    expect((await api.get(collection)).items).toMatchObject([{ metadata: { name: "lease" } }]);
    await api.delete(path);
    expect((await api.refused("GET", path)).reason).toBe("NotFound");
  });

  suite.test("Node, resource lifecycle", async (api) => {
    const name = `e2e-fake-node-${api.namespace}`;
    const path = `/api/v1/nodes/${name}`;
    await api.post("/api/v1/nodes", {
      metadata: { name },
      spec: { unschedulable: true },
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True", message: "Set from e2e test" }],
      },
    });
    expect((await api.get(path)).metadata.name).toBe(name);
    await api.patch(path, { metadata: { labels: { [name]: "patched" } } });
    const selector = `labelSelector=${name}%3Dpatched`;
    expect((await api.get(`/api/v1/nodes?${selector}`)).items).toHaveLength(1);
    const updated = await api.update(path, (node) => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, [name]: "updated" } },
    }));
    expect(updated.metadata.labels).toMatchObject({ [name]: "updated" });
    await api.delete(path);
    await api.expectGone(path);
  });

  const podTemplate = { template: { spec: { containers: [{ name: "nginx", image: "nginx" }] } } };

  suite.test("PodTemplate, delete a collection", async (api) => {
    const collection = api.path("v1/podtemplates");
    const selected = `${collection}?labelSelector=podtemplate-set%3Dtrue`;
    for (const name of ["test-podtemplate-1", "test-podtemplate-2", "test-podtemplate-3"])
      await api.post(collection, {
        metadata: { name, labels: { "podtemplate-set": "true" } },
        ...podTemplate,
      });
    expect((await api.get(selected)).items).toHaveLength(3);
    await api.delete(selected);
    expect((await api.get(selected)).items).toEqual([]);
  });

  suite.test("PodTemplate, replace", async (api) => {
    const collection = api.path("v1/podtemplates");
    await api.post(collection, { metadata: { name: "replaced" }, ...podTemplate });
    const updated = await api.update(`${collection}/replaced`, (template) => ({
      ...template,
      metadata: { ...template.metadata, annotations: { updated: "true" } },
    }));
    expect(updated.metadata.annotations).toEqual({ updated: "true" });
  });

  suite.test("PodTemplate lifecycle", async (api) => {
    const collection = api.path("v1/podtemplates");
    const labels = { "podtemplate-static": api.namespace };
    await api.post(collection, {
      metadata: { name: "nginx-pod-template", labels },
      ...podTemplate,
    });
    const path = `${collection}/nginx-pod-template`;
    await api.patch(path, { metadata: { labels: { podtemplate: "patched" } } });
    expect((await api.get(path)).metadata.labels).toEqual({ ...labels, podtemplate: "patched" });
    const selected = `/api/v1/podtemplates?labelSelector=podtemplate-static%3D${api.namespace}`;
    expect((await api.get(selected)).items).toMatchObject([
      { metadata: { labels: { podtemplate: "patched" } } },
    ]);
    await api.delete(path);
    expect((await api.get(selected)).items).toEqual([]);
  });
});
