/**
 * Conversion between the two pairs of versions that share storage: HorizontalPodAutoscalers of autoscaling/v1 and v2, and
 * Events of the core group and of events.k8s.io. Source: pkg/apis/autoscaling/{v1,v2}/conversion.go, pkg/apis/events/v1/conversion.go.
 */
import type {
  AutoscalingV1HorizontalPodAutoscaler,
  Event,
  EventsV1Event,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  MetricSpec,
  MetricStatus,
  ObjectMeta,
} from "./generated/types.ts";
import type { KubeObject } from "./object.ts";
import { badRequest } from "./status.ts";

const metricsKey = "autoscaling.alpha.kubernetes.io/metrics";
const currentMetricsKey = "autoscaling.alpha.kubernetes.io/current-metrics";
const conditionsKey = "autoscaling.alpha.kubernetes.io/conditions";
const behaviorKey = "autoscaling.alpha.kubernetes.io/behavior";
const carried = [metricsKey, currentMetricsKey, conditionsKey, behaviorKey] as const;

const defaultCpuPercent = 80;

/**
 * The object in another version of its kind; the very object when it is in that version already. Pure, and lossless there and back.
 * Throws StatusError 400 for a pair of versions that do not share storage. An unreadable annotation is ignored, as Kubernetes drops it.
 */
export function convertObject(object: KubeObject, toGroup: string, toVersion: string): KubeObject {
  const target = toGroup === "" ? toVersion : `${toGroup}/${toVersion}`;
  if (object.apiVersion === target) return object;
  const convert = conversions[`${object.kind} ${object.apiVersion} ${target}`];
  if (convert) return convert(object);
  throw badRequest(
    `${object.kind} in version "${object.apiVersion}" cannot be converted to version "${target}"`,
  );
}

type Convert = (object: KubeObject) => KubeObject;

const conversions: Readonly<Record<string, Convert>> = {
  "HorizontalPodAutoscaler autoscaling/v1 autoscaling/v2": (object) =>
    autoscalerToV2(object as AutoscalingV1HorizontalPodAutoscaler),
  "HorizontalPodAutoscaler autoscaling/v2 autoscaling/v1": (object) =>
    autoscalerToV1(object as HorizontalPodAutoscaler),
  "Event v1 events.k8s.io/v1": (object) => eventToEvents(object as Event),
  "Event events.k8s.io/v1 v1": (object) => eventToCore(object as EventsV1Event),
};

/** Copies what is there: absent members stay absent. */
function compact<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  const result: Partial<T> = {};
  for (const key in members) {
    const value = members[key];
    if (value !== undefined) result[key] = value;
  }
  return result as T;
}

function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withoutCarried(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata;
  if (!annotations || !carried.some((key) => annotations[key] !== undefined)) return metadata;
  const kept = Object.entries(annotations).filter(
    ([key]) => !(carried as readonly string[]).includes(key),
  );
  const { annotations: _dropped, ...rest } = metadata;
  return kept.length > 0 ? { ...rest, annotations: Object.fromEntries(kept) } : rest;
}

function isCpuUtilization(metric: MetricSpec): boolean {
  return (
    metric.type === "Resource" &&
    metric.resource?.name === "cpu" &&
    metric.resource.target?.averageUtilization !== undefined
  );
}

function cpuMetric(percent: number): MetricSpec {
  const target = { type: "Utilization", averageUtilization: percent };
  return { type: "Resource", resource: { name: "cpu", target } };
}

function autoscalerToV2(object: AutoscalingV1HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { spec, status, metadata } = object;
  const annotations = metadata.annotations ?? {};
  const percent = spec?.targetCPUUtilizationPercentage;
  const others = readJson(annotations[metricsKey]);
  const metrics = [
    ...(percent === undefined ? [] : [cpuMetric(percent)]),
    ...(Array.isArray(others) ? (others as MetricSpec[]) : []),
  ];
  const behavior = readJson(annotations[behaviorKey]) as
    | HorizontalPodAutoscalerBehavior
    | undefined;
  return compact<HorizontalPodAutoscaler>({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: withoutCarried(metadata),
    spec: compact<HorizontalPodAutoscaler["spec"]>({
      scaleTargetRef: spec?.scaleTargetRef,
      minReplicas: spec?.minReplicas,
      maxReplicas: spec?.maxReplicas,
      metrics: metrics.length > 0 ? metrics : [cpuMetric(defaultCpuPercent)],
      behavior,
    }),
    status: status && statusToV2(status, annotations),
  });
}

