/**
 * Events: the core API takes what it ever took, events.k8s.io/v1 holds new ones to more. Source: pkg/apis/core/validation/events.go.
 */
import type { Event } from "../generated/types.ts";
import { invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dnsSubdomain, qualifiedName } from "./names.ts";

const textBytesMax = 128;
const noteBytesMax = 1024;

/** The API that an Event was sent to. */
interface Requested {
  readonly group: string;
}

/** What Events of either API must be: those with an eventTime are new ones, and held to more. */
export function validateEvent(errors: FieldErrors, event: Event, requested?: Requested): void {
  const namespace = event.metadata.namespace ?? "";
  const involved = event.involvedObject?.namespace ?? "";
  const allowed = event.eventTime ? ["default", "kube-system"] : ["", "default"];
  const agrees = involved === "" ? allowed.includes(namespace) : involved === namespace;
  if (!agrees && !(event.eventTime && involved !== "")) {
    const message = "does not match event.namespace";
    errors.push(invalidValue("involvedObject.namespace", involved, message));
  }
  if (event.eventTime) validateNew(errors, event, requested?.group === "events.k8s.io");
  errors.push(...invalidAll("namespace", namespace, dnsSubdomain(namespace)));
}

/** `renamed`: by the names that the newer API has for fields. */
function validateNew(errors: FieldErrors, event: Event, renamed: boolean): void {
  const field = renamed ? "reportingController" : "reportingComponent";
  const controller = event.reportingComponent ?? "";
  if (controller === "") errors.push(required(field));
  errors.push(...invalidAll(field, controller, qualifiedName(controller)));
  for (const name of ["reportingInstance", "action", "reason"] as const) {
    const value = event[name] ?? "";
    if (value === "") errors.push(required(name));
    if (utf8Length(value) > textBytesMax) {
      errors.push(invalidValue(name, "", `can have at most ${textBytesMax} characters`));
    }
  }
  if (utf8Length(event.message ?? "") > noteBytesMax) {
    errors.push(invalidValue("message", "", `can have at most ${noteBytesMax} characters`));
  }
}

/** Beside `validateEvent`: a new Event of events.k8s.io/v1 has nothing of the old. Its metadata is checked elsewhere. */
export function validateNewEvent(errors: FieldErrors, event: Event): void {
  validateSeries(errors, event);
  if (!event.eventTime) errors.push(required("eventTime"));
  const { type = "", source } = event;
  if (type !== "Normal" && type !== "Warning") {
    errors.push(invalidValue("type", "", `has invalid value: ${type}`));
  }
  const given = {
    firstTimestamp: event.firstTimestamp,
    lastTimestamp: event.lastTimestamp,
    count: event.count,
    source: source?.component || source?.host,
  };
  for (const [field, value] of Object.entries(given)) {
    if (value) errors.push(invalidValue(field, "", "needs to be unset"));
  }
}

function validateSeries(errors: FieldErrors, { series }: Event): void {
  if (!series) return;
  if ((series.count ?? 0) < 2) {
    errors.push(invalidValue("series.count", "", "should be at least 2"));
  }
  if (!series.lastObservedTime) errors.push(required("series.lastObservedTime"));
}

const fixed = [
  "involvedObject",
  "reason",
  "message",
  "source",
  "firstTimestamp",
  "lastTimestamp",
  "count",
  "reason",
  "type",
  "eventTime",
  "action",
  "related",
] as const;

/** Beside `validateEvent`: by events.k8s.io/v1, only the series of an Event changes. */
export function validateNewEventUpdate(errors: FieldErrors, next: Event, previous: Event): void {
  const seriesErrors: FieldErrors = [];
  validateSeries(seriesErrors, next);
  const changed: FieldErrors = [];
  validateImmutable(changed, "series", { next: next.series, previous: previous.series });
  if (changed.length > 0) errors.push(...seriesErrors);
  for (const field of fixed) {
    validateImmutable(errors, field, { next: next[field], previous: previous[field] });
  }
  validateImmutable(errors, "reportingController", {
    next: next.reportingComponent,
    previous: previous.reportingComponent,
  });
  validateImmutable(errors, "reportingInstance", {
    next: next.reportingInstance,
    previous: previous.reportingInstance,
  });
}
