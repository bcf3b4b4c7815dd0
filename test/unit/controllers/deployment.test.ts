import { afterEach, describe, expect, it } from "vitest";

import type { Deployment, Event, ReplicaSet } from "../../../src/api/generated/types.ts";
import { DEPLOYMENTS, EVENTS, PODS, REPLICA_SETS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { deploymentController } from "../../../src/controllers/deployment.ts";
import { replicaSetController } from "../../../src/controllers/replica-set.ts";
import type { NewObject } from "../../../src/loop/client.ts";
import { startWorld, type World, type WorldOptions } from "../../fixtures/controller-world.ts";

const controllers = [deploymentController, replicaSetController];

let world: World;

afterEach(() => world.stop());

async function start(options: Partial<WorldOptions> = {}): Promise<World> {
  world = await startWorld({ controllers, ...options });
  return world;
}

function web(spec: Partial<Deployment["spec"]> = {}): NewObject<Deployment> {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default", labels: { app: "web" } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: "web" } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
      },
      template: template("nginx:1"),
      ...spec,
    },
  };
}

function template(image: string) {
  return { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image }] } };
}

const setImage =
  (image: string) =>
  (deployment: Stored<Deployment>): Deployment => ({
    ...deployment,
    spec: { ...deployment.spec!, template: template(image) },
  });

const setSpec =
  (spec: Partial<Deployment["spec"]>) =>
  (deployment: Stored<Deployment>): Deployment => ({
    ...deployment,
    spec: { ...deployment.spec!, ...spec },
  });

const get = () => world.client.get(DEPLOYMENTS, { namespace: "default", name: "web" });

async function sets(): Promise<readonly Stored<ReplicaSet>[]> {
  const all = [...(await world.list(REPLICA_SETS))];
  const revision = (set: Stored<ReplicaSet>) =>
    Number(set.metadata.annotations?.["deployment.kubernetes.io/revision"]);
  return all.sort((a, b) => revision(a) - revision(b));
}

const sizes = async () => (await sets()).map((set) => set.spec?.replicas);

const imageOf = (set: Stored<ReplicaSet>) => set.spec?.template?.spec?.containers[0]?.image;

async function conditions(): Promise<Record<string, string>> {
  const { status } = await get();
  return Object.fromEntries(
    (status?.conditions ?? []).map(({ type, status, reason }) => [type, `${status} ${reason}`]),
  );
}

async function messages(): Promise<readonly string[]> {
  await world.host.settle();
  const events: readonly Stored<Event>[] = await world.list(EVENTS);
  return events
    .filter(({ involvedObject }) => involvedObject.kind === "Deployment")
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ reason, message }) => `${reason}: ${message}`);
}

describe("a new Deployment", () => {
  it("comes up through one ReplicaSet and tells so as kubectl expects", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web());
    await world.host.settle();

    const [set, ...others] = await sets();
    const hash = set?.metadata.labels?.["pod-template-hash"] ?? "";
    expect(others).toEqual([]);
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
    expect(set?.metadata.name).toBe(`web-${hash}`);
    expect(set?.spec?.selector.matchLabels).toEqual({ app: "web", "pod-template-hash": hash });
    expect(set?.metadata.annotations).toEqual({
      "deployment.kubernetes.io/revision": "1",
      "deployment.kubernetes.io/desired-replicas": "3",
      "deployment.kubernetes.io/max-replicas": "4",
    });
    const deployment = await get();
    expect(deployment.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("1");
    expect(deployment.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(await conditions()).toEqual({
      Available: "True MinimumReplicasAvailable",
      Progressing: "True NewReplicaSetAvailable",
    });
    expect(await messages()).toEqual([
      `ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 3`,
    ]);
    const pods = await world.list(PODS);
    expect(pods.map(({ metadata }) => metadata.name.startsWith(`web-${hash}-`))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("avoids the name that something else has by counting the collision", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web());
    await world.host.settle();
    const [first] = await sets();
    await world.client.delete(DEPLOYMENTS, { namespace: "default", name: "web" });
    await world.change(REPLICA_SETS, first!.metadata.name, ({ metadata, ...rest }) => {
      const { ownerReferences: _, ...kept } = metadata;
      return { ...rest, metadata: { ...kept, labels: { app: "foreign" } } };
    });
    await world.client.create(DEPLOYMENTS, web());
    await world.host.settle();

    const { status } = await get();
    expect(status?.collisionCount).toBe(1);
    expect(status?.availableReplicas).toBe(3);
    expect((await world.list(REPLICA_SETS)).length).toBe(2);
  });

  it("refuses a selector that selects everything", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web({ selector: {} }));
    await world.host.settle();

    expect(await sets()).toEqual([]);
    expect(await messages()).toEqual([
      "SelectingAll: This deployment is selecting all pods. A non-empty selector is required.",
    ]);
  });
});

