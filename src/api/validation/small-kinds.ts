/** Kinds whose rules are few: disruption budgets, leases, classes, addresses, attachments, signing requests. */
import type {
  CertificateSigningRequest,
  CSIDriver,
  Lease,
  PodDisruptionBudget,
  PriorityClass,
  RuntimeClass,
  StorageClass,
  VolumeAttachment,
} from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { utf8Length, validateImmutable, validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import {
  nonNegative,
  notMoreThan100Percent,
  optionalOneOf,
  positiveIntOrPercent,
} from "./numbers.ts";
import { same } from "./same.ts";
import { validateDriverName } from "./volumes.ts";

export function validateDisruptionBudget(errors: FieldErrors, budget: PodDisruptionBudget): void {
  const spec = budget.spec ?? {};
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    const message = "minAvailable and maxUnavailable cannot be both set";
    errors.push(invalidValue("spec", spec, message));
  }
  for (const field of ["minAvailable", "maxUnavailable"] as const) {
    const value = spec[field];
    if (value === undefined) continue;
    errors.push(...positiveIntOrPercent(`spec.${field}`, value));
    errors.push(...notMoreThan100Percent(`spec.${field}`, value));
  }
  validateLabelSelector(errors, "spec.selector", spec.selector);
  errors.push(
    ...optionalOneOf("spec.unhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy, [
      "AlwaysAllow",
      "IfHealthyBudget",
    ]),
  );
}

export function validateDisruptionStatus(errors: FieldErrors, budget: PodDisruptionBudget): void {
  for (const field of [
    "disruptionsAllowed",
    "currentHealthy",
    "desiredHealthy",
    "expectedPods",
  ] as const) {
    errors.push(...nonNegative(`status.${field}`, budget.status?.[field]));
  }
}

export function validateLease(errors: FieldErrors, lease: Lease): void {
  const { leaseDurationSeconds, leaseTransitions, preferredHolder, strategy } = lease.spec ?? {};
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    const path = "spec.leaseDurationSeconds";
    errors.push(invalidValue(path, leaseDurationSeconds, "must be greater than 0"));
  }
  errors.push(...nonNegative("spec.leaseTransitions", leaseTransitions));
  if (strategy !== undefined) {
    if (strategy.includes("/")) {
      errors.push(...invalidAll("spec.strategy.strategy", strategy, qualifiedName(strategy)));
    } else {
      const path = "spec.strategy.strategy";
      errors.push(...optionalOneOf(path, strategy, ["OldestEmulationVersion"]));
    }
  }
  if (preferredHolder && !strategy) {
    const message = "may only be specified if `strategy` is defined";
    errors.push(forbiddenField("spec.preferredHolder", message));
  }
}

const highestUserPriority = 1_000_000_000;
const systemPriorities: Readonly<Record<string, number>> = {
  "system-node-critical": 2_000_001_000,
  "system-cluster-critical": 2_000_000_000,
};

export function validatePriorityClass(errors: FieldErrors, priorityClass: PriorityClass): void {
  const name = priorityClass.metadata.name ?? "";
  const value = priorityClass.value ?? 0;
  if (name.startsWith("system-")) {
    const known = systemPriorities[name];
    let reason: string | undefined;
    if (known === undefined) reason = `${name} is not a known system priority class`;
    else if (known !== value) reason = `value of ${name} PriorityClass must be ${known}`;
    else if (priorityClass.globalDefault)
      reason = `globalDefault of ${name} PriorityClass must be false`;
    if (reason !== undefined) {
      const prefix = "priority class names with 'system-' prefix are reserved for system use only";
      errors.push(forbiddenField("metadata.name", `${prefix}. error: ${reason}`));
    }
  } else if (value > highestUserPriority) {
    const message = `maximum allowed value of a user defined priority is ${highestUserPriority}`;
    errors.push(forbiddenField("value", message));
  }
  errors.push(
    ...optionalOneOf("preemptionPolicy", priorityClass.preemptionPolicy, [
      "PreemptLowerPriority",
      "Never",
    ]),
  );
}

export function validatePriorityClassUpdate(
  errors: FieldErrors,
  next: PriorityClass,
  previous: PriorityClass,
): void {
  if ((next.value ?? 0) !== (previous.value ?? 0)) {
    errors.push(forbiddenField("value", "may not be changed in an update."));
  }
  validateImmutable(errors, "preemptionPolicy", {
    next: next.preemptionPolicy,
    previous: previous.preemptionPolicy,
  });
}

const parameterBytesMax = 256 * 1024;
const parametersMax = 512;

