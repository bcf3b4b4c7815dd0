/** Volumes, claims and the Pods that use them in a whole cluster, through its real API, on a virtual clock. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type {
  Event,
  PersistentVolume,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
  Pod,
  Volume,
} from "../../../src/api/generated/types.ts";
import {
  EVENTS,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  STORAGE_CLASSES,
} from "../../../src/api/kinds.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, type Cluster } from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;

beforeEach(async () => {
  host = createSimulatedHost({ seed: 11 });
  cluster = await createCluster({ host, nodes: 3 });
  await host.settle();
});

afterEach(() => cluster.stop());

const namespace = "default";
const accessModes = ["ReadWriteOnce"] as const;

async function claim(name: string, spec: PersistentVolumeClaimSpec = {}, storage = "1Gi") {
  return cluster.client.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace },
    spec: { accessModes, resources: { requests: { storage } }, ...spec },
  });
}

async function volume(
  name: string,
  spec: PersistentVolumeSpec = {},
  labels: Readonly<Record<string, string>> = {},
) {
  return cluster.client.create(PERSISTENT_VOLUMES, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels },
    spec: {
      capacity: { storage: "1Gi" },
      accessModes,
      hostPath: { path: `/srv/${name}` },
      ...spec,
    },
  });
}

type Mount = NonNullable<NonNullable<Pod["spec"]>["containers"][number]["volumeMounts"]>[number];

async function pod(name: string, source: Omit<Volume, "name">, mount: Partial<Mount> = {}) {
  await cluster.client.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      containers: [
        {
          name: "main",
          image: "busybox",
          volumeMounts: [{ name: "data", mountPath: "/data", ...mount }],
        },
      ],
      volumes: [{ name: "data", ...source }],
    },
  });
  await host.advance(10_000);
}

const uses = (claimName: string, readOnly = false) => ({
  persistentVolumeClaim: { claimName, readOnly },
});

const getPod = (name: string) => cluster.client.get(PODS, { namespace, name });
const getClaim = (name: string) =>
  cluster.client.get(PERSISTENT_VOLUME_CLAIMS, { namespace, name });
const volumes = async (): Promise<readonly PersistentVolume[]> =>
  (await cluster.client.list(PERSISTENT_VOLUMES)).items;

async function sh(name: string, script: string) {
  const running = cluster.exec({ namespace, name }, { command: ["sh", "-c", script] });
  await host.advance(1000);
  return running;
}

async function removePod(name: string): Promise<void> {
  await cluster.client.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  await host.advance(5000);
}

async function removeClaim(name: string): Promise<void> {
  await cluster.client.delete(PERSISTENT_VOLUME_CLAIMS, { namespace, name });
  await host.advance(5000);
}

/** `Type Reason: message` of what was said about an object, each once, in order. */
async function said(name: string): Promise<readonly string[]> {
  const { items } = await cluster.client.list<Event>(EVENTS);
  return items
    .filter(({ involvedObject }) => involvedObject.name === name)
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

describe("a claim of the default class", () => {
  it("waits for its Pod, gets a volume on the Pod's node, and keeps its data for the next Pod", async () => {
    await claim("data");
    await host.settle();
    expect(await getClaim("data")).toMatchObject({
      spec: { storageClassName: "standard" },
      status: { phase: "Pending" },
    });
    expect(await said("data")).toEqual([
      "Normal WaitForFirstConsumer: waiting for first consumer to be created before binding",
    ]);
    await pod("one", uses("data"));
    const { spec, status } = await getPod("one");
    expect(status?.phase).toBe("Running");
    const bound = await getClaim("data");
    const name = `pvc-${bound.metadata.uid}`;
    expect(bound).toMatchObject({
      metadata: {
        annotations: {
          "pv.kubernetes.io/bind-completed": "yes",
          "pv.kubernetes.io/bound-by-controller": "yes",
          "volume.kubernetes.io/selected-node": spec?.nodeName,
          "volume.kubernetes.io/storage-provisioner": "kubarium.dev/local",
          "volume.beta.kubernetes.io/storage-provisioner": "kubarium.dev/local",
        },
        finalizers: ["kubernetes.io/pvc-protection"],
      },
      spec: { volumeName: name },
      status: { phase: "Bound", accessModes, capacity: { storage: "1Gi" } },
    });
    expect(await volumes()).toMatchObject([
      {
        metadata: {
          name,
          annotations: { "pv.kubernetes.io/provisioned-by": "kubarium.dev/local" },
        },
        spec: {
          capacity: { storage: "1Gi" },
          claimRef: { kind: "PersistentVolumeClaim", namespace, name: "data" },
          persistentVolumeReclaimPolicy: "Delete",
          storageClassName: "standard",
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: "kubernetes.io/hostname", operator: "In", values: [spec?.nodeName] },
                  ],
                },
              ],
            },
          },
        },
        status: { phase: "Bound" },
      },
    ]);
    expect(await said("data")).toEqual(
      expect.arrayContaining([
        "Normal ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'kubarium.dev/local' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
        'Normal Provisioning: External provisioner is provisioning volume for claim "default/data"',
        `Normal ProvisioningSucceeded: Successfully provisioned volume ${name}`,
      ]),
    );
    expect(await sh("one", "echo kept > /data/file")).toMatchObject({ exitCode: 0 });
    await removePod("one");
    await pod("two", uses("data"));
    expect((await getPod("two")).spec?.nodeName).toBe(spec?.nodeName);
    expect(await sh("two", "cat /data/file")).toMatchObject({ stdout: "kept\n" });
  });

  it("takes its volume and what is in it along when it goes, after its Pod", async () => {
    await claim("data");
    await pod("one", uses("data"));
    await sh("one", "echo kept > /data/file");
    await removeClaim("data");
    expect((await getClaim("data")).metadata.deletionTimestamp).toBeDefined();
    expect(await volumes()).toMatchObject([{ status: { phase: "Bound" } }]);
    await removePod("one");
    expect(await volumes()).toEqual([]);
    await expect(getClaim("data")).rejects.toMatchObject({ code: 404 });
  });

  it("grows with its volume", async () => {
    await claim("data");
    await pod("one", uses("data"));
    const patch = { spec: { resources: { requests: { storage: "3Gi" } } } };
    const at = { namespace, name: "data" };
    await cluster.client.patch(PERSISTENT_VOLUME_CLAIMS, at, patch, { type: "merge" });
    await host.advance(1000);
    expect((await getClaim("data")).status).toMatchObject({
      capacity: { storage: "3Gi" },
      allocatedResources: { storage: "3Gi" },
    });
    expect(await volumes()).toMatchObject([{ spec: { capacity: { storage: "3Gi" } } }]);
    const name = (await getClaim("data")).spec?.volumeName ?? "";
    expect((await said("data")).slice(-2)).toEqual([
      `Normal Resizing: External resizer is resizing volume ${name}`,
      "Normal VolumeResizeSuccessful: Resize volume succeeded",
    ]);
  });

  it("leaves nothing in its volume even where that is taken away by force", async () => {
    await claim("data");
    await pod("one", uses("data"));
    await sh("one", "echo kept > /data/file");
    const { volumeName: name = "" } = (await getClaim("data")).spec ?? {};
    const [kept] = await volumes();
    await removePod("one");
    await cluster.client.delete(PERSISTENT_VOLUMES, { name });
    await cluster.client.patch(
      PERSISTENT_VOLUMES,
      { name },
      { metadata: { finalizers: [] } },
      { type: "merge" },
    );
    await host.advance(1000);
    expect((await getClaim("data")).status?.phase).toBe("Lost");
    // The same volume, made again by hand, would show what was left.
    const { capacity, hostPath, nodeAffinity } = kept?.spec ?? {};
    const annotations = kept?.metadata.annotations ?? {};
    await cluster.client.create(PERSISTENT_VOLUMES, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name, annotations },
      spec: {
        accessModes,
        storageClassName: "hand",
        claimRef: { namespace, name: "again" },
        ...(capacity && hostPath && nodeAffinity ? { capacity, hostPath, nodeAffinity } : {}),
      },
    });
    await claim("again", { storageClassName: "hand" });
    await pod("two", uses("again"));
    expect(await sh("two", "ls /data")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("keeps its volume, Released, where the class says Retain", async () => {
    await cluster.client.create(STORAGE_CLASSES, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "keep" },
      provisioner: "kubarium.dev/local",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    await claim("data", { storageClassName: "keep" });
    await pod("one", uses("data"));
    await removePod("one");
    await removeClaim("data");
    const [kept] = await volumes();
    expect(kept).toMatchObject({ status: { phase: "Released" } });
    await cluster.client.delete(PERSISTENT_VOLUMES, { name: kept?.metadata.name ?? "" });
    await host.advance(1000);
    expect(await volumes()).toEqual([]);
  });

  it("is left alone while nothing happens", async () => {
    await claim("waiting");
    await claim("data");
    await pod("one", uses("data"));
    await host.advance(600_000);
    const state = async () =>
      JSON.stringify([
        (await cluster.client.list(EVENTS)).items,
        (await cluster.client.list(PERSISTENT_VOLUME_CLAIMS)).items,
        await volumes(),
      ]);
    const before = await state();
    await host.advance(600_000);
    expect(await state()).toBe(before);
  });
});

