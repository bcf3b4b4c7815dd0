/**
 * From a Pod's claim to what a runtime mounts for it: the volume that the claim is bound to, by whatever keeps that volume.
 * Follows pkg/kubelet/volumemanager/populator (createVolumeSpec).
 */
import type { PersistentVolume, PersistentVolumeClaim, Volume } from "../api/generated/types.ts";
import { isLocalVolume } from "../api/local-volumes.ts";
import type { Stored } from "../api/object.ts";
import type { Lister } from "../loop/object-cache.ts";
import type { VolumeConfig } from "./container-runtime.ts";
import type { PodObject } from "./pod-view.ts";

/** Claims and volumes, at hand. */
export interface ClaimSources {
  readonly claims: Lister<PersistentVolumeClaim>;
  readonly volumes: Lister<PersistentVolume>;
}

/** A claim as a Pod's volume names it. */
export interface PodClaim {
  readonly pod: PodObject;
  readonly volume: Volume;
  readonly name: string;
  readonly readOnly: boolean;
}

/** Undefined for volumes that are no claims. */
export function claimOf(pod: PodObject, volume: Volume): PodClaim | undefined {
  const source = volume.persistentVolumeClaim;
  if (source) {
    return { pod, volume, name: source.claimName, readOnly: source.readOnly ?? false };
  }
  if (!volume.ephemeral) return undefined;
  return { pod, volume, name: `${pod.metadata.name}-${volume.name}`, readOnly: false };
}

/** What to mount, or, as a text for the Pod's event, why it cannot be. */
export function claimVolume(
  of: PodClaim,
  { claims, volumes }: ClaimSources,
  options: { readonly mounted: boolean; readonly simulated: boolean },
): VolumeConfig | string {
  const { namespace = "" } = of.pod.metadata;
  const processing = (why: string): string =>
    `error processing PVC ${namespace}/${of.name}: ${why}`;
  const claim = claims.get(`${namespace}/${of.name}`);
  if (claim === undefined) {
    const why = `persistentvolumeclaims "${of.name}" not found`;
    return processing(`failed to fetch PVC from API server: ${why}`);
  }
  if (of.volume.ephemeral && !isOwned(claim, of.pod)) {
    const owner = `pod ${namespace}/${of.pod.metadata.name}`;
    return `PVC ${namespace}/${of.name} was not created for ${owner} (pod is not owner)`;
  }
  if (claim.metadata.deletionTimestamp !== undefined && !options.mounted) {
    return processing("PVC is being deleted");
  }
  if (claim.status?.phase !== "Bound") return processing("PVC is not bound");
  const bound = claim.spec?.volumeName;
  if (!bound) return processing("PVC has empty pvc.Spec.VolumeName");
  const volume = volumes.get(bound);
  if (volume === undefined) {
    const why = `persistentvolumes "${bound}" not found`;
    return processing(`failed to fetch PV ${bound} from API server: ${why}`);
  }
  const { claimRef, volumeMode = "Filesystem" } = volume.spec ?? {};
  if (claimRef === undefined) {
    return processing(
      `found PV object ${bound} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`,
    );
  }
  if (claimRef.uid !== claim.metadata.uid) {
    return processing(
      `found PV object ${bound} but its pv.Spec.ClaimRef.UID ${claimRef.uid ?? ""} does not point to claim.UID ${claim.metadata.uid}`,
    );
  }
  const clash = usesAs(of.pod, of.volume.name, volumeMode);
  if (clash !== undefined) {
    return `volume ${of.volume.name} has volumeMode ${volumeMode}, but is specified in ${clash}`;
  }
  return keptVolume(of, volume, options.simulated);
}

function isOwned({ metadata }: Stored<PersistentVolumeClaim>, pod: PodObject): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller === true && uid === pod.metadata.uid,
  );
}

/** The list in which a container asks for the volume in the other mode than it has. */
function usesAs(pod: PodObject, name: string, mode: string): string | undefined {
  const list = mode === "Block" ? "volumeMounts" : "volumeDevices";
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return containers.some((container) => container[list]?.some((use) => use.name === name))
    ? list
    : undefined;
}

function keptVolume(
  { volume: { name }, readOnly }: PodClaim,
  volume: Stored<PersistentVolume>,
  simulated: boolean,
): VolumeConfig | string {
  const id = volume.metadata.name;
  if (isLocalVolume(volume)) return { type: "persistent", name, id, readOnly };
  const { hostPath, local } = volume.spec ?? {};
  if (hostPath) {
    const { path, type: kind = "" } = hostPath;
    return { type: "hostPath", name, path, kind, readOnly };
  }
  if (local) return { type: "hostPath", name, path: local.path, kind: "Directory", readOnly };
  // A simulated node has no disks of others: memory stands for each, the same on all nodes.
  if (simulated) return { type: "persistent", name, id, readOnly };
  return `MountVolume.SetUp failed for volume "${id}" : volumes of type ${sourceOf(volume)} are not supported by this node`;
}

const commonFields = new Set([
  "accessModes",
  "capacity",
  "claimRef",
  "mountOptions",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "storageClassName",
  "volumeAttributesClassName",
  "volumeMode",
]);

function sourceOf({ spec }: PersistentVolume): string {
  return Object.keys(spec ?? {}).find((key) => !commonFields.has(key)) ?? "unknown";
}
