/**
 * Resources of whole Pods (KEP-2837, KEP-5419) and of init containers, and their resize. What statuses say of a Pod: as nodes of 1.36.1
 * (kind) told of the same Pods, but for the cpu that these read back from the weight of a cgroup. Restarts: the example of KEP-5419. Memory
 * below what is used: test/e2e/common/node/pod_level_resources_resize.go and pod_resize.go ("decrease memory limit below usage").
 */
import { describe, expect, test } from "vitest";
import type { Event, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { EVENTS, PODS } from "../../../src/api/kinds.ts";
import { podLevelStatus } from "../../../src/kubelet/pod-level-resources.ts";
import { type NodeWorld, nodeWorld, shell, startEngine } from "./node-world.ts";

type Amounts = Readonly<Record<string, string>>;
const of = (requests?: Amounts, limits?: Amounts) => ({
  resources: { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) },
});
const few = { cpu: "10m", memory: "16Mi" };
const more = { cpu: "100m", memory: "64Mi" };
const c = (name: string, requests?: Amounts, limits?: Amounts) => ({
  name,
  ...of(requests, limits),
});

describe("the status of a Pod says what it has as a whole", () => {
  test.each<
    [string, PodSpec, Amounts | undefined, { requests?: Amounts; limits?: Amounts } | undefined]
  >([
    ["nothing", { containers: [c("app")] }, undefined, {}],
    [
      "its containers' resources",
      { containers: [c("app", { memory: "64Mi" }, { memory: "64Mi" })] },
      { memory: "64Mi" },
      { requests: { memory: "64Mi" }, limits: { memory: "64Mi" } },
    ],
    [
      "its own requests, and its containers' limits",
      { ...of(more), containers: [c("app", few, more)] },
      more,
      { requests: more, limits: more },
    ],
    [
      "its own limit beside one of its container",
      {
        ...of({ cpu: "10m", memory: "128Mi" }, { memory: "128Mi" }),
        containers: [c("app", { cpu: "10m" }, { cpu: "100m" })],
      },
      { cpu: "10m", memory: "128Mi" },
      {
        requests: { cpu: "10m", memory: "128Mi" },
        limits: { cpu: "100m", memory: "128Mi" },
      },
    ],
    [
      "overhead on top",
      {
        overhead: { cpu: "250m", memory: "120Mi" },
        containers: [c("app", more, { cpu: "200m", memory: "128Mi" })],
      },
      { cpu: "350m", memory: "184Mi" },
      {
        requests: { cpu: "350m", memory: "184Mi" },
        limits: { cpu: "450m", memory: "248Mi" },
      },
    ],
    [
      "sidecars",
      {
        initContainers: [{ ...c("proxy", few, more), restartPolicy: "Always" }],
        containers: [c("app", few, more)],
      },
      { cpu: "20m", memory: "32Mi" },
      {
        requests: { cpu: "20m", memory: "32Mi" },
        limits: { cpu: "200m", memory: "128Mi" },
      },
    ],
    [
      "no limit where a container has none",
      { containers: [c("app", few, more), c("other")] },
      few,
      { requests: few },
    ],
    [
      "no limit where an init container has none",
      { initContainers: [c("init")], containers: [c("app", few, more)] },
      few,
      { requests: few },
    ],
  ])("%s", (_what, spec, allocatedResources, resources) => {
    const pod: Pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec };
    expect(podLevelStatus(pod)).toEqual({
      ...(allocatedResources ? { allocatedResources } : {}),
      resources,
    });
  });
});

async function change(world: NodeWorld, by: (spec: PodSpec) => PodSpec): Promise<Pod> {
  const pod = await world.pod("web");
  const generation = Number(pod.metadata.generation ?? 1) + 1;
  await world.client.update(PODS, {
    ...pod,
    metadata: { ...pod.metadata, generation },
    spec: by(pod.spec ?? { containers: [] }),
  });
  await world.host.settle();
  return world.pod("web");
}

async function resizes({ client }: NodeWorld): Promise<readonly string[]> {
  const { items } = await client.list<Event>(EVENTS);
  return items
    .filter(({ reason }) => reason?.startsWith("Resize"))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(({ type, reason, message }) => `${type} ${reason} ${message}`);
}

