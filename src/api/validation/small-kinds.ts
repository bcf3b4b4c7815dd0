/** Kinds whose rules are few: disruption budgets, leases, classes, addresses, attachments, signing requests. */
import type {
  CertificateSigningRequest,
  Lease,
  PodDisruptionBudget,
  PriorityClass,
  RuntimeClass,
} from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable, validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import {
  nonNegative,
  notMoreThan100Percent,
  optionalOneOf,
  positiveIntOrPercent,
} from "./numbers.ts";

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
