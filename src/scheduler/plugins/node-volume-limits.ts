/** NodeVolumeLimits: how many volumes of a CSI driver a node can attach (plugins/nodevolumelimits/csi.go). In-tree volumes are not counted: none is migrated here. */
import type { PersistentVolumeClaim, Pod } from "../../api/generated/types.ts";
import { refusal } from "./basic-plugins.ts";
import type { Plugin } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import type { ClusterObjects } from "./snapshot.ts";
import { claimNotFound, claimsOf, classNameOf } from "./volume-claims.ts";

/** Drivers by volume: two Pods with one volume attach it once. */
type Volumes = Map<string, string>;

export const nodeVolumeLimits: Plugin<ClusterObjects> = {
  name: "NodeVolumeLimits",
  preFilter: (pod, { objects }) =>
    claimsOf(pod).length === 0 ? { skip: true } : { state: objects },
  filter(objects, pod, nodeInfo) {
    const wanted = new Map<string, string>();
    const fault = addVolumes(wanted, pod, objects);
    if (fault !== undefined) return refusal(fault);
    if (wanted.size === 0) return undefined;
    const limits = limitsOf(nodeInfo.name, objects);
    if (limits.size === 0) return undefined;
    const attached = attachedTo(nodeInfo, objects);
    for (const volume of attached.keys()) wanted.delete(volume);
    for (const [driver, limit] of limits) {
      const more = countOf(wanted, driver);
      if (more > 0 && countOf(attached, driver) + more > limit) {
        return refusal("node(s) exceed max volume count", true);
      }
    }
    return undefined;
  },
};

/** Undefined when every claim could be looked up. */
function addVolumes(volumes: Volumes, pod: Pod, objects: ClusterObjects): string | undefined {
  const namespace = pod.metadata.namespace ?? "";
  for (const { claimName, owned } of claimsOf(pod)) {
    if (claimName === "") return "PersistentVolumeClaim had no name";
    const claim = objects.claim(namespace, claimName);
    if (claim === undefined)
      return `looking up PVC ${namespace}/${claimName}: ${claimNotFound(claimName)}`;
    const isOwn = claim.metadata.ownerReferences?.some(({ uid }) => uid === pod.metadata.uid);
    if (owned && isOwn !== true) {
      return `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${pod.metadata.name ?? ""} (pod is not owner)`;
    }
    const volume = csiVolumeOf(claim, objects);
    if (volume !== undefined) volumes.set(`${volume.driver}/${volume.handle}`, volume.driver);
  }
  return undefined;
}

/** Undefined for what is no CSI volume. */
function csiVolumeOf(
  claim: PersistentVolumeClaim,
  objects: ClusterObjects,
): { readonly driver: string; readonly handle: string } | undefined {
  const volume = objects.volume(claim.spec?.volumeName ?? "");
  if (volume === undefined) {
    // Not bound, or its volume is gone: it counts for the driver that would make one.
    const driver = objects.storageClass(classNameOf(claim))?.provisioner;
    if (driver === undefined) return undefined;
    return { driver, handle: `${claim.metadata.namespace ?? ""}-${claim.metadata.name ?? ""}` };
  }
  const csi = volume.spec?.csi;
  return csi === undefined ? undefined : { driver: csi.driver, handle: csi.volumeHandle };
}

function limitsOf(nodeName: string, objects: ClusterObjects): ReadonlyMap<string, number> {
  const drivers = objects.csiNode(nodeName)?.spec.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count]],
    ),
  );
}

/** What the node's Pods use, and what is attached to it all the same. */
function attachedTo(nodeInfo: NodeInfo, objects: ClusterObjects): Volumes {
  const volumes: Volumes = new Map();
  for (const { pod } of nodeInfo.pods) addVolumes(volumes, pod, objects);
  for (const { spec } of objects.volumeAttachments()) {
    if (spec.nodeName !== nodeInfo.name) continue;
    const csi = objects.volume(spec.source.persistentVolumeName ?? "")?.spec?.csi;
    if (csi !== undefined && csi.driver === spec.attacher) {
      volumes.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
    }
  }
  return volumes;
}

function countOf(volumes: Volumes, driver: string): number {
  let count = 0;
  for (const each of volumes.values()) if (each === driver) count += 1;
  return count;
}