describe("a volume made by hand", () => {
  const hand = { storageClassName: "hand" };

  it("becomes Available, is bound by class and selector, and stays Released with Retain", async () => {
    await volume("a", hand, { tier: "slow" });
    await volume("b", { ...hand, capacity: { storage: "5Gi" } }, { tier: "fast" });
    await host.settle();
    expect(await volumes()).toMatchObject([
      { status: { phase: "Available" } },
      { status: { phase: "Available" } },
    ]);
    await claim("fast", { ...hand, selector: { matchLabels: { tier: "fast" } } });
    await host.settle();
    expect(await getClaim("fast")).toMatchObject({
      spec: { volumeName: "b" },
      status: { phase: "Bound", capacity: { storage: "5Gi" } },
    });
    await pod("one", uses("fast"));
    await sh("one", "echo kept > /data/file");
    await removePod("one");
    await removeClaim("fast");
    expect(await volumes()).toMatchObject([
      { metadata: { name: "a" }, status: { phase: "Available" } },
      {
        metadata: { name: "b" },
        status: { phase: "Released" },
        spec: { claimRef: { name: "fast" } },
      },
    ]);
  });

  it("that a claim names is refused in words when it does not fit", async () => {
    await volume("a", hand);
    await claim("large", { ...hand, volumeName: "a" }, "2Gi");
    await host.settle();
    expect((await getClaim("large")).status).toEqual({ phase: "Pending" });
    expect(await said("large")).toEqual([
      'Warning VolumeMismatch: Cannot bind to requested volume "a": requested PV is too small',
    ]);
  });

  it("that is taken away leaves its claim Lost", async () => {
    await volume("a", hand);
    await claim("data", hand);
    await host.settle();
    await cluster.client.delete(PERSISTENT_VOLUMES, { name: "a" });
    await host.settle();
    expect(await volumes()).toHaveLength(1);
    const patch = { metadata: { finalizers: [] } };
    await cluster.client.patch(PERSISTENT_VOLUMES, { name: "a" }, patch, { type: "merge" });
    await host.settle();
    expect((await getClaim("data")).status).toEqual({ phase: "Lost" });
    expect(await said("data")).toContain(
      "Warning ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!",
    );
  });

  it.each([
    [
      "Recycle",
      { hostPath: { path: "/srv/x" } },
      "Warning VolumeFailedRecycle: No recycler plugin found for the volume!",
    ],
    [
      "Delete",
      { hostPath: { path: "/srv/x" } },
      "Warning VolumeFailedDelete: host_path deleter only supports /tmp/.+ but received provided /srv/x",
    ],
    [
      "Delete",
      { hostPath: undefined, nfs: { server: "nfs.example.com", path: "/" } },
      'Warning VolumeFailedDelete: error getting deleter volume plugin for volume "a": no deletable volume plugin matched',
    ],
  ] as const)("with %s fails as in Kubernetes: %o", async (policy, source, words) => {
    const { hostPath: _, ...others } = source as PersistentVolumeSpec;
    const made = { ...hand, persistentVolumeReclaimPolicy: policy, ...source, ...others };
    await volume("a", made as PersistentVolumeSpec);
    await claim("data", hand);
    await host.settle();
    await removeClaim("data");
    expect(await volumes()).toMatchObject([{ status: { phase: "Failed" } }]);
    expect(await said("a")).toEqual([words]);
  });
});

