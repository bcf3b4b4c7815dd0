/** Hints of the volume plugins about claims, volumes, classes and CSI nodes (see queueing-hints.ts). */
import type {
  CSINode,
  PersistentVolume,
  Pod,
  StorageClass,
  Volume,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { ClusterEvent } from "./cluster-event.ts";
import { claimNames } from "../plugins/snapshot.ts";

/** The claim is one that the Pod's volumes name. */
export function isOwnClaim(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const claim = event.after ?? event.before;
  if (claim === undefined || claim.metadata.namespace !== pod.metadata.namespace) return false;
  return claimNames(pod).includes(claim.metadata.name);
}

/** VolumeRestrictions: the Pod that is gone had a claim, or a disk that excludes others, of the Pod's. */
export function freesVolume(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const gone = event.before as Stored<Pod> | undefined;
  if (gone === undefined) return false;
  const wanted = new Set(claimNames(pod));
  const shared =
    gone.metadata.namespace === pod.metadata.namespace &&
    claimNames(gone).some((name) => wanted.has(name));
  return shared || disksOf(gone).some((disk) => disksOf(pod).includes(disk));
}

/** In-line disks of which a node or a cluster has one user at a time. */
function disksOf(pod: Pod): readonly string[] {
  const name = (volume: Volume): string | undefined => {
    if (volume.gcePersistentDisk) return `gce/${volume.gcePersistentDisk.pdName}`;
    if (volume.awsElasticBlockStore) return `aws/${volume.awsElasticBlockStore.volumeID}`;
    if (volume.iscsi) return `iscsi/${volume.iscsi.iqn}`;
    if (volume.rbd) return `rbd/${volume.rbd.pool ?? "rbd"}/${volume.rbd.image}`;
    return undefined;
  };
  return (pod.spec?.volumes ?? []).flatMap((volume) => name(volume) ?? []);
}

/** NodeVolumeLimits: the Pod that is gone had volumes attached. */
export function detachesVolume(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const gone = event.before as Stored<Pod> | undefined;
  return gone !== undefined && (claimNames(gone).length > 0 || disksOf(gone).length > 0);
}

/** NodeVolumeLimits: a driver of the node takes more volumes, or any number of them. */
export function raisesLimit(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const limits = (node: CSINode | undefined): ReadonlyMap<string, number> =>
    new Map(
      (node?.spec.drivers ?? []).map(({ name, allocatable }) => [
        name,
        allocatable?.count ?? Infinity,
      ]),
    );
  const before = limits(event.before as CSINode | undefined);
  for (const [name, limit] of limits(event.after as CSINode | undefined)) {
    if (limit > (before.get(name) ?? 0)) return true;
  }
  return false;
}

const topologyLabels = [
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
];

/** VolumeZone: a volume is new, or is somewhere else than it was. */
export function changesTopology(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const { before, after } = event as {
    readonly before?: PersistentVolume;
    readonly after?: PersistentVolume;
  };
  if (before === undefined) return true;
  return topologyLabels.some(
    (label) => before.metadata.labels?.[label] !== after?.metadata.labels?.[label],
  );
}

/** VolumeZone: claims of the class may go on without a volume. */
export function waitsForConsumer(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const { volumeBindingMode } = event.after as Stored<StorageClass>;
  return volumeBindingMode === "WaitForFirstConsumer";
}
