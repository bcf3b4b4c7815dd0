/** Storage classes, volume attributes classes and storage capacities. Source: pkg/apis/storage/validation. */
import type {
  CSIStorageCapacity,
  StorageClass,
  TopologySelectorTerm,
  VolumeAttributesClass,
} from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateImmutable, validateLabelSelector } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dnsSubdomain, qualifiedName } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { isNegativeQuantity } from "./quantity-order.ts";
import { same } from "./same.ts";

const parameterBytesMax = 256 * 1024;
const parametersMax = 512;

type Parameters = Readonly<Record<string, string>>;

function validateProvisioner(errors: FieldErrors, path: string, name: string): void {
  if (name === "") errors.push(required(path));
  else errors.push(...invalidAll(path, name.toLowerCase(), qualifiedName(name.toLowerCase())));
}

/** Answers how many there are, 0 where there are too many. */
function validateParameters(errors: FieldErrors, given: Parameters | undefined): number {
  const parameters = Object.entries(given ?? {});
  if (parameters.length > parametersMax) {
    errors.push(tooLong("parameters", parametersMax));
    return parameters.length;
  }
  let bytes = 0;
  for (const [key, value] of parameters) {
    if (key === "") errors.push(invalidValue("parameters", key, "field can not be empty."));
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > parameterBytesMax) errors.push(tooLong("parameters", parameterBytesMax));
  return parameters.length;
}

export function validateStorageClass(errors: FieldErrors, storageClass: StorageClass): void {
  validateProvisioner(errors, "provisioner", storageClass.provisioner ?? "");
  validateParameters(errors, storageClass.parameters);
  const { reclaimPolicy, volumeBindingMode, allowedTopologies } = storageClass;
  if (reclaimPolicy) {
    errors.push(...optionalOneOf("reclaimPolicy", reclaimPolicy, ["Delete", "Retain"]));
  }
  const modes = ["Immediate", "WaitForFirstConsumer"];
  if (volumeBindingMode === undefined) errors.push(required("volumeBindingMode"));
  else errors.push(...optionalOneOf("volumeBindingMode", volumeBindingMode, modes));
  validateTopologies(errors, allowedTopologies ?? []);
}

/** Kubernetes compares every term with as many empty ones as there are terms, so that an empty term is a duplicate as often. */
function validateTopologies(errors: FieldErrors, terms: readonly TopologySelectorTerm[]): void {
  const seen: string[] = terms.map(() => "[]");
  for (const [index, term] of terms.entries()) {
    const path = `allowedTopologies[${index}].matchLabelExpressions`;
    const expressions = validateTerm(errors, path, term);
    for (const other of seen) if (expressions === other) errors.push(duplicate(path, ""));
    seen.push(expressions);
  }
}

/** Answers the term as a text that tells it from others. */
function validateTerm(
  errors: FieldErrors,
  path: string,
  { matchLabelExpressions }: TopologySelectorTerm,
): string {
  const expressions = new Map<string, readonly string[]>();
  for (const [index, { key = "", values }] of (matchLabelExpressions ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (!values?.length) errors.push(required(`${at}.values`));
    const unique = new Set<string>();
    for (const [position, value] of (values ?? []).entries()) {
      if (unique.has(value)) errors.push(duplicate(`${at}.values[${position}]`, value));
      unique.add(value);
    }
    errors.push(...invalidAll(`${at}.key`, key, qualifiedName(key)));
    if (expressions.has(key)) errors.push(duplicate(`${at}.key`, key));
    expressions.set(key, [...unique].sort());
  }
  const keys = [...expressions.keys()].sort();
  return JSON.stringify(keys.map((key) => [key, expressions.get(key)]));
}

export function validateStorageClassUpdate(
  errors: FieldErrors,
  next: StorageClass,
  previous: StorageClass,
): void {
  for (const field of [
    "parameters",
    "provisioner",
    "reclaimPolicy",
    "volumeBindingMode",
  ] as const) {
    validateImmutable(errors, field, { next: next[field], previous: previous[field] });
  }
}

export function validateAttributesClass(
  errors: FieldErrors,
  attributes: VolumeAttributesClass,
): void {
  validateProvisioner(errors, "driverName", attributes.driverName ?? "");
  if (validateParameters(errors, attributes.parameters) === 0) {
    errors.push(required("parameters", "must contain at least one key/value pair"));
  }
}

export function validateAttributesClassUpdate(
  errors: FieldErrors,
  next: VolumeAttributesClass,
  previous: VolumeAttributesClass,
): void {
  for (const field of ["driverName", "parameters"] as const) {
    if (same(next[field], previous[field])) continue;
    errors.push(forbiddenField(field, `updates to ${field} are forbidden.`));
  }
}

export function validateStorageCapacity(errors: FieldErrors, capacity: CSIStorageCapacity): void {
  validateLabelSelector(errors, "nodeTopology", capacity.nodeTopology);
  const name = capacity.storageClassName ?? "";
  errors.push(...invalidAll("storageClassName", name, dnsSubdomain(name)));
  if (capacity.capacity !== undefined && isNegativeQuantity(capacity.capacity)) {
    errors.push(invalidValue("capacity", capacity.capacity, "must be greater than or equal to 0"));
  }
}

export function validateStorageCapacityUpdate(
  errors: FieldErrors,
  next: CSIStorageCapacity,
  previous: CSIStorageCapacity,
): void {
  if (!same(next.nodeTopology, previous.nodeTopology)) {
    const value = goValue("v1.LabelSelector", next.nodeTopology);
    errors.push(invalidValue("nodeTopology", value, "field is immutable"));
  }
  validateImmutable(errors, "storageClassName", {
    next: next.storageClassName,
    previous: previous.storageClassName,
  });
}