describe("a rolling update", () => {
  it("never has more than maxSurge above nor fewer than maxUnavailable below the wanted Pods", async () => {
    await start({ kubelet: false });
    const strategy = {
      type: "RollingUpdate" as const,
      rollingUpdate: { maxSurge: 1, maxUnavailable: 1 },
    };
    await world.client.create(DEPLOYMENTS, web({ replicas: 4, strategy }));
    const readyOne = async (): Promise<boolean> => {
      await world.host.settle();
      const pods = await world.list(PODS);
      const going = pods.find(({ metadata }) => metadata.deletionTimestamp !== undefined);
      const waiting = pods.find(({ status }) => status?.phase === "Pending");
      if (going !== undefined) {
        const { name } = going.metadata;
        await world.client.delete(PODS, { namespace: "default", name }, { gracePeriodSeconds: 0 });
      } else if (waiting !== undefined) await world.makeReady(waiting);
      return going !== undefined || waiting !== undefined;
    };
    while (await readyOne());
    await world.change(DEPLOYMENTS, "web", setImage("nginx:2"));
    do {
      const pods = (await world.list(PODS)).filter(({ metadata }) => !metadata.deletionTimestamp);
      const ready = pods.filter(({ status }) => status?.phase === "Running");
      expect(pods.length).toBeLessThanOrEqual(5);
      expect(ready.length).toBeGreaterThanOrEqual(3);
    } while (await readyOne());

    expect(await sizes()).toEqual([0, 4]);
    expect((await get()).status?.updatedReplicas).toBe(4);
    expect(await conditions()).toMatchObject({ Progressing: "True NewReplicaSetAvailable" });
  });

  it("is undone by putting the old template back, which takes up the old ReplicaSet as a new revision", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web());
    await world.host.settle();
    await world.change(DEPLOYMENTS, "web", setImage("nginx:2"));
    await world.host.settle();
    expect((await sets()).map(imageOf)).toEqual(["nginx:1", "nginx:2"]);
    expect(await sizes()).toEqual([0, 3]);

    await world.change(DEPLOYMENTS, "web", setImage("nginx:1"));
    await world.host.settle();

    expect((await sets()).map(imageOf)).toEqual(["nginx:2", "nginx:1"]);
    expect(await sizes()).toEqual([0, 3]);
    const [, current] = await sets();
    expect(current?.metadata.annotations).toMatchObject({
      "deployment.kubernetes.io/revision": "3",
      "deployment.kubernetes.io/revision-history": "1",
    });
    const { metadata } = await get();
    expect(metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
  });

  it("keeps as many old ReplicaSets as revisionHistoryLimit says", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web({ revisionHistoryLimit: 2 }));
    for (const image of ["nginx:2", "nginx:3", "nginx:4", "nginx:5"]) {
      await world.host.settle();
      await world.change(DEPLOYMENTS, "web", setImage(image));
    }
    await world.host.settle();

    expect((await sets()).map(imageOf)).toEqual(["nginx:3", "nginx:4", "nginx:5"]);
  });

  it("shares out a change of replicas in proportion while it is under way", async () => {
    await start({ kubelet: false });
    const strategy = {
      type: "RollingUpdate" as const,
      rollingUpdate: { maxSurge: 3, maxUnavailable: 2 },
    };
    await world.client.create(DEPLOYMENTS, web({ replicas: 10, strategy }));
    await world.host.settle();
    for (const pod of await world.list(PODS)) await world.makeReady(pod);
    await world.host.settle();
    await world.change(DEPLOYMENTS, "web", setImage("nginx:2"));
    await world.host.settle();
    expect(await sizes()).toEqual([8, 5]);

    await world.change(DEPLOYMENTS, "web", setSpec({ replicas: 15 }));
    await world.host.settle();

    // As in the Kubernetes documentation's example of proportional scaling.
    expect(await sizes()).toEqual([11, 7]);
  });

  it("says so when it makes no progress within the deadline", async () => {
    await start({ kubelet: false });
    await world.client.create(DEPLOYMENTS, web({ progressDeadlineSeconds: 60 }));
    await world.host.settle();
    expect(await conditions()).toMatchObject({ Progressing: "True ReplicaSetUpdated" });
    await world.host.advance(55_000);
    expect(await conditions()).toMatchObject({ Progressing: "True ReplicaSetUpdated" });
    await world.host.advance(10_000);

    expect(await conditions()).toEqual({
      Available: "False MinimumReplicasUnavailable",
      Progressing: "False ProgressDeadlineExceeded",
    });
    expect(world.host.nextTimerInMs).toBeUndefined();
  });
});

describe("a paused Deployment", () => {
  it("does not roll out until resumed, and still scales", async () => {
    await start();
    await world.client.create(DEPLOYMENTS, web());
    await world.host.settle();
    await world.change(DEPLOYMENTS, "web", setSpec({ paused: true }));
    await world.change(DEPLOYMENTS, "web", setImage("nginx:2"));
    await world.host.settle();
    expect((await sets()).map(imageOf)).toEqual(["nginx:1"]);
    expect(await conditions()).toMatchObject({ Progressing: "Unknown DeploymentPaused" });

    await world.change(DEPLOYMENTS, "web", setSpec({ replicas: 5 }));
    await world.host.settle();
    expect(await sizes()).toEqual([5]);

    await world.change(DEPLOYMENTS, "web", setSpec({ paused: false }));
    await world.host.settle();
    expect(await sizes()).toEqual([0, 5]);
    expect(await conditions()).toMatchObject({ Progressing: "True NewReplicaSetAvailable" });
  });
});

describe("the Recreate strategy", () => {
  it("starts no new Pod before the last old one is gone", async () => {
    await start({ kubelet: false });
    await world.client.create(DEPLOYMENTS, web({ strategy: { type: "Recreate" } }));
    await world.host.settle();
    for (const pod of await world.list(PODS)) await world.makeReady(pod);
    await world.change(DEPLOYMENTS, "web", setImage("nginx:2"));
    await world.host.settle();
    const going = await world.list(PODS);
    expect(going.every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    expect(await sizes()).toEqual([0]);
    for (const { metadata } of going) {
      expect((await sets()).length).toBe(1);
      const { name } = metadata;
      await world.client.delete(PODS, { namespace: "default", name }, { gracePeriodSeconds: 0 });
      await world.host.settle();
    }

    expect(await sizes()).toEqual([0, 3]);
  });
});
