import { afterEach, describe, expect, test } from "vitest";
import type { Pod, StatefulSet } from "../../../src/api/generated/types.ts";
import {
  CONTROLLER_REVISIONS,
  EVENTS,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  STATEFUL_SETS,
} from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { statefulSetController } from "../../../src/controllers/stateful-set.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;
afterEach(() => world.stop());

const labels = { app: "web" };

type Spec = NonNullable<StatefulSet["spec"]>;

async function start(spec: Partial<Spec> = {}, kubelet = true): Promise<void> {
  world = await startWorld({ controllers: [statefulSetController], kubelet });
  await world.client.create(STATEFUL_SETS, {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 3,
      serviceName: "web",
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      selector: { matchLabels: labels },
      template: template("web:1"),
      ...spec,
    },
  });
  await world.host.settle();
}

const template = (image: string): Spec["template"] => ({
  metadata: { labels },
  spec: { containers: [{ name: "web", image }] },
});

const pods = async (): Promise<readonly Stored<Pod>[]> =>
  (await world.list(PODS)).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
const names = async (): Promise<readonly string[]> =>
  (await pods()).map(({ metadata }) => metadata.name);
const images = async (): Promise<readonly (string | undefined)[]> =>
  (await pods()).map(({ spec }) => spec?.containers[0]?.image);
const set = (): Promise<Stored<StatefulSet>> =>
  world.client.get(STATEFUL_SETS, { namespace: "default", name: "web" });

async function change(spec: Partial<Spec>): Promise<void> {
  await world.change(STATEFUL_SETS, "web", (found) => ({
    ...found,
    metadata: { ...found.metadata, generation: Number(found.metadata.generation ?? 0) + 1 },
    spec: { ...found.spec, ...spec } as Spec,
  }));
  await world.host.settle();
}

