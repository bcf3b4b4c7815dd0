/**
 * HorizontalPodAutoscalers of autoscaling/v1 as such of v2, and back. What v1 has no fields for is kept in annotations: metrics in v1's own
 * form, behavior as Go writes the internal struct. Source: pkg/apis/autoscaling/v1/conversion.go.
 */
import type {
  AutoscalingV1HorizontalPodAutoscaler,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  ObjectMeta,
} from "./generated/types.ts";
import { compact } from "./compact.ts";
import {
  metricFromV1,
  metricStatusFromV1,
  metricStatusToV1,
  metricToV1,
} from "./autoscaler-metrics.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

type Old = AutoscalingV1HorizontalPodAutoscaler;
type OldStatus = NonNullable<Old["status"]>;
type Status = NonNullable<HorizontalPodAutoscaler["status"]>;

const metricsKey = "autoscaling.alpha.kubernetes.io/metrics";
const currentMetricsKey = "autoscaling.alpha.kubernetes.io/current-metrics";
const conditionsKey = "autoscaling.alpha.kubernetes.io/conditions";
const behaviorKey = "autoscaling.alpha.kubernetes.io/behavior";
const carried: readonly string[] = [metricsKey, currentMetricsKey, conditionsKey, behaviorKey];

const defaultCpuPercent = 80;

/** An annotation that cannot be read is ignored. */
function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readObjects(text: string | undefined): readonly JsonObject[] | undefined {
  const value = readJson(text);
  return Array.isArray(value) && value.every(isJsonObject) ? value : undefined;
}

function withoutCarried(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata;
  if (!annotations || !carried.some((key) => annotations[key] !== undefined)) return metadata;
  const kept = Object.entries(annotations).filter(([key]) => !carried.includes(key));
  const { annotations: _dropped, ...rest } = metadata;
  return kept.length > 0 ? { ...rest, annotations: Object.fromEntries(kept) } : rest;
}

function isCpuUtilization({ type, resource }: MetricSpec): boolean {
  const isCpu = type === "Resource" && resource?.name === "cpu";
  return isCpu && resource.target?.averageUtilization !== undefined;
}

function cpuMetric(percent: number): MetricSpec {
  const target = { type: "Utilization", averageUtilization: percent };
  return { type: "Resource", resource: { name: "cpu", target } };
}

export function autoscalerToV2(object: Old): HorizontalPodAutoscaler {
  const { spec, status, metadata } = object;
  const annotations = metadata.annotations ?? {};
  const percent = spec?.targetCPUUtilizationPercentage;
  const metrics = [
    ...(readObjects(annotations[metricsKey]) ?? []).map(metricFromV1),
    ...(percent === undefined ? [] : [cpuMetric(percent)]),
  ];
  return compact<HorizontalPodAutoscaler>({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: withoutCarried(metadata),
    spec: compact<HorizontalPodAutoscaler["spec"]>({
      scaleTargetRef: spec?.scaleTargetRef,
      minReplicas: spec?.minReplicas,
      maxReplicas: spec?.maxReplicas,
      metrics: metrics.length > 0 ? metrics : [cpuMetric(defaultCpuPercent)],
      behavior: behaviorOf(readJson(annotations[behaviorKey])),
    }),
    status: status && statusToV2(status, annotations),
  });
}

function statusToV2(status: OldStatus, annotations: Readonly<Record<string, string>>): Status {
  const percent = status.currentCPUUtilizationPercentage;
  const cpu = { name: "cpu", current: { averageUtilization: percent } };
  const simple = percent === undefined ? undefined : [{ type: "Resource", resource: cpu }];
  const current = readObjects(annotations[currentMetricsKey])?.map(metricStatusFromV1);
  const conditions: unknown = readObjects(annotations[conditionsKey]);
  return compact<Status>({
    observedGeneration: status.observedGeneration,
    lastScaleTime: status.lastScaleTime,
    currentReplicas: status.currentReplicas,
    desiredReplicas: status.desiredReplicas,
    currentMetrics: current ?? (simple as MetricStatus[] | undefined),
    conditions: conditions as HorizontalPodAutoscalerCondition[] | undefined,
  });
}

