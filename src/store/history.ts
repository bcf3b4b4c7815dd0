/** The events between the compacted revision and now: what past reads, watches from the past and differences are made of. */
import type { Entry, LoggedEvent } from "./entry.ts";
import type { ObjectKey } from "./store.ts";

const nothing: readonly LoggedEvent[] = Object.freeze([]);

export class History {
  #base: number;
  #events: LoggedEvent[] = [];
  #byResource = new Map<string, LoggedEvent[]>();
  #chars = 0;

  /** `base` is the compacted revision: events follow it without a gap. */
  constructor(base: number) {
    this.#base = base;
  }

  get base(): number {
    return this.#base;
  }

  /** What these events weigh beside the newest state of every object, in characters of text. */
  get chars(): number {
    return this.#chars;
  }

  append(event: LoggedEvent): void {
    this.#events.push(event);
    this.#chars += weightOf(event);
    const { resource } = event.entry.key;
    const own = this.#byResource.get(resource);
    if (own) own.push(event);
    else this.#byResource.set(resource, [event]);
  }

  /** The events of one resource (or of all) that follow `revision`, in order. */
  after(revision: number, resource?: string): readonly LoggedEvent[] {
    if (resource === undefined) return this.#events.slice(revision - this.#base);
    const own = this.#byResource.get(resource);
    if (own === undefined) return nothing;
    const start = firstAfter(own, revision);
    return start === own.length ? nothing : own.slice(start);
  }

  /** The lowest revision after which events of at most `charsMax` follow. */
  revisionKeeping(charsMax: number): number {
    let chars = 0;
    for (let i = this.#events.length - 1; i >= 0; i -= 1) {
      chars += weightOf(this.#events[i] as LoggedEvent);
      if (chars > charsMax) return this.#base + i + 1;
    }
    return this.#base;
  }

  /** Forgets the events up to and with `revision`. */
  trim(revision: number): void {
    const gone = this.#events.splice(0, revision - this.#base);
    this.#base = revision;
    const resources = new Set<string>();
    for (const event of gone) {
      this.#chars -= weightOf(event);
      resources.add(event.entry.key.resource);
    }
    for (const resource of resources) {
      const own = this.#byResource.get(resource) ?? [];
      own.splice(0, firstAfter(own, revision));
      if (own.length === 0) this.#byResource.delete(resource);
    }
  }
}

/** For the event itself, its row in the log and the reading of that row at the next start. */
const eventChars = 512;

/** The newest texts are held by the state anyway: history weighs what was replaced, and what is gone. */
function weightOf({ type, entry, previous }: LoggedEvent): number {
  const gone = type === "DELETED" ? entry.text.length : 0;
  return eventChars + (previous?.text.length ?? 0) + gone;
}

/** What an object was before some events; `before` is undefined where it did not exist. */
export interface PastState {
  readonly key: ObjectKey;
  readonly before: Entry | undefined;
}

/** The state that each touched object had before the first of these events, in order of the first events. */
export function statesBefore(events: readonly LoggedEvent[]): readonly PastState[] {
  const before = new Map<string, PastState>();
  for (const { entry, previous } of events) {
    const id = idOf(entry.key);
    if (!before.has(id)) before.set(id, { key: entry.key, before: previous });
  }
  return [...before.values()];
}

/** One text for a key: resources and namespaces have no slash, so it is unambiguous. */
export function idOf(key: ObjectKey): string {
  return `${key.resource}/${key.namespace}/${key.name}`;
}

function firstAfter(events: readonly LoggedEvent[], revision: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as LoggedEvent).entry.revision <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
