/** The conformance texts of sig-apps about Jobs, ReplicaSets, replication controllers and StatefulSets; the rest is beside them. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { expectStatusOperations } from "./resource-operations.ts";
import {
  expectConditions,
  expectScale,
  labelled,
  listAndDeleteCollection,
  ready,
  template,
  workload,
} from "./sig-apps-workloads.ts";

describeConformance("sig-apps", (suite) => {
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

  suite.test(
    "Ensure pod failure policy allows to ignore failure matching on the DisruptionTarget condition",
    async (api) => {
      const rules = [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] }];
      const spec = { backoffLimit: 0, podFailurePolicy: { rules } };
      await api.post(jobs(api), job("ignoring", spec, sleeping));
      const { items } = await podsOfJob(api, "ignoring", "Running", 1);
      const [evicted] = items;
      await api.post(`${api.path("v1/pods")}/${evicted?.metadata.name}/eviction`, {
        apiVersion: "policy/v1",
        kind: "Eviction",
        metadata: { name: evicted?.metadata.name },
      });
      const again = await api.until(
        api.path("v1/pods?labelSelector=job%3Dignoring"),
        ({ items: pods }) => {
          expect(pods.map(({ status }) => status.phase)).toEqual(["Running"]);
          expect(pods[0]?.metadata.uid).not.toBe(evicted?.metadata.uid);
        },
      );
      expect(again.items).toHaveLength(1);
      const { status } = await api.get(`${jobs(api)}/ignoring`);
      expect(status.failed).toBeUndefined();
      expect(status.conditions).toBeUndefined();
    },
  );

  suite.test("Verify Pod Failure policy allows to fail job early on exit code.", async (api) => {
    const rules = [{ action: "FailJob", onExitCodes: { operator: "In", values: [1] } }];
    const spec = { backoffLimit: 6, podFailurePolicy: { rules } };
    await api.post(jobs(api), job("failing", spec, { command: ["sh", "-c", "exit 1"] }));
    const failed = await api.until(`${jobs(api)}/failing`, finished("Failed"));
    expect(failed["status"].conditions).toContainEqual(
      expect.objectContaining({ type: "Failed", reason: "PodFailurePolicy" }),
    );
    expect(failed["status"].failed).toBe(1);
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
