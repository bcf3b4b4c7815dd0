/** The durable state in memory: every object by resource, and the history that led to it. */
import { tooOldResourceVersion } from "../api/status.ts";
import type { Entry, LoggedEvent } from "./entry.ts";
import { History, statesBefore } from "./history.ts";
import type { PastState } from "./history.ts";
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

  /** How many events of a resource have become visible since the start. */
  changesOf(resource: string): number {
    return this.#indexes.get(resource)?.changes ?? 0;
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
    index.changes += 1;
    if (event.type === "DELETED") index.delete(key.namespace, key.name);
    else index.set(event.entry);
    this.history.append(event);
    this.#revision = revision;
  }

  /** In key order; as it was at `revision`, which the history must reach. */
  list(resource: string, namespace: string | undefined, revision: number): readonly Entry[] {
    const now = this.#indexes.get(resource)?.list(namespace) ?? [];
    if (revision === this.#revision) return now;
    const since = this.history.after(revision, resource);
    const before = statesBefore(
      namespace === undefined
        ? since
        : since.filter((event) => event.entry.key.namespace === namespace),
    );
    return before.length === 0 ? now : undone(now, before);
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

/** `now`, a list in key order, with some objects put back to what they were. */
function undone(now: readonly Entry[], changes: readonly PastState[]): readonly Entry[] {
  const sorted = changes.toSorted((a, b) => (isBefore(a.key, b.key) ? -1 : 1));
  const then: Entry[] = [];
  let at = 0;
  for (const { key, before } of sorted) {
    for (let entry = now[at]; entry !== undefined; entry = now[at]) {
      if (!isBefore(entry.key, key)) break;
      then.push(entry);
      at += 1;
    }
    // What is left begins with the object itself, if it is there now.
    const { namespace, name } = now[at]?.key ?? {};
    if (namespace === key.namespace && name === key.name) at += 1;
    if (before) then.push(before);
  }
  for (; at < now.length; at += 1) then.push(now[at] as Entry);
  return then;
}

/** The order of keys within one resource, as etcd has them: by `NAMESPACE/NAME`, so that `test-2/a` comes before `test/a`. */
export function isBefore(
  a: Pick<ObjectKey, "namespace" | "name">,
  b: Pick<ObjectKey, "namespace" | "name">,
): boolean {
  if (a.namespace === b.namespace) return a.name < b.name;
  return `${a.namespace}/` < `${b.namespace}/`;
}
