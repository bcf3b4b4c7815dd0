/** The conformance texts of sig-node whose subject is the API, or what simulated containers can show. */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance, describeNotRun } from "./conformance-suite.ts";
import { expectApiOperations } from "./resource-operations.ts";

const resources = (requests: object, limits: object = requests) => ({ requests, limits });
const sleeper = (name: string, container: object = {}, spec: object = {}, labels: object = {}) => ({
  metadata: { name, labels },
  spec: {
    ...spec,
    containers: [{ name: "main", image: "busybox", command: ["sleep", "100000"], ...container }],
  },
});

/** The environment of a running container that was given `container`. */
async function environment(api: ConformanceApi, container: object): Promise<Map<string, string>> {
  await api.runPod(sleeper("env", container));
  const { stdout } = await api.cluster.exec(
    { namespace: api.namespace, name: "env" },
    { command: ["env"] },
  );
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const fieldRef = (name: string, fieldPath: string) => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

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

  suite.test("Pods, QOS", async (api) => {
    const pod = sleeper("qos", { resources: resources({ cpu: "100m", memory: "100Mi" }) });
    const { status } = await api.post(api.path("v1/pods"), pod);
    expect(status["qosClass" as never]).toBe("Guaranteed");
    expect((await api.get(api.path("v1/pods/qos")))["status"].qosClass).toBe("Guaranteed");
  });

  suite.test("Pods, ActiveDeadlineSeconds", async (api) => {
    const labels = { time: api.namespace };
    await api.runPod(sleeper("pod-update-activedeadlineseconds", {}, {}, labels));
    expect(
      (await api.get(api.path(`v1/pods?labelSelector=time%3D${api.namespace}`))).items,
    ).toHaveLength(1);
    const path = api.path("v1/pods/pod-update-activedeadlineseconds");
    await api.update(path, (pod) => ({
      ...pod,
      spec: { ...pod["spec"], activeDeadlineSeconds: 1 },
    }));
    await api.until(path, ({ status }) =>
      expect(status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" }),
    );
  });

  suite.test("Pods, lifecycle", async (api) => {
    const selected = api.path(`v1/pods?labelSelector=time%3D${api.namespace}`);
    expect((await api.get(selected)).items).toEqual([]);
    const watch = await api.watch(selected);
    const pod = sleeper("pod-submit-remove", {}, {}, { time: api.namespace });
    await api.post(api.path("v1/pods"), pod);
    expect((await api.get(selected)).items).toHaveLength(1);
    expect((await watch.next()).type).toBe("ADDED");
    await watch.until(({ object }) => object["status"].phase === "Running");
    await api.delete(api.path("v1/pods/pod-submit-remove"));
    const marked = await watch.until(({ object }) => "deletionTimestamp" in object.metadata);
    expect(marked.type).toBe("MODIFIED");
    const gone = await watch.until(({ type }) => type === "DELETED");
    expect(gone.object.metadata).toHaveProperty("deletionGracePeriodSeconds");
    expect((await api.get(selected)).items).toEqual([]);
  });

  suite.test("Pods, update", async (api) => {
    await api.runPod(sleeper("pod-update", {}, {}, { time: "before" }));
    await api.update(api.path("v1/pods/pod-update"), (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { time: "after" } },
    }));
    expect((await api.get(api.path("v1/pods?labelSelector=time%3Dafter"))).items).toHaveLength(1);
  });

  suite.test("Pods, service environment variables", async (api) => {
    await api.post(api.path("v1/services"), {
      metadata: { name: "fooservice" },
      spec: { selector: { name: "server" }, ports: [{ port: 8765, targetPort: 8080 }] },
    });
    const { spec } = await api.get(api.path("v1/services/fooservice"));
    const ip = spec.clusterIP as string;
    // The kubelet learns of a new Service by its own watch.
    const env = await environment(api, {});
    expect(Object.fromEntries(env)).toMatchObject({
      FOOSERVICE_SERVICE_HOST: ip,
      FOOSERVICE_SERVICE_PORT: "8765",
      FOOSERVICE_PORT: `tcp://${ip}:8765`,
      FOOSERVICE_PORT_8765_TCP_PORT: "8765",
      FOOSERVICE_PORT_8765_TCP_PROTO: "tcp",
      FOOSERVICE_PORT_8765_TCP: `tcp://${ip}:8765`,
      FOOSERVICE_PORT_8765_TCP_ADDR: ip,
    });
  });

  suite.test("Pods, delete a collection", async (api) => {
    const selected = api.path("v1/pods?labelSelector=type%3DTesting");
    for (const name of ["test-pod-1", "test-pod-2", "test-pod-3"])
      await api.runPod(
        sleeper(name, {}, { terminationGracePeriodSeconds: 1 }, { type: "Testing" }),
      );
    expect((await api.get(selected)).items).toHaveLength(3);
    await api.delete(selected);
    await api.until(selected, ({ items }) => expect(items).toEqual([]));
  });

  suite.test("Pods, assigned hostip", async (api) => {
    const { status } = await api.runPod(sleeper("pod-hostip"));
    expect(status["hostIP" as never]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  suite.test("Pods, patching status", async (api) => {
    await api.runPod(sleeper("pod-patch-status"));
    const path = api.path("v1/pods/pod-patch-status");
    const patched = await api.patch(`${path}/status`, {
      status: { message: "Patched by e2e test", reason: "E2E" },
    });
    expect(patched["status"]).toMatchObject({ message: "Patched by e2e test", reason: "E2E" });
  });

  suite.test("Pods, completes the lifecycle of a Pod and the PodStatus", async (api) => {
    const selector = `labelSelector=test-pod-static%3D${api.namespace}`;
    const watch = await api.watch(`/api/v1/pods?${selector}`);
    const labels = { "test-pod-static": api.namespace };
    await api.runPod(sleeper("pod-test", {}, { terminationGracePeriodSeconds: 1 }, labels));
    await watch.until(({ object }) => object["status"].phase === "Running");
    const path = api.path("v1/pods/pod-test");
    await api.patch(path, {
      metadata: { labels: { "test-pod": "patched" } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: "main", image: "other" }] },
    });
    expect(await api.get(path)).toMatchObject({
      metadata: { labels: { "test-pod": "patched" } },
      spec: { containers: [{ image: "other" }] },
    });
    const condition = { type: "Ready", status: "False" };
    const replaced = await api.update(`${path}/status`, (pod) => ({
      ...pod,
      status: { ...pod["status"], conditions: [condition] },
    }));
    expect(replaced["status"].conditions).toContainEqual(expect.objectContaining(condition));
    await api.delete(`${api.path("v1/pods")}?${selector}`);
    await watch.until(({ type }) => type === "DELETED");
    await api.expectGone(path);
  });

  const classes = "/apis/node.k8s.io/v1/runtimeclasses";
  const ofClass = (runtimeClassName: string) => sleeper("classy", {}, { runtimeClassName });

  suite.test("Pod with the deleted RuntimeClass is rejected.", async (api) => {
    const name = `deleted-${api.namespace}`;
    await api.post(classes, { metadata: { name }, handler: "h" });
    await api.delete(`${classes}/${name}`);
    const refused = await api.refused("POST", api.path("v1/pods"), ofClass(name));
    expect(refused.reason).toBe("Forbidden");
  });

  suite.test("Pod with the non-existing RuntimeClass is rejected.", async (api) => {
    const refused = await api.refused("POST", api.path("v1/pods"), ofClass("nonexistent"));
    expect(refused.reason).toBe("Forbidden");
  });

  suite.test("RuntimeClass Overhead field must be respected.", async (api) => {
    const name = `overhead-${api.namespace}`;
    const podFixed = { cpu: "10m", memory: "1Mi" };
    await api.post(classes, { metadata: { name }, handler: "h", overhead: { podFixed } });
    await api.post(api.path("v1/pods"), ofClass(name));
    const pod = await api.until(api.path("v1/pods/classy"), ({ status }) =>
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: "PodScheduled", status: "True" }),
      ),
    );
    expect(pod["spec"].overhead).toEqual(podFixed);
    await api.delete(`${classes}/${name}`);
  });

  suite.test("Can schedule a pod requesting existing RuntimeClass.", async (api) => {
    const name = `plain-${api.namespace}`;
    await api.post(classes, { metadata: { name }, handler: "h" });
    await api.post(api.path("v1/pods"), ofClass(name));
    const pod = await api.until(api.path("v1/pods/classy"), ({ spec }) =>
      expect(spec.nodeName).toMatch(/^node-/),
    );
    expect(pod["spec"].overhead).toBeUndefined();
    await api.delete(`${classes}/${name}`);
  });

  suite.test("RuntimeClass API", (api) =>
    expectApiOperations(api, {
      group: "node.k8s.io",
      version: "v1",
      resource: "runtimeclasses",
      kind: "RuntimeClass",
      namespaced: false,
      body: { handler: "test-handler" },
    }),
  );

  suite.test("Secrets, pod environment field", async (api) => {
    await api.post(api.path("v1/secrets"), {
      metadata: { name: "secret-test" },
      data: { "data-1": "dmFsdWUtMQ==" },
    });
    const secretKeyRef = { name: "secret-test", key: "data-1" };
    const env = await environment(api, {
      env: [{ name: "SECRET_DATA", valueFrom: { secretKeyRef } }],
    });
    expect(env.get("SECRET_DATA")).toBe("value-1");
  });

  suite.test("Secrets, pod environment from source", async (api) => {
    await api.post(api.path("v1/secrets"), {
      metadata: { name: "secret-test" },
      data: { data_1: "dmFsdWUtMQ==" },
    });
    const secretRef = { name: "secret-test" };
    const env = await environment(api, { envFrom: [{ secretRef }, { prefix: "p-", secretRef }] });
    expect(Object.fromEntries(env)).toMatchObject({ data_1: "value-1", "p-data_1": "value-1" });
  });

  suite.test("Secrets, with empty-key", async (api) => {
    const refused = await api.refused("POST", api.path("v1/secrets"), {
      metadata: { name: "secret-emptykey-test" },
      data: { "": "dmFsdWUtMQ==" },
    });
    expect(refused).toMatchObject({ code: 422, reason: "Invalid" });
  });

  suite.test("Secret patching", async (api) => {
    const collection = api.path("v1/secrets");
    const labels = { testsecret: "true", "testsecret-constant": api.namespace };
    await api.post(collection, {
      metadata: { name: "test-secret", labels },
      data: { key: "dmFsdWU=" },
      type: "Opaque",
    });
    const everywhere = `/api/v1/secrets?labelSelector=testsecret-constant%3D${api.namespace}`;
    expect((await api.get(everywhere)).items).toHaveLength(1);
    await api.patch(`${collection}/test-secret`, {
      metadata: { labels: { testsecret: "false" } },
      data: { key: "dmFsdWUx" },
    });
    expect((await api.get(everywhere)).items).toMatchObject([
      { metadata: { labels: { testsecret: "false" } }, data: { key: "dmFsdWUx" } },
    ]);
    await api.delete(`${collection}?labelSelector=testsecret-constant%3D${api.namespace}`);
    expect((await api.get(everywhere)).items).toEqual([]);
  });

  suite.test("Sysctls, reject invalid sysctls", async (api) => {
    const sysctls = ["foo-", "kernel.shmmax", "safe-and-unsafe", "bar.."].map((name) => ({
      name,
      value: "1",
    }));
    const pod = sleeper("sysctl", {}, { securityContext: { sysctls } });
    const { message } = await api.refused("POST", api.path("v1/pods"), pod);
    expect(message).toContain('Invalid value: "foo-"');
    expect(message).toContain('Invalid value: "bar.."');
    expect(message).not.toContain("safe-and-unsafe");
    expect(message).not.toContain("kernel.shmmax");
  });

  suite.test("Environment variables, expansion", async (api) => {
    const env = await environment(api, {
      env: [
        { name: "FOO", value: "foo-value" },
        { name: "BAR", value: "bar-value" },
        { name: "FOOBAR", value: "$(FOO);;$(BAR)" },
      ],
    });
    expect(env.get("FOOBAR")).toBe("foo-value;;bar-value");
  });
});

