/** What differs between two revisions, worked out from the events between them. */
import { headOf } from "./entry.ts";
import type { LoggedEvent } from "./entry.ts";
import { idOf, statesBefore } from "./history.ts";
import { isBefore } from "./state.ts";
import type { ObjectKey, StoreDifference } from "./store.ts";

/** The sum of events: one difference for each object that is not at the end as it was before, in key order. */
export function differencesOf(events: readonly LoggedEvent[]): readonly StoreDifference[] {
  const last = new Map<string, LoggedEvent>();
  for (const event of events) last.set(idOf(event.entry.key), event);
  const differences: StoreDifference[] = [];
  for (const { key, before } of statesBefore(events)) {
    const after = headOf(last.get(idOf(key)) as LoggedEvent);
    if (after && before) differences.push({ type: "MODIFIED", key, before, after });
    else if (after) differences.push({ type: "ADDED", key, after });
    else if (before) differences.push({ type: "DELETED", key, before });
  }
  return differences.sort((a, b) => byKey(a.key, b.key));
}

/** The difference in the other direction. */
export function reversed({ type, key, before, after }: StoreDifference): StoreDifference {
  const swapped = { ...(after ? { before: after } : {}), ...(before ? { after: before } : {}) };
  if (type === "MODIFIED") return { type, key, ...swapped };
  return { type: type === "ADDED" ? "DELETED" : "ADDED", key, ...swapped };
}

/** Compares keys by resource, namespace and name, by code unit. */
export function byKey(a: ObjectKey, b: ObjectKey): number {
  if (a.resource !== b.resource) return a.resource < b.resource ? -1 : 1;
  return isBefore(a, b) ? -1 : 1;
}
