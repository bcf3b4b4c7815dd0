/** What an object's change means to a watcher that sees only part of the objects. */
import type { KubeObject } from "../../api/object.ts";
import type { StoreEvent, StoredEntry } from "../../store/store.ts";
import type { Selection } from "./selection.ts";

export interface WatchedEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly entry: StoredEntry;
}

/** The events that a selection lets through, as what they are to it. */
export function selected(
  events: readonly StoreEvent[],
  selection: Selection,
): readonly WatchedEvent[] {
  // The store hands one list to all watchers of a resource or namespace: those that see all of it share the answer, too.
  if (selection.everything) return events;
  const seen: WatchedEvent[] = [];
  for (const event of events) {
    const type = typeFor(event, selection.matches);
    if (type === undefined) continue;
    // An object that left the selection is reported with the state that left it, at the revision of the change.
    seen.push({ type, entry: event.entry });
  }
  return seen;
}

function typeFor(
  event: StoreEvent,
  matches: (object: KubeObject) => boolean,
): WatchedEvent["type"] | undefined {
  const now = matches(event.entry.object);
  const before = event.previous !== undefined && matches(event.previous.object);
  switch (event.type) {
    case "ADDED":
      return now ? "ADDED" : undefined;
    case "DELETED":
      return now || before ? "DELETED" : undefined;
    case "MODIFIED":
      if (now) return before ? "MODIFIED" : "ADDED";
      return before ? "DELETED" : undefined;
  }
}
