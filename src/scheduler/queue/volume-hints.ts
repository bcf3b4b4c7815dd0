/** Hints of the volume plugins about claims, volumes, classes and CSI nodes (see queueing-hints.ts). */
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  Pod,
  StorageClass,
  Volume,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { quantityValue } from "../../api/quantity.ts";
import type { ClusterEvent } from "./cluster-event.ts";
import { claimNames } from "../plugins/snapshot.ts";
import { volumesConflict } from "../plugins/volume-restrictions.ts";

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
  return (
    shared ||
    volumesOf(pod).some((volume) => volumesOf(gone).some((held) => volumesConflict(volume, held)))
  );
}

function volumesOf(pod: Pod): readonly Volume[] {
  return pod.spec?.volumes ?? [];
}

/** Plugins within Kubernetes whose volumes CSI drivers attach now. */
const migrated = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cinder",
  "gcePersistentDisk",
  "portworxVolume",
  "vsphereVolume",
] as const satisfies readonly (keyof Volume)[];

/** NodeVolumeLimits: the Pod that is gone had volumes attached. */
export function detachesVolume(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const gone = event.before as Stored<Pod> | undefined;
  if (gone === undefined || !gone.spec?.nodeName) return false;
  return (
    claimNames(gone).length > 0 ||
    volumesOf(gone).some((volume) => migrated.some((kind) => volume[kind] !== undefined))
  );
}

/** VolumeBinding: the class is new, or allows other topologies. */
export function changesAllowedTopologies(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const topologies = (side: ClusterEvent["before"]): string =>
    JSON.stringify((side as StorageClass | undefined)?.allowedTopologies ?? []);
  return event.before === undefined || topologies(event.before) !== topologies(event.after);
}

const migratedPlugins = "storage.alpha.kubernetes.io/migrated-plugins";

/** VolumeBinding: the node is new, or other plugins' volumes are left to CSI drivers there. */
export function changesMigration(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  const { before, after } = event;
  if (before === undefined) return true;
  return (
    before.metadata.annotations?.[migratedPlugins] !==
    after?.metadata.annotations?.[migratedPlugins]
  );
}

/** VolumeBinding: a driver of the Pod's in-line volumes no longer watches how much room there is. */
export function stopsCountingCapacity(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const [before, after] = [event.before, event.after] as readonly (Stored<CSIDriver> | undefined)[];
  const isUsed = volumesOf(pod).some(({ csi }) => csi?.driver === after?.metadata.name);
  return isUsed && before?.spec.storageCapacity === true && after?.spec.storageCapacity !== true;
}

/** VolumeBinding: the place is new, or takes larger volumes. */
export function raisesCapacity(_pod: Stored<Pod>, event: ClusterEvent): boolean {
  if (event.before === undefined) return true;
  const limit = (side: ClusterEvent["before"]): number | undefined => {
    const { maximumVolumeSize, capacity } = side as unknown as CSIStorageCapacity;
    const size = maximumVolumeSize ?? capacity;
    return size === undefined ? undefined : quantityValue(size);
  };
  const [then, now] = [limit(event.before), limit(event.after)];
  return now !== undefined && (then === undefined || now > then);
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
