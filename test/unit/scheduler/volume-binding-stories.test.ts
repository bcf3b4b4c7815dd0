import { afterEach, describe, expect, test } from "vitest";
import {
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  STORAGE_CLASSES,
} from "../../../src/api/kinds.ts";
import { createWorld } from "./scheduler-world.ts";
import type { World } from "./scheduler-world.ts";

let world: World;
afterEach(() => world.stop());

async function open(provisioner: string): Promise<World> {
  world = await createWorld("off");
  await world.api.create(STORAGE_CLASSES, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "late" },
    provisioner,
    volumeBindingMode: "WaitForFirstConsumer",
  });
  await world.node("n1");
  await world.node("n2");
  return world;
}

async function volume(name: string, nodeName: string): Promise<void> {
  await world.api.create(PERSISTENT_VOLUMES, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      storageClassName: "late",
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteOnce"],
      hostPath: { path: "/data" },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "kubernetes.io/hostname", operator: "In", values: [nodeName] },
              ],
            },
          ],
        },
      },
    },
    status: { phase: "Available" },
  });
}

async function claim(name: string): Promise<void> {
  await world.api.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace: "default", name },
    spec: {
      storageClassName: "late",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
    },
    status: { phase: "Pending" },
  });
}

const uses = (claimName: string) => ({
  volumes: [{ name: "data", persistentVolumeClaim: { claimName } }],
});

const claimNamed = (name: string) =>
  world.api.get(PERSISTENT_VOLUME_CLAIMS, { namespace: "default", name });

/** What the controller that binds volumes does. */
async function complete(name: string, volumeName: string): Promise<void> {
  const found = await claimNamed(name);
  const annotations = {
    ...found.metadata.annotations,
    "pv.kubernetes.io/bind-completed": "yes",
  };
  await world.api.update(PERSISTENT_VOLUME_CLAIMS, {
    ...found,
    metadata: { ...found.metadata, annotations },
    spec: { ...found.spec, volumeName },
  });
}

describe("a Pod whose claim waits for it", () => {
  test("goes where a volume is, promises it, and is bound when the claim is", async () => {
    const { host, pod, nodeOf, api } = await open("kubernetes.io/no-provisioner");
    await volume("disk", "n2");
    await claim("data");
    await pod("db", uses("data"));
    await host.settle();
    expect((await api.get(PERSISTENT_VOLUMES, { name: "disk" })).metadata.annotations).toEqual({
      "pv.kubernetes.io/bound-by-controller": "yes",
    });
    const { uid } = (await claimNamed("data")).metadata;
    expect((await api.get(PERSISTENT_VOLUMES, { name: "disk" })).spec?.claimRef).toMatchObject({
      kind: "PersistentVolumeClaim",
      namespace: "default",
      name: "data",
      uid,
    });
    expect(await nodeOf("db")).toBeUndefined();
    expect((await world.getPod("db")).status?.nominatedNodeName).toBe("n2");
    await complete("data", "disk");
    await host.advance(1000);
    expect(await nodeOf("db")).toBe("n2");
  });

  test("is not given a volume that another Pod has just been promised", async () => {
    const { host, pod, api, eventsOf } = await open("kubernetes.io/no-provisioner");
    await volume("disk", "n2");
    for (const name of ["one", "two"]) {
      await claim(name);
      await pod(name, uses(name));
    }
    await host.settle();
    const { claimRef } = (await api.get(PERSISTENT_VOLUMES, { name: "disk" })).spec ?? {};
    expect(claimRef?.name).toBe("one");
    expect((await eventsOf("two"))[0]?.message).toContain(
      "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.",
    );
  });

  test("has its claim marked for the provisioner, and is tried again when no volume can be made there", async () => {
    const { host, pod, eventsOf, nodeOf, api } = await open("example.com/disks");
    await claim("data");
    await pod("db", uses("data"));
    await host.settle();
    const marked = await claimNamed("data");
    const chosen = marked.metadata.annotations?.["volume.kubernetes.io/selected-node"];
    expect(["n1", "n2"]).toContain(chosen);
    const { annotations: _mark, ...metadata } = marked.metadata;
    await api.update(PERSISTENT_VOLUME_CLAIMS, { ...marked, metadata });
    await host.advance(1000);
    expect((await eventsOf("db"))[0]?.message).toBe(
      'running PreBind plugin "VolumeBinding": binding volumes: provisioning failed for PVC "data"',
    );
    await host.advance(2000);
    await complete("data", "made");
    await api.create(PERSISTENT_VOLUMES, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "made" },
      spec: { storageClassName: "late", claimRef: { namespace: "default", name: "data" } },
    });
    await host.advance(2000);
    expect(await nodeOf("db")).toBeDefined();
  });

  test("is rolled back when its volumes are not bound in ten minutes, or when it goes", async () => {
    const { host, pod, eventsOf, api, scheduler } = await open("example.com/disks");
    await claim("data");
    await pod("db", uses("data"));
    await host.advance(601_000);
    expect((await eventsOf("db"))[0]?.message).toBe(
      'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    );
    await host.advance(2000);
    await api.delete(PODS, { namespace: "default", name: "db" });
    await host.advance(2000);
    expect(scheduler.stats()).toMatchObject({ boundTotal: 0, pending: 0 });
  });
});