function statusToV2(
  status: NonNullable<AutoscalingV1HorizontalPodAutoscaler["status"]>,
  annotations: Readonly<Record<string, string>>,
): NonNullable<HorizontalPodAutoscaler["status"]> {
  const percent = status.currentCPUUtilizationPercentage;
  const simple: readonly MetricStatus[] | undefined =
    percent === undefined
      ? undefined
      : [
          {
            type: "Resource",
            resource: { name: "cpu", current: { averageUtilization: percent } },
          },
        ];
  const current = readJson(annotations[currentMetricsKey]);
  const conditions = readJson(annotations[conditionsKey]);
  return compact<NonNullable<HorizontalPodAutoscaler["status"]>>({
    observedGeneration: status.observedGeneration,
    lastScaleTime: status.lastScaleTime,
    currentReplicas: status.currentReplicas,
    desiredReplicas: status.desiredReplicas,
    currentMetrics: Array.isArray(current) ? (current as MetricStatus[]) : simple,
    conditions: Array.isArray(conditions)
      ? (conditions as HorizontalPodAutoscalerCondition[])
      : undefined,
  });
}

function autoscalerToV1(object: HorizontalPodAutoscaler): AutoscalingV1HorizontalPodAutoscaler {
  const { spec, status, metadata } = object;
  const metrics = spec?.metrics ?? [];
  const cpu = metrics.find(isCpuUtilization);
  const others = metrics.filter((metric) => metric !== cpu);
  const annotations: Record<string, string> = {};
  if (others.length > 0) annotations[metricsKey] = JSON.stringify(others);
  if (status?.currentMetrics?.length) {
    annotations[currentMetricsKey] = JSON.stringify(status.currentMetrics);
  }
  if (status?.conditions?.length) annotations[conditionsKey] = JSON.stringify(status.conditions);
  if (spec?.behavior) annotations[behaviorKey] = JSON.stringify(spec.behavior);
  const current = status?.currentMetrics?.find(
    ({ type, resource }) => type === "Resource" && resource?.name === "cpu",
  );
  const clean = withoutCarried(metadata);
  return compact<AutoscalingV1HorizontalPodAutoscaler>({
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata:
      Object.keys(annotations).length > 0
        ? { ...clean, annotations: { ...clean.annotations, ...annotations } }
        : clean,
    spec: compact<AutoscalingV1HorizontalPodAutoscaler["spec"] & object>({
      scaleTargetRef: spec?.scaleTargetRef,
      minReplicas: spec?.minReplicas,
      maxReplicas: spec?.maxReplicas,
      targetCPUUtilizationPercentage: cpu?.resource?.target.averageUtilization,
    }),
    status:
      status &&
      compact<NonNullable<AutoscalingV1HorizontalPodAutoscaler["status"]>>({
        observedGeneration: status.observedGeneration,
        lastScaleTime: status.lastScaleTime,
        currentReplicas: status.currentReplicas ?? 0,
        desiredReplicas: status.desiredReplicas,
        currentCPUUtilizationPercentage: current?.resource?.current?.averageUtilization,
      }),
  });
}

/** The names that differ; everything else is called the same in both. */
function eventToEvents(event: Event): EventsV1Event {
  return compact<EventsV1Event>({
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: event.metadata,
    eventTime: event.eventTime ?? undefined,
    series: event.series as EventsV1Event["series"],
    reportingController: event.reportingComponent,
    reportingInstance: event.reportingInstance,
    action: event.action,
    reason: event.reason,
    regarding: event.involvedObject,
    related: event.related,
    note: event.message,
    type: event.type,
    deprecatedSource: event.source,
    deprecatedFirstTimestamp: event.firstTimestamp,
    deprecatedLastTimestamp: event.lastTimestamp,
    deprecatedCount: event.count,
  });
}

function eventToCore(event: EventsV1Event): Event {
  return compact<Event>({
    apiVersion: "v1",
    kind: "Event",
    metadata: event.metadata,
    eventTime: event.eventTime,
    series: event.series,
    reportingComponent: event.reportingController,
    reportingInstance: event.reportingInstance,
    action: event.action,
    reason: event.reason,
    involvedObject: event.regarding ?? {},
    related: event.related,
    message: event.note,
    type: event.type,
    source: event.deprecatedSource,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    count: event.deprecatedCount,
  });
}

/**
 * How a field that selectors may name is called in the version that is kept: fields of an Event of events.k8s.io are those of
 * the core Event. Undefined where this version has no such field; the very name for every other kind.
 */
export function storedFieldName(group: string, field: string): string | undefined {
  if (group !== "events.k8s.io" || field.startsWith("metadata.")) return field;
  if (field.startsWith("regarding.")) return field.replace("regarding", "involvedObject");
  if (field === "reportingController") return "reportingComponent";
  return field === "reason" || field === "type" ? field : undefined;
}
