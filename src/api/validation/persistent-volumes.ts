/** PersistentVolumes. Source: ValidatePersistentVolumeSpec, ValidatePersistentVolumeUpdate. */
import type { PersistentVolume, VolumeNodeAffinity } from "../generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { validateAccessModes } from "./claims.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { iscsiTooLong, validateLegacySource } from "./legacy-volumes.ts";
import { validateImmutable } from "./metadata.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { noBacksteps } from "./paths.ts";
import { isNegativeQuantity, isZeroQuantity } from "./quantity-order.ts";
import { basicQuantity } from "./resources.ts";
import { same } from "./same.ts";
import { specDifference } from "./spec-difference.ts";
import { sourceSpellings, validateDriverName, validateHostPath, validateNfs } from "./volumes.ts";

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
    errors.push(notSupported("spec.capacity", spec.capacity, ["storage"]));
  }
  for (const name of names) {
    const quantity = capacity[name] ?? "0";
    const at = `spec.capacity[${name}]`;
    errors.push(...basicQuantity(at, quantity));
    if (isNegativeQuantity(quantity) || isZeroQuantity(quantity)) {
      errors.push(invalidValue(at, quantity, "must be greater than zero"));
    }
  }
  errors.push(
    ...optionalOneOf("spec.persistentVolumeReclaimPolicy", spec.persistentVolumeReclaimPolicy, [
      "Delete",
      "Recycle",
      "Retain",
    ]),
  );
  const affinity = spec.nodeAffinity;
  if (affinity?.required) {
    validateNodeSelector(errors, "spec.nodeAffinity.required", affinity.required);
  } else if (affinity) {
    const detail = "must specify required node constraints";
    errors.push(required("spec.nodeAffinity.required", detail));
  }
  validateSource(errors, spec, volume.metadata.name ?? "");
  const storageClass = spec.storageClassName;
  if (storageClass) {
    errors.push(...invalidAll("spec.storageClassName", storageClass, dnsSubdomain(storageClass)));
  }
  errors.push(...optionalOneOf("spec.volumeMode", spec.volumeMode, ["Block", "Filesystem"]));
  validateAttributesClass(errors, spec);
  validateMountAnnotation(errors, volume);
}

const oldMountOptions = "volume.beta.kubernetes.io/mount-options";
/** Those that are mounted with options. Source: pkg/volume/validation. */
const withMountOptions = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "nfs",
  "rbd",
  "quobyte",
  "iscsi",
  "cinder",
  "cephfs",
  "azureFile",
  "vsphereVolume",
  "azureDisk",
  "photonPersistentDisk",
] as const satisfies readonly Source[];

function validateMountAnnotation(errors: FieldErrors, { metadata, spec }: PersistentVolume): void {
  if (metadata.annotations?.[oldMountOptions] === undefined) return;
  if (withMountOptions.some((source) => spec?.[source])) return;
  const at = `metadata.annotations.${oldMountOptions}`;
  errors.push(forbiddenField(at, "may not specify mount options for this volume type"));
}

function validateAttributesClass(errors: FieldErrors, spec: VolumeSpec): void {
  const name = spec.volumeAttributesClassName;
  if (name === undefined) return;
  const at = "spec.volumeAttributesClassName";
  if (name === "") errors.push(required(at, "an empty string is disallowed"));
  else errors.push(...invalidAll(at, name, dnsSubdomain(name)));
  if (!spec.csi) {
    const detail = "has to be specified when using volumeAttributesClassName";
    errors.push(required("spec.csi", detail));
  }
}

/** Every source, in the order in which Kubernetes looks for them. */
const sources = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "flocker",
  "nfs",
  "rbd",
  "quobyte",
  "cephfs",
  "iscsi",
  "cinder",
  "fc",
  "flexVolume",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "scaleIO",
  "local",
  "storageos",
  "csi",
] as const satisfies readonly (keyof VolumeSpec)[];
type Source = (typeof sources)[number];

function validateSource(errors: FieldErrors, spec: VolumeSpec, name: string): void {
  let found = false;
  for (const key of sources) {
    if (!spec[key]) continue;
    // Flex volumes are looked at beside others.
    if (found && key !== "flexVolume") {
      const at = `spec.${sourceSpellings[key] ?? key}`;
      errors.push(forbiddenField(at, "may not specify more than 1 volume type"));
    } else validateOneSource(errors, key, { spec, name });
    found = true;
  }
  if (!found) errors.push(required("spec", "must specify a volume type"));
  const { hostPath } = spec;
  if (hostPath && isRoot(hostPath.path ?? "")) {
    if (spec.persistentVolumeReclaimPolicy === "Recycle") {
      const message = "may not be 'recycle' for a hostPath mount of '/'";
      errors.push(forbiddenField("spec.persistentVolumeReclaimPolicy", message));
    }
  }
}

/** `/`, however it is written. */
function isRoot(path: string): boolean {
  if (!path.startsWith("/")) return false;
  let depth = 0;
  for (const part of path.split("/")) {
    if (part === "..") depth = Math.max(depth - 1, 0);
    else if (part !== "" && part !== ".") depth += 1;
  }
  return depth === 0;
}

