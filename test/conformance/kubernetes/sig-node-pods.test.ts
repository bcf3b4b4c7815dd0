/** The conformance texts of sig-node about Pods, RuntimeClasses and Secrets, and all those that are not run. */
import { expect } from "vitest";
import { describeConformance, describeNotRun } from "./conformance-suite.ts";
import { expectApiOperations } from "./resource-operations.ts";
import { environment, resources, sleeper } from "./sig-node-pods.ts";

describeConformance("sig-node", (suite) => {
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

describeNotRun("sig-node", {
  "no simulated program gains privileges: the image that tries to has nothing to show": [
    "Security Context, allowPrivilegeEscalation=false.",
  ],
});
