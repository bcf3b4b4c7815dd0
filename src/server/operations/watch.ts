/** Watching with selectors: what an object's change means to a watcher that sees only part of the objects. */
import type { KubeObject } from "../../api/object.ts";
import type { StoreEvent, StoredEntry, StoreWatch } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target } from "../core.ts";
import type { Selection } from "./selection.ts";

export interface WatchedEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly entry: StoredEntry;
}

/**
 * Delivers the events after `fromRevision` that the selection lets through, a tick's at a time; `revision` is how far the
 * watcher has seen even when `events` is empty for it. Throws StatusError 410 when the revision is compacted.
 */
export function watchObjects(
  core: ServerCore,
  target: Target,
  args: {
    readonly selection: Selection;
    readonly fromRevision: number;
    readonly onEvents: (events: readonly WatchedEvent[], revision: number) => void;
  },
): StoreWatch {
  const { selection, fromRevision, onEvents } = args;
  const namespace = target.definition.namespaced ? target.namespace : "";
  return core.store.watch(
    keyOf(core, target, "").resource,
    { fromRevision, ...(namespace === "" ? {} : { namespace }) },
    (events, revision) => {
      const seen: WatchedEvent[] = [];
      for (const event of events) {
        const type = typeFor(event, selection.matches);
        if (type === undefined) continue;
        // An object that left the selection is reported with the state that left it, at the revision of the change.
        seen.push({ type, entry: event.entry });
      }
      if (seen.length > 0) onEvents(seen, revision);
    },
  );
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