const kubelet =
  "what real containers do is tried in test/docker, what the kubelet decides in test/unit/kubelet";
const connections = "tried with real clients in test/unit/server/streaming and test/kubectl";

describeNotRun("sig-node", {
  [kubelet]: [
    "Pod Lifecycle, post start exec hook",
    "Pod Lifecycle, post start http hook",
    "Pod Lifecycle, prestop exec hook",
    "Pod Lifecycle, prestop http hook",
    "Container Runtime, TerminationMessage, from log output of succeeding container",
    "Container Runtime, TerminationMessage, from file of succeeding container",
    "Container Runtime, TerminationMessage, from container's log output of failing container",
    "Container Runtime, TerminationMessagePath, non-root user and non-default path",
    "Container Runtime, Restart Policy, Pod Phases",
    "Containers, with arguments",
    "Containers, with command",
    "Containers, with command and arguments",
    "Containers, without command and arguments",
    "Kubelet, log output, default",
    "Kubelet, pod with read only root file system",
    "Kubelet, hostAliases",
    "Kubelet, managed etc hosts",
    "Pods, prestop hook",
    "Pod liveness probe, using http endpoint, failure",
    "Pod liveness probe, using grpc call, success",
    "Pod liveness probe, using local file, no restart",
    "Pod liveness probe, using tcp socket, no restart",
    "Pod liveness probe, using http endpoint, restart",
    "Pod liveness probe, using grpc call, failure",
    "Pod liveness probe, using local file, restart",
    "Pod liveness probe, using http endpoint, multiple restarts (slow)",
    "Pod readiness probe, with initial delay",
    "Pod readiness probe, failure",
    "Security Context, runAsUser=65534",
    "Security Context, privileged=false.",
    "Security Context, readOnlyRootFilesystem=false.",
    "Security Context, test RunAsGroup at container level",
    "Security Context, test RunAsGroup at pod level",
    "Security Context, allowPrivilegeEscalation=false.",
    "Sysctl, test sysctls",
    "Environment variables, command argument expansion",
    "Environment variables, command expansion",
    "VolumeSubpathEnvExpansion, subpath expansion",
    "VolumeSubpathEnvExpansion, subpath with absolute path",
    "VolumeSubpathEnvExpansion, subpath with backticks",
    "VolumeSubpathEnvExpansion, subpath test writes",
    "VolumeSubpathEnvExpansion, subpath ready from failed state",
    "Pod Eviction, Toleration limits",
    "Taint, Pod Eviction on taint removal",
  ],
  [connections]: ["Pods, remote command execution over websocket", "Pods, logs from websockets"],
});