describe("a Pod", () => {
  it("with a generic ephemeral volume gets a claim of its own, which goes with it", async () => {
    const spec = { accessModes, resources: { requests: { storage: "1Gi" } } };
    await pod("scratch", {
      ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: "b" } }, spec } },
    });
    const { metadata, status } = await getPod("scratch");
    expect(status?.phase).toBe("Running");
    const own = await getClaim("scratch-data");
    expect(own).toMatchObject({
      metadata: {
        labels: { a: "b" },
        ownerReferences: [
          {
            apiVersion: "v1",
            kind: "Pod",
            name: "scratch",
            uid: metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      status: { phase: "Bound" },
    });
    await removePod("scratch");
    await host.advance(60_000);
    await expect(getClaim("scratch-data")).rejects.toMatchObject({ code: 404 });
    expect(await volumes()).toEqual([]);
  });

  it("mounts a claim read-only, and a part of one", async () => {
    await claim("data");
    await pod("part", uses("data"), { subPath: "sub/dir" });
    expect(await sh("part", "echo x > /data/file")).toMatchObject({ exitCode: 0 });
    await pod("reader", uses("data", true));
    expect(await sh("reader", "cat /data/sub/dir/file; echo y > /data/file")).toMatchObject({
      stdout: "x\n",
      stderr: "sh: Read-only file system\n",
    });
  });

  it.each([
    [
      "gone",
      undefined,
      'failed to fetch PVC from API server: persistentvolumeclaims "gone" not found',
    ],
    ["there", "Pending", "PVC is not bound"],
  ])("that is put on a node with the claim %s waits and says why", async (name, phase, why) => {
    if (phase !== undefined) await claim(name);
    await cluster.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "forced", namespace },
      spec: {
        nodeName: "node-1",
        containers: [{ name: "main", image: "busybox" }],
        volumes: [{ name: "data", ...uses(name) }],
      },
    });
    await host.advance(1000);
    expect((await getPod("forced")).status?.phase).toBe("Pending");
    expect(await said("forced")).toContain(
      `Warning FailedMount: Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/${name}: ${why}`,
    );
  });
});

describe("a class that became the default later", () => {
  it("is given to claims that named none", async () => {
    const at = { name: "standard" };
    const mark = (value: string) => ({
      metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": value } },
    });
    await cluster.client.patch(STORAGE_CLASSES, at, mark("false"), { type: "merge" });
    await claim("data");
    await claim("none", { storageClassName: "" });
    await host.settle();
    const none =
      "Normal FailedBinding: no persistent volumes available for this claim and no storage class is set";
    expect(await said("data")).toEqual([none]);
    await cluster.client.patch(STORAGE_CLASSES, at, mark("true"), { type: "merge" });
    await host.settle();
    expect((await getClaim("data")).spec?.storageClassName).toBe("standard");
    expect((await getClaim("none")).spec?.storageClassName).toBe("");
  });
});
