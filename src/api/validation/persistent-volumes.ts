/** PersistentVolumes and changes of claims. Source: ValidatePersistentVolumeSpec, ValidatePersistentVolumeClaimUpdate. */
import type { PersistentVolume, PersistentVolumeClaim } from "../generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { validateAccessModes, validateClaimSpec } from "./claims.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLegacySource, type LegacySource } from "./legacy-volumes.ts";
import { validateImmutable } from "./metadata.ts";
import { dnsSubdomain } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { noBacksteps } from "./paths.ts";
import { compareQuantityTexts, isNegativeQuantity, isZeroQuantity } from "./quantity-order.ts";
import { same } from "./same.ts";
import { specDifference } from "./spec-difference.ts";
import { validateDriverName } from "./volumes.ts";

type VolumeSpec = NonNullable<PersistentVolume["spec"]>;

/** The members of the spec that say nothing about where the data is. */
const plainFields = new Set([
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

export function validatePersistentVolume(errors: FieldErrors, volume: PersistentVolume): void {
  const spec = volume.spec ?? {};
  if (!spec.accessModes?.length) errors.push(required("spec.accessModes"));
  validateAccessModes(errors, "spec.accessModes", spec.accessModes);
  const capacity = spec.capacity ?? {};
  const names = Object.keys(capacity);
  if (names.length === 0) errors.push(required("spec.capacity"));
  if (capacity["storage"] === undefined || names.length > 1) {
    errors.push(notSupported("spec.capacity", capacity, ["storage"]));
  }
  for (const name of names) {
    const quantity = capacity[name] ?? "0";
    if (isNegativeQuantity(quantity) || isZeroQuantity(quantity)) {
      errors.push(invalidValue(`spec.capacity[${name}]`, quantity, "must be greater than zero"));
    }
  }
  errors.push(
    ...optionalOneOf("spec.persistentVolumeReclaimPolicy", spec.persistentVolumeReclaimPolicy, [
      "Delete",
      "Recycle",
      "Retain",
    ]),
    ...optionalOneOf("spec.volumeMode", spec.volumeMode, ["Block", "Filesystem"]),
  );
  const affinity = spec.nodeAffinity;
  if (affinity?.required) {
    validateNodeSelector(errors, "spec.nodeAffinity.required", affinity.required);
  } else if (affinity) {
    const detail = "must specify required node constraints";
    errors.push(required("spec.nodeAffinity.required", detail));
  }
  validateSource(errors, spec);
  for (const field of ["storageClassName", "volumeAttributesClassName"] as const) {
    const name = spec[field];
    if (name) errors.push(...invalidAll(`spec.${field}`, name, dnsSubdomain(name)));
  }
}

function validateSource(errors: FieldErrors, spec: VolumeSpec): void {
  let found = false;
  for (const key in spec) {
    if (plainFields.has(key) || !spec[key as keyof VolumeSpec]) continue;
    const at = `spec.${key}`;
    if (found) errors.push(forbiddenField(at, "may not specify more than 1 volume type"));
    else validateOneSource(errors, at, { key, spec });
    found = true;
  }
  if (!found) errors.push(required("spec", "must specify a volume type"));
  const { hostPath, local } = spec;
  if (local && !spec.nodeAffinity?.required) {
    errors.push(required("spec.nodeAffinity", "Local volume requires node affinity"));
  }
  if (hostPath && /^\/+\.?$/.test(hostPath.path ?? "")) {
    if (spec.persistentVolumeReclaimPolicy === "Recycle") {
      const message = "may not be 'recycle' for a hostPath mount of '/'";
      errors.push(forbiddenField("spec.persistentVolumeReclaimPolicy", message));
    }
  }
}

function validateOneSource(
  errors: FieldErrors,
  path: string,
  { key, spec }: { readonly key: string; readonly spec: VolumeSpec },
): void {
  if (key === "hostPath" || key === "local") {
    const at = spec[key]?.path ?? "";
    if (at === "") errors.push(required(`${path}.path`));
    else errors.push(...noBacksteps(`${path}.path`, at));
  } else if (key === "nfs") {
    if (!spec.nfs?.server) errors.push(required(`${path}.server`));
    const at = spec.nfs?.path ?? "";
    if (at === "") errors.push(required(`${path}.path`));
    if (!at.startsWith("/")) {
      errors.push(invalidValue(`${path}.path`, at, "must be an absolute path"));
    }
  } else if (key === "csi") {
    validateDriverName(errors, `${path}.driver`, spec.csi?.driver ?? "");
    if (!spec.csi?.volumeHandle) errors.push(required(`${path}.volumeHandle`));
  } else validateLegacySource(errors, path, { kind: key as LegacySource, volume: spec });
}

export function validatePersistentVolumeUpdate(
  errors: FieldErrors,
  next: PersistentVolume,
  previous: PersistentVolume,
): void {
  const after = sourceOf(next.spec ?? {});
  const before = sourceOf(previous.spec ?? {});
  if (!same(after, before)) {
    const message = `spec.persistentvolumesource is immutable after creation\n${specDifference(before, after)}`;
    errors.push(forbiddenField("spec.persistentvolumesource", message));
  }
  validateImmutable(errors, "volumeMode", {
    next: next.spec?.volumeMode,
    previous: previous.spec?.volumeMode,
  });
  const affinity = previous.spec?.nodeAffinity;
  if (affinity && !same(affinity, next.spec?.nodeAffinity)) {
    const message = "field is immutable, except for updating from beta label to GA";
    errors.push(invalidValue("nodeAffinity", next.spec?.nodeAffinity, message));
  }
}

function sourceOf(spec: VolumeSpec): object {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !plainFields.has(key)));
}

export function validateClaim(errors: FieldErrors, claim: PersistentVolumeClaim): void {
  validateClaimSpec(errors, "spec", claim.spec ?? {});
}

/** A claim takes its volume once, and then may only grow. */
export function validateClaimUpdate(
  errors: FieldErrors,
  next: PersistentVolumeClaim,
  previous: PersistentVolumeClaim,
): void {
  const before = previous.spec ?? {};
  const after = next.spec ?? {};
  const masked: Record<string, unknown> = { ...after };
  if (!before.volumeName) masked["volumeName"] = before.volumeName;
  // A class may be named later, as long as none was.
  if (before.storageClassName === undefined) masked["storageClassName"] = undefined;
  if (next.status?.phase === "Bound") {
    masked["resources"] = {
      ...after.resources,
      requests: {
        ...after.resources?.requests,
        storage: before.resources?.requests?.["storage"],
      },
    };
    if (after.volumeAttributesClassName !== undefined) {
      masked["volumeAttributesClassName"] = before.volumeAttributesClassName;
    }
  }
  if (!same(masked, before)) {
    const message = `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${specDifference(before, masked)}`;
    errors.push(forbiddenField("spec", message));
  }
  const oldSize = before.resources?.requests?.["storage"] ?? "0";
  const newSize = after.resources?.requests?.["storage"] ?? "0";
  const statusSize = previous.status?.capacity?.["storage"] ?? "0";
  if (
    compareQuantityTexts(newSize, oldSize) < 0 &&
    compareQuantityTexts(newSize, statusSize) <= 0
  ) {
    const message = "field can not be less than status.capacity";
    errors.push(forbiddenField("spec.resources.requests.storage", message));
  }
  validateImmutable(errors, "volumeMode", {
    next: after.volumeMode,
    previous: before.volumeMode,
  });
}
