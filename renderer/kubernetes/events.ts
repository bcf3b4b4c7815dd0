/** Events in the order in which people read them: the latest first. */
import type { Event } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { parseTime } from "../../src/api/time.ts";

/** When it was last seen, milliseconds since 1970; 0 when the event does not say. */
export function lastSeenMs(event: Event): number {
  const text =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp;
  return parseTime(text ?? undefined) ?? 0;
}

export function eventCount(event: Event): number {
  return event.series?.count ?? event.count ?? 1;
}

export function latestFirst<E extends Event>(events: readonly E[]): readonly E[] {
  return [...events].sort((a, b) => lastSeenMs(b) - lastSeenMs(a));
}

/** Those about one object, the latest first. A Node's events name it by its name where others have a uid. */
export function eventsOf<E extends Event>(object: KubeObject, events: readonly E[]): readonly E[] {
  const { uid, name, namespace } = object.metadata;
  return latestFirst(
    events.filter(({ involvedObject: about }) => {
      if (about.uid !== undefined && about.uid === uid) return true;
      return (
        about.kind === object.kind &&
        about.name === name &&
        (about.namespace ?? "") === (namespace ?? "") &&
        (about.uid === undefined || object.kind === "Node")
      );
    }),
  );
}
