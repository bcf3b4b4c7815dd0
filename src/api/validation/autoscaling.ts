/** HorizontalPodAutoscalers of autoscaling/v2. Source: pkg/apis/autoscaling/validation. */
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from "../generated/types.ts";
import { canonicalQuantity } from "../quantity.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { dnsLabel, pathSegmentName } from "./names.ts";
import { nonNegative, optionalOneOf } from "./numbers.ts";
import { isNegativeQuantity, isZeroQuantity } from "./quantity-order.ts";
import { containerResourceName } from "./resources.ts";

const periodSecondsMax = 1800;
const windowSecondsMax = 3600;

/** The field that each type of metric describes itself in, in the order in which Kubernetes looks for them. */
const fields = {
  Object: "object",
  External: "external",
  Pods: "pods",
  Resource: "resource",
  ContainerResource: "containerResource",
} as const;
type Field = (typeof fields)[keyof typeof fields];

type Spec = NonNullable<HorizontalPodAutoscaler["spec"]>;

/** What is asked of the apiVersion of a reference. */
interface ReferenceRules {
  readonly anyVersion: boolean;
  readonly coreGroup: boolean;
}

/** `previous` is the autoscaler that an update replaces: what it has that would be refused today, it may keep. */
export function validateAutoscaler(
  errors: FieldErrors,
  autoscaler: HorizontalPodAutoscaler,
  previous?: HorizontalPodAutoscaler,
): void {
  const spec: Partial<Spec> = autoscaler.spec ?? {};
  const old: Partial<Spec> | undefined = previous?.spec;
  const { minReplicas, maxReplicas = 0, scaleTargetRef } = spec;
  const lowest = old?.minReplicas === 0 ? 0 : 1;
  if (minReplicas !== undefined && minReplicas < lowest) {
    const message = `must be greater than or equal to ${lowest}`;
    errors.push(invalidValue("spec.minReplicas", minReplicas, message));
  }
  if (maxReplicas === 0) {
    errors.push(required("spec.maxReplicas", "must be set and greater than 0"));
  } else if (maxReplicas < 0) {
    const message = "must be greater than or equal to 1";
    errors.push(invalidValue("spec.maxReplicas", maxReplicas, message));
  }
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const message = "must be greater than or equal to `minReplicas`";
    errors.push(invalidValue("spec.maxReplicas", maxReplicas, message));
  }
  const before = old?.scaleTargetRef;
  const isKept =
    before !== undefined &&
    (before.apiVersion ?? "") === (scaleTargetRef?.apiVersion ?? "") &&
    before.kind === scaleTargetRef?.kind;
  validateReference(errors, "spec.scaleTargetRef", {
    reference: scaleTargetRef,
    anyVersion: isKept,
    coreGroup: scaleTargetRef?.kind === "ReplicationController",
  });
  validateMetrics(errors, spec, old);
  const { scaleUp, scaleDown } = spec.behavior ?? {};
  if (scaleUp) validateScaling(errors, "spec.behavior.scaleUp", scaleUp);
  if (scaleDown) validateScaling(errors, "spec.behavior.scaleDown", scaleDown);
}

function validateMetrics(
  errors: FieldErrors,
  { metrics = [], minReplicas }: Partial<Spec>,
  old: Partial<Spec> | undefined,
): void {
  const anyVersion = (old?.metrics ?? []).some(
    ({ type, object }) =>
      type === "Object" && (object?.describedObject?.apiVersion ?? "").split("/").length > 2,
  );
  for (const [index, metric] of metrics.entries()) {
    validateMetric(errors, `spec.metrics[${index}]`, { metric, anyVersion });
  }
  const isSeenFromOutside = metrics.some(({ type }) => type === "Object" || type === "External");
  if (minReplicas !== 0 || isSeenFromOutside) return;
  const message =
    "must specify at least one Object or External metric to support scaling to zero replicas";
  errors.push(forbiddenField("spec.metrics", message));
}

interface Reference extends ReferenceRules {
  readonly reference:
    | { readonly kind?: string; readonly name?: string; readonly apiVersion?: string }
    | undefined;
}

function validateReference(errors: FieldErrors, path: string, context: Reference): void {
  const { reference, anyVersion, coreGroup } = context;
  for (const field of ["kind", "name"] as const) {
    const value = reference?.[field];
    if (!value) errors.push(required(`${path}.${field}`));
    else errors.push(...invalidAll(`${path}.${field}`, value, pathSegmentName(value)));
  }
  if (anyVersion) return;
  const version = reference?.apiVersion ?? "";
  const at = `${path}.apiVersion`;
  const parts = version.split("/");
  if (parts.length > 2) {
    errors.push(invalidValue(at, version, `unexpected GroupVersion string: ${version}`));
  } else if (!coreGroup && (parts.length < 2 || parts[0] === "")) {
    errors.push(invalidValue(at, version, "apiVersion must specify API group"));
  }
}

