/** CSINodes, storage capacities and volume attributes classes. Source: pkg/apis/storage/validation. */
import type {
  CSINode,
  CSINodeDriver,
  CSIStorageCapacity,
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
import { utf8Length, validateImmutable, validateLabelSelector } from "./metadata.ts";
import { dnsSubdomain, qualifiedName } from "./names.ts";
import { nonNegative } from "./numbers.ts";
import { isNegativeQuantity } from "./quantity-order.ts";
import { same } from "./same.ts";
import { validateDriverName } from "./volumes.ts";

const nodeIdBytesMax = 256;
const parameterBytesMax = 256 * 1024;
const parametersMax = 512;

export function validateCsiNode(errors: FieldErrors, node: CSINode): void {
  const names = new Set<string>();
  for (const [index, driver] of (node.spec?.drivers ?? []).entries()) {
    const path = `spec.drivers[${index}]`;
    const given: Partial<CSINodeDriver> = driver;
    const { name = "", nodeID = "", allocatable, topologyKeys } = given;
    validateDriverName(errors, `${path}.name`, name);
    if (nodeID === "") errors.push(required(`${path}.nodeID`));
    if (utf8Length(nodeID) > nodeIdBytesMax) {
      const message = `must be ${nodeIdBytesMax} characters or less`;
      errors.push(invalidValue(`${path}.nodeID`, nodeID, message));
    }
    errors.push(...nonNegative(`${path}.allocatable.count`, allocatable?.count));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    const keys = new Set<string>();
    for (const key of topologyKeys ?? []) {
      if (key === "") errors.push(required(path));
      if (keys.has(key)) errors.push(duplicate(path, key));
      keys.add(key);
      errors.push(...invalidAll(path, key, qualifiedName(key)));
    }
  }
}

/** A driver that is there stays as it is, but for how much it can take. */
export function validateCsiNodeUpdate(errors: FieldErrors, next: CSINode, previous: CSINode): void {
  for (const before of previous.spec?.drivers ?? []) {
    for (const after of next.spec?.drivers ?? []) {
      if (after.name !== before.name) continue;
      const { allocatable: _after, ...now } = after;
      const { allocatable: _before, ...then } = before;
      validateImmutable(errors, "spec.drivers", { next: now, previous: then });
    }
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
  for (const field of ["nodeTopology", "storageClassName"] as const) {
    validateImmutable(errors, field, { next: next[field], previous: previous[field] });
  }
}

export function validateAttributesClass(
  errors: FieldErrors,
  attributes: VolumeAttributesClass,
): void {
  const driver = attributes.driverName ?? "";
  if (driver === "") errors.push(required("driverName"));
  else errors.push(...invalidAll("driverName", driver, qualifiedName(driver.toLowerCase())));
  const parameters = Object.entries(attributes.parameters ?? {});
  if (parameters.length === 0) {
    errors.push(required("parameters", "must contain at least one key/value pair"));
  }
  if (parameters.length > parametersMax) errors.push(tooLong("parameters", parametersMax));
  let bytes = 0;
  for (const [key, value] of parameters) {
    if (key === "") errors.push(invalidValue("parameters", key, "field can not be empty."));
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > parameterBytesMax) errors.push(tooLong("parameters", parameterBytesMax));
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
