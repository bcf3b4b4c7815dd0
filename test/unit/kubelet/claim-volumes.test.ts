/** What the kubelet makes of a Pod's claims, and what simulated nodes keep for them. */
import { describe, expect, it } from "vitest";

import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Volume,
} from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { claimOf, claimVolume } from "../../../src/kubelet/claim-volumes.ts";
import type { Mount, VolumeConfig } from "../../../src/kubelet/container-runtime.ts";
import { podFileBytesMax } from "../../../src/kubelet/runtimes/simulated-file-nodes.ts";
import { ContainerFiles } from "../../../src/kubelet/runtimes/simulated-files.ts";
import { PodFiles } from "../../../src/kubelet/runtimes/simulated-pod-files.ts";
import { SimulatedStorage } from "../../../src/kubelet/runtimes/simulated-storage.ts";
import { ObjectCache } from "../../../src/loop/object-cache.ts";

const namespace = "default";
const metadata = { namespace, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };

interface Parts {
  readonly claim?: object | undefined;
  readonly claimMetadata?: object;
  readonly volume?: object | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly source?: Omit<Volume, "name">;
  readonly container?: object;
  readonly mounted?: boolean;
  readonly simulated?: boolean;
}

const bound = { spec: { volumeName: "pv" }, status: { phase: "Bound" } };
const claimRef = { namespace, name: "c", uid: "u" };
const byClaim = { persistentVolumeClaim: { claimName: "c" } };

/** The answer for a Pod `p` with a volume `data`. */
function answer(parts: Parts): VolumeConfig | string {
  const claims = new ObjectCache<PersistentVolumeClaim>();
  const volumes = new ObjectCache<PersistentVolume>();
  const source: Omit<Volume, "name"> = parts.source ?? byClaim;
  const name = source.ephemeral ? "p-data" : "c";
  if (parts.claim) {
    claims.put({
      metadata: { ...metadata, name, uid: "u", ...parts.claimMetadata },
      ...parts.claim,
    } as unknown as Stored<PersistentVolumeClaim>);
  }
  if (parts.volume) {
    volumes.put({
      metadata: {
        ...metadata,
        namespace: "",
        name: "pv",
        uid: "v",
        annotations: parts.annotations,
      },
      spec: parts.volume,
    } as unknown as Stored<PersistentVolume>);
  }
  const volume = { name: "data", ...source };
  const pod = {
    metadata: { ...metadata, name: "p", uid: "pod-uid" },
    spec: { containers: [{ name: "main", ...parts.container }], volumes: [volume] },
  } as unknown as Stored<Pod>;
  const claim = claimOf(pod, volume);
  if (!claim) throw new Error("no claim");
  const { mounted = false, simulated = true } = parts;
  return claimVolume(claim, { claims, volumes }, { mounted, simulated });
}

const going = { deletionTimestamp: "2026-01-01T00:00:00Z" };
const ephemeral = { ephemeral: { volumeClaimTemplate: { spec: {} } } } as Omit<Volume, "name">;
const ours = { "pv.kubernetes.io/provisioned-by": "kubarium.dev/local" };
const at = "error processing PVC default/c: ";

describe("a claim", () => {
  it.each<[what: string, parts: Parts, text: string]>([
    [
      "that is not there",
      {},
      `${at}failed to fetch PVC from API server: persistentvolumeclaims "c" not found`,
    ],
    ["that is going", { claim: bound, claimMetadata: going }, `${at}PVC is being deleted`],
    ["that waits", { claim: { status: { phase: "Pending" } } }, `${at}PVC is not bound`],
    [
      "without a volume",
      { claim: { status: { phase: "Bound" } } },
      `${at}PVC has empty pvc.Spec.VolumeName`,
    ],
    [
      "whose volume is not there",
      { claim: bound },
      `${at}failed to fetch PV pv from API server: persistentvolumes "pv" not found`,
    ],
    [
      "whose volume names none",
      { claim: bound, volume: {} },
      `${at}found PV object pv but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`,
    ],
    [
      "whose volume names another",
      { claim: bound, volume: { claimRef: { ...claimRef, uid: "x" } } },
      `${at}found PV object pv but its pv.Spec.ClaimRef.UID x does not point to claim.UID u`,
    ],
    [
      "of a Pod's own that is not the Pod's",
      { claim: bound, source: ephemeral },
      "PVC default/p-data was not created for pod default/p (pod is not owner)",
    ],
    [
      "of a device that is mounted",
      {
        claim: bound,
        volume: { claimRef, volumeMode: "Block" },
        container: { volumeMounts: [{ name: "data", mountPath: "/data" }] },
      },
      "volume data has volumeMode Block, but is specified in volumeMounts",
    ],
    [
      "of a file system that is asked for as a device",
      {
        claim: bound,
        volume: { claimRef },
        container: { volumeDevices: [{ name: "data", devicePath: "/dev/x" }] },
      },
      "volume data has volumeMode Filesystem, but is specified in volumeDevices",
    ],
    [
      "on a disk that a real node does not know",
      { claim: bound, volume: { claimRef, nfs: { server: "s", path: "/" } }, simulated: false },
      'MountVolume.SetUp failed for volume "pv" : volumes of type nfs are not supported by this node',
    ],
  ])("%s is refused in words", (_, parts, text) => {
    expect(answer(parts)).toBe(text);
  });

  const persistent = { type: "persistent", name: "data", id: "pv", readOnly: false };

  it.each<[what: string, parts: Parts, config: object]>([
    [
      "of ours",
      { claim: bound, volume: { claimRef }, annotations: ours, simulated: false },
      persistent,
    ],
    [
      "that is read only",
      {
        claim: bound,
        volume: { claimRef },
        annotations: ours,
        source: { persistentVolumeClaim: { claimName: "c", readOnly: true } },
      },
      { ...persistent, readOnly: true },
    ],
    [
      "that is going while its Pod runs",
      {
        claim: bound,
        claimMetadata: going,
        volume: { claimRef },
        annotations: ours,
        mounted: true,
      },
      persistent,
    ],
    [
      "of a Pod's own",
      {
        claim: bound,
        claimMetadata: { ownerReferences: [{ uid: "pod-uid", controller: true }] },
        volume: { claimRef },
        annotations: ours,
        source: ephemeral,
      },
      persistent,
    ],
    [
      "of a directory",
      { claim: bound, volume: { claimRef, hostPath: { path: "/srv/x", type: "Directory" } } },
      { type: "hostPath", name: "data", path: "/srv/x", kind: "Directory", readOnly: false },
    ],
    [
      "of a local disk",
      { claim: bound, volume: { claimRef, local: { path: "/mnt/x" } } },
      { type: "hostPath", name: "data", path: "/mnt/x", kind: "Directory", readOnly: false },
    ],
    ["on another's disk, simulated", { claim: bound, volume: { claimRef, nfs: {} } }, persistent],
  ])("%s becomes what a runtime mounts", (_, parts, config) => {
    expect(answer(parts)).toEqual(config);
  });
});

