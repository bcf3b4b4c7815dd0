/** The conformance texts of sig-apps that need no controller which this cluster does not have. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { type ConformanceApi, describeConformance, describeNotRun } from "./conformance-suite.ts";
import { expectApiOperations, expectStatusOperations } from "./resource-operations.ts";

interface PodTemplate {
  readonly metadata: object;
  readonly spec: object;
}

const template = (labels: object, container: object = {}, spec: object = {}): PodTemplate => ({
  metadata: { labels },
  spec: {
    ...spec,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "main", image: "httpd:1", ...container }],
  },
});

/** A Deployment, ReplicaSet, StatefulSet or DaemonSet whose Pods have the label `app` with its name. */
const workload = (name: string, spec: object = {}, container: object = {}) => ({
  metadata: { name, labels: { e2e: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: template({ app: name }, container),
    ...spec,
  },
});

const ready = (replicas: number) => (object: AnyBody) =>
  expect(object["status"]).toMatchObject({
    observedGeneration: object.metadata["generation" as "name"],
    replicas,
    readyReplicas: replicas,
  });

/** get, update and patch of `/scale`; each is seen in the object. */
async function expectScale(api: ConformanceApi, path: string): Promise<void> {
  const scale = await api.get(`${path}/scale`);
  expect(scale).toMatchObject({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    spec: { replicas: 1 },
  });
  const changed = { ...scale, spec: { replicas: 2 } };
  const { metadata } = await api.get(path);
  const { resourceVersion } = metadata as unknown as { resourceVersion: string };
  await api.put(`${path}/scale`, { ...changed, metadata: { ...scale.metadata, resourceVersion } });
  expect((await api.get(path))["spec"].replicas).toBe(2);
  await api.patch(`${path}/scale`, { spec: { replicas: 4 } }, "merge");
  expect((await api.get(`${path}/scale`))["spec"].replicas).toBe(4);
  expect((await api.get(path))["spec"].replicas).toBe(4);
}

const condition = (type: string, message: string) => ({
  type,
  status: "True",
  reason: "E2E",
  message,
});

/** Patch, then update of the conditions in `/status`; both are watched. */
async function expectConditions(api: ConformanceApi, path: string): Promise<void> {
  const collection = path.slice(0, path.lastIndexOf("/"));
  const name = path.slice(path.lastIndexOf("/") + 1);
  const watch = await api.watch(`${collection}?fieldSelector=metadata.name%3D${name}`);
  const has = (wanted: object) => (object: AnyBody) =>
    (object["status"].conditions ?? []).some(
      (one: { type: string }) => one.type === (wanted as { type: string }).type,
    );
  await api.get(`${path}/status`);
  const updated = condition("StatusUpdate", "Set from e2e test");
  await api.update(`${path}/status`, (object) => ({
    ...object,
    status: { ...object["status"], conditions: [...(object["status"].conditions ?? []), updated] },
  }));
  await watch.until(({ object }) => has(updated)(object));
  const patched = condition("StatusPatched", "Set by a patch");
  await api.patch(`${path}/status`, { status: { conditions: [patched] } }, "merge");
  await watch.until(({ object }) => has(patched)(object));
}

const labelled = (app: string) => `v1/pods?labelSelector=app%3D${app}`;

async function listAndDeleteCollection(
  api: ConformanceApi,
  collection: string,
  make: (name: string) => object,
): Promise<void> {
  for (const name of ["one", "two", "three"]) {
    const object = make(name) as { metadata: object };
    const labels = { e2e: api.namespace };
    await api.post(collection, { ...object, metadata: { ...object.metadata, labels } });
  }
  const selected = `${collection}?labelSelector=e2e%3D${api.namespace}`;
  expect((await api.get(selected)).items).toHaveLength(3);
  await api.delete(selected);
  await api.until(selected, ({ items }) => expect(items).toEqual([]));
}

describeConformance("sig-apps", (suite) => {
  suite.test("CronJob API Operations", (api) =>
    expectApiOperations(api, {
      group: "batch",
      version: "v1",
      resource: "cronjobs",
      kind: "CronJob",
      namespaced: true,
      subresources: ["status"],
      body: {
        spec: {
          schedule: "0 0 1 1 *",
          concurrencyPolicy: "Allow",
          suspend: true,
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: "OnFailure",
                  containers: [{ name: "c", image: "busybox", command: ["sleep", "300"] }],
                },
              },
            },
          },
        },
      },
      status: { lastScheduleTime: "2020-01-01T00:00:00Z" },
    }),
  );

  suite.test("DaemonSet, list and delete a collection of DaemonSets", (api) =>
    listAndDeleteCollection(api, api.path("apps/v1/daemonsets"), (name) => workload(name)),
  );

  suite.test("DaemonSet, status sub-resource", async (api) => {
    await api.post(api.path("apps/v1/daemonsets"), workload("daemon-set"));
    await expectConditions(api, api.path("apps/v1/daemonsets/daemon-set"));
  });

  suite.test("Deployment, completes the scaling of a Deployment subresource", async (api) => {
    const path = api.path("apps/v1/deployments/test-new-deployment");
    await api.post(api.path("apps/v1/deployments"), workload("test-new-deployment"));
    await api.until(path, ready(1));
    await expectScale(api, path);
  });

  suite.test("Deployment Recreate", async (api) => {
    const path = api.path("apps/v1/deployments/recreate");
    const watch = await api.watch(api.path(labelled("recreate")));
    await api.post(api.path("apps/v1/deployments"), {
      ...workload("recreate", { replicas: 2, strategy: { type: "Recreate" } }),
    });
    await api.until(path, ready(2));
    await api.patch(path, {
      spec: { template: template({ app: "recreate" }, { image: "httpd:2" }) },
    });
    const done = api.until(path, (deployment) => {
      ready(2)(deployment);
      expect(deployment["status"].updatedReplicas).toBe(2);
    });
    // No Pod of the new template is made while one of the old is left.
    let old = 0;
    const isOld = ({ object }: { object: AnyBody }) =>
      object["spec"].containers[0].image === "httpd:1";
    for (let made = 0; made < 2;) {
      const event = await watch.next();
      if (isOld(event)) old += event.type === "ADDED" ? 1 : event.type === "DELETED" ? -1 : 0;
      else if (event.type === "ADDED") {
        made++;
        expect(old).toBe(0);
      }
    }
    await done;
  });

  suite.test("Deployment RollingUpdate", async (api) => {
    // A ReplicaSet that was there before is adopted, and rolled over.
    const owned = workload("rolling-update");
    await api.post(api.path("apps/v1/replicasets"), {
      ...owned,
      metadata: { name: "controller", labels: { app: "rolling-update" } },
    });
    await api.until(api.path("apps/v1/replicasets/controller"), ready(1));
    await api.post(
      api.path("apps/v1/deployments"),
      workload("rolling-update", {}, { image: "agnhost:2" }),
    );
    await api.until(api.path("apps/v1/deployments/rolling-update"), (deployment) => {
      ready(1)(deployment);
      expect(deployment["status"].updatedReplicas).toBe(1);
    });
    const { items } = await api.get(api.path("apps/v1/replicasets"));
    expect(items).toHaveLength(2);
    const adopted = items.find(({ metadata }) => metadata.name === "controller");
    expect(adopted).toMatchObject({
      metadata: { ownerReferences: [{ kind: "Deployment", name: "rolling-update" }] },
      spec: { replicas: 0 },
    });
  });

  suite.test("Deployment RevisionHistoryLimit", async (api) => {
    const path = api.path("apps/v1/deployments/cleanup");
    await api.post(
      api.path("apps/v1/deployments"),
      workload("cleanup", { revisionHistoryLimit: 0 }),
    );
    await api.until(path, ready(1));
    await api.patch(path, {
      spec: { template: template({ app: "cleanup" }, { image: "httpd:2" }) },
    });
    await api.until(api.path("apps/v1/replicasets"), ({ items }) => {
      expect(items).toHaveLength(1);
      expect(items[0]?.["spec"].template.spec.containers[0].image).toBe("httpd:2");
    });
  });

  suite.test("Deployment Proportional Scaling", async (api) => {
    const path = api.path("apps/v1/deployments/webserver");
    const rollingUpdate = { maxSurge: 3, maxUnavailable: 2 };
    await api.post(
      api.path("apps/v1/deployments"),
      workload("webserver", { replicas: 10, strategy: { rollingUpdate } }),
    );
    await api.until(path, ready(10));
    // The new Pods never come up: 8 of the old ones stay, and 5 of the new ones are made.
    const broken = template({ app: "webserver" }, { image: "webserver:404" });
    await api.patch(path, {
      spec: {
        template: {
          ...broken,
          metadata: {
            ...broken.metadata,
            annotations: { "kubarium.dev/simulate": '{"imagePullError":true}' },
          },
        },
      },
    });
    const sizes = async (wanted: readonly number[]) =>
      api.until(api.path("apps/v1/replicasets"), ({ items }) => {
        const found = items.map(({ spec }) => spec.replicas as number);
        expect(found.sort((a, b) => b - a)).toEqual(wanted);
      });
    await sizes([8, 5]);
    await api.until(path, ({ status }) =>
      expect(status).toMatchObject({ availableReplicas: 8, updatedReplicas: 5 }),
    );
    await api.patch(`${path}/scale`, { spec: { replicas: 30 } }, "merge");
    await sizes([20, 13]);
  });

  suite.test("Deployment Rollover", async (api) => {
    const path = api.path("apps/v1/deployments/rollover");
    await api.post(
      api.path("apps/v1/deployments"),
      workload("rollover", { replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 0 } } }),
    );
    for (const image of ["never:1", "never:2", "agnhost:3"])
      await api.patch(path, { spec: { template: template({ app: "rollover" }, { image }) } });
    await api.until(path, (deployment) => {
      ready(2)(deployment);
      expect(deployment["status"].updatedReplicas).toBe(2);
    });
    await api.until(api.path("apps/v1/replicasets"), ({ items }) => {
      for (const { spec } of items)
        expect(spec.replicas).toBe(spec.template.spec.containers[0].image === "agnhost:3" ? 2 : 0);
    });
  });

  suite.test("Deployment, completes the lifecycle of a Deployment", async (api) => {
    const path = api.path("apps/v1/deployments/test-deployment");
    const watch = await api.watch(
      `${api.path("apps/v1/deployments")}?labelSelector=e2e%3Dtest-deployment`,
    );
    await api.post(api.path("apps/v1/deployments"), workload("test-deployment", { replicas: 1 }));
    await watch.until(({ object }) => object["status"].readyReplicas === 1);
    await api.patch(path, {
      metadata: { labels: { "test-deployment": "patched" } },
      spec: {
        replicas: 2,
        template: { spec: { containers: [{ name: "main", image: "agnhost:2" }] } },
      },
    });
    await watch.until(
      ({ object }) =>
        object["status"].readyReplicas === 2 && object["status"].updatedReplicas === 2,
    );
    expect(
      (await api.get("/apis/apps/v1/deployments?labelSelector=test-deployment%3Dpatched")).items,
    ).toMatchObject([{ metadata: { name: "test-deployment" } }]);
    const patched = await api.patch(`${path}/status`, {
      status: { readyReplicas: 0, availableReplicas: 0 },
    });
    expect(patched["status"].readyReplicas ?? 0).toBe(0);
    await watch.until(({ object }) => object["status"].readyReplicas === 2);
    expect((await api.get(`${path}/status`)).metadata.name).toBe("test-deployment");
    await api.delete(`${api.path("apps/v1/deployments")}?labelSelector=e2e%3Dtest-deployment`);
    await watch.until(({ type }) => type === "DELETED");
  });

  suite.test("Deployment, status sub-resource", async (api) => {
    const path = api.path("apps/v1/deployments/test-deployment");
    await api.post(api.path("apps/v1/deployments"), workload("test-deployment"));
    await api.until(path, ready(1));
    await expectConditions(api, path);
  });

  const budgets = (api: ConformanceApi) => api.path("policy/v1/poddisruptionbudgets");
  const budget = (name: string, minAvailable: number | string, labels: object = {}) => ({
    metadata: { name, labels },
    spec: { minAvailable, selector: { matchLabels: { foo: "bar" } } },
  });
  const webPods = async (api: ConformanceApi, count: number) => {
    for (let at = 0; at < count; at++)
      await api.runPod({
        ...template({}),
        metadata: { name: `pod-${at}`, labels: { foo: "bar" } },
      });
  };
  const allowed = (count: number) => (object: AnyBody) =>
    expect(object["status"]).toMatchObject({
      disruptionsAllowed: count,
      observedGeneration: object.metadata["generation" as "name"],
    });

  suite.test("PodDisruptionBudget: list and delete collection", (api) =>
    listAndDeleteCollection(api, budgets(api), (name) => budget(name, 1)),
  );

  suite.test(
    "PodDisruptionBudget: block an eviction until the PDB is updated to allow it",
    async (api) => {
      const path = `${budgets(api)}/foo`;
      await webPods(api, 3);
      await api.post(budgets(api), budget("foo", 3));
      await api.until(path, allowed(0));
      const evict = (at: number) =>
        api.call("POST", api.path(`v1/pods/pod-${at}/eviction`), {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { name: `pod-${at}`, namespace: api.namespace },
        });
      const blocked = await evict(0);
      expect(blocked.status).toBe(429);
      expect(blocked.body).toMatchObject({
        reason: "TooManyRequests",
        details: { causes: [{ reason: "DisruptionBudget" }] },
      });
      await api.update(path, (object) => ({
        ...object,
        spec: { ...object["spec"], minAvailable: 2 },
      }));
      await api.until(path, allowed(1));
      expect((await evict(0)).status).toBe(201);
      await api.expectGone(api.path("v1/pods/pod-0"));
      await api.patch(path, { spec: { maxUnavailable: null, minAvailable: 3 } }, "merge");
      await api.until(path, allowed(0));
      expect((await evict(1)).status).toBe(429);
      await api.delete(path);
      await api.expectGone(path);
      expect((await evict(1)).status).toBe(201);
    },
  );

  suite.test("PodDisruptionBudget: create, update, patch, and delete object", async (api) => {
    const path = `${budgets(api)}/foo`;
    await api.post(budgets(api), budget("foo", 1));
    await api.update(path, (object) => ({
      ...object,
      spec: { ...object["spec"], minAvailable: 2 },
    }));
    const patched = await api.patch(path, { spec: { minAvailable: "3%" } });
    expect(patched["spec"].minAvailable).toBe("3%");
    await api.delete(path);
    await api.expectGone(path);
  });

  suite.test("PodDisruptionBudget: Status updates", async (api) => {
    const path = `${budgets(api)}/foo`;
    await api.post(budgets(api), budget("foo", 1));
    await webPods(api, 3);
    await api.until(path, allowed(2));
  });

  suite.test("PodDisruptionBudget: update and patch status", async (api) => {
    const path = `${budgets(api)}/foo`;
    await api.post(budgets(api), budget("foo", 1));
    await webPods(api, 1);
    await api.until(path, allowed(0));
    const now = "2020-01-01T00:00:00Z";
    const disrupted = (pods: object) => ({ disruptedPods: pods });
    const updated = await api.update(`${path}/status`, (object) => ({
      ...object,
      status: { ...object["status"], ...disrupted({ "pod-0": now }) },
    }));
    expect(updated["status"].disruptedPods).toEqual({ "pod-0": now });
    const patched = await api.patch(
      `${path}/status`,
      { status: disrupted({ "pod-0": null, "pod-1": now }) },
      "merge",
    );
    expect(patched["status"].disruptedPods).toEqual({ "pod-1": now });
  });

  const jobs = (api: ConformanceApi) => api.path("batch/v1/jobs");
  const job = (name: string, spec: object, container: object, podSpec: object = {}) => ({
    metadata: { name },
    spec: {
      ...spec,
      template: template({ job: name }, container, { restartPolicy: "Never", ...podSpec }),
    },
  });
  const sleeping = { command: ["sleep", "1000000"] };
  const finished = (type: string) => (object: AnyBody) =>
    expect(object["status"].conditions).toContainEqual(
      expect.objectContaining({ type, status: "True" }),
    );
  const podsOfJob = (api: ConformanceApi, name: string, phase = "Running", count = 2) =>
    api.until(api.path(`v1/pods?labelSelector=job%3D${name}`), ({ items }) => {
      expect(items.filter(({ status }) => status.phase === phase)).toHaveLength(count);
    });

  suite.test("Jobs, orphan pods, re-adoption", async (api) => {
    await api.post(jobs(api), job("adopt-release", { parallelism: 2, completions: 4 }, sleeping));
    const { items } = await podsOfJob(api, "adopt-release");
    const path = api.path(`v1/pods/${items[0]?.metadata.name}`);
    await api.update(path, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, ownerReferences: [] },
    }));
    await api.until(path, ({ metadata }) =>
      expect(metadata).toMatchObject({
        ownerReferences: [{ kind: "Job", name: "adopt-release", controller: true }],
      }),
    );
    await api.update(path, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: {} } }));
    await api.until(path, ({ metadata }) =>
      expect((metadata as unknown as { ownerReferences?: [] }).ownerReferences ?? []).toEqual([]),
    );
  });

  suite.test("Jobs, apply changes to status", async (api) => {
    const path = `${jobs(api)}/suspended`;
    await api.post(jobs(api), job("suspended", { suspend: true }, sleeping));
    await api.until(path, ({ status }) => expect(status.conditions).toHaveLength(1));
    await expectStatusOperations(api, path, {});
  });

  suite.test("Ensure Pods of an Indexed Job get a unique index.", async (api) => {
    const spec = { parallelism: 2, completions: 4, completionMode: "Indexed" };
    const hostname = { command: ["sh", "-c", "hostname"] };
    await api.post(jobs(api), job("indexed-job", spec, hostname));
    const done = await api.until(`${jobs(api)}/indexed-job`, finished("Complete"));
    expect(done["status"]).toMatchObject({ succeeded: 4, completedIndexes: "0-3" });
    const { items } = await api.get(api.path("v1/pods?labelSelector=job%3Dindexed-job"));
    const key = "batch.kubernetes.io/job-completion-index";
    const indexes = items.map(({ metadata }) => Number(metadata.annotations?.[key]));
    expect(indexes.sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    for (const { metadata, spec: pod } of items) {
      expect(pod.hostname).toBe(`indexed-job-${metadata.annotations?.[key]}`);
      expect(pod.containers[0].env).toContainEqual(
        expect.objectContaining({ name: "JOB_COMPLETION_INDEX" }),
      );
    }
  });

  suite.test("Jobs, active pods, graceful termination", async (api) => {
    await api.post(jobs(api), job("foo", { parallelism: 2, completions: 4 }, sleeping));
    await podsOfJob(api, "foo");
    await api.delete(`${jobs(api)}/foo`, { propagationPolicy: "Foreground" });
    await api.expectGone(`${jobs(api)}/foo`);
    expect((await api.get(api.path("v1/pods?labelSelector=job%3Dfoo"))).items).toEqual([]);
  });

  suite.test("Jobs, manage lifecycle", async (api) => {
    const path = `${jobs(api)}/e2e`;
    const labels = { "e2e-job-label": api.namespace };
    const selector = `labelSelector=e2e-job-label%3D${api.namespace}`;
    const suspended = job("e2e", { suspend: true }, sleeping);
    await api.post(jobs(api), { ...suspended, metadata: { name: "e2e", labels } });
    const patched = await api.patch(path, { metadata: { labels: { e2e: "patched" } } });
    expect(patched.metadata.labels).toMatchObject({ e2e: "patched" });
    const annotations = { updated: "true" };
    const updated = await api.update(path, (object) => ({
      ...object,
      spec: { ...object["spec"], suspend: false },
      metadata: {
        ...object.metadata,
        annotations: { ...object.metadata.annotations, ...annotations },
      },
    }));
    expect(updated.metadata.annotations).toMatchObject(annotations);
    await podsOfJob(api, "e2e", "Running", 1);
    expect((await api.get(`/apis/batch/v1/jobs?${selector}`)).items).toHaveLength(1);
    await api.delete(`${jobs(api)}?${selector}`, { propagationPolicy: "Background" });
    await api.expectGone(path);
    await api.until(api.path("v1/pods?labelSelector=job%3De2e"), ({ items }) =>
      expect(items).toEqual([]),
    );
  });

  suite.test("ReplicaSet, is created, Replaced and Patched", async (api) => {
    const path = api.path("apps/v1/replicasets/test-rs");
    await api.post(api.path("apps/v1/replicasets"), workload("test-rs"));
    await api.until(path, ready(1));
    await api.update(`${path}/scale`, (scale) => ({ ...scale, spec: { replicas: 2 } }));
    await api.until(path, ready(2));
    const patched = await api.patch(path, {
      metadata: { labels: { "test-rs": "patched" } },
      spec: {
        replicas: 3,
        template: { spec: { containers: [{ name: "main", image: "agnhost:2" }] } },
      },
    });
    expect(patched.metadata.labels).toMatchObject({ "test-rs": "patched" });
    await api.until(path, ready(3));
  });

  suite.test("ReplicaSet, completes the scaling of a ReplicaSet subresource", async (api) => {
    const path = api.path("apps/v1/replicasets/test-rs");
    await api.post(api.path("apps/v1/replicasets"), workload("test-rs"));
    await api.until(path, ready(1));
    await expectScale(api, path);
  });

  const adoption = async (
    api: ConformanceApi,
    owner: { kind: string; path: string; body: object },
  ) => {
    const pod = api.path("v1/pods/pod-adoption");
    await api.runPod({
      metadata: { name: "pod-adoption", labels: { app: "adoption" } },
      spec: template({}).spec,
    });
    await api.post(owner.path, owner.body);
    await api.until(pod, ({ metadata }) =>
      expect(metadata).toMatchObject({ ownerReferences: [{ kind: owner.kind, name: "adoption" }] }),
    );
    return pod;
  };
  const released = async (api: ConformanceApi, pod: string) => {
    await api.update(pod, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { app: "not-matching" } },
    }));
    await api.until(pod, ({ metadata }) =>
      expect((metadata as unknown as { ownerReferences?: [] }).ownerReferences ?? []).toEqual([]),
    );
  };

  suite.test("Replica Set, adopt matching pods and release non matching pods", async (api) => {
    const path = api.path("apps/v1/replicasets");
    const pod = await adoption(api, { kind: "ReplicaSet", path, body: workload("adoption") });
    await released(api, pod);
  });

  suite.test("ReplicaSet, list and delete a collection of ReplicaSets", (api) =>
    listAndDeleteCollection(api, api.path("apps/v1/replicasets"), (name) => workload(name)),
  );

  const serving = { ports: [{ containerPort: 9376 }] };
  const expectServed = async (api: ConformanceApi, app: string) => {
    const { items } = await api.get(api.path(labelled(app)));
    for (const { metadata } of items) {
      const response = await api.cluster.fetch(
        `${api.path(`v1/pods/${metadata.name}:9376`)}/proxy/`,
      );
      expect(response.status).toBe(200);
      expect(await response.text()).toContain(metadata.name);
    }
  };

  suite.test("Replica Set, run basic image", async (api) => {
    await api.post(
      api.path("apps/v1/replicasets"),
      workload("my-hostname", { replicas: 2 }, serving),
    );
    await api.until(api.path("apps/v1/replicasets/my-hostname"), ready(2));
    await expectServed(api, "my-hostname");
  });

  suite.test("ReplicaSet, status sub-resource", async (api) => {
    await api.post(api.path("apps/v1/replicasets"), workload("test-rs"));
    await api.until(api.path("apps/v1/replicasets/test-rs"), ready(1));
    await expectConditions(api, api.path("apps/v1/replicasets/test-rs"));
  });

  const controllers = (api: ConformanceApi) => api.path("v1/replicationcontrollers");
  const controller = (name: string, replicas = 1, container: object = {}) => ({
    metadata: { name, labels: { e2e: name } },
    spec: { replicas, selector: { app: name }, template: template({ app: name }, container) },
  });

  suite.test("Replication Controller, adopt matching pods", async (api) => {
    const body = controller("adoption");
    await adoption(api, { kind: "ReplicationController", path: controllers(api), body });
  });

  suite.test("Replication Controller, get and update ReplicationController scale", async (api) => {
    const path = `${controllers(api)}/e2e-rc`;
    await api.post(controllers(api), controller("e2e-rc"));
    await api.until(path, ready(1));
    expect((await api.get(`${path}/scale`))["spec"].replicas).toBe(1);
    await api.update(`${path}/scale`, (scale) => ({ ...scale, spec: { replicas: 2 } }));
    await api.until(path, ready(2));
  });

  suite.test("Replication Controller, release pods", async (api) => {
    await api.post(controllers(api), controller("pod-release"));
    await api.until(`${controllers(api)}/pod-release`, ready(1));
    const { items } = await api.get(api.path(labelled("pod-release")));
    await released(api, api.path(`v1/pods/${items[0]?.metadata.name}`));
  });

  suite.test("Replication Controller, run basic image", async (api) => {
    await api.post(controllers(api), controller("my-hostname", 2, serving));
    await api.until(`${controllers(api)}/my-hostname`, ready(2));
    await expectServed(api, "my-hostname");
  });

  suite.test(
    "Replication Controller, check for issues like exceeding allocated quota",
    async (api) => {
      const path = `${controllers(api)}/condition-test`;
      await api.post(api.path("v1/resourcequotas"), {
        metadata: { name: "condition-test" },
        spec: { hard: { pods: "2" } },
      });
      await api.until(api.path("v1/resourcequotas/condition-test"), ({ status }) =>
        expect(status.hard).toEqual({ pods: "2" }),
      );
      await api.post(controllers(api), controller("condition-test", 3));
      const failed = (object: AnyBody) =>
        (object["status"].conditions ?? []).some(
          (one: { type: string }) => one.type === "ReplicaFailure",
        );
      await api.until(path, (object) => expect(failed(object)).toBe(true));
      await api.update(path, (object) => ({
        ...object,
        spec: { ...object["spec"], replicas: 2 },
      }));
      await api.until(path, (object) => expect(failed(object)).toBe(false));
    },
  );

  suite.test("Replication Controller, lifecycle", async (api) => {
    const path = `${controllers(api)}/rc-test`;
    const watch = await api.watch(`${controllers(api)}?labelSelector=e2e%3Drc-test`);
    await api.post(controllers(api), controller("rc-test"));
    await watch.until(({ object }) => object["status"].readyReplicas === 1);
    await api.patch(path, { metadata: { labels: { "test-rc": "patched" } } });
    const patched = await api.patch(`${path}/status`, {
      status: { readyReplicas: 0, availableReplicas: 0 },
    });
    expect(patched["status"].readyReplicas ?? 0).toBe(0);
    expect((await api.get(`${path}/status`)).metadata.name).toBe("rc-test");
    await api.patch(`${path}/scale`, { spec: { replicas: 2 } }, "merge");
    await watch.until(({ object }) => object["status"].readyReplicas === 2);
    await api.update(path, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, updated: "true" } },
    }));
    expect(
      (await api.get("/api/v1/replicationcontrollers?labelSelector=updated%3Dtrue")).items,
    ).toHaveLength(1);
    await api.delete(`${controllers(api)}?labelSelector=e2e%3Drc-test`);
    await watch.until(({ type }) => type === "DELETED");
  });

  const sets = (api: ConformanceApi) => api.path("apps/v1/statefulsets");
  const statefulSet = (name: string) => workload(name, { serviceName: "test", replicas: 1 });

  suite.test("StatefulSet resource Replica scaling", async (api) => {
    await api.post(sets(api), statefulSet("ss"));
    await expectScale(api, `${sets(api)}/ss`);
  });

  suite.test("StatefulSet, list, patch and delete a collection of StatefulSets", async (api) => {
    await api.post(sets(api), statefulSet("test-ss"));
    const patched = await api.patch(`${sets(api)}/test-ss`, {
      metadata: { labels: { "test-ss": "patched" } },
      spec: {
        replicas: 2,
        template: { spec: { containers: [{ name: "main", image: "agnhost:2" }] } },
      },
    });
    expect(patched).toMatchObject({
      metadata: { labels: { "test-ss": "patched" } },
      spec: { replicas: 2 },
    });
    await api.delete(`${sets(api)}?labelSelector=test-ss%3Dpatched`);
    await api.expectGone(`${sets(api)}/test-ss`);
    await listAndDeleteCollection(api, sets(api), statefulSet);
  });

  suite.test("StatefulSet, status sub-resource", async (api) => {
    await api.post(sets(api), statefulSet("ss"));
    await expectConditions(api, `${sets(api)}/ss`);
  });
});

describeNotRun("sig-apps", {
  "needs a DaemonSet controller": [
    "ControllerRevision, resource lifecycle",
    "DaemonSet-FailedPodCreation",
    "DaemonSet-Rollback",
    "DaemonSet-NodeSelection",
    "DaemonSet-Creation",
    "DaemonSet-RollingUpdate",
  ],
  "needs a CronJob controller": [
    "CronJob Suspend",
    "CronJob ForbidConcurrent",
    "CronJob ReplaceConcurrent",
    "CronJob AllowConcurrent",
  ],
  "needs a StatefulSet controller": [
    "StatefulSet, Burst Scaling",
    "StatefulSet, Scaling",
    "StatefulSet, Recreate Failed Pod",
    "StatefulSet, Rolling Update with Partition",
    "StatefulSet, Rolling Update",
  ],
  "this cluster's Job controller does not follow podFailurePolicy": [
    "Ensure pod failure policy allows to ignore failure matching on the DisruptionTarget condition",
    "Verify Pod Failure policy allows to fail job early on exit code.",
  ],
  "needs containers that keep a file through a restart": ["Jobs, completion after task failure"],
});
