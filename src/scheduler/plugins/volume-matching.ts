/**
 * Which volumes a node's unbound claims could be bound to or made for: matching of existing volumes, topologies that a
 * class allows, room that a driver reports. After component-helpers/storage/volume and volumebinding/binder.go.
 */
import type {
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import { quantityValue } from "../../api/quantity.ts";
import { matchesNodeSelector } from "../../api/node-selection.ts";
import type { ClusterObjects } from "./snapshot.ts";
import { classNameOf, isForClaim } from "./volume-claims.ts";

export function isReachable(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

export function requestedBytes(claim: PersistentVolumeClaim): number {
  return quantityValue(claim.spec?.resources?.requests?.["storage"] ?? 0) ?? 0;
}

function capacityBytes(volume: PersistentVolume): number {
  return quantityValue(volume.spec?.capacity?.["storage"] ?? 0) ?? 0;
}

/** The volume promised to the claim, else the smallest that will do; undefined when the node can reach none. */
export function findVolume(
  claim: PersistentVolumeClaim,
  node: Node,
  from: { readonly volumes: readonly PersistentVolume[]; readonly taken: ReadonlySet<string> },
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of from.volumes) {
    if (from.taken.has(volume.metadata.name ?? "")) continue;
    const promised = isForClaim(volume, claim);
    if (volume.spec?.claimRef !== undefined && !promised) continue;
    if (volume.metadata.deletionTimestamp !== undefined) continue;
    if (capacityBytes(volume) < requestedBytes(claim) || !hasSameKind(volume, claim)) continue;
    if (promised) return isReachable(volume, node) ? volume : undefined;
    if (!isFree(volume, claim) || !isReachable(volume, node)) continue;
    if (smallest === undefined || capacityBytes(volume) < capacityBytes(smallest)) {
      smallest = volume;
    }
  }
  return smallest;
}

function hasSameKind(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (
    (volume.spec?.volumeMode ?? "Filesystem") === (claim.spec?.volumeMode ?? "Filesystem") &&
    (volume.spec?.volumeAttributesClassName ?? "") === (claim.spec?.volumeAttributesClassName ?? "")
  );
}

function isFree(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.status?.phase !== "Available") return false;
  const { selector, accessModes = [] } = claim.spec ?? {};
  if (selector !== undefined) {
    if (!matchesLabels(labelSelectorOf(selector), volume.metadata.labels)) return false;
  }
  if (classNameOf(volume) !== classNameOf(claim)) return false;
  return accessModes.every((mode) => volume.spec?.accessModes?.includes(mode) === true);
}

export type Provisioning = "yes" | "no" | "no room";

/** Whether a volume could be made for the claim where the node can reach it. */
export function canProvision(
  claim: PersistentVolumeClaim,
  node: Node,
  objects: ClusterObjects,
): Provisioning {
  const storageClass = objects.storageClass(classNameOf(claim));
  if (storageClass === undefined) return "no";
  const { provisioner } = storageClass;
  if (!provisioner || provisioner === "kubernetes.io/no-provisioner") return "no";
  if (!isAllowed(storageClass, node)) return "no";
  return hasRoom(claim, node, { storageClass, objects }) ? "yes" : "no room";
}

/** Terms are alternatives; one without expressions allows nothing. */
function isAllowed({ allowedTopologies = [] }: StorageClass, node: Node): boolean {
  if (allowedTopologies.length === 0) return true;
  const labels = node.metadata.labels ?? {};
  return allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? "\0")),
  );
}

function hasRoom(
  claim: PersistentVolumeClaim,
  node: Node,
  context: { readonly storageClass: StorageClass; readonly objects: ClusterObjects },
): boolean {
  const { storageClass, objects } = context;
  if (claim.spec?.resources?.requests?.["storage"] === undefined) return true;
  // Only drivers that say so report their room.
  if (objects.csiDriver(storageClass.provisioner)?.spec.storageCapacity !== true) return true;
  return objects
    .storageCapacities()
    .some(
      (capacity) =>
        capacity.storageClassName === storageClass.metadata.name &&
        limitBytes(capacity) >= requestedBytes(claim) &&
        capacity.nodeTopology !== undefined &&
        matchesLabels(labelSelectorOf(capacity.nodeTopology), node.metadata.labels),
    );
}

function limitBytes({ capacity, maximumVolumeSize }: CSIStorageCapacity): number {
  const limit = maximumVolumeSize ?? capacity;
  return limit === undefined ? -1 : (quantityValue(limit) ?? -1);
}
