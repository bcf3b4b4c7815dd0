/** What the volume plugins ask of a Pod's claims, in component-helpers' (storage) words. */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Volume,
} from "../../api/generated/types.ts";
import type { ClusterObjects } from "./snapshot.ts";

export interface ClaimVolume {
  readonly claimName: string;
  /** The claim is made for the Pod, and named for it. */
  readonly owned: boolean;
}

/** The claim that a volume stands for; undefined when it stands for none. */
export function claimOf(pod: Pod, volume: Volume): ClaimVolume | undefined {
  if (volume.persistentVolumeClaim !== undefined) {
    return { claimName: volume.persistentVolumeClaim.claimName, owned: false };
  }
  if (volume.ephemeral === undefined) return undefined;
  return { claimName: `${pod.metadata.name ?? ""}-${volume.name}`, owned: true };
}

export function claimsOf(pod: Pod): readonly ClaimVolume[] {
  return (pod.spec?.volumes ?? []).flatMap((volume) => claimOf(pod, volume) ?? []);
}

export function claimNotFound(name: string): string {
  return `persistentvolumeclaim "${name}" not found`;
}

const legacyClassAnnotation = "volume.beta.kubernetes.io/storage-class";

export function classNameOf(object: PersistentVolumeClaim | PersistentVolume): string {
  return (
    object.metadata.annotations?.[legacyClassAnnotation] ?? object.spec?.storageClassName ?? ""
  );
}

/** Bound on both sides, and said so by the volume controller. */
export function isFullyBound(claim: PersistentVolumeClaim): boolean {
  const completed = claim.metadata.annotations?.["pv.kubernetes.io/bind-completed"] !== undefined;
  return completed && Boolean(claim.spec?.volumeName);
}

/** Whether the claim waits for a Pod to be placed before it is bound. */
export function isBoundLate(claim: PersistentVolumeClaim, objects: ClusterObjects): boolean {
  const name = classNameOf(claim);
  if (name === "") return false;
  return objects.storageClass(name)?.volumeBindingMode === "WaitForFirstConsumer";
}

/** The volume is promised to this very claim. */
export function isForClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const wanted = volume.spec?.claimRef;
  if (wanted === undefined) return false;
  const { name, namespace, uid } = claim.metadata;
  return (
    wanted.name === name && wanted.namespace === namespace && (!wanted.uid || wanted.uid === uid)
  );
}