interface VolumeContext {
  readonly spec: VolumeSpec;
  /** Of the volume. */
  readonly name: string;
}

function validateOneSource(errors: FieldErrors, key: Source, context: VolumeContext): void {
  const { spec, name } = context;
  switch (key) {
    case "hostPath":
      validateHostPath(errors, "spec.hostPath", spec.hostPath);
      break;
    case "local":
      if (!spec.local?.path) errors.push(required("spec.local.path"));
      else errors.push(...noBacksteps("spec.local.path", spec.local.path));
      if (!spec.nodeAffinity) {
        errors.push(required("spec.nodeAffinity", "Local volume requires node affinity"));
      }
      break;
    case "nfs":
      validateNfs(errors, "spec.nfs", spec.nfs);
      break;
    case "csi":
      validateCsi(errors, spec);
      break;
    default: {
      const portal = spec.iscsi?.targetPortal ?? "";
      const long = key === "iscsi" && `${name}:${portal}`.length > 64;
      if (long && spec.iscsi?.initiatorName !== undefined) {
        errors.push(invalidValue("spec.iscsi.targetportal", portal, iscsiTooLong));
      }
      validateLegacySource(errors, "spec", { kind: key, volume: spec, persistent: true });
    }
  }
}

const secretRefs = [
  "controllerPublishSecretRef",
  "controllerExpandSecretRef",
  "nodePublishSecretRef",
  "nodeExpandSecretRef",
] as const;

function validateCsi(errors: FieldErrors, { csi }: VolumeSpec): void {
  validateDriverName(errors, "spec.csi.driver", csi?.driver ?? "");
  if (!csi?.volumeHandle) errors.push(required("spec.csi.volumeHandle"));
  for (const field of secretRefs) {
    const secret = csi?.[field];
    if (!secret) continue;
    const at = `spec.csi.${field}`;
    const { name, namespace } = secret;
    if (!name) errors.push(required(`${at}.name`));
    else errors.push(...invalidAll(`${at}.name`, name, dnsSubdomain(name)));
    if (!namespace) errors.push(required(`${at}.namespace`));
    else errors.push(...invalidAll(`${at}.namespace`, namespace, dnsLabel(namespace)));
  }
}

export function validatePersistentVolumeUpdate(
  errors: FieldErrors,
  next: PersistentVolume,
  previous: PersistentVolume,
): void {
  const before = sourceOf(previous.spec ?? {});
  const after = expandable(sourceOf(next.spec ?? {}), before);
  if (!same(after, before)) {
    const message = `spec.persistentvolumesource is immutable after creation\n${specDifference("core.PersistentVolumeSource", before, after)}`;
    errors.push(forbiddenField("spec.persistentvolumesource", message));
  }
  validateImmutable(errors, "volumeMode", {
    next: next.spec?.volumeMode,
    previous: previous.spec?.volumeMode,
  });
  validateAffinityChange(errors, next.spec?.nodeAffinity, previous.spec?.nodeAffinity);
  const attributesClass = next.spec?.volumeAttributesClassName;
  if (attributesClass === undefined && previous.spec?.volumeAttributesClassName !== undefined) {
    const detail = "update from non-nil value to nil is forbidden";
    errors.push(forbiddenField("spec.volumeAttributesClassName", detail));
  }
}

/** The secret for growing a volume may be named later. */
function expandable(after: VolumeSpec, before: VolumeSpec): VolumeSpec {
  const { csi } = after;
  if (!csi?.controllerExpandSecretRef || !before.csi) return after;
  if (before.csi.controllerExpandSecretRef) return after;
  const { controllerExpandSecretRef: _new, ...others } = csi;
  return { ...after, csi: others };
}

const newNames: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": "kubernetes.io/arch",
  "beta.kubernetes.io/os": "kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
};

/** Set once; then only the labels of nodes may take their present names. */
function validateAffinityChange(
  errors: FieldErrors,
  next: VolumeNodeAffinity | undefined,
  previous: VolumeNodeAffinity | undefined,
): void {
  if (!previous || same(previous, next)) return;
  const old = previous.required?.nodeSelectorTerms ?? [];
  const now = next?.required?.nodeSelectorTerms ?? [];
  const renamed = old.map((term, index) => ({
    ...term,
    matchExpressions: term.matchExpressions?.map((expression, position) => {
      const key = now[index]?.matchExpressions?.[position]?.key;
      const isNew = key !== undefined && newNames[expression.key] === key;
      return isNew ? { ...expression, key } : expression;
    }),
  }));
  if (next?.required && same(renamed, now)) return;
  const message = "field is immutable, except for updating from beta label to GA";
  errors.push(invalidValue("nodeAffinity", goValue("core.VolumeNodeAffinity", next), message));
}

function sourceOf(spec: VolumeSpec): VolumeSpec {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !plainFields.has(key)));
}
