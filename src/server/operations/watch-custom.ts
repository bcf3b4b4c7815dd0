/**
 * Watches of custom resources: their events may have to be converted before they can be told, in order all the same; and they end when
 * their kind is no longer served as it was.
 */
import { toStatusError, unknownPath, type StatusError } from "../../api/status.ts";
import type { StoreEvent, StoreWatch } from "../../store/store.ts";
import { keyOf, type ServerCore, type Target } from "../core.ts";
import type { CustomKind } from "../custom-resources/custom-kind.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import type { Selection } from "./selection.ts";
import { selected, type WatchedEvent } from "./watched-events.ts";

export function watchCustom(
  core: ServerCore,
  target: Target,
  args: {
    readonly kind: CustomKind;
    readonly selection: Selection;
    readonly fromRevision: number;
    readonly onEvents: (events: readonly WatchedEvent[], revision: number) => void;
    readonly onEnd: (error: StatusError) => void;
  },
): StoreWatch {
  const { kind, selection, fromRevision, onEvents, onEnd } = args;
  const { definition } = target;
  const namespace = definition.namespaced ? target.namespace : "";
  let stopped = false;
  /** The conversion that is under way; what comes later waits for it. */
  let last: Promise<void> | undefined;
  const end = (error: StatusError): void => {
    if (stopped) return;
    stop();
    onEnd(error);
  };
  const tell = (events: readonly StoreEvent[], revision: number): void => {
    if (stopped) return;
    const seen = selected(events, selection);
    if (seen.length > 0) onEvents(seen, revision);
  };
  const unfollow = core.registry.onChange(() => {
    if (core.custom.catalog.isCurrent(kind)) return;
    // What went with the definition, in the same tick, is told first.
    core.host.timers.soon(() => end(unknownPath()));
  });
  const watch = core.store.watch(
    keyOf(core, target, "").resource,
    { fromRevision, ...(namespace === "" ? {} : { namespace }) },
    (events, revision) => {
      const work = (): Soon<void> =>
        whenReady(converted(core, target, events), (ready) => tell(ready, revision));
      const done = last ? last.then(work) : work();
      if (!(done instanceof Promise)) return;
      const mine: Promise<void> = done
        .catch((error: unknown) => end(toStatusError(error)))
        .finally(() => {
          if (last === mine) last = undefined;
        });
      last = mine;
    },
  );
  const stop = (): void => {
    stopped = true;
    unfollow();
    watch.stop();
  };
  return { stop };
}

function converted(
  core: ServerCore,
  { definition }: Target,
  events: readonly StoreEvent[],
): Soon<readonly StoreEvent[]> {
  const { versions } = core.custom;
  const entries = events.flatMap(({ entry, previous }) => (previous ? [entry, previous] : [entry]));
  return whenReady(versions.readAll(definition, entries), (ready) => {
    let at = 0;
    return events.map((event) => {
      const entry = ready[at++] ?? event.entry;
      if (!event.previous) return { ...event, entry };
      return { ...event, entry, previous: ready[at++] ?? event.previous };
    });
  });
}
