/** HorizontalPodAutoscalers of autoscaling/v2. Source: pkg/apis/autoscaling/validation. */
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { pathSegmentName } from "./names.ts";
import { nonNegative, optionalOneOf } from "./numbers.ts";
import { isNegativeQuantity, isZeroQuantity } from "./quantity-order.ts";

const periodSecondsMax = 1800;
const windowSecondsMax = 3600;

/** The field that each type of metric describes itself in. */
const fields = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
} as const;
type Field = (typeof fields)[keyof typeof fields];

export function validateAutoscaler(errors: FieldErrors, autoscaler: HorizontalPodAutoscaler): void {
  const spec = autoscaler.spec ?? ({} as HorizontalPodAutoscaler["spec"]);
  const { minReplicas, maxReplicas = 0 } = spec as Partial<typeof spec>;
  if (minReplicas !== undefined && minReplicas < 1) {
    const message = "must be greater than or equal to 1";
    errors.push(invalidValue("spec.minReplicas", minReplicas, message));
  }
  if (maxReplicas < 1) {
    errors.push(invalidValue("spec.maxReplicas", maxReplicas, "must be greater than 0"));
  }
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const message = "must be greater than or equal to `minReplicas`";
    errors.push(invalidValue("spec.maxReplicas", maxReplicas, message));
  }
  validateReference(errors, "spec.scaleTargetRef", spec.scaleTargetRef);
  for (const [index, metric] of (spec.metrics ?? []).entries()) {
    validateMetric(errors, `spec.metrics[${index}]`, metric);
  }
  const { scaleUp, scaleDown } = spec.behavior ?? {};
  if (scaleUp) validateScaling(errors, "spec.behavior.scaleUp", scaleUp);
  if (scaleDown) validateScaling(errors, "spec.behavior.scaleDown", scaleDown);
}

function validateReference(
  errors: FieldErrors,
  path: string,
  reference: { readonly kind?: string; readonly name?: string } | undefined,
): void {
  for (const field of ["kind", "name"] as const) {
    const value = reference?.[field];
    if (!value) errors.push(required(`${path}.${field}`));
    else errors.push(...invalidAll(`${path}.${field}`, value, pathSegmentName(value)));
  }
}

function validateMetric(errors: FieldErrors, path: string, metric: MetricSpec): void {
  const type = metric.type ?? "";
  const expected = (fields as Readonly<Record<string, Field>>)[type];
  if (type === "") errors.push(required(`${path}.type`, "must specify a metric source type"));
  if (!expected) errors.push(notSupported(`${path}.type`, type, Object.keys(fields).sort()));
  const present = Object.values(fields).filter((field) => metric[field] !== undefined);
  const first = present[0];
  if (first) validateMetricSource(errors, `${path}.${first}`, { metric, field: first });
  if (expected && metric[expected] === undefined) {
    const detail = "must populate information for the given metric source";
    errors.push(required(`${path}.${expected}`, detail));
  }
  if (present.length === 1) return;
  for (const field of present) {
    if (field === expected) continue;
    errors.push(forbiddenField(`${path}.${field}`, "must populate the given metric source only"));
  }
}