/** Go finds the fields of the internal struct by their names in any case. */
function lowered(value: unknown): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toLowerCase(), member]),
  );
}

function behaviorOf(value: unknown): HorizontalPodAutoscalerBehavior | undefined {
  const { scaleup, scaledown } = lowered(value) ?? {};
  const behavior = compact<HorizontalPodAutoscalerBehavior>({
    scaleUp: scalingOf(scaleup),
    scaleDown: scalingOf(scaledown),
  });
  return behavior.scaleUp || behavior.scaleDown ? behavior : undefined;
}

function scalingOf(value: unknown): HPAScalingRules | undefined {
  const rules = lowered(value);
  if (!rules) return undefined;
  const policies = Array.isArray(rules["policies"]) ? rules["policies"] : undefined;
  return compact<HPAScalingRules>({
    stabilizationWindowSeconds: (rules["stabilizationwindowseconds"] ?? undefined) as number,
    selectPolicy: (rules["selectpolicy"] ?? undefined) as string,
    policies: policies?.map((policy) => {
      const { type = "", value: amount = 0, periodseconds = 0 } = lowered(policy) ?? {};
      return { type, value: amount, periodSeconds: periodseconds } as {
        type: string;
        value: number;
        periodSeconds: number;
      };
    }),
    tolerance: (rules["tolerance"] ?? undefined) as string,
  });
}

function behaviorText({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string {
  const written = (rules: HPAScalingRules | undefined) =>
    rules
      ? {
          StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
          SelectPolicy: rules.selectPolicy ?? null,
          Policies:
            rules.policies?.map(({ type, value, periodSeconds }) => ({
              Type: type,
              Value: value,
              PeriodSeconds: periodSeconds,
            })) ?? null,
          Tolerance: rules.tolerance ?? null,
        }
      : null;
  return JSON.stringify({ ScaleUp: written(scaleUp), ScaleDown: written(scaleDown) });
}

function carriedBy({ spec, status }: HorizontalPodAutoscaler): Readonly<Record<string, string>> {
  const others = (spec?.metrics ?? []).filter((metric) => !isCpuUtilization(metric));
  const { currentMetrics = [], conditions = [] } = status ?? {};
  const annotations: Record<string, string> = {};
  if (others.length > 0) annotations[metricsKey] = JSON.stringify(others.map(metricToV1));
  if (currentMetrics?.length) {
    annotations[currentMetricsKey] = JSON.stringify(currentMetrics.map(metricStatusToV1));
  }
  if (spec?.behavior) annotations[behaviorKey] = behaviorText(spec.behavior);
  if (conditions.length > 0) annotations[conditionsKey] = JSON.stringify(conditions);
  return annotations;
}

export function autoscalerToV1(object: HorizontalPodAutoscaler): Old {
  const { spec, status, metadata } = object;
  const cpu = spec?.metrics?.find(isCpuUtilization);
  const current = status?.currentMetrics?.findLast(
    ({ type, resource }) =>
      type === "Resource" &&
      resource?.name === "cpu" &&
      resource.current?.averageUtilization !== undefined,
  );
  const annotations = carriedBy(object);
  const clean = withoutCarried(metadata);
  return compact<Old>({
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata:
      Object.keys(annotations).length > 0
        ? { ...clean, annotations: { ...clean.annotations, ...annotations } }
        : clean,
    spec: compact<NonNullable<Old["spec"]>>({
      scaleTargetRef: spec?.scaleTargetRef,
      minReplicas: spec?.minReplicas,
      maxReplicas: spec?.maxReplicas,
      targetCPUUtilizationPercentage: cpu?.resource?.target.averageUtilization,
    }),
    status:
      status &&
      compact<OldStatus>({
        observedGeneration: status.observedGeneration,
        lastScaleTime: status.lastScaleTime,
        currentReplicas: status.currentReplicas ?? 0,
        desiredReplicas: status.desiredReplicas,
        currentCPUUtilizationPercentage: current?.resource?.current?.averageUtilization,
      }),
  });
}
