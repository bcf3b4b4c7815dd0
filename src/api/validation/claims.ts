/** Specs of PersistentVolumeClaims, in claims and in ephemeral volumes. Source: ValidatePersistentVolumeClaimSpec. */
import type { PersistentVolumeClaimSpec } from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { isNegativeQuantity, isZeroQuantity } from "./quantity-order.ts";

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/** Access modes of claims and of volumes: known ones, and ReadWriteOncePod alone. */
export function validateAccessModes(
  errors: FieldErrors,
  path: string,
  modes: readonly string[] | undefined,
): void {
  for (const mode of modes ?? []) {
    if (!accessModes.includes(mode)) errors.push(notSupported(path, mode, accessModes));
  }
  if (
    modes?.includes("ReadWriteOncePod") &&
    modes.some((mode) => mode !== "ReadWriteOncePod" && accessModes.includes(mode))
  ) {
    errors.push(forbiddenField(path, "may not use ReadWriteOncePod with other access modes"));
  }
}

export function validateClaimSpec(
  errors: FieldErrors,
  path: string,
  spec: PersistentVolumeClaimSpec,
): void {
  if (!spec.accessModes?.length) {
    errors.push(required(`${path}.accessModes`, "at least 1 access mode is required"));
  }
  validateLabelSelector(errors, `${path}.selector`, spec.selector);
  validateAccessModes(errors, `${path}.accessModes`, spec.accessModes);
  const storage = spec.resources?.requests?.["storage"];
  const at = `${path}.resources[storage]`;
  if (storage === undefined) errors.push(required(at));
  else if (isNegativeQuantity(storage) || isZeroQuantity(storage)) {
    errors.push(invalidValue(at, storage, "must be greater than zero"));
  }
  validateClassName(errors, `${path}.storageClassName`, spec.storageClassName);
  errors.push(...optionalOneOf(`${path}.volumeMode`, spec.volumeMode, ["Block", "Filesystem"]));
  validateDataSources(errors, path, spec);
  const attributes = spec.volumeAttributesClassName;
  validateClassName(errors, `${path}.volumeAttributesClassName`, attributes);
}

function validateClassName(errors: FieldErrors, path: string, name: string | undefined): void {
  if (name) errors.push(...invalidAll(path, name, dnsSubdomain(name)));
}

function validateDataSources(
  errors: FieldErrors,
  path: string,
  spec: PersistentVolumeClaimSpec,
): void {
  for (const field of ["dataSource", "dataSourceRef"] as const) {
    const source = spec[field];
    if (!source) continue;
    const at = `${path}.${field}`;
    if (!source.name) errors.push(required(`${at}.name`));
    if (!source.kind) errors.push(required(`${at}.kind`));
    if (!source.apiGroup && source.kind !== "PersistentVolumeClaim") {
      errors.push(
        invalidValue(
          at,
          source.kind ?? "",
          "must be 'PersistentVolumeClaim' when referencing the default apiGroup",
        ),
      );
    }
    if (source.apiGroup) {
      errors.push(...invalidAll(`${at}.apiGroup`, source.apiGroup, dnsSubdomain(source.apiGroup)));
    }
  }
  const { dataSource, dataSourceRef } = spec;
  const namespace = dataSourceRef?.namespace;
  if (namespace) {
    errors.push(...invalidAll(`${path}.dataSourceRef.namespace`, namespace, dnsLabel(namespace)));
  }
  if (!dataSource || !dataSourceRef) return;
  if (namespace) {
    errors.push(
      // Kubernetes shows a path here, which prints as nothing.
      invalidValue(path, {}, "may not be specified when dataSourceRef.namespace is specified"),
    );
  } else if (
    dataSource.apiGroup !== dataSourceRef.apiGroup ||
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name
  ) {
    errors.push(invalidValue(path, {}, "must match dataSourceRef"));
  }
}