interface Metric {
  readonly metric: MetricSpec;
  readonly anyVersion: boolean;
}

function validateMetric(errors: FieldErrors, path: string, context: Metric): void {
  const { metric } = context;
  const type = metric.type ?? "";
  const expected = (fields as Readonly<Record<string, Field>>)[type];
  const unknown = notSupported(`${path}.type`, type, Object.keys(fields).sort());
  if (type === "") errors.push(required(`${path}.type`, "must specify a metric source type"));
  if (!expected) errors.push(unknown);
  const present = Object.values(fields).filter((field) => metric[field] !== undefined);
  const first = present[0];
  if (first) validateMetricSource(errors, `${path}.${first}`, { ...context, field: first });
  if (expected && metric[expected] === undefined) {
    const detail = "must populate information for the given metric source";
    errors.push(required(`${path}.${expected}`, detail));
  }
  // Kubernetes says so twice.
  if (!expected) errors.push(unknown);
  if (present.length === 1) return;
  for (const field of present) {
    if (field === expected) continue;
    errors.push(forbiddenField(`${path}.${field}`, "must populate the given metric source only"));
  }
}

function validateMetricSource(
  errors: FieldErrors,
  path: string,
  { metric, field, anyVersion }: Metric & { readonly field: Field },
): void {
  if (field === "object") {
    const reference = metric.object?.describedObject;
    const at = `${path}.describedObject`;
    validateReference(errors, at, { reference, anyVersion, coreGroup: true });
  }
  if (field === "object" || field === "pods" || field === "external") {
    const { name } = metric[field]?.metric ?? { name: "" };
    if (!name) errors.push(required(`${path}.metric.name`, "must specify a metric name"));
    else errors.push(...invalidAll(`${path}.metric.name`, name, pathSegmentName(name)));
  } else if (!metric[field]?.name) {
    errors.push(required(`${path}.name`, "must specify a resource name"));
  } else if (field === "containerResource") {
    errors.push(...containerResourceName(`${path}.name`, metric.containerResource?.name ?? ""));
  }
  if (field === "containerResource") {
    const { container = "" }: { container?: string } = metric.containerResource ?? {};
    const at = `${path}.container`;
    if (container === "") errors.push(required(at, "must specify a container"));
    else errors.push(...invalidAll(at, container, dnsLabel(container)));
  }
  validateTarget(errors, `${path}.target`, metric[field]?.target);
  validateTargetOf(errors, `${path}.target`, { field, target: metric[field]?.target ?? {} });
}

interface TargetOf {
  readonly field: Field;
  readonly target: Partial<MetricTarget>;
}

/** Which values a target of each kind of metric has. */
function validateTargetOf(errors: FieldErrors, path: string, { field, target }: TargetOf): void {
  const { value, averageValue, averageUtilization } = target;
  if (field === "pods") {
    if (averageValue !== undefined) return;
    const detail = "must specify a positive target averageValue";
    errors.push(required(`${path}.averageValue`, detail));
  } else if (field === "resource" || field === "containerResource") {
    if (averageUtilization === undefined && averageValue === undefined) {
      const detail = "must set either a target raw value or a target utilization";
      errors.push(required(`${path}.averageUtilization`, detail));
    } else if (averageUtilization !== undefined && averageValue !== undefined) {
      const message = "may not set both a target raw value and a target utilization";
      errors.push(forbiddenField(`${path}.averageValue`, message));
    }
  } else if (value === undefined && averageValue === undefined) {
    const detail =
      field === "object"
        ? "must set either a target value or averageValue"
        : "must set either a target value for metric or a per-pod target";
    errors.push(required(`${path}.averageValue`, detail));
  } else if (field === "external" && value !== undefined && averageValue !== undefined) {
    const message = "may not set both a target value for metric and a per-pod target";
    errors.push(forbiddenField(`${path}.value`, message));
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
  const { tolerance } = rules;
  if (tolerance !== undefined && isNegativeQuantity(tolerance)) {
    const message = "must be greater than or equal to 0";
    errors.push(invalidValue(`${path}.tolerance`, canonicalQuantity(tolerance), message));
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
