/** Claims of the default class and the Pods that use them in a whole cluster, through its real API, on a virtual clock. */
import { describe, expect, it } from "vitest";

import {
  EVENTS,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  STORAGE_CLASSES,
} from "../../../src/api/kinds.ts";
import {
  accessModes,
  claim,
  cluster,
  eachInACluster,
  getClaim,
  getPod,
  host,
  namespace,
  pod,
  removeClaim,
  removePod,
  said,
  sh,
  uses,
  volumes,
} from "./volumes-cluster-fixture.ts";

eachInACluster();

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