const nowMs = () => 0;
const pv: VolumeConfig = { type: "persistent", name: "pv", id: "pv-1" };
const scratch: VolumeConfig = { type: "emptyDir", name: "scratch", memory: false };
const content = new TextEncoder().encode("x");

/** The files of a container of a new Pod. */
function filesOf(
  storage: SimulatedStorage,
  options: { node?: string; volumes?: readonly VolumeConfig[]; mounts?: readonly Mount[] } = {},
): ContainerFiles {
  const { node = "n1", volumes = [pv, scratch] } = options;
  const mounts = options.mounts ?? [{ volume: "pv", mountPath: "/data", readOnly: false }];
  return new ContainerFiles({
    pod: new PodFiles(volumes, nowMs, { diskOf: (volume) => storage.diskOf(node, volume) }),
    sandbox: {
      hostname: "p",
      volumes,
      dns: { servers: [], searches: [], options: [] },
      hostAliases: [],
    } as never,
    ip: "10.0.0.1",
    mounts,
    readOnlyRoot: false,
    nowMs,
  });
}

describe("a simulated node", () => {
  it("keeps a volume until it is removed, wherever it is mounted", () => {
    const storage = new SimulatedStorage(nowMs);
    filesOf(storage).write("/data/file", content);
    expect(filesOf(storage, { node: "n2" }).read("/data/file")).toEqual(content);
    storage.removeVolume("pv-1");
    expect(filesOf(storage).find("/data/file")).toBeUndefined();
  });

  it("has one directory for a path, and others have their own", () => {
    const storage = new SimulatedStorage(nowMs);
    const mount = (path: string) => ({
      volumes: [{ type: "hostPath", name: "pv", path, kind: "" } as const],
    });
    filesOf(storage, mount("/srv/a/")).write("/data/file", content);
    expect(filesOf(storage, mount("/srv")).read("/data/a/file")).toEqual(content);
    expect(filesOf(storage, { ...mount("/srv"), node: "n2" }).find("/data/a")).toBeUndefined();
  });

  it("does not put what is mounted inside a volume into that volume", () => {
    const storage = new SimulatedStorage(nowMs);
    // The inner one is named first.
    const mounts = [
      { volume: "scratch", mountPath: "/data/tmp/cache", readOnly: false },
      { volume: "pv", mountPath: "/data", readOnly: false },
    ];
    const files = filesOf(storage, { mounts });
    files.write("/data/tmp/cache/secret", content);
    files.write("/data/kept", content);
    expect(files.read("/data/tmp/cache/secret")).toEqual(content);
    const next = filesOf(storage);
    expect(next.read("/data/kept")).toEqual(content);
    expect(next.get("/data/tmp/cache")).toMatchObject({ kind: "directory", entries: new Map() });
  });

  it("bounds what is written in a volume over all of its Pods, and in a Pod apart from it", () => {
    const storage = new SimulatedStorage(nowMs);
    const half = new Uint8Array(podFileBytesMax / 2 + 1);
    filesOf(storage).write("/data/one", half);
    const next = filesOf(storage);
    expect(() => next.write("/data/two", half)).toThrow("No space left on device");
    next.write("/tmp/two", half);
    next.remove("/data/one", { recursive: false });
    next.write("/data/two", half);
  });

  it("refuses to write in a volume that is read only", () => {
    const volumes = [{ ...pv, readOnly: true }];
    const files = filesOf(new SimulatedStorage(nowMs), { volumes });
    expect(() => files.write("/data/file", content)).toThrow("Read-only file system");
  });
});
