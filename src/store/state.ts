/** The durable state in memory: every object by resource, and the history that led to it. */
import { tooOldResourceVersion } from "../api/status.ts";
import type { Entry, LoggedEvent } from "./entry.ts";
import { History, statesBefore } from "./history.ts";
import { ResourceIndex } from "./resource-index.ts";
import type { ObjectKey } from "./store.ts";

export class State {
  readonly history: History;
  readonly #indexes = new Map<string, ResourceIndex>();
  #revision: number;

  /** An empty state at `base`, to be filled with `load` (objects at or before `base`) and then with `apply`. */
  constructor(base: number) {
    this.history = new History(base);
    this.#revision = base;
  }

  get revision(): number {
    return this.#revision;
  }

  /** In code-unit order. */
  resources(): readonly string[] {
    return [...this.#indexes.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  get(key: ObjectKey): Entry | undefined {
    return this.#indexes.get(key.resource)?.get(key.namespace, key.name);
  }

  load(entry: Entry): void {
    this.#index(entry.key.resource).set(entry);
  }

  /** The event of the next revision. */
  apply(event: LoggedEvent): void {
    const { key, revision } = event.entry;
    const index = this.#index(key.resource);
    if (event.type === "DELETED") index.delete(key.namespace, key.name);
    else index.set(event.entry);
    this.history.append(event);
    this.#revision = revision;
  }

  /** In key order; as it was at `revision`, which the history must reach. */
  list(resource: string, namespace: string | undefined, revision: number): readonly Entry[] {
    const now = this.#indexes.get(resource)?.list(namespace) ?? [];
    const since = this.history.after(revision, resource);
    if (since.length === 0) return now;
    const before = statesBefore(
      namespace === undefined
        ? since
        : since.filter((event) => event.entry.key.namespace === namespace),
    );
    if (before.size === 0) return now;
    const then = new Map<string, Entry>();
    const past = new ResourceIndex();
    for (const entry of before.values()) if (entry) past.set(entry);
    for (const { entry } of since) then.set(`${entry.key.namespace}/${entry.key.name}`, entry);
    const untouched = now.filter(({ key }) => !then.has(`${key.namespace}/${key.name}`));
    return mergeSorted(untouched, past.list());
  }

  /** Throws 410 when `revision` cannot be read or watched from any more. */
  assertReadable(revision: number): void {
    if (revision < this.history.base) throw tooOldResourceVersion(revision, this.history.base);
  }

  #index(resource: string): ResourceIndex {
    let index = this.#indexes.get(resource);
    if (index === undefined) {
      index = new ResourceIndex();
      this.#indexes.set(resource, index);
    }
    return index;
  }
}

function mergeSorted(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  const merged: Entry[] = [];
  let i = 0;
  for (const entry of a) {
    for (let other = b[i]; other !== undefined && isBefore(other.key, entry.key); other = b[i]) {
      merged.push(other);
      i += 1;
    }
    merged.push(entry);
  }
  for (; i < b.length; i += 1) merged.push(b[i] as Entry);
  return merged;
}

/** The order of keys within one resource. */
export function isBefore(a: ObjectKey, b: ObjectKey): boolean {
  return a.namespace === b.namespace ? a.name < b.name : a.namespace < b.namespace;
}
