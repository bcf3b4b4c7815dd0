/** VolumeRestrictions: disks that one node may not mount twice, and ReadWriteOncePod claims (plugins/volumerestrictions). */
import type { Pod, Volume } from "../../api/generated/types.ts";
import { refusal } from "./basic-plugins.ts";
import type { Plugin } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import type { ClusterObjects, ClusterSnapshot } from "./snapshot.ts";
import { claimNotFound } from "./volume-claims.ts";

interface OncePodState {
  /** Names of the Pod's claims that only one Pod at a time may use. */
  readonly claims: ReadonlySet<string>;
  /** How often they are in use, by placed Pods. */
  uses: number;
}

export const volumeRestrictions: Plugin<OncePodState> = {
  name: "VolumeRestrictions",
  preFilter(pod, snapshot) {
    const claims = oncePodClaims(pod, snapshot.objects);
    if (typeof claims === "string") return { refusal: refusal(claims) };
    const uses = countUses(pod, claims, snapshot);
    const hasDisks = (pod.spec?.volumes ?? []).some(isExclusive);
    return hasDisks || uses > 0 ? { state: { claims, uses } } : { skip: true };
  },
  filter({ uses }, pod, nodeInfo) {
    if (hasConflict(pod, nodeInfo)) return refusal("node(s) had no available disk", true);
    if (uses === 0) return undefined;
    return refusal(
      "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode",
      true,
    );
  },
  cloneState: ({ claims, uses }) => ({ claims, uses }),
  addPod(state, pod, { pod: added }) {
    state.uses += usesBy(added, pod, state.claims);
  },
  removePod(state, pod, { pod: removed }) {
    state.uses -= usesBy(removed, pod, state.claims);
  },
};

function oncePodClaims(pod: Pod, objects: ClusterObjects): ReadonlySet<string> | string {
  const claims = new Set<string>();
  for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
    if (persistentVolumeClaim === undefined) continue;
    const { claimName } = persistentVolumeClaim;
    const claim = objects.claim(pod.metadata.namespace ?? "", claimName);
    if (claim === undefined) return claimNotFound(claimName);
    if (claim.spec?.accessModes?.includes("ReadWriteOncePod") === true) claims.add(claimName);
  }
  return claims;
}

/** Claims that are in use at all, each counted once. */
function countUses(pod: Pod, claims: ReadonlySet<string>, snapshot: ClusterSnapshot): number {
  const namespace = pod.metadata.namespace ?? "";
  return [...claims].filter((name) => snapshot.isClaimInUse(namespace, name)).length;
}

function usesBy(other: Pod, pod: Pod, claims: ReadonlySet<string>): number {
  if (other.metadata.namespace !== pod.metadata.namespace) return 0;
  return (other.spec?.volumes ?? []).filter(
    ({ persistentVolumeClaim }) =>
      persistentVolumeClaim !== undefined && claims.has(persistentVolumeClaim.claimName),
  ).length;
}

function isExclusive(volume: Volume): boolean {
  const { gcePersistentDisk, awsElasticBlockStore, iscsi, rbd } = volume;
  return [gcePersistentDisk, awsElasticBlockStore, iscsi, rbd].some((each) => each !== undefined);
}

function hasConflict(pod: Pod, nodeInfo: NodeInfo): boolean {
  const wanted = (pod.spec?.volumes ?? []).filter(isExclusive);
  if (wanted.length === 0) return false;
  for (const { pod: placed } of nodeInfo.pods) {
    const held = placed.spec?.volumes ?? [];
    if (wanted.some((volume) => held.some((other) => volumesConflict(volume, other)))) return true;
  }
  return false;
}

/** The same disk twice; for most kinds two readers do not mind each other. */
export function volumesConflict(a: Volume, b: Volume): boolean {
  if (a.awsElasticBlockStore !== undefined && b.awsElasticBlockStore !== undefined) {
    return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  }
  if (a.gcePersistentDisk !== undefined && b.gcePersistentDisk !== undefined) {
    const same = a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName;
    return same && !areReaders(a.gcePersistentDisk, b.gcePersistentDisk);
  }
  if (a.iscsi !== undefined && b.iscsi !== undefined) {
    return a.iscsi.iqn === b.iscsi.iqn && !areReaders(a.iscsi, b.iscsi);
  }
  if (a.rbd === undefined || b.rbd === undefined) return false;
  const { monitors } = b.rbd;
  const same =
    a.rbd.monitors.some((monitor) => monitors.includes(monitor)) &&
    (a.rbd.pool ?? "rbd") === (b.rbd.pool ?? "rbd") &&
    a.rbd.image === b.rbd.image;
  return same && !areReaders(a.rbd, b.rbd);
}

function areReaders(
  a: { readonly readOnly?: boolean },
  b: { readonly readOnly?: boolean },
): boolean {
  return a.readOnly === true && b.readOnly === true;
}
