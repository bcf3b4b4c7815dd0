/** The annotations by which volumes, claims and those who make volumes understand each other (component-helpers/storage/volume/pv_helpers.go). */
import type { PersistentVolume, PersistentVolumeClaim } from "../../api/generated/types.ts";
import { provisionedByAnnotation } from "../../api/local-volumes.ts";

export const annotation = {
  /** On a claim: both sides were bound once, so a volume that is gone means lost data. */
  bindCompleted: "pv.kubernetes.io/bind-completed",
  /** The binding is the controller's, not a user's, and may be taken back. */
  boundByController: "pv.kubernetes.io/bound-by-controller",
  /** On a volume: who made it. */
  provisionedBy: provisionedByAnnotation,
  /** On a claim: who is to make its volume. */
  provisioner: "volume.kubernetes.io/storage-provisioner",
  provisionerBeta: "volume.beta.kubernetes.io/storage-provisioner",
  /** On a claim: the node that its Pod was placed on. */
  selectedNode: "volume.kubernetes.io/selected-node",
  className: "volume.beta.kubernetes.io/storage-class",
  defaultClass: "storageclass.kubernetes.io/is-default-class",
} as const;

/** The older annotation wins over the field. Empty: no class. */
export function classNameOf(object: PersistentVolumeClaim | PersistentVolume): string {
  return object.metadata.annotations?.[annotation.className] ?? object.spec?.storageClassName ?? "";
}

/** False for claims that leave the class open; naming the empty class is a choice, too. */
export function namesClass(claim: PersistentVolumeClaim): boolean {
  return (
    claim.metadata.annotations?.[annotation.className] !== undefined ||
    claim.spec?.storageClassName !== undefined
  );
}

export function hasAnnotation(
  object: PersistentVolumeClaim | PersistentVolume,
  name: string,
): boolean {
  return object.metadata.annotations?.[name] !== undefined;
}