const asleep = shell("sleep 3600");
const whole = (cpu: string, memory: string) => ({
  requests: { cpu: "1", memory: "100Mi" },
  limits: { cpu, memory },
});
const restarting = [
  { resourceName: "cpu", restartPolicy: "NotRequired" },
  { resourceName: "memory", restartPolicy: "RestartContainer" },
];
/** The Pod of KEP-5419: c1 has what the Pod has, c2 has its own. */
const example = (resources: PodSpec["resources"]): PodSpec => ({
  ...(resources ? { resources } : {}),
  containers: [
    { name: "c1", image: "busybox", ...asleep, resizePolicy: restarting },
    { ...c("c2", few, more), image: "busybox", ...asleep, resizePolicy: restarting },
  ],
});
const limitsOf = (pod: Pod, name: string) =>
  pod.status?.containerStatuses?.find((status) => status.name === name)?.resources?.limits;
const restartsOf = (pod: Pod) =>
  pod.status?.containerStatuses?.map(({ restartCount }) => restartCount);

describe("a resize of a whole Pod", () => {
  test("reaches the containers that have no limits of their own, in place", async () => {
    const world = await nodeWorld();
    const before = await world.run("web", example(whole("2", "200Mi")));
    expect(limitsOf(before, "c1")).toEqual({ cpu: "2", memory: "200Mi" });
    const after = await change(world, () => ({
      ...example(whole("4", "200Mi")),
      nodeName: "node-1",
    }));
    expect(after.status?.resources?.limits).toEqual({ cpu: "4", memory: "200Mi" });
    expect(limitsOf(after, "c1")).toEqual({ cpu: "4", memory: "200Mi" });
    expect(limitsOf(after, "c2")).toEqual(more);
    expect(restartsOf(after)).toEqual([0, 0]);
    // Nothing of the whole is in it: so it is in 1.36 (kubernetes/kubernetes#141606).
    const details =
      '{"containers":[{"name":"c1","resources":{}},{"name":"c2","resources":{"limits":{"cpu":"100m","memory":"64Mi"},"requests":{"cpu":"10m","memory":"16Mi"}}}],"generation":2}';
    expect(await resizes(world)).toEqual([
      `Normal ResizeStarted Pod resize started: ${details}`,
      `Normal ResizeCompleted Pod resize completed: ${details}`,
    ]);
    expect(after.status?.conditions?.filter(({ type }) => type.startsWith("PodResize"))).toEqual(
      [],
    );
  });

  test("restarts those of them whose policy says so, and no others", async () => {
    const world = await nodeWorld();
    await world.run("web", example(whole("2", "200Mi")));
    await change(world, () => ({ ...example(whole("2", "400Mi")), nodeName: "node-1" }));
    await world.host.advance(60_000);
    const after = await world.pod("web");
    expect(restartsOf(after)).toEqual([1, 0]);
    expect(limitsOf(after, "c1")).toEqual({ cpu: "2", memory: "400Mi" });
  });

  test("of requests alone is told of, too", async () => {
    const world = await nodeWorld();
    const before = await world.run("web", example(whole("2", "200Mi")));
    expect(before.status?.allocatedResources).toEqual({ cpu: "1", memory: "100Mi" });
    const requests = { cpu: "1500m", memory: "100Mi" };
    const after = await change(world, (spec) => ({
      ...spec,
      resources: { ...whole("2", "200Mi"), requests },
    }));
    expect(after.status?.allocatedResources).toEqual(requests);
    expect((await resizes(world)).map((text) => text.split(" ")[1])).toEqual([
      "ResizeStarted",
      "ResizeCompleted",
    ]);
  });

  test("beyond what others leave is deferred: it keeps what it has, whoever looks after it", async () => {
    const world = await nodeWorld();
    await world.run("other", { containers: [c("main", { cpu: "6" })] });
    await world.run("web", example(whole("2", "200Mi")));
    const wanted = { ...whole("4", "200Mi"), requests: { cpu: "4", memory: "100Mi" } };
    const grow = (spec: PodSpec) => ({ ...spec, resources: wanted });
    const told = async () => {
      const { status } = await world.pod("web");
      const pending = status?.conditions?.find(({ type }) => type === "PodResizePending");
      return [pending?.reason, status?.allocatedResources?.["cpu"], status?.resources?.limits];
    };
    await change(world, grow);
    const kept = ["Deferred", "1", { cpu: "2", memory: "200Mi" }];
    expect(await told()).toEqual(kept);
    await world.agents.stop();
    await startEngine(world);
    await world.host.settle();
    expect(await told()).toEqual(kept);
    await world.client.delete(PODS, { namespace: "default", name: "other" });
    await world.host.advance(35_000);
    expect(await told()).toEqual([undefined, "4", { cpu: "4", memory: "200Mi" }]);
  });
});

