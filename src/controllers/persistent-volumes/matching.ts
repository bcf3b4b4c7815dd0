/**
 * Which volume a claim gets, and why one that it asks for will not do. Pure. After component-helpers/storage/volume
 * (FindMatchingVolume), pkg/controller/volume/persistentvolume/index.go and checkVolumeSatisfyClaim.
 */
import type { PersistentVolume, PersistentVolumeClaim } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import { quantityValue } from "../../api/quantity.ts";
import type { Stored } from "../../api/object.ts";
import { classNameOf } from "./annotations.ts";

export function requestedBytes(claim: PersistentVolumeClaim): number {
  return quantityValue(claim.spec?.resources?.requests?.["storage"] ?? 0) ?? 0;
}

export function capacityBytes(volume: PersistentVolume): number {
  return quantityValue(volume.spec?.capacity?.["storage"] ?? 0) ?? 0;
}

/** The volume names this very claim; without a uid any claim of that name. */
export function isPromisedTo(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const wanted = volume.spec?.claimRef;
  if (wanted === undefined) return false;
  const { name, namespace, uid } = claim.metadata;
  return (
    wanted.name === name && wanted.namespace === namespace && (!wanted.uid || wanted.uid === uid)
  );
}

/** `namespace/name` of the claim that a volume names, in a list for indexes. */
export function claimKeyOf({ spec }: PersistentVolume): string[] {
  const wanted = spec?.claimRef;
  return wanted === undefined ? [] : [`${wanted.namespace ?? ""}/${wanted.name ?? ""}`];
}

export function hasSameMode(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return modeOf(volume) === modeOf(claim);
}

function modeOf({ spec }: PersistentVolume | PersistentVolumeClaim): string {
  return spec?.volumeMode ?? "Filesystem";
}

function hasSameAttributes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const [left, right] = [volume, claim].map(({ spec }) => spec?.volumeAttributesClassName ?? "");
  return left === right;
}

function hasModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec?.accessModes ?? [];
  return (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode));
}

/**
 * The volume promised to the claim, else the smallest that will do among those with the fewest access modes, of equals the
 * first by name. With `late` only promised ones: for the others the scheduler decides.
 */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly Stored<PersistentVolume>[],
  late: boolean,
): Stored<PersistentVolume> | undefined {
  const fitting = volumes
    .filter((volume) => volume.metadata.deletionTimestamp === undefined)
    .filter((volume) => hasSameMode(volume, claim) && hasSameAttributes(volume, claim))
    .filter((volume) => hasModes(volume, claim) && capacityBytes(volume) >= requestedBytes(claim))
    .filter((volume) => isPromisedTo(volume, claim) || (!late && isFree(volume, claim)))
    .toSorted(
      (a, b) =>
        modeCount(a) - modeCount(b) ||
        Number(isPromisedTo(b, claim)) - Number(isPromisedTo(a, claim)) ||
        capacityBytes(a) - capacityBytes(b) ||
        (a.metadata.name < b.metadata.name ? -1 : 1),
    );
  return fitting[0];
}

function modeCount(volume: PersistentVolume): number {
  return new Set(volume.spec?.accessModes).size;
}

function isFree(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  // One that is not Available yet will be; binding it now would only run into conflicts.
  if (volume.spec?.claimRef !== undefined || volume.status?.phase !== "Available") return false;
  if (classNameOf(volume) !== classNameOf(claim)) return false;
  const selector = claim.spec?.selector;
  return selector === undefined || matchesLabels(labelSelectorOf(selector), volume.metadata.labels);
}

/** Why a volume that a claim names cannot be its own; undefined when it can. */
export function mismatch(
  volume: Stored<PersistentVolume>,
  claim: PersistentVolumeClaim,
): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined) {
    return `the volume is marked for deletion "${volume.metadata.name}"`;
  }
  if (capacityBytes(volume) < requestedBytes(claim)) return "requested PV is too small";
  if (classNameOf(volume) !== classNameOf(claim)) return "storageClassName does not match";
  if (!hasSameAttributes(volume, claim)) return "volumeAttributesClassName does not match";
  if (!hasSameMode(volume, claim)) return "incompatible volumeMode";
  return hasModes(volume, claim) ? undefined : "incompatible accessMode";
}
