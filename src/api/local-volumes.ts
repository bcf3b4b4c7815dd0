/**
 * Volumes that this engine makes itself: a directory of one node each, which outlives Pods. What keeps it is the node's own
 * affair: a Docker node has a named volume for each, a simulated node memory. Its makers are
 * controllers/persistent-volumes/local-provisioner.ts and kubelet/local-volumes.ts.
 */
import type { PersistentVolume } from "./generated/types.ts";

/** Of classes, and of the events and annotations that come of them. */
export const localProvisionerName = "kubarium.dev/local";
/** On a volume: who made it. */
export const provisionedByAnnotation = "pv.kubernetes.io/provisioned-by";
/** Below it, a node has a directory for each volume. */
export const localVolumesPath = "/var/lib/kubarium/volumes";
/** Keeps a volume until its content is gone (sig-storage-lib-external-provisioner). */
export const contentFinalizer = "external-provisioner.volume.kubernetes.io/finalizer";
export const hostNameLabel = "kubernetes.io/hostname";

export function isLocalVolume({ metadata }: PersistentVolume): boolean {
  return metadata.annotations?.[provisionedByAnnotation] === localProvisionerName;
}

/** The node that a volume of ours was made on. */
export function nodeOfLocalVolume({ spec }: PersistentVolume): string | undefined {
  const [term] = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return term?.matchExpressions?.find(({ key }) => key === hostNameLabel)?.values?.[0];
}
