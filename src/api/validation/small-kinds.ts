/** Kinds whose rules are few: disruption budgets, leases, classes, and the like. */
import type {
  Lease,
  PodDisruptionBudget,
  PriorityClass,
  RuntimeClass,
} from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateImmutable, validateLabels, validateLabelSelector } from "./metadata.ts";
import { dnsLabel, qualifiedName } from "./names.ts";
import {
  nonNegative,
  notMoreThan100Percent,
  optionalOneOf,
  positiveIntOrPercent,
} from "./numbers.ts";
import { validateConditions } from "./conditions.ts";
import { validateResources } from "./resources.ts";
import { validateTolerations } from "./scheduling.ts";

export function validateDisruptionBudget(errors: FieldErrors, budget: PodDisruptionBudget): void {
  const spec = budget.spec ?? {};
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    const message = "minAvailable and maxUnavailable cannot be both set";
    errors.push(invalidValue("spec", goValue("policy.PodDisruptionBudgetSpec", spec), message));
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
  validateConditions(errors, "status.conditions", budget.status?.conditions);
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

/** Whether a PriorityClass is one that every cluster has. */
export function isSystemPriorityClass(name: string): boolean {
  return Object.hasOwn(systemPriorities, name);
}

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
  const { overhead, scheduling } = runtimeClass;
  const handler = runtimeClass.handler ?? "";
  if (handler === "") errors.push(required("handler"));
  else errors.push(...invalidAll("handler", handler, dnsLabel(handler)));
  if (overhead) {
    const resources = { limits: overhead.podFixed ?? {} };
    validateResources(errors, "overhead", { resources, claimNames: new Set() });
  }
  if (!scheduling) return;
  validateLabels(errors, "scheduling.nodeSelector", scheduling.nodeSelector);
  const path = "scheduling.tolerations";
  const tolerations = scheduling.tolerations ?? [];
  validateTolerations(errors, path, tolerations);
  const seen = new Set<string>();
  for (const [index, toleration] of tolerations.entries()) {
    const { key = "", operator = "", value = "", effect = "" } = toleration;
    const text = JSON.stringify([key, operator, value, effect]);
    if (seen.has(text)) {
      errors.push(duplicate(`${path}[${index}]`, goValue("core.Toleration", toleration)));
    }
    seen.add(text);
  }
}

export function validateRuntimeClassUpdate(
  errors: FieldErrors,
  next: RuntimeClass,
  previous: RuntimeClass,
): void {
  validateImmutable(errors, "handler", { next: next.handler, previous: previous.handler });
}
