/**
 * What each metric of an autoscaler proposes, with its status, or why it says nothing. Source: horizontal.go, computeReplicasForMetric
 * and what it calls.
 */
import type {
  LabelSelector,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "../../api/generated/types.ts";
import { canonicalQuantity, quantityMilli } from "../../api/quantity.ts";
import type { Reading } from "./metric-sources.ts";
import { MetricUnusable } from "./metric-unusable.ts";
import {
  averageReplicas,
  shareReplicas,
  sumOf,
  totalReplicas,
  utilizationReplicas,
  type PodMetrics,
  type Proposal,
  type Scaled,
} from "./replicas.ts";

export interface Situation extends Scaled {
  readonly namespace: string;
  /** The replicas that the scale's status counts. */
  readonly statusReplicas: number;
}

export type MetricOutcome =
  | { readonly replicas: number; readonly name: string; readonly status: MetricStatus }
  | {
      /** Of the event and of the condition ScalingActive. */
      readonly reason: string;
      readonly message: string;
      /** The same, within what was tried. */
      readonly error: string;
    };

export function proposalOf(
  spec: MetricSpec,
  reading: Reading,
  situation: Situation,
): MetricOutcome {
  const { resource, containerResource, pods, object, external } = spec;
  if (resource) return ofResource(resource, reading, situation);
  if (containerResource) return ofResource(containerResource, reading, situation);
  if (pods) return ofPods(pods, reading, situation);
  if (object) return ofObject(object, reading, situation);
  if (external) return ofExternal(external, reading, situation);
  const message = `unknown metric source type ${JSON.stringify(spec.type)}`;
  return { reason: "InvalidMetricSourceType", message, error: message };
}

/** The outcome of a calculation, or the text of why there is none. */
function attempt<T>(calculate: () => T): T | string {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof MetricUnusable) return error.message;
    throw error;
  }
}

function podsOf(reading: Reading, wrap: (error: string) => string): PodMetrics {
  if ("pods" in reading) return reading.pods;
  throw unusable(reading, wrap);
}

function valuesOf(reading: Reading, wrap: (error: string) => string): readonly number[] {
  if ("values" in reading) return reading.values;
  throw unusable(reading, wrap);
}

function unusable(reading: Reading, wrap: (error: string) => string): MetricUnusable {
  if ("fault" in reading) return new MetricUnusable(reading.fault);
  return new MetricUnusable(wrap("error" in reading ? reading.error : ""));
}

interface ResourceSource {
  readonly name: string;
  readonly target: MetricTarget;
  /** Of one container alone. */
  readonly container?: string;
}

function ofResource(
  { name, target, container }: ResourceSource,
  reading: Reading,
  situation: Situation,
): MetricOutcome {
  const { averageValue, averageUtilization } = target;
  const read = (): PodMetrics =>
    podsOf(reading, (error) => `unable to get metrics for resource ${name}: ${error}`);
  const result = attempt((): Proposal => {
    if (averageValue !== undefined) {
      return averageReplicas(read(), { value: milli(averageValue), resource: name }, situation);
    }
    if (averageUtilization !== undefined) {
      const wanted = {
        utilization: averageUtilization,
        resource: name,
        container: container ?? "",
      };
      return utilizationReplicas(read(), wanted, situation);
    }
    throw new MetricUnusable("");
  });
  if (typeof result === "string") {
    const what = averageValue === undefined ? "utilization" : "usage";
    const message =
      result === ""
        ? "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set"
        : `failed to get ${name} ${what}: ${result}`;
    return container === undefined
      ? {
          reason: "FailedGetResourceMetric",
          message,
          error: `failed to get ${name} resource metric value: ${message}`,
        }
      : {
          reason: "FailedGetContainerResourceMetric",
          message,
          error: `failed to get ${container} container metric value: ${message}`,
        };
  }
  const { replicas, usage, utilization } = result;
  const current: MetricValueStatus = {
    averageValue: quantity(usage),
    ...(utilization === undefined ? {} : { averageUtilization: utilization }),
  };
  const kind = container === undefined ? "resource" : "container resource";
  return {
    replicas,
    name:
      utilization === undefined
        ? `${name} resource`
        : `${name} ${kind} utilization (percentage of request)`,
    status:
      container === undefined
        ? { type: "Resource", resource: { name, current } }
        : { type: "ContainerResource", containerResource: { name, container, current } },
  };
}