async function ready(name: string): Promise<void> {
  const found = (await pods()).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no Pod ${name}`);
  await world.makeReady(found);
  await world.host.settle();
}

/** Takes a Pod away that is on its way out. */
async function finishDeletion(name: string): Promise<void> {
  await world.client.delete(PODS, { namespace: "default", name }, { gracePeriodSeconds: 0 });
  await world.host.settle();
}

describe("a StatefulSet", () => {
  test("makes its Pods one after another, each when the one before is ready", async () => {
    await start({}, false);
    expect(await names()).toEqual(["web-0"]);
    await ready("web-0");
    expect(await names()).toEqual(["web-0", "web-1"]);
    await ready("web-1");
    await ready("web-2");
    expect((await set()).status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      collisionCount: 0,
    });
  });

  test("gives a Pod its name as host name, and labels of its own", async () => {
    await start({ replicas: 1 });
    const [pod] = await pods();
    const revision = (await set()).status?.updateRevision;
    expect(pod?.spec).toMatchObject({ hostname: "web-0", subdomain: "web" });
    expect(pod?.metadata.labels).toEqual({
      app: "web",
      "apps.kubernetes.io/pod-index": "0",
      "controller-revision-hash": revision,
      "statefulset.kubernetes.io/pod-name": "web-0",
    });
    expect(pod?.metadata.ownerReferences).toMatchObject([
      { kind: "StatefulSet", name: "web", controller: true, blockOwnerDeletion: true },
    ]);
    const events = await world.list(EVENTS);
    expect(events.map(({ reason, message }) => [reason, message])).toEqual([
      ["SuccessfulCreate", "create Pod web-0 in StatefulSet web successful"],
    ]);
  });

  test("makes all at once where its Pods are managed in parallel", async () => {
    await start({ podManagementPolicy: "Parallel" }, false);
    expect(await names()).toEqual(["web-0", "web-1", "web-2"]);
    await change({ replicas: 0 });
    expect(await names()).toEqual([]);
  });

  test("begins at spec.ordinals.start", async () => {
    await start({ replicas: 2, ordinals: { start: 5 } });
    expect(await names()).toEqual(["web-5", "web-6"]);
    await change({ ordinals: { start: 6 } });
    expect(await names()).toEqual(["web-6", "web-7"]);
  });

  test("takes Pods away from the end, one after another", async () => {
    await start();
    const events: string[] = [];
    await change({ replicas: 1 });
    for (const { message = "" } of await world.list(EVENTS)) {
      if (message.startsWith("delete")) events.push(message);
    }
    expect(await names()).toEqual(["web-0"]);
    expect(events).toEqual([
      "delete Pod web-2 in StatefulSet web successful",
      "delete Pod web-1 in StatefulSet web successful",
    ]);
  });

  test("does not scale down past a Pod that is not ready", async () => {
    await start({ replicas: 3 });
    const [first] = await pods();
    if (!first) throw new Error("there is no Pod");
    await world.client.update(
      PODS,
      { ...first, status: { ...first.status, conditions: [{ type: "Ready", status: "False" }] } },
      { subresource: "status" },
    );
    await change({ replicas: 1 });
    expect(await names()).toEqual(["web-0", "web-1", "web-2"]);
  });

  test("replaces a Pod that has failed, under the same name", async () => {
    await start({ replicas: 1 });
    const [before] = await pods();
    const failed = (pod: Stored<Pod>): Pod => ({ ...pod, status: { phase: "Failed" } });
    await world.change(PODS, "web-0", failed, "status");
    await world.host.settle();
    const [after] = await pods();
    expect(after?.metadata.name).toBe("web-0");
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(after?.status?.phase).toBe("Running");
  });

  test("waits for minReadySeconds before it goes on", async () => {
    await start({ replicas: 2, minReadySeconds: 10 });
    expect(await names()).toEqual(["web-0"]);
    await world.host.advance(9_000);
    expect(await names()).toEqual(["web-0"]);
    await world.host.advance(2_000);
    expect(await names()).toEqual(["web-0", "web-1"]);
  });

  test("leaves Pods of other names alone", async () => {
    await start({ replicas: 1 });
    await world.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "stranger", namespace: "default", labels },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    });
    await world.host.settle();
    const stranger = (await pods()).find(({ metadata }) => metadata.name === "stranger");
    expect(stranger?.metadata.ownerReferences).toBeUndefined();
  });

  test("adopts a Pod of the right name and labels it", async () => {
    await start({ replicas: 0 });
    await world.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web-0", namespace: "default", labels },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    });
    await change({ replicas: 1, updateStrategy: { type: "OnDelete" } });
    const [adopted] = await pods();
    expect(adopted?.metadata.ownerReferences).toMatchObject([{ name: "web" }]);
    expect(adopted?.metadata.labels).toMatchObject({
      "statefulset.kubernetes.io/pod-name": "web-0",
      "apps.kubernetes.io/pod-index": "0",
    });
  });
});

describe("a new template", () => {
  test("replaces the Pods from the end", async () => {
    await start({ replicas: 2 }, false);
    await ready("web-0");
    await ready("web-1");
    const old = (await set()).status?.currentRevision;
    await change({ template: template("web:2") });
    expect((await set()).status).toMatchObject({ currentRevision: old, currentReplicas: 1 });
    await finishDeletion("web-1");
    expect(await images()).toEqual(["web:1", "web:2"]);
    await ready("web-1");
    await finishDeletion("web-0");
    expect(await images()).toEqual(["web:2", "web:2"]);
    await ready("web-0");
    const { status } = await set();
    expect(status?.currentRevision).toBe(status?.updateRevision);
    expect(status?.currentRevision).not.toBe(old);
    expect(status).toMatchObject({ currentReplicas: 2, updatedReplicas: 2 });
  });

  test("stops at the partition, and makes Pods below it of the old one", async () => {
    const rollingUpdate = { partition: 2 };
    await start({ updateStrategy: { type: "RollingUpdate", rollingUpdate } });
    await change({ template: template("web:2") });
    expect(await images()).toEqual(["web:1", "web:1", "web:2"]);
    await finishDeletion("web-0");
    expect(await images()).toEqual(["web:1", "web:1", "web:2"]);
    await change({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } });
    expect(await images()).toEqual(["web:2", "web:2", "web:2"]);
  });

  test("waits for Pods to be deleted where the strategy is OnDelete", async () => {
    await start({ replicas: 2, updateStrategy: { type: "OnDelete" } });
    await change({ template: template("web:2") });
    expect(await images()).toEqual(["web:1", "web:1"]);
    await finishDeletion("web-0");
    expect(await images()).toEqual(["web:2", "web:1"]);
  });

  test("replaces several at a time where maxUnavailable allows it", async () => {
    const rollingUpdate = { partition: 0, maxUnavailable: 2 };
    await start({ podManagementPolicy: "Parallel" }, false);
    for (const name of await names()) await ready(name);
    await change({
      template: template("web:2"),
      updateStrategy: { type: "RollingUpdate", rollingUpdate },
    });
    const going = (await pods()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    expect(going.map(({ metadata }) => metadata.name)).toEqual(["web-1", "web-2"]);
    await finishDeletion("web-2");
    expect(await images()).toEqual(["web:1", "web:1", "web:2"]);
  });

  test("is remembered, and the older one made the newest again by going back to it", async () => {
    await start({ replicas: 1 });
    const [first] = await world.list(CONTROLLER_REVISIONS);
    await change({ template: template("web:2") });
    await change({ template: template("web:1") });
    const revisions = await world.list(CONTROLLER_REVISIONS);
    expect(new Set(revisions.map(({ revision }) => revision))).toEqual(new Set([2, 3]));
    const again = revisions.find(({ metadata }) => metadata.uid === first?.metadata.uid);
    expect(again?.revision).toBe(3);
    expect(first).toMatchObject({
      revision: 1,
      data: { spec: { template: { $patch: "replace", spec: { containers: [{ name: "web" }] } } } },
      metadata: { labels: { app: "web" } },
    });
    expect(await images()).toEqual(["web:1"]);
  });

  test("pushes the oldest out of the history", async () => {
    await start({ replicas: 1, revisionHistoryLimit: 2 });
    for (const version of [2, 3, 4, 5]) await change({ template: template(`web:${version}`) });
    const revisions = await world.list(CONTROLLER_REVISIONS);
    expect(new Set(revisions.map(({ revision }) => revision))).toEqual(new Set([3, 4, 5]));
  });

  test("gets another name where a stranger has taken it", async () => {
    await start({ replicas: 1 });
    const [made] = await world.list(CONTROLLER_REVISIONS);
    await change({ template: template("web:2") });
    const [taken] = (await world.list(CONTROLLER_REVISIONS)).filter(
      ({ metadata }) => metadata.uid !== made?.metadata.uid,
    );
    if (!taken) throw new Error("no revision was made");
    await world.client.update(CONTROLLER_REVISIONS, {
      ...taken,
      metadata: { ...taken.metadata, labels: {}, ownerReferences: [] },
      data: { other: true },
    });
    await world.host.settle();
    expect((await set()).status?.collisionCount).toBe(1);
    const revisions = await world.list(CONTROLLER_REVISIONS);
    expect(revisions).toHaveLength(3);
  });
});

describe("volume claim templates", () => {
  const volumeClaimTemplates = [
    {
      apiVersion: "v1" as const,
      kind: "PersistentVolumeClaim" as const,
      metadata: { name: "data" },
      spec: {
        accessModes: ["ReadWriteOnce" as const],
        resources: { requests: { storage: "1Gi" } },
      },
    },
  ];
  const claims = () => world.list(PERSISTENT_VOLUME_CLAIMS);
  const claimNames = async () => (await claims()).map(({ metadata }) => metadata.name);

  test("give each Pod claims of its own, that stay when it goes", async () => {
    await start({ replicas: 2, volumeClaimTemplates });
    expect(await claimNames()).toEqual(["data-web-0", "data-web-1"]);
    const [pod] = await pods();
    expect(pod?.spec?.volumes).toEqual([
      { name: "data", persistentVolumeClaim: { claimName: "data-web-0" } },
    ]);
    const [claim] = await claims();
    expect(claim?.metadata).toMatchObject({ labels });
    expect(claim?.metadata.ownerReferences).toBeUndefined();
    await change({ replicas: 0 });
    expect(await claimNames()).toEqual(["data-web-0", "data-web-1"]);
    await change({ replicas: 1 });
    expect(await names()).toEqual(["web-0"]);
    const messages = (await world.list(EVENTS)).map(({ message }) => message);
    expect(messages).toContain("create Claim data-web-0 Pod web-0 in StatefulSet web success");
  });

  test("belong to the set, or to the Pods that go, as the retention policy says", async () => {
    await start({
      replicas: 2,
      volumeClaimTemplates,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
    });
    const owners = async () =>
      (await claims()).map(({ metadata }) =>
        (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind} ${name}`),
      );
    expect(await owners()).toEqual([["StatefulSet web"], ["StatefulSet web"]]);
    await change({ replicas: 1 });
    expect(await owners()).toEqual([["StatefulSet web"], ["Pod web-1"]]);
  });

  test("are waited for where the last Pod's are still on their way out", async () => {
    await start({
      replicas: 1,
      volumeClaimTemplates,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Delete" },
    });
    await change({ replicas: 0 });
    await change({ replicas: 1 });
    expect(await names()).toEqual([]);
    await world.client.delete(PERSISTENT_VOLUME_CLAIMS, {
      namespace: "default",
      name: "data-web-0",
    });
    await world.host.settle();
    expect(await names()).toEqual(["web-0"]);
    expect(await claimNames()).toEqual(["data-web-0"]);
  });
});
