/**
 * What a Pod's claims mean for its placement: bound claims tie it to their volumes' nodes, others keep it waiting
 * (the part of plugins/volumebinding that decides; binding of volumes is not done here).
 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { REASON } from "../kernels/scheduler/layout.ts";
import { matchesNodeSelector } from "./node-affinity.ts";
import type { NodeRule } from "./pod-constraints.ts";

export interface VolumeListers {
  claim(namespace: string, name: string): Stored<PersistentVolumeClaim> | undefined;
  volume(name: string): Stored<PersistentVolume> | undefined;
  storageClass(name: string): Stored<StorageClass> | undefined;
}

export type VolumeRules =
  | { readonly rules: readonly NodeRule[] }
  /** Why no node will do as long as things stay as they are. */
  | { readonly refusal: string };

export function volumeRules(pod: Stored<Pod>, listers: VolumeListers): VolumeRules {
  const rules: NodeRule[] = [];
  let unbound = false;
  for (const volume of pod.spec?.volumes ?? []) {
    const owned = volume.ephemeral !== undefined;
    const name = owned
      ? `${pod.metadata.name}-${volume.name}`
      : volume.persistentVolumeClaim?.claimName;
    if (name === undefined) continue;
    const claim = listers.claim(pod.metadata.namespace ?? "", name);
    const refusal = claimRefusal(claim, name, owned);
    if (refusal !== undefined) return { refusal };
    const volumeName = claim?.spec?.volumeName;
    if (!volumeName) {
      const storageClass = listers.storageClass(claim?.spec?.storageClassName ?? "");
      if (storageClass?.volumeBindingMode === "WaitForFirstConsumer") {
        return {
          refusal: `persistentvolumeclaim "${name}" waits for its first consumer, and this scheduler does not bind volumes`,
        };
      }
      unbound = true;
      continue;
    }
    const bound = listers.volume(volumeName);
    if (bound === undefined) {
      return {
        refusal: `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volumeName}"`,
      };
    }
    const required = bound.spec?.nodeAffinity?.required;
    if (required !== undefined) {
      rules.push({ reason: REASON.volume, admits: (node) => matchesNodeSelector(required, node) });
    }
  }
  return unbound ? { refusal: "pod has unbound immediate PersistentVolumeClaims" } : { rules };
}

function claimRefusal(
  claim: Stored<PersistentVolumeClaim> | undefined,
  name: string,
  owned: boolean,
): string | undefined {
  if (claim === undefined) {
    return owned
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status?.phase === "Lost") {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ""}"`;
  }
  if (claim.metadata.deletionTimestamp !== undefined) {
    return `persistentvolumeclaim "${name}" is being deleted`;
  }
  return undefined;
}
