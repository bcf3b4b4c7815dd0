import { afterEach, describe, expect, test } from "vitest";
import type { DaemonSet, Node, Pod } from "../../../src/api/generated/types.ts";
import { CONTROLLER_REVISIONS, DAEMON_SETS, EVENTS, NODES, PODS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { daemonSetController } from "../../../src/controllers/daemon-set.ts";
import { nodeOf } from "../../../src/controllers/daemon-set/placement.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;
afterEach(() => world.stop());

type Spec = NonNullable<DaemonSet["spec"]>;
const labels = { app: "agent" };
const template = (image: string, spec: object = {}): Spec["template"] => ({
  metadata: { labels },
  spec: { containers: [{ name: "agent", image }], ...spec },
});

interface Options {
  readonly spec?: Partial<Spec>;
  readonly kubelet?: boolean;
}

async function start({ spec = {}, kubelet = true }: Options = {}): Promise<void> {
  world = await startWorld({ controllers: [daemonSetController], kubelet });
  for (const name of ["node-2", "node-3"]) await addNode(name);
  await world.client.create(DAEMON_SETS, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: template("agent:1"),
      ...spec,
    },
  });
  await world.host.settle();
}

async function addNode(name: string, spec: Node["spec"] = {}): Promise<void> {
  await world.client.create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name }, spec });
  await world.host.settle();
}

async function changeNode(name: string, change: (node: Stored<Node>) => Node): Promise<void> {
  await world.change(NODES, name, change);
  await world.host.settle();
}

async function change(spec: Partial<Spec>): Promise<void> {
  await world.change(DAEMON_SETS, "agent", (found) => ({
    ...found,
    spec: { ...found.spec, ...spec } as Spec,
  }));
  await world.host.settle();
}

const set = () => world.client.get(DAEMON_SETS, { namespace: "default", name: "agent" });

/** `node: image`, of Pods that stay. */
async function placed(): Promise<readonly string[]> {
  return (await world.list(PODS))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((pod) => `${nodeOf(pod) ?? ""}: ${pod.spec?.containers[0]?.image ?? ""}`)
    .toSorted();
}

async function ready(nodeName: string, image: string): Promise<void> {
  const found = (await world.list(PODS)).find(
    (pod) => nodeOf(pod) === nodeName && pod.spec?.containers[0]?.image === image,
  );
  if (!found) throw new Error(`no Pod of ${image} for ${nodeName}`);
  await world.makeReady(found);
  await world.host.settle();
}

/** Ends the Pods that are on their way out. */
async function endDeleted(): Promise<void> {
  for (const { metadata } of await world.list(PODS)) {
    if (metadata.deletionTimestamp === undefined) continue;
    const name = { namespace: "default", name: metadata.name };
    await world.client.delete(PODS, name, { gracePeriodSeconds: 0 });
  }
  await world.host.settle();
}

describe("a DaemonSet", () => {
  test("has one Pod on each node, bound to it by affinity", async () => {
    await start();
    expect(await placed()).toEqual(["node-1: agent:1", "node-2: agent:1", "node-3: agent:1"]);
    const [pod] = await world.list(PODS);
    const [revision] = await world.list(CONTROLLER_REVISIONS);
    expect(pod?.metadata.labels).toMatchObject({
      app: "agent",
      "controller-revision-hash": revision?.metadata.labels?.["controller-revision-hash"],
    });
    expect(pod?.spec?.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchFields: [{ key: "metadata.name", operator: "In", values: [nodeOf(pod as Pod)] }],
            },
          ],
        },
      },
    });
    expect(pod?.spec?.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      "node.kubernetes.io/not-ready:NoExecute",
      "node.kubernetes.io/unreachable:NoExecute",
      "node.kubernetes.io/disk-pressure:NoSchedule",
      "node.kubernetes.io/memory-pressure:NoSchedule",
      "node.kubernetes.io/pid-pressure:NoSchedule",
      "node.kubernetes.io/unschedulable:NoSchedule",
    ]);
    expect((await set()).status).toEqual({
      currentNumberScheduled: 3,
      desiredNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
      observedGeneration: 1,
    });
  });

  test("follows nodes that come and go", async () => {
    await start();
    await addNode("node-4");
    expect(await placed()).toContain("node-4: agent:1");
    await world.client.delete(NODES, { name: "node-4" });
    await world.host.settle();
    expect((await set()).status).toMatchObject({ desiredNumberScheduled: 3 });
  });

  test("follows labels, where its template asks for some", async () => {
    await start({ spec: { template: template("agent:1", { nodeSelector: { disk: "ssd" } }) } });
    expect(await placed()).toEqual([]);
    const labelled = (value: string) => (node: Stored<Node>) => ({
      ...node,
      metadata: { ...node.metadata, labels: { disk: value } },
    });
    await changeNode("node-2", labelled("ssd"));
    expect(await placed()).toEqual(["node-2: agent:1"]);
    await changeNode("node-2", labelled("tape"));
    expect(await placed()).toEqual([]);
    expect((await set()).status).toMatchObject({ desiredNumberScheduled: 0 });
  });

  test("stays where a taint keeps new Pods away, and leaves where it drives them out", async () => {
    await start();
    const tainted = (effect: "NoSchedule" | "NoExecute") => (node: Stored<Node>) => ({
      ...node,
      spec: { taints: [{ key: "keep", value: "out", effect }] },
    });
    await changeNode("node-2", tainted("NoSchedule"));
    expect(await placed()).toContain("node-2: agent:1");
    expect((await set()).status).toMatchObject({
      desiredNumberScheduled: 2,
      numberMisscheduled: 1,
    });
    await changeNode("node-2", tainted("NoExecute"));
    expect(await placed()).toEqual(["node-1: agent:1", "node-3: agent:1"]);
  });

  test("runs on a node that is cordoned", async () => {
    await start();
    const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" as const };
    await addNode("node-4", { unschedulable: true, taints: [taint] });
    expect(await placed()).toContain("node-4: agent:1");
  });

  test("adopts a Pod that fits, and takes away the younger of two on a node", async () => {
    await start();
    await world.host.advance(1000);
    await world.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "agent-by-hand", namespace: "default", labels },
      spec: { nodeName: "node-1", containers: [{ name: "agent", image: "agent:0" }] },
    });
    await world.host.settle();
    expect(await placed()).toEqual(["node-1: agent:1", "node-2: agent:1", "node-3: agent:1"]);
  });

  test("replaces a Pod that failed, less and less often", async () => {
    await start();
    const fail = async (): Promise<void> => {
      const pod = (await world.list(PODS)).find((each) => nodeOf(each) === "node-1");
      const failed = (found: Stored<Pod>): Pod => ({ ...found, status: { phase: "Failed" } });
      await world.change(PODS, pod?.metadata.name ?? "", failed, "status");
      await world.host.settle();
    };
    const firstUid = async () =>
      (await world.list(PODS)).find((each) => nodeOf(each) === "node-1")?.metadata.uid;
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const before = await firstUid();
      await fail();
      let seconds = 0;
      while ((await firstUid()) === before && seconds < 1000) {
        await world.host.advance(1000);
        seconds += 1;
      }
      waits.push(seconds);
    }
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(waits[0]).toBeLessThanOrEqual(1);
    await world.host.advance(3_600_000);
    const before = await firstUid();
    await fail();
    await world.host.advance(2000);
    expect(await firstUid()).not.toBe(before);
    const reasons = (await world.list(EVENTS)).map(({ reason }) => reason);
    expect(reasons).toContain("FailedDaemonPod");
  });
});

