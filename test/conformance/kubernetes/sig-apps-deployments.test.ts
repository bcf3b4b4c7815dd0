/** The conformance texts of sig-apps about CronJobs and DaemonSets, as far as they are about the API, and about Deployments and disruption budgets. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { expectApiOperations } from "./resource-operations.ts";
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
});
