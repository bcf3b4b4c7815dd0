/**
 * Conversion between the two pairs of versions that share storage: HorizontalPodAutoscalers of autoscaling/v1 and v2, and
 * Events of the core group and of events.k8s.io. Source: pkg/apis/autoscaling/{v1,v2}/conversion.go, pkg/apis/events/v1/conversion.go.
 */
import type {
  AutoscalingV1HorizontalPodAutoscaler,
  Event,
  EventsV1Event,
  HorizontalPodAutoscaler,
} from "./generated/types.ts";
import { autoscalerToV1, autoscalerToV2 } from "./autoscaler-conversion.ts";
import { compact } from "./compact.ts";
import type { KubeObject } from "./object.ts";
import { badRequest } from "./status.ts";

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

/** The names that differ; everything else is called the same in both. Here a time that is none is written, and empty texts are not. */
function eventToEvents(event: Event): EventsV1Event {
  return compact<EventsV1Event>({
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: event.metadata,
    eventTime: (event.eventTime ?? null) as EventsV1Event["eventTime"],
    series: event.series as EventsV1Event["series"],
    reportingController: event.reportingComponent || undefined,
    reportingInstance: event.reportingInstance || undefined,
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
    eventTime: event.eventTime ?? undefined,
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