describe("a new template", () => {
  test("replaces one Pod after another", async () => {
    await start({ kubelet: false });
    for (const node of ["node-1", "node-2", "node-3"]) await ready(node, "agent:1");
    await change({ template: template("agent:2") });
    expect(await placed()).toEqual(["node-2: agent:1", "node-3: agent:1"]);
    await endDeleted();
    expect(await placed()).toEqual(["node-1: agent:2", "node-2: agent:1", "node-3: agent:1"]);
    expect((await set()).status).toMatchObject({ updatedNumberScheduled: 1, numberUnavailable: 1 });
    await ready("node-1", "agent:2");
    expect(await placed()).toEqual(["node-1: agent:2", "node-3: agent:1"]);
  });

  test("replaces as many as may be unavailable, by percentage", async () => {
    const updateStrategy = {
      type: "RollingUpdate" as const,
      rollingUpdate: { maxUnavailable: "50%", maxSurge: 0 },
    };
    await start({ kubelet: false, spec: { updateStrategy } });
    for (const node of ["node-1", "node-2", "node-3"]) await ready(node, "agent:1");
    await change({ template: template("agent:2") });
    expect(await placed()).toEqual(["node-3: agent:1"]);
  });

  test("comes before the old one goes, where Pods may surge", async () => {
    const updateStrategy = {
      type: "RollingUpdate" as const,
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    };
    await start({ kubelet: false, spec: { updateStrategy } });
    for (const node of ["node-1", "node-2", "node-3"]) await ready(node, "agent:1");
    await change({ template: template("agent:2") });
    const all = ["node-1: agent:1", "node-2: agent:1", "node-3: agent:1"];
    expect(await placed()).toEqual([...all, "node-1: agent:2"].toSorted());
    await ready("node-1", "agent:2");
    await endDeleted();
    expect(await placed()).toEqual([
      "node-1: agent:2",
      "node-2: agent:1",
      "node-2: agent:2",
      "node-3: agent:1",
    ]);
  });

  test("waits for Pods to be deleted where the strategy is OnDelete", async () => {
    await start({ spec: { updateStrategy: { type: "OnDelete" } } });
    await change({ template: template("agent:2") });
    expect(await placed()).toEqual(["node-1: agent:1", "node-2: agent:1", "node-3: agent:1"]);
    const [pod] = await world.list(PODS);
    await world.client.delete(PODS, { namespace: "default", name: pod?.metadata.name ?? "" });
    await world.host.settle();
    expect((await placed()).filter((each) => each.endsWith("agent:2"))).toHaveLength(1);
  });

  test("is remembered, and the history is no longer than it may be", async () => {
    await start({ spec: { revisionHistoryLimit: 1 } });
    for (const version of [2, 3, 4]) await change({ template: template(`agent:${version}`) });
    expect(await placed()).toEqual(["node-1: agent:4", "node-2: agent:4", "node-3: agent:4"]);
    const revisions = await world.list(CONTROLLER_REVISIONS);
    expect(new Set(revisions.map(({ revision }) => revision))).toEqual(new Set([3, 4]));
    await change({ template: template("agent:3") });
    const again = await world.list(CONTROLLER_REVISIONS);
    expect(new Set(again.map(({ revision }) => revision))).toEqual(new Set([4, 5]));
  });
});
