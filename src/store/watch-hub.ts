/** Who watches what, and the fan-out: once a tick, each watcher gets all events of the tick that are its own, in order. */
import type { Host } from "../host/host.ts";
import type { LoggedEvent } from "./entry.ts";
import type { StoreEvent, StoreWatch } from "./store.ts";

type EventListener = (events: readonly StoreEvent[], revision: number) => void;

interface Watcher {
  readonly namespace: string | undefined;
  readonly onEvents: EventListener;
  /** Events up to here were there before it came (or are not wanted). */
  readonly after: number;
  /** Past events that it still has to get. */
  missed: readonly LoggedEvent[];
  stopped: boolean;
}

export interface WatchRequest {
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly after: number;
  /** Committed events of the resource that it is to get first. */
  readonly missed: readonly LoggedEvent[];
  readonly onEvents: EventListener;
}

export class WatchHub {
  readonly #host: Host;
  readonly #revision: () => number;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #progress = new Set<(revision: number) => void>();
  #waiting = new Map<string, LoggedEvent[]>();
  #latecomers = new Set<Watcher>();
  #progressed = false;
  #scheduled = false;

  /** `revision` gives the highest durable revision. */
  constructor(host: Host, revision: () => number) {
    this.#host = host;
    this.#revision = revision;
  }

  add(request: WatchRequest): StoreWatch {
    const { resource, namespace, after, onEvents } = request;
    const missed = within(request.missed, namespace);
    const watcher: Watcher = { namespace, onEvents, after, missed, stopped: false };
    const own = this.#watchers.get(resource) ?? new Set();
    this.#watchers.set(resource, own.add(watcher));
    if (missed.length > 0) {
      this.#latecomers.add(watcher);
      this.#schedule();
    }
    return {
      stop: () => {
        watcher.stopped = true;
        this.#latecomers.delete(watcher);
        if (own.delete(watcher) && own.size === 0) this.#watchers.delete(resource);
      },
    };
  }

  onProgress(listener: (revision: number) => void): StoreWatch {
    // Wrapped, so that one function given twice is two listeners.
    const own = (revision: number): void => listener(revision);
    this.#progress.add(own);
    return { stop: () => void this.#progress.delete(own) };
  }

  /** Events that have just become visible. */
  publish(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const { resource } = event.entry.key;
      if (!this.#watchers.has(resource)) continue;
      const waiting = this.#waiting.get(resource);
      if (waiting) waiting.push(event);
      else this.#waiting.set(resource, [event]);
    }
    this.#progressed = true;
    this.#schedule();
  }

  stopAll(): void {
    for (const own of this.#watchers.values()) for (const watcher of own) watcher.stopped = true;
    this.#watchers.clear();
    this.#latecomers.clear();
    this.#progress.clear();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#host.timers.soon(() => this.#deliver());
  }

  #deliver(): void {
    const revision = this.#revision();
    const waiting = this.#waiting;
    const latecomers = this.#latecomers;
    const progressed = this.#progressed;
    this.#waiting = new Map();
    this.#latecomers = new Set();
    this.#progressed = false;
    this.#scheduled = false;
    for (const [resource, events] of waiting) {
      const byNamespace = new Map<string, readonly LoggedEvent[]>();
      for (const watcher of Array.from(this.#watchers.get(resource) ?? [])) {
        if (latecomers.has(watcher)) continue;
        this.#call(watcher, own(events, watcher, byNamespace), revision);
      }
    }
    for (const watcher of latecomers) {
      const { resource } = watcher.missed[0]?.entry.key ?? { resource: "" };
      const fresh = own(waiting.get(resource) ?? [], watcher, new Map());
      const events = [...watcher.missed, ...fresh];
      watcher.missed = [];
      this.#call(watcher, events, revision);
    }
    if (progressed) this.#tellProgress(revision);
  }

  #call(watcher: Watcher, events: readonly LoggedEvent[], revision: number): void {
    if (watcher.stopped || events.length === 0) return;
    this.#guard(() => watcher.onEvents(events, revision));
  }

  #tellProgress(revision: number): void {
    for (const listener of Array.from(this.#progress)) {
      if (this.#progress.has(listener)) this.#guard(() => listener(revision));
    }
  }

  /** One listener's fault must not keep the events from the others. */
  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#host.log.write("error", "a listener of the store threw", { error });
    }
  }
}

/** The part of a tick's events that a watcher gets; made once for all watchers of a namespace. */
function own(
  events: readonly LoggedEvent[],
  watcher: Watcher,
  byNamespace: Map<string, readonly LoggedEvent[]>,
): readonly LoggedEvent[] {
  const { namespace, after } = watcher;
  let mine = events;
  if (namespace !== undefined) {
    mine = byNamespace.get(namespace) ?? within(events, namespace);
    byNamespace.set(namespace, mine);
  }
  const first = mine[0];
  if (first === undefined || first.entry.revision > after) return mine;
  return mine.filter((event) => event.entry.revision > after);
}

function within(
  events: readonly LoggedEvent[],
  namespace: string | undefined,
): readonly LoggedEvent[] {
  if (namespace === undefined) return events;
  return events.filter((event) => event.entry.key.namespace === namespace);
}
