/** CSI drivers and nodes, and volume attachments. Source: pkg/apis/storage/validation. */
import type {
  CSIDriver,
  CSINode,
  CSINodeDriver,
  VolumeAttachment,
  VolumeAttachmentSource,
  VolumeError,
} from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateImmutable } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dnsSubdomain, qualifiedName, rangeMessage } from "./names.ts";
import { int32Max, nonNegative, optionalOneOf } from "./numbers.ts";
import { same } from "./same.ts";
import { validateDriverName } from "./volumes.ts";
import type { Int64 } from "../json.ts";

const nodeIdBytesMax = 256;
const attachedBytesMax = 256 * 1024;
const errorBytesMax = 1024;
const shortestTokenSeconds = 600;
const longestTokenSeconds = 2 ** 32;
const shortestPeriodSeconds = 10;

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
      if (same(now, then)) continue;
      const value = goValue("storage.CSINodeDriver", now);
      errors.push(invalidValue("spec.drivers", value, "field is immutable"));
    }
  }
}

export function validateCsiDriver(errors: FieldErrors, { spec = {} }: Partial<CSIDriver>): void {
  errors.push(
    ...optionalOneOf("spec.fsGroupPolicy", spec.fsGroupPolicy, [
      "File",
      "None",
      "ReadWriteOnceWithFSType",
    ]),
  );
  validateTokenRequests(errors, spec.tokenRequests ?? []);
  const modes = ["Persistent", "Ephemeral"];
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!modes.includes(mode)) errors.push(notSupported("spec.volumeLifecycleModes", mode, modes));
  }
  const period = spec.nodeAllocatableUpdatePeriodSeconds;
  if (period !== undefined && period < shortestPeriodSeconds) {
    const message = `must be greater than or equal to ${shortestPeriodSeconds} seconds`;
    errors.push(invalidValue("spec.nodeAllocatableUpdatePeriodSeconds", period, message));
  }
  const inSecrets = spec.serviceAccountTokenInSecrets;
  if (inSecrets !== undefined && !spec.tokenRequests?.length) {
    const message = "serviceAccountTokenInSecrets is set but no tokenRequests are specified";
    errors.push(invalidValue("spec.serviceAccountTokenInSecrets", inSecrets, message));
  }
}

function validateTokenRequests(
  errors: FieldErrors,
  requests: readonly { readonly audience?: string; readonly expirationSeconds?: Int64 }[],
): void {
  const audiences = new Set<string>();
  for (const [index, { audience = "", expirationSeconds }] of requests.entries()) {
    const path = `spec.tokenRequests[${index}]`;
    if (audiences.has(audience)) {
      errors.push(duplicate(`${path}.audience`, audience));
      continue;
    }
    audiences.add(audience);
    if (expirationSeconds === undefined) continue;
    const at = `${path}.expirationSeconds`;
    if (expirationSeconds < shortestTokenSeconds) {
      const message = "may not specify a duration less than 10 minutes";
      errors.push(invalidValue(at, expirationSeconds, message));
    }
    if (expirationSeconds > longestTokenSeconds) {
      const message = "may not specify a duration larger than 2^32 seconds";
      errors.push(invalidValue(at, expirationSeconds, message));
    }
  }
}

export function validateCsiDriverUpdate(
  errors: FieldErrors,
  next: CSIDriver,
  previous: CSIDriver,
): void {
  // Kubernetes calls the field so here.
  validateImmutable(errors, "spec.attachedRequired", {
    next: next.spec?.attachRequired,
    previous: previous.spec?.attachRequired,
  });
  validateImmutable(errors, "spec.volumeLifecycleModes", {
    next: next.spec?.volumeLifecycleModes,
    previous: previous.spec?.volumeLifecycleModes,
  });
}

export function validateAttachment(errors: FieldErrors, attachment: VolumeAttachment): void {
  const {
    attacher = "",
    nodeName = "",
    source,
  } = (attachment.spec ?? {}) as Partial<NonNullable<VolumeAttachment["spec"]>>;
  validateDriverName(errors, "spec.attacher", attacher);
  validateSource(errors, source ?? {});
  errors.push(...invalidAll("spec.nodeName", nodeName, dnsSubdomain(nodeName)));
  const { attachmentMetadata, attachError, detachError } = attachment.status ?? {};
  let bytes = 0;
  for (const [key, value] of Object.entries(attachmentMetadata ?? {})) {
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > attachedBytesMax) {
    errors.push(tooLong("status.attachmentMetadata", attachedBytesMax));
  }
  validateVolumeError(errors, "status.attachError", attachError);
  validateVolumeError(errors, "status.detachError", detachError);
  const name = source?.persistentVolumeName;
  if (name !== undefined) {
    errors.push(...invalidAll("spec.source.persistentVolumeName", name, dnsSubdomain(name)));
  }
}

function validateSource(errors: FieldErrors, source: VolumeAttachmentSource): void {
  const { inlineVolumeSpec, persistentVolumeName } = source;
  const path = "spec.source";
  const detail = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
  if (!inlineVolumeSpec && persistentVolumeName === undefined) errors.push(required(path, detail));
  else if (inlineVolumeSpec && persistentVolumeName !== undefined) {
    errors.push(forbiddenField(path, detail));
  } else if (persistentVolumeName === "") {
    const message = "must specify non empty persistentVolumeName";
    errors.push(required(`${path}.persistentVolumeName`, message));
  }
}

function validateVolumeError(
  errors: FieldErrors,
  path: string,
  error: VolumeError | undefined,
): void {
  if (!error) return;
  // The text that is too long is said to be allowed as much as the metadata is.
  if (utf8Length(error.message ?? "") > errorBytesMax) {
    errors.push(tooLong(`${path}.message`, attachedBytesMax));
  }
  const { errorCode } = error;
  if (errorCode !== undefined && errorCode < 0) {
    errors.push(invalidValue(`${path}.errorCode`, errorCode, rangeMessage(0, int32Max)));
  }
}

export function validateAttachmentUpdate(
  errors: FieldErrors,
  next: VolumeAttachment,
  previous: VolumeAttachment,
): void {
  if (same(next.spec, previous.spec)) return;
  const value = goValue("storage.VolumeAttachmentSpec", next.spec ?? {});
  errors.push(invalidValue("spec", value, "field is immutable"));
}
