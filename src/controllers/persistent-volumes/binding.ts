/** The writes that bind a volume and a claim to each other, and take that back. After pv_controller.go: bind, unbindVolume. */
import type {
  ObjectReference,
  PersistentVolume,
  PersistentVolumeClaim,
} from "../../api/generated/types.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { compareQuantities, parseQuantity } from "../../api/quantity.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Action, Announcement } from "../../loop/plan.ts";
import { updateStatus } from "../../loop/plan.ts";
import { semanticallyEqual } from "../equality.ts";
import { annotation, hasAnnotation } from "./annotations.ts";
import { isPromisedTo } from "./matching.ts";

export interface Pair {
  readonly volume: Stored<PersistentVolume>;
  readonly claim: Stored<PersistentVolumeClaim>;
}

/** Volume, its phase, claim, its phase, in this order; only what is not so already. */
export function bind({ volume, claim }: Pair, nowMs: number): readonly Action[] {
  return [
    ...promise(volume, claim),
    ...volumePhase(volume, "Bound", nowMs),
    ...complete(claim, volume),
    ...claimStatus(claim, "Bound", { volume }),
  ];
}

export function referenceTo(claim: Stored<PersistentVolumeClaim>): ObjectReference {
  const { namespace = "", name, uid, resourceVersion } = claim.metadata;
  return { kind: "PersistentVolumeClaim", apiVersion: "v1", namespace, name, uid, resourceVersion };
}

function promise(
  volume: Stored<PersistentVolume>,
  claim: Stored<PersistentVolumeClaim>,
): readonly Action[] {
  const named = isPromisedTo(volume, claim);
  if (named && volume.spec?.claimRef?.uid === claim.metadata.uid) return [];
  const { annotations } = volume.metadata;
  const marked = { ...annotations, [annotation.boundByController]: "yes" };
  const metadata = named ? volume.metadata : { ...volume.metadata, annotations: marked };
  const spec = { ...volume.spec, claimRef: referenceTo(claim) };
  const object = { ...volume, metadata, spec };
  return [{ verb: "update", resource: PERSISTENT_VOLUMES, object }];
}

function complete(
  claim: Stored<PersistentVolumeClaim>,
  volume: Stored<PersistentVolume>,
): readonly Action[] {
  const volumeName = volume.metadata.name;
  const named = claim.spec?.volumeName === volumeName;
  if (named && hasAnnotation(claim, annotation.bindCompleted)) return [];
  const annotations = {
    ...claim.metadata.annotations,
    ...(named ? {} : { [annotation.boundByController]: "yes" }),
    [annotation.bindCompleted]: "yes",
  };
  const metadata = { ...claim.metadata, annotations };
  const object = { ...claim, metadata, spec: { ...claim.spec, volumeName } };
  return [{ verb: "update", resource: PERSISTENT_VOLUME_CLAIMS, object }];
}

/** The volume in another phase. Released and Failed tell why. */
export function volumePhase(
  volume: Stored<PersistentVolume>,
  phase: "Available" | "Bound" | "Released" | "Failed",
  nowMs: number,
  why?: { readonly message: string; readonly announce: Announcement },
): readonly Action[] {
  if (volume.status?.phase === phase) return [];
  const { message: _, reason: __, ...status } = volume.status ?? {};
  return [
    {
      ...updateStatus(PERSISTENT_VOLUMES, volume, {
        ...status,
        phase,
        lastPhaseTransitionTime: rfc3339(nowMs),
        ...(why === undefined ? {} : { message: why.message }),
      }),
      ...(why === undefined ? {} : { announce: why.announce }),
    },
  ];
}

/**
 * The claim's phase and what it knows of its volume. The capacity is taken over when the claim comes to be bound and then
 * left: file systems grow later than their volumes.
 */
export function claimStatus(
  claim: Stored<PersistentVolumeClaim>,
  phase: "Pending" | "Bound" | "Lost",
  options: {
    readonly volume?: Stored<PersistentVolume>;
    readonly announce?: Announcement;
  } = {},
): readonly Action[] {
  const { volume, announce } = options;
  const { accessModes: _, capacity, ...rest } = claim.status ?? {};
  const known = volume?.spec;
  const wanted = known?.capacity?.["storage"];
  const kept = claim.status?.phase === phase || isSame(capacity?.["storage"], wanted);
  const taken = kept && capacity !== undefined ? capacity : known?.capacity;
  const attributes = known?.volumeAttributesClassName;
  const status: NonNullable<PersistentVolumeClaim["status"]> = {
    ...rest,
    phase,
    ...(known?.accessModes === undefined ? {} : { accessModes: known.accessModes }),
    ...(volume === undefined || taken === undefined ? {} : { capacity: taken }),
    ...(attributes && rest.phase !== phase ? { currentVolumeAttributesClassName: attributes } : {}),
  };
  if (semanticallyEqual(status, claim.status)) return [];
  const action = updateStatus(PERSISTENT_VOLUME_CLAIMS, claim, status);
  return [announce === undefined ? action : { ...action, announce }];
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  const [left, right] = [parseQuantity(a ?? ""), parseQuantity(b ?? "")];
  if (!left.ok || !right.ok) return a === b;
  return compareQuantities(left.quantity, right.quantity) === 0;
}

/** Takes the controller's binding back; of a user's only what the controller added. */
export function unbind(volume: Stored<PersistentVolume>, nowMs: number): readonly Action[] {
  const { claimRef, ...spec } = volume.spec ?? {};
  const { [annotation.boundByController]: ours, ...annotations } =
    volume.metadata.annotations ?? {};
  const { uid: _, resourceVersion: __, ...named } = claimRef ?? {};
  const object = {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: ours === undefined ? { ...spec, claimRef: named } : spec,
  } as Stored<PersistentVolume>;
  return [
    { verb: "update", resource: PERSISTENT_VOLUMES, object },
    ...volumePhase(volume, "Available", nowMs),
  ];
}