describe("less memory", () => {
  /** The memory that containers have between them; simulated ones use a little more than half of what they ask for. */
  const sized = (memory: string): Record<string, PodSpec> => ({
    "a Pod": {
      nodeName: "node-1",
      resources: { requests: { memory: "20Mi" }, limits: { memory } },
      containers: [{ ...c("main", { memory: "20Mi" }), image: "busybox", ...asleep }],
    },
    "a container": {
      nodeName: "node-1",
      containers: [{ ...c("main", { memory: "20Mi" }, { memory }), image: "busybox", ...asleep }],
    },
  });
  const told = ({ status }: Pod) => {
    const progress = status?.conditions?.find(({ type }) => type === "PodResizeInProgress");
    const limits = status?.containerStatuses?.[0]?.resources?.limits?.["memory"];
    return [progress?.reason, limits];
  };

  test.each([
    [
      "a Pod",
      /memory limits: \[?attempting to set pod memory limit \(10240\) below current usage \(\d+\)/,
    ],
    [
      "a container",
      /memory limits: attempting to set container "main" memory limit \(10240\) below current usage \(\d+\)$/,
    ],
  ])("is given to %s as long as it uses less than that", async (what, message) => {
    const world = await nodeWorld();
    const spec = (memory: string) => () => sized(memory)[what] ?? { containers: [] };
    await world.run("web", spec("35Mi")());
    expect(told(await change(world, spec("30Mi")))).toEqual([undefined, "30Mi"]);

    const refused = await change(world, spec("10Ki"));
    expect(told(refused)).toEqual(["Error", "30Mi"]);
    const progress = refused.status?.conditions?.find(({ type }) => type === "PodResizeInProgress");
    expect(progress?.message).toMatch(message);
    expect(restartsOf(refused)).toEqual([0]);
    await world.host.advance(180_000);
    expect(told(await world.pod("web"))).toEqual(["Error", "30Mi"]);

    expect(told(await change(world, spec("30Mi")))).toEqual([undefined, "30Mi"]);
    // What is used changes, and with it what is told.
    const steps = (await resizes(world)).map((text) => text.split(" ")[1]);
    expect(steps.filter((step, at) => step !== steps[at - 1])).toEqual([
      "ResizeStarted",
      "ResizeCompleted",
      "ResizeStarted",
      "ResizeError",
      "ResizeStarted",
      "ResizeCompleted",
    ]);
  });
});

test("an init container that runs is resized in place", async () => {
  const world = await nodeWorld();
  const sized = (cpu: string): PodSpec => ({
    nodeName: "node-1",
    initContainers: [{ ...c("init", { cpu }), image: "busybox", ...asleep }],
    containers: [{ ...c("main", few), image: "busybox", ...asleep }],
  });
  await world.run("web", sized("1"));
  const { status } = await change(world, () => sized("2"));
  expect(status?.initContainerStatuses?.[0]?.allocatedResources).toEqual({ cpu: "2" });
  expect(status?.initContainerStatuses?.[0]?.restartCount).toBe(0);
  const details =
    '{"initContainers":[{"name":"init","resources":{"requests":{"cpu":"2"}}}],"containers":[{"name":"main","resources":{"requests":{"cpu":"10m","memory":"16Mi"}}}],"generation":2}';
  expect(await resizes(world)).toContain(`Normal ResizeStarted Pod resize started: ${details}`);
});