export function validateStorageClass(errors: FieldErrors, storageClass: StorageClass): void {
  const provisioner = storageClass.provisioner ?? "";
  if (provisioner === "") errors.push(required("provisioner"));
  else {
    const messages = qualifiedName(provisioner.toLowerCase());
    errors.push(...invalidAll("provisioner", provisioner, messages));
  }
  const parameters = Object.entries(storageClass.parameters ?? {});
  if (parameters.length > parametersMax) errors.push(tooLong("parameters", parametersMax));
  let bytes = 0;
  for (const [key, value] of parameters) {
    if (key === "") errors.push(invalidValue("parameters", key, "field can not be empty."));
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > parameterBytesMax) errors.push(tooLong("parameters", parameterBytesMax));
  errors.push(
    ...optionalOneOf("reclaimPolicy", storageClass.reclaimPolicy, ["Delete", "Retain"]),
    ...optionalOneOf("volumeBindingMode", storageClass.volumeBindingMode, [
      "Immediate",
      "WaitForFirstConsumer",
    ]),
  );
}

export function validateStorageClassUpdate(
  errors: FieldErrors,
  next: StorageClass,
  previous: StorageClass,
): void {
  for (const field of ["parameters", "provisioner", "reclaimPolicy"] as const) {
    if (same(next[field], previous[field])) continue;
    errors.push(forbiddenField(field, `updates to ${field} are forbidden.`));
  }
  validateImmutable(errors, "volumeBindingMode", {
    next: next.volumeBindingMode,
    previous: previous.volumeBindingMode,
  });
}

export function validateRuntimeClass(errors: FieldErrors, runtimeClass: RuntimeClass): void {
  const handler = runtimeClass.handler ?? "";
  errors.push(...invalidAll("handler", handler, dnsLabel(handler)));
}

export function validateRuntimeClassUpdate(
  errors: FieldErrors,
  next: RuntimeClass,
  previous: RuntimeClass,
): void {
  validateImmutable(errors, "handler", { next: next.handler, previous: previous.handler });
}

export function validateCsiDriver(errors: FieldErrors, driver: CSIDriver): void {
  validateDriverName(errors, "metadata.name", driver.metadata.name ?? "");
  for (const mode of driver.spec?.volumeLifecycleModes ?? []) {
    const path = "spec.volumeLifecycleModes";
    errors.push(...optionalOneOf(path, mode, ["Ephemeral", "Persistent"]));
  }
  errors.push(
    ...optionalOneOf("spec.fsGroupPolicy", driver.spec?.fsGroupPolicy, [
      "File",
      "None",
      "ReadWriteOnceWithFSType",
    ]),
  );
}

export function validateAttachment(errors: FieldErrors, attachment: VolumeAttachment): void {
  const {
    attacher = "",
    nodeName = "",
    source,
  } = (attachment.spec ?? {}) as Partial<NonNullable<VolumeAttachment["spec"]>>;
  validateDriverName(errors, "spec.attacher", attacher);
  if (nodeName === "")
    errors.push(invalidValue("spec.nodeName", nodeName, dnsSubdomain("")[0] ?? ""));
  else errors.push(...invalidAll("spec.nodeName", nodeName, dnsSubdomain(nodeName)));
  if (!source?.persistentVolumeName && !source?.inlineVolumeSpec) {
    const detail = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    errors.push(required("spec.source", detail));
  }
}

export function validateAttachmentUpdate(
  errors: FieldErrors,
  next: VolumeAttachment,
  previous: VolumeAttachment,
): void {
  if (same(next.spec, previous.spec)) return;
  errors.push(invalidValue("spec", next.spec, "field is immutable"));
}

const shortestCertificateSeconds = 600;

export function validateSigningRequest(
  errors: FieldErrors,
  request: CertificateSigningRequest,
): void {
  const {
    request: pem = "",
    signerName = "",
    usages,
    expirationSeconds,
  } = (request.spec ?? {}) as Partial<CertificateSigningRequest["spec"] & object>;
  if (pem === "") errors.push(required("spec.request"));
  if (!usages?.length) errors.push(required("spec.usages"));
  const slash = signerName.indexOf("/");
  if (signerName === "") errors.push(required("spec.signerName"));
  else if (slash < 0) {
    const message =
      "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    errors.push(invalidValue("spec.signerName", signerName, message));
  } else {
    const domain = signerName.slice(0, slash);
    errors.push(...invalidAll("spec.signerName", domain, dnsSubdomain(domain)));
  }
  if (expirationSeconds !== undefined && expirationSeconds < shortestCertificateSeconds) {
    const message = "may not specify a duration less than 600 seconds (10 minutes)";
    errors.push(invalidValue("spec.expirationSeconds", expirationSeconds, message));
  }
}

export function validateSigningRequestUpdate(
  errors: FieldErrors,
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
): void {
  validateImmutable(errors, "spec", { next: next.spec, previous: previous.spec });
}
