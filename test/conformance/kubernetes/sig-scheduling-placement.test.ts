/** The conformance texts of sig-scheduling whose subject is the scheduler: what Pods ask of nodes, and preemption. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { describeConformance, type ConformanceApi } from "./conformance-suite.ts";

const pause = "pause:3.10";
const resource = "scheduling.k8s.io/foo";

const pod = (name: string, spec: object = {}, container: object = {}) => ({
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 0,
    ...spec,
    containers: [{ name: "pause", image: pause, ...container }],
  },
});

const asking = (amount: Readonly<Record<string, string>>) => ({
  resources: { requests: amount, limits: amount },
});

const nodeNames = async (api: ConformanceApi): Promise<readonly string[]> =>
  (await api.get("/api/v1/nodes")).items.map(({ metadata }) => metadata.name);

const onNode = (nodeName: string) => ({
  nodeSelector: { "kubernetes.io/hostname": nodeName },
});

/** Waits until the scheduler has said why the Pod is placed nowhere. */
async function expectUnplaced(api: ConformanceApi, name: string, why: RegExp): Promise<void> {
  const { spec, status } = await api.until(api.path(`v1/pods/${name}`), (found) => {
    expect(found["status"].conditions).toContainEqual(
      expect.objectContaining({ type: "PodScheduled", status: "False", reason: "Unschedulable" }),
    );
  });
  expect(spec.nodeName).toBeUndefined();
  expect(status.phase).toBe("Pending");
  const message: string = status.conditions[0].message;
  expect(message).toMatch(why);
}

/** Runs `use` while every node has so much of an extended resource. */
async function withResource(
  api: ConformanceApi,
  { name, amount }: { readonly name: string; readonly amount: string },
  use: (nodes: readonly string[]) => Promise<void>,
): Promise<void> {
  const nodes = await nodeNames(api);
  const give = (value: string | null) =>
    Promise.all(
      nodes.map((node) =>
        api.patch(`/api/v1/nodes/${node}/status`, {
          status: { capacity: { [name]: value }, allocatable: { [name]: value } },
        }),
      ),
    );
  await give(amount);
  try {
    await use(nodes);
  } finally {
    await give(null);
  }
}

/** Runs `use` with PriorityClasses of these values; they are called after the test's namespace. */
async function withPriorities(
  api: ConformanceApi,
  values: readonly number[],
  use: (classes: readonly string[]) => Promise<void>,
): Promise<void> {
  const collection = "/apis/scheduling.k8s.io/v1/priorityclasses";
  const names = values.map((value) => `${api.namespace}-p${value}`);
  for (const [i, value] of values.entries()) {
    await api.post(collection, { metadata: { name: names[i] }, value });
  }
  try {
    await use(names);
  } finally {
    for (const name of names) await api.delete(`${collection}/${name}`);
  }
}

const prioritized = (priorityClassName: string | undefined) => ({ priorityClassName });

/** A Pod of low priority on the first node and of medium priority on each other one, which together leave no room for another. */
async function fillNodes(
  api: ConformanceApi,
  nodes: readonly string[],
  [low, medium]: readonly string[],
): Promise<readonly AnyBody[]> {
  const filled: AnyBody[] = [];
  for (const [i, node] of nodes.entries()) {
    const spec = { ...onNode(node), ...prioritized(i === 0 ? low : medium) };
    filled.push(await api.runPod(pod(`pod${i}`, spec, asking({ [resource]: "3" }))));
  }
  return filled;
}