type PodsSource = NonNullable<MetricSpec["pods"]>;

function ofPods({ metric, target }: PodsSource, reading: Reading, situation: Situation) {
  const result = attempt(() => {
    const metrics = podsOf(reading, (error) => `unable to get metric ${metric.name}: ${error}`);
    const value = milli(target.averageValue ?? "0");
    return averageReplicas(metrics, { value, resource: "" }, situation);
  });
  if (typeof result === "string") {
    const error = `failed to get pods metric value: ${result}`;
    return { reason: "FailedGetPodsMetric", message: result, error };
  }
  const current = { averageValue: quantity(result.usage) };
  const status: MetricStatus = { type: "Pods", pods: { metric, current } };
  return { replicas: result.replicas, name: `pods metric ${metric.name}`, status };
}

type ObjectSource = NonNullable<MetricSpec["object"]>;

function ofObject(
  { metric, target, describedObject }: ObjectSource,
  reading: Reading,
  situation: Situation,
): MetricOutcome {
  const { kind, name } = describedObject;
  const isShare = target.type === "AverageValue" && target.averageValue !== undefined;
  const isTotal = target.type === "Value" && target.value !== undefined;
  const result = attempt((): Proposal => {
    if (!isShare && !isTotal) {
      throw new MetricUnusable(
        "invalid object metric source: neither a value target nor an average value target was set",
      );
    }
    const where = `metric ${metric.name} on ${kind} ${situation.namespace}/${name}`;
    const total = sumOf(valuesOf(reading, (error) => `unable to get ${where}: ${error}`));
    return isTotal
      ? totalReplicas(total, milli(target.value ?? "0"), situation)
      : share(total, target, situation);
  });
  if (typeof result === "string") {
    const inner = isShare ? `failed to get ${metric.name} object metric: ${result}` : result;
    const error = `failed to get object metric value: ${inner}`;
    return { reason: "FailedGetObjectMetric", message: result, error };
  }
  const current = isTotal
    ? { value: quantity(result.usage) }
    : { averageValue: quantity(result.usage) };
  return {
    replicas: result.replicas,
    name: isTotal
      ? `${kind} metric ${metric.name}`
      : `external metric ${metric.name}(${goText(metric.selector)})`,
    status: { type: "Object", object: { metric, current, describedObject } },
  };
}

type ExternalSource = NonNullable<MetricSpec["external"]>;

function ofExternal(
  { metric, target }: ExternalSource,
  reading: Reading,
  situation: Situation,
): MetricOutcome {
  const isShare = target.averageValue !== undefined;
  const isTotal = target.value !== undefined;
  const selector = goText(metric.selector);
  const result = attempt((): Proposal => {
    if (!isShare && !isTotal) {
      throw new MetricUnusable(
        "invalid external metric source: neither a value target nor an average value target was set",
      );
    }
    const what = `external metric ${situation.namespace}/${metric.name}/${selector}`;
    const total = sumOf(valuesOf(reading, (error) => `unable to get ${what}: ${error}`));
    return isShare
      ? share(total, target, situation)
      : totalReplicas(total, milli(target.value ?? "0"), situation);
  });
  if (typeof result === "string") {
    const within = isShare
      ? `failed to get ${metric.name} external metric: ${result}`
      : `failed to get external metric ${metric.name}: ${result}`;
    const inner = isShare || isTotal ? within : result;
    const error = `failed to get ${metric.name} external metric value: ${inner}`;
    return { reason: "FailedGetExternalMetric", message: result, error };
  }
  const usage = quantity(result.usage);
  const current = isShare ? { averageValue: usage } : { value: usage };
  return {
    replicas: result.replicas,
    name: `external metric ${metric.name}(${selector})`,
    status: { type: "External", external: { metric, current } },
  };
}

function share(total: number, { averageValue = "0" }: MetricTarget, situation: Situation) {
  const { statusReplicas: replicas, tolerances } = situation;
  return shareReplicas(total, milli(averageValue), { replicas, tolerances });
}

function milli(text: string): number {
  return quantityMilli(text) ?? 0;
}

/** Of thousandths, in the form that the API gives quantities. */
function quantity(value: number): string {
  const text = `${BigInt(Math.round(value))}m`;
  return canonicalQuantity(text) ?? text;
}

/** A label selector as Go prints one. */
export function goText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return "nil";
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join("")}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}},}`;
}
