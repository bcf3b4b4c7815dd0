/**
 * The conformance texts of sig-apps about the Pods of StatefulSets. Where those take a web server's page away to make a Pod unready, here a
 * readiness gate is closed.
 */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { describeConformance, type ConformanceApi } from "./conformance-suite.ts";
import { labelled, template, workload } from "./sig-apps-workloads.ts";

const name = "ss";
const gate = "example.com/open";
const gated = { readinessGates: [{ conditionType: gate }] };

const sets = (api: ConformanceApi) => api.path("apps/v1/statefulsets");
const path = (api: ConformanceApi) => `${sets(api)}/${name}`;

const statefulSet = (spec: object, image = "httpd:1") =>
  workload(name, {
    serviceName: "test",
    template: template({ app: name }, { image }, gated),
    ...spec,
  });

const pods = async (api: ConformanceApi): Promise<readonly AnyBody[]> =>
  (await api.get(api.path(labelled(name)))).items;

const names = async (api: ConformanceApi): Promise<readonly string[]> =>
  (await pods(api)).map(({ metadata }) => metadata.name);

/** Opens or closes a Pod's gate. */
async function setGate(api: ConformanceApi, pod: string, open: boolean): Promise<void> {
  await api.patch(`${api.path("v1/pods")}/${pod}/status`, {
    status: { conditions: [{ type: gate, status: open ? "True" : "False" }] },
  });
}

/** Opens the gate of every Pod that comes up, until `count` are ready. */
async function openAll(api: ConformanceApi, count: number): Promise<void> {
  await api.until(
    path(api),
    async ({ status }: AnyBody) => {
      for (const pod of await pods(api)) {
        const conditions: readonly AnyBody[] = pod["status"].conditions ?? [];
        const open = conditions.some(
          ({ type, status: value }) => type === gate && value === "True",
        );
        if (!open && pod["status"].phase === "Running") await setGate(api, pod.metadata.name, true);
      }
      expect(status).toMatchObject({ replicas: count, readyReplicas: count });
    },
    20_000,
  );
}

/** The names of Pods in the order in which they were made or went. */
async function order(
  watch: Awaited<ReturnType<ConformanceApi["watch"]>>,
  type: "ADDED" | "DELETED",
  count: number,
): Promise<readonly string[]> {
  const seen: string[] = [];
  while (seen.length < count) {
    const { object } = await watch.until((event) => event.type === type);
    seen.push(object.metadata.name);
  }
  return seen;
}

const scale = (api: ConformanceApi, replicas: number) =>
  api.patch(`${path(api)}/scale`, { spec: { replicas } }, "merge");

const images = async (api: ConformanceApi): Promise<readonly string[]> =>
  (await pods(api)).map((pod) => pod["spec"].containers[0].image);

const setImage = (api: ConformanceApi, image: string) =>
  api.patch(path(api), { spec: { template: { spec: { containers: [{ name: "main", image }] } } } });

const revisions = async (api: ConformanceApi) => {
  const { currentRevision, updateRevision } = (await api.get(path(api)))["status"];
  return { current: currentRevision as string, update: updateRevision as string };
};