describeConformance("sig-scheduling", (suite) => {
  suite.test("Scheduler, resource limits", async (api) => {
    const nodes = (await api.get("/api/v1/nodes")).items;
    const allocatable = nodes.map((node) => Number(node["status"].allocatable.cpu));
    for (const [i, { metadata }] of nodes.entries()) {
      const cpu = `${Math.floor((allocatable[i] ?? 0) * 700)}m`;
      await api.runPod(pod(`filler-${i}`, onNode(metadata.name), asking({ cpu })));
    }
    const cpu = `${Math.floor(Math.max(...allocatable) * 500)}m`;
    await api.post(api.path("v1/pods"), pod("additional-pod", {}, asking({ cpu })));
    await expectUnplaced(api, "additional-pod", /^0\/2 nodes are available: 2 Insufficient cpu\./);
  });

  suite.test("Scheduler, node selector not matching", async (api) => {
    const spec = { nodeSelector: { label: "nonempty" } };
    await api.post(api.path("v1/pods"), pod("restricted-pod", spec));
    await expectUnplaced(
      api,
      "restricted-pod",
      /^0\/2 nodes are available: 2 node\(s\) didn't match Pod's node affinity\/selector\./,
    );
  });

  suite.test("Scheduler, node selector matching", async (api) => {
    const [, node = ""] = await nodeNames(api);
    const key = `kubernetes.io/e2e-${api.namespace}`;
    await api.patch(`/api/v1/nodes/${node}`, { metadata: { labels: { [key]: "42" } } });
    const placed = await api.runPod(pod("with-labels", { nodeSelector: { [key]: "42" } }));
    expect(placed["spec"].nodeName).toBe(node);
    await api.patch(`/api/v1/nodes/${node}`, { metadata: { labels: { [key]: null } } });
  });

  suite.test(
    "Scheduling, HostPort and Protocol match, HostIPs different but one is default HostIP (0.0.0.0)",
    async (api) => {
      const [node = ""] = await nodeNames(api);
      const port = (hostIP: string) => ({
        ports: [{ containerPort: 8080, hostPort: 54322, protocol: "TCP", hostIP }],
      });
      await api.runPod(pod("pod4", onNode(node), port("")));
      await api.post(api.path("v1/pods"), pod("pod5", onNode(node), port("127.0.0.1")));
      await expectUnplaced(api, "pod5", /1 node\(s\) didn't have free ports/);
    },
  );

  suite.test("Scheduler, Basic Preemption", async (api) => {
    await withResource(api, { name: resource, amount: "5" }, (nodes) =>
      withPriorities(api, [1, 100, 1000], async (classes) => {
        const [low, ...others] = await fillNodes(api, nodes, classes);
        const spec = prioritized(classes[2]);
        await api.runPod(pod("preemptor-pod", spec, asking({ [resource]: "3" })));
        await api.expectGone(api.path(`v1/pods/${low?.metadata.name}`));
        for (const { metadata } of others) {
          const kept = await api.get(api.path(`v1/pods/${metadata.name}`));
          expect(kept.metadata).toMatchObject({ uid: metadata.uid });
          expect(kept.metadata).not.toHaveProperty("deletionTimestamp");
        }
      }),
    );
  });

  suite.test("Scheduler, Preemption for critical pod", async (api) => {
    await withResource(api, { name: resource, amount: "5" }, (nodes) =>
      withPriorities(api, [1, 100], async (classes) => {
        const [low, ...others] = await fillNodes(api, nodes, classes);
        const name = `${api.namespace}-critical-pod`;
        const critical = api.path(`v1/pods/${name}`, "kube-system");
        const spec = prioritized("system-cluster-critical");
        await api.post(
          api.path("v1/pods", "kube-system"),
          pod(name, spec, asking({ [resource]: "3" })),
        );
        await api.until(critical, ({ status }) => expect(status.phase).toBe("Running"));
        await api.expectGone(api.path(`v1/pods/${low?.metadata.name}`));
        for (const { metadata } of others) await api.get(api.path(`v1/pods/${metadata.name}`));
        await api.delete(critical);
        await api.expectGone(critical);
      }),
    );
  });

  suite.test("Verify the DisruptionTarget condition is added to the preempted pod", async (api) => {
    await withResource(api, { name: resource, amount: "1" }, ([node = ""]) =>
      withPriorities(api, [1, 1000], async ([low, high]) => {
        const path = api.path("v1/pods/victim-pod");
        const asked = pod(
          "victim-pod",
          { ...onNode(node), ...prioritized(low) },
          asking({ [resource]: "1" }),
        );
        const finalizers = ["example.com/test-finalizer"];
        await api.runPod({ ...asked, metadata: { ...asked.metadata, finalizers } });
        await api.post(
          api.path("v1/pods"),
          pod(
            "preemptor-pod",
            { ...onNode(node), ...prioritized(high) },
            asking({ [resource]: "1" }),
          ),
        );
        const victim = await api.until(path, ({ metadata }) =>
          expect(metadata).toHaveProperty("deletionTimestamp"),
        );
        expect(victim["status"].conditions).toContainEqual(
          expect.objectContaining({
            type: "DisruptionTarget",
            status: "True",
            reason: "PreemptionByScheduler",
          }),
        );
        await api.patch(path, { metadata: { finalizers: null } }, "merge");
        await api.until(api.path("v1/pods/preemptor-pod"), ({ status }) =>
          expect(status.phase).toBe("Running"),
        );
      }),
    );
  });

  suite.test("Pod preemption verification", async (api) => {
    const cpu = "example.com/fakecpu";
    await withResource(api, { name: cpu, amount: "1000" }, ([node = ""]) =>
      withPriorities(api, [1, 2, 3, 4], async (classes) => {
        const watch = await api.watch(api.path("v1/pods"));
        const made: string[] = [];
        for (const [i, amount] of ["200", "300", "450"].entries()) {
          const name = `rs-pod${i + 1}`;
          const { spec } = pod(
            name,
            { ...onNode(node), ...prioritized(classes[i]) },
            asking({ [cpu]: amount }),
          );
          await api.post(api.path("apps/v1/replicasets"), {
            metadata: { name },
            spec: {
              replicas: 1,
              selector: { matchLabels: { name } },
              template: { metadata: { labels: { name } }, spec },
            },
          });
          await api.until(api.path(`apps/v1/replicasets/${name}`), ({ status }) =>
            expect(status.availableReplicas).toBe(1),
          );
        }
        await api.runPod(
          pod("pod4", { ...onNode(node), ...prioritized(classes[3]) }, asking({ [cpu]: "500" })),
        );
        // The two of lowest priority have made room, and were made again.
        while (made.length < 6) {
          const { object } = await watch.until(({ type }) => type === "ADDED");
          made.push(object.metadata.labels?.["name"] ?? object.metadata.name);
        }
        expect(made.toSorted()).toEqual([
          "pod4",
          "rs-pod1",
          "rs-pod1",
          "rs-pod2",
          "rs-pod2",
          "rs-pod3",
        ]);
      }),
    );
  });
});
