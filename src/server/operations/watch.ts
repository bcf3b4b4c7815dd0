/** Watching with selectors. */
import type { StatusError } from "../../api/status.ts";
import type { StoreWatch } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target } from "../core.ts";
import { watchCustom } from "./watch-custom.ts";
import type { Selection } from "./selection.ts";
import { selected, type WatchedEvent } from "./watched-events.ts";

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
    /** Custom resources: their kind is no longer served as it was, or an object cannot be converted. */
    readonly onEnd: (error: StatusError) => void;
  },
): StoreWatch {
  const { selection, fromRevision, onEvents } = args;
  const kind = core.custom.kindOf(target.definition);
  if (kind) return watchCustom(core, target, { ...args, kind });
  const namespace = target.definition.namespaced ? target.namespace : "";
  return core.store.watch(
    keyOf(core, target, "").resource,
    { fromRevision, ...(namespace === "" ? {} : { namespace }) },
    (events, revision) => {
      const seen = selected(events, selection);
      if (seen.length > 0) onEvents(seen, revision);
    },
  );
}
