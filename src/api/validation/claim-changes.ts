/** PersistentVolumeClaims: what may change in them, and in their status. Source: ValidatePersistentVolumeClaimUpdate. */
import { put } from "../defaults/fill.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../generated/types.ts";
import { validateClaimSpec } from "./claims.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { qualifiedName } from "./names.ts";
import { compareQuantityTexts } from "./quantity-order.ts";
import { basicQuantity } from "./resources.ts";
import { same } from "./same.ts";
import { specDifference } from "./spec-difference.ts";

export function validateClaim(errors: FieldErrors, claim: PersistentVolumeClaim): void {
  validateClaimSpec(errors, "spec", claim.spec ?? {});
}

const oldClass = "volume.beta.kubernetes.io/storage-class";

interface Change {
  readonly next: PersistentVolumeClaim;
  readonly previous: PersistentVolumeClaim;
  readonly after: PersistentVolumeClaimSpec;
  readonly before: PersistentVolumeClaimSpec;
}

/** A claim takes its volume once, and then may only grow. */
export function validateClaimUpdate(
  errors: FieldErrors,
  next: PersistentVolumeClaim,
  previous: PersistentVolumeClaim,
): void {
  const change = { next, previous, after: next.spec ?? {}, before: previous.spec ?? {} };
  const { after, before } = change;
  let masked = maskClass(errors, change);
  if (next.status?.phase === "Bound") masked = maskBound(masked, before);
  // Its volume is named once.
  const old = before.volumeName ? before : put(before, "volumeName", after.volumeName);
  if (!same(masked, old)) {
    const message = `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${specDifference("core.PersistentVolumeClaimSpec", old, masked)}`;
    errors.push(forbiddenField("spec", message));
  }
  const oldSize = before.resources?.requests?.["storage"] ?? "0";
  const newSize = after.resources?.requests?.["storage"] ?? "0";
  const statusSize = previous.status?.capacity?.["storage"] ?? "0";
  const shrinks = compareQuantityTexts(newSize, oldSize) < 0;
  if (shrinks && compareQuantityTexts(newSize, statusSize) <= 0) {
    const message = "field can not be less than status.capacity";
    errors.push(forbiddenField("spec.resources.requests.storage", message));
  }
  validateImmutable(errors, "volumeMode", {
    next: after.volumeMode,
    previous: before.volumeMode,
  });
  validateAttributesClass(errors, change);
}

/** The new spec with its storage class set back, where it may be named: once, or as the annotation named it that came before. */
function maskClass(
  errors: FieldErrors,
  { next, previous, after, before }: Change,
): PersistentVolumeClaimSpec {
  const old = previous.metadata.annotations?.[oldClass];
  const now = next.metadata.annotations?.[oldClass];
  const name = after.storageClassName;
  const isFirst = name !== undefined && before.storageClassName === undefined;
  const matches = old !== undefined && name === old;
  if (isFirst && matches && (now === undefined || now === old)) {
    return put(after, "storageClassName", undefined);
  }
  if ((now ?? "") !== (old ?? "")) {
    const at = `metadata.annotations.${oldClass}`;
    errors.push(invalidValue(at, now ?? "", "field is immutable"));
  }
  const mayBeNamed = isFirst && (old === undefined || matches);
  return mayBeNamed ? put(after, "storageClassName", before.storageClassName) : after;
}

/** What a bound claim may change: how much it asks for, and how well it is to be served. */
function maskBound(
  spec: PersistentVolumeClaimSpec,
  before: PersistentVolumeClaimSpec,
): PersistentVolumeClaimSpec {
  const { requests } = spec.resources ?? {};
  const storage = before.resources?.requests?.["storage"] ?? "0";
  const sized = requests
    ? put(spec, "resources", { ...spec.resources, requests: { ...requests, storage } })
    : spec;
  return put(sized, "volumeAttributesClassName", before.volumeAttributesClassName);
}

function validateAttributesClass(errors: FieldErrors, { previous, after, before }: Change): void {
  const name = after.volumeAttributesClassName;
  if (same(name, before.volumeAttributesClassName)) return;
  if (previous.status?.currentVolumeAttributesClassName === undefined || name) return;
  const what = name === undefined ? "nil" : "empty string";
  errors.push(
    forbiddenField(
      "spec.volumeAttributesClassName",
      `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`,
    ),
  );
}

const resizeStates = [
  "ControllerResizeInProgress",
  "ControllerResizeInfeasible",
  "NodeResizeInProgress",
  "NodeResizeInfeasible",
  "NodeResizePending",
];

export function validateClaimStatusUpdate(errors: FieldErrors, next: PersistentVolumeClaim): void {
  if (!next.spec?.accessModes?.length) errors.push(required("Spec.accessModes"));
  const { capacity, allocatedResourceStatuses, allocatedResources } = next.status ?? {};
  for (const name in capacity) {
    errors.push(...basicQuantity(`status.capacity[${name}]`, capacity[name] ?? "0"));
  }
  const statesPath = "status.allocatedResourceStatuses";
  for (const name in allocatedResourceStatuses) {
    validateKey(errors, statesPath, name);
    if (resizeStates.includes(allocatedResourceStatuses[name] ?? "")) continue;
    errors.push(notSupported(statesPath, name, resizeStates));
  }
  const path = "status.allocatedResources";
  for (const name in allocatedResources) {
    if (!validateKey(errors, path, name)) continue;
    errors.push(...basicQuantity(`${path}[${name}]`, allocatedResources[name] ?? "0"));
  }
}

/** Of a claim's amounts, only its storage is Kubernetes' own. False for a name that is refused. */
function validateKey(errors: FieldErrors, path: string, name: string): boolean {
  const messages = qualifiedName(name);
  errors.push(...invalidAll(path, name, messages));
  if (messages.length > 0) return false;
  const isNative = !name.includes("/") || name.includes("kubernetes.io/");
  if (!isNative || name === "storage") return true;
  errors.push(notSupported(path, name, ["storage"]));
  return false;
}