describeConformance("sig-apps", (suite) => {
  suite.test("StatefulSet, Scaling", async (api) => {
    const watch = await api.watch(api.path(labelled(name)));
    await api.post(sets(api), statefulSet({ replicas: 1 }));
    await openAll(api, 1);
    await setGate(api, "ss-0", false);
    await api.until(path(api), ({ status }) => expect(status.readyReplicas ?? 0).toBe(0));
    await scale(api, 3);
    await api.until(path(api), (set) =>
      expect(set["status"].observedGeneration).toBe(set.metadata["generation" as "name"]),
    );
    expect(await names(api)).toEqual(["ss-0"]);
    await openAll(api, 3);
    expect(await order(watch, "ADDED", 3)).toEqual(["ss-0", "ss-1", "ss-2"]);

    for (const pod of await names(api)) await setGate(api, pod, false);
    await api.until(path(api), ({ status }) => expect(status.readyReplicas ?? 0).toBe(0));
    await scale(api, 0);
    await api.until(path(api), (set) =>
      expect(set["status"].observedGeneration).toBe(set.metadata["generation" as "name"]),
    );
    expect(await names(api)).toEqual(["ss-0", "ss-1", "ss-2"]);
    for (const pod of await names(api)) await setGate(api, pod, true);
    await api.until(path(api), ({ status }) => expect(status.replicas).toBe(0), 20_000);
    expect(await order(watch, "DELETED", 3)).toEqual(["ss-2", "ss-1", "ss-0"]);
  });

  suite.test("StatefulSet, Burst Scaling", async (api) => {
    await api.post(sets(api), statefulSet({ replicas: 1, podManagementPolicy: "Parallel" }));
    await openAll(api, 1);
    await setGate(api, "ss-0", false);
    await api.until(path(api), ({ status }) => expect(status.readyReplicas ?? 0).toBe(0));
    await scale(api, 3);
    await api.until(path(api), ({ status }) => expect(status.replicas).toBe(3));
    await openAll(api, 3);
    await setGate(api, "ss-0", false);
    await scale(api, 0);
    await api.until(path(api), ({ status }) => expect(status.replicas).toBe(0), 20_000);
    expect(await names(api)).toEqual([]);
  });

  suite.test("StatefulSet, Rolling Update", async (api) => {
    await api.post(sets(api), statefulSet({ replicas: 3 }));
    await openAll(api, 3);
    const { current, update } = await revisions(api);
    expect(update).toBe(current);
    for (const image of ["httpd:2", "httpd:1"]) {
      const watch = await api.watch(api.path(labelled(name)));
      await setImage(api, image);
      const before = (await revisions(api)).current;
      await api.until(path(api), ({ status }) =>
        expect(status.updateRevision).not.toBe(status.currentRevision),
      );
      await api.until(
        path(api),
        async () => {
          await openAll(api, 3);
          expect(await images(api)).toEqual([image, image, image]);
        },
        30_000,
      );
      const gone: readonly string[] = await order(watch, "DELETED", 3);
      expect(gone).toEqual(["ss-2", "ss-1", "ss-0"]);
      await api.until(path(api), ({ status }) => {
        expect(status.currentRevision).toBe(status.updateRevision);
        expect(status.currentRevision).not.toBe(before);
      });
    }
    // Back at the first template, the first revision serves again.
    expect((await revisions(api)).current).toBe(current);
  });

  suite.test("StatefulSet, Rolling Update with Partition", async (api) => {
    const updateStrategy = (partition: number) => ({
      type: "RollingUpdate",
      rollingUpdate: { partition },
    });
    await api.post(sets(api), statefulSet({ replicas: 3, updateStrategy: updateStrategy(3) }));
    await openAll(api, 3);
    await setImage(api, "httpd:2");
    await api.until(path(api), ({ status }) =>
      expect(status.updateRevision).not.toBe(status.currentRevision),
    );
    expect(await images(api)).toEqual(["httpd:1", "httpd:1", "httpd:1"]);
    const { current, update } = await revisions(api);
    const hashes = async () =>
      (await pods(api)).map(({ metadata }) => metadata.labels?.["controller-revision-hash"]);
    const reach = (partition: number, wanted: readonly string[]) =>
      api.until(
        path(api),
        async () => {
          await api.patch(path(api), { spec: { updateStrategy: updateStrategy(partition) } });
          await openAll(api, 3);
          expect(await hashes()).toEqual(wanted);
        },
        30_000,
      );
    await reach(2, [current, current, update]);
    for (const pod of ["ss-0", "ss-2"]) await api.delete(`${api.path("v1/pods")}/${pod}`);
    await reach(2, [current, current, update]);
    await reach(1, [current, update, update]);
    await reach(0, [update, update, update]);
  });

  suite.test("StatefulSet, Recreate Failed Pod", async (api) => {
    const [node] = (await api.get("/api/v1/nodes")).items;
    const { name: nodeName } = (node as AnyBody).metadata;
    const ports = [{ name: "conflict", hostPort: 21_017, containerPort: 21_017 }];
    const blocking = { name: "test-pod", namespace: api.namespace };
    await api.post(api.path("v1/pods"), {
      apiVersion: "v1",
      kind: "Pod",
      metadata: blocking,
      spec: { nodeName, containers: [{ name: "main", image: "httpd:1", ports }] },
    });
    const blockingPath = `${api.path("v1/pods")}/test-pod`;
    await api.until(blockingPath, ({ status }) => expect(status.phase).toBe("Running"));
    const watch = await api.watch(api.path(labelled(name)));
    await api.post(
      sets(api),
      workload(name, {
        serviceName: "test",
        replicas: 1,
        template: template({ app: name }, { image: "httpd:1", ports }, { nodeName }),
      }),
    );
    const first = await watch.until(({ object }) => object["status"]?.phase === "Failed");
    expect(first.object["status"]).toMatchObject({ reason: "NodePorts" });
    const { uid } = first.object.metadata;
    await watch.until(({ type, object }) => type === "DELETED" && object.metadata.uid === uid);
    await api.delete(blockingPath);
    await api.until(`${api.path("v1/pods")}/${name}-0`, ({ metadata, status }) => {
      expect(metadata.uid).not.toBe(uid);
      expect(status.phase).toBe("Running");
    });
  });
});
