/** Volumes, claims and the Pods that use them in a whole cluster, through its real API, on a virtual clock. */
import { describe, expect, it } from "vitest";

import type { PersistentVolumeSpec } from "../../../src/api/generated/types.ts";
import { PERSISTENT_VOLUMES, PODS } from "../../../src/api/kinds.ts";
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
  volume,
  volumes,
} from "./volumes-cluster-fixture.ts";

eachInACluster();

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
      stderr: "sh: can't create /data/file: Read-only file system\n",
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