function validateMetricSource(
  errors: FieldErrors,
  path: string,
  { metric, field }: { readonly metric: MetricSpec; readonly field: Field },
): void {
  const target = metric[field]?.target;
  if (field === "object") {
    validateReference(errors, `${path}.describedObject`, metric.object?.describedObject);
  }
  if (field === "object" || field === "pods" || field === "external") {
    const { name, selector } = metric[field]?.metric ?? { name: "" };
    if (!name) errors.push(required(`${path}.metric.name`, "must specify a metric name"));
    else errors.push(...invalidAll(`${path}.metric.name`, name, pathSegmentName(name)));
    validateLabelSelector(errors, `${path}.metric.selector`, selector);
  } else if (!metric[field]?.name) {
    errors.push(required(`${path}.name`, "must specify a resource name"));
  }
  if (field === "containerResource" && !metric.containerResource?.container) {
    errors.push(required(`${path}.container`, "must specify a container"));
  }
  validateTarget(errors, `${path}.target`, target);
  const { value, averageValue, averageUtilization } = target ?? {};
  if (field === "pods" && (averageValue === undefined || !isPositive(averageValue))) {
    const detail = "must specify a positive target averageValue";
    errors.push(required(`${path}.target.averageValue`, detail));
  } else if (field === "object" && value === undefined && averageValue === undefined) {
    const detail = "must set either a target value or averageValue";
    errors.push(required(`${path}.target.averageValue`, detail));
  } else if (field === "external" && value === undefined && averageValue === undefined) {
    const detail = "must set either a target value for metric or a per-pod target";
    errors.push(required(`${path}.target.averageValue`, detail));
  } else if (field === "external" && value !== undefined && averageValue !== undefined) {
    const message = "may not set both a target value for metric and a per-pod target";
    errors.push(forbiddenField(`${path}.target.value`, message));
  } else if (field === "resource" || field === "containerResource") {
    if (averageUtilization === undefined && averageValue === undefined) {
      const detail = "must set either a target raw value or a target utilization";
      errors.push(required(`${path}.target.averageUtilization`, detail));
    } else if (averageUtilization !== undefined && averageValue !== undefined) {
      const message = "may not set both a target raw value and a target utilization";
      errors.push(forbiddenField(`${path}.target.averageValue`, message));
    }
  }
}

function isPositive(quantity: string): boolean {
  return !isNegativeQuantity(quantity) && !isZeroQuantity(quantity);
}

function validateTarget(errors: FieldErrors, path: string, target: MetricTarget | undefined): void {
  const type = target?.type ?? "";
  if (type === "") errors.push(required(`${path}.type`, "must specify a metric target type"));
  if (!["Utilization", "Value", "AverageValue"].includes(type)) {
    const message = "must be either Utilization, Value, or AverageValue";
    errors.push(invalidValue(`${path}.type`, type, message));
  }
  for (const field of ["value", "averageValue"] as const) {
    const quantity = target?.[field];
    if (quantity !== undefined && !isPositive(quantity)) {
      errors.push(invalidValue(`${path}.${field}`, quantity, "must be positive"));
    }
  }
  const percent = target?.averageUtilization;
  if (percent !== undefined && percent < 1) {
    errors.push(invalidValue(`${path}.averageUtilization`, percent, "must be greater than 0"));
  }
}

function validateScaling(errors: FieldErrors, path: string, rules: HPAScalingRules): void {
  const window = rules.stabilizationWindowSeconds;
  const at = `${path}.stabilizationWindowSeconds`;
  if (window !== undefined && window < 0) {
    errors.push(invalidValue(at, window, "must be greater than or equal to zero"));
  }
  if (window !== undefined && window > windowSecondsMax) {
    const message = `must be less than or equal to ${windowSecondsMax}`;
    errors.push(invalidValue(at, window, message));
  }
  const select = ["Disabled", "Max", "Min"];
  errors.push(...optionalOneOf(`${path}.selectPolicy`, rules.selectPolicy, select));
  const policies = rules.policies ?? [];
  if (policies.length === 0) {
    errors.push(required(`${path}.policies`, "must specify at least one Policy"));
  }
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const where = `${path}.policies[${index}]`;
    errors.push(...optionalOneOf(`${where}.type`, type ?? "", ["Percent", "Pods"]));
    if (!(value > 0)) {
      errors.push(invalidValue(`${where}.value`, value ?? 0, "must be greater than zero"));
    }
    if (!(periodSeconds > 0)) {
      const message = "must be greater than zero";
      errors.push(invalidValue(`${where}.periodSeconds`, periodSeconds ?? 0, message));
    }
    if (periodSeconds > periodSecondsMax) {
      const message = `must be less than or equal to ${periodSecondsMax}`;
      errors.push(invalidValue(`${where}.periodSeconds`, periodSeconds, message));
    }
  }
}

export function validateAutoscalerStatus(
  errors: FieldErrors,
  autoscaler: HorizontalPodAutoscaler,
): void {
  errors.push(
    ...nonNegative("status.currentReplicas", autoscaler.status?.currentReplicas),
    ...nonNegative("status.desiredReplicas", autoscaler.status?.desiredReplicas),
  );
}
