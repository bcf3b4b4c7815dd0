/**
 * Events live for an hour after they were last written, and are gone then: kube-apiserver's --event-ttl, which etcd keeps by leases.
 * Source: pkg/registry/core/event/storage (TTLFunc gives an update the whole time again).
 */
import type { KubeObject } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import type { Host, Timer } from "../host/host.ts";
import type { ObjectKey, Store, StoreEvent, StoreWatch } from "../store/store.ts";

const eventsKey = "events";
const ttlMs = 3_600_000;
/** How often it is looked at most, so that what came one by one goes together. */
const pauseMs = 10_000;
/** Deletions on their way at once: others have to be served meanwhile. */
const togetherMax = 100;

interface Expiring {
  readonly key: ObjectKey;
  readonly revision: number;
  /** On the monotonic clock: an hour is an hour, whatever becomes of the system's time. */
  readonly dueMs: number;
}

export class EventExpiry {
  readonly #store: Store;
  readonly #host: Pick<Host, "clock" | "timers" | "log">;
  /** In the order in which they end: all have the same time. */
  readonly #expiring = new Map<string, Expiring>();
  readonly #watch: StoreWatch;
  #timer: Timer | undefined;
  #isBusy = false;
  #isStopped = false;

  constructor(store: Store, host: Pick<Host, "clock" | "timers" | "log">) {
    this.#store = store;
    this.#host = host;
    this.#watch = store.watch(eventsKey, { fromRevision: store.revision }, (events) => {
      this.#follow(events);
    });
    // Not while the cluster starts: those who wait for that have nothing of it.
    this.#timer = host.timers.after(pauseMs, () => {
      this.#timer = undefined;
      void this.#recover();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#watch.stop();
    this.#timer?.cancel();
  }

  /** What is there from before: its own times tell its age, but nothing is older or younger than it can be. */
  async #recover(): Promise<void> {
    const { clock, timers } = this.#host;
    const found: Expiring[] = [];
    this.#isBusy = true;
    for (const { key, revision, object } of this.#store.list(eventsKey).entries) {
      if (this.#expiring.has(idOf(key))) continue;
      const nowMs = clock.nowMs();
      const ageMs = Math.min(ttlMs, Math.max(0, nowMs - lastWrittenMs(object, nowMs)));
      found.push({ key, revision, dueMs: clock.monotonicMs() + ttlMs - ageMs });
      if (found.length % togetherMax === 0) {
        await new Promise<void>((resolve) => timers.soon(resolve));
      }
    }
    this.#isBusy = false;
    if (this.#isStopped) return;
    const followed = [...this.#expiring.values()];
    this.#expiring.clear();
    for (const each of [...found, ...followed].sort((a, b) => a.dueMs - b.dueMs)) {
      // One that was written meanwhile is known better by what was followed, which is due later.
      this.#expiring.delete(idOf(each.key));
      this.#expiring.set(idOf(each.key), each);
    }
    this.#arm();
  }

  #follow(events: readonly StoreEvent[]): void {
    const dueMs = this.#host.clock.monotonicMs() + ttlMs;
    for (const { type, entry } of events) {
      const id = idOf(entry.key);
      this.#expiring.delete(id);
      if (type === "DELETED") continue;
      this.#expiring.set(id, { key: entry.key, revision: entry.revision, dueMs });
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#timer || this.#isBusy || this.#isStopped) return;
    const next = this.#expiring.values().next();
    if (next.done === true) return;
    const leftMs = next.value.dueMs - this.#host.clock.monotonicMs();
    this.#timer = this.#host.timers.after(Math.max(pauseMs, leftMs), () => {
      this.#timer = undefined;
      void this.#expire();
    });
  }

  async #expire(): Promise<void> {
    this.#isBusy = true;
    const nowMs = this.#host.clock.monotonicMs();
    try {
      for (;;) {
        const due = this.#due(nowMs);
        if (due.length === 0 || this.#isStopped) break;
        await Promise.all(due.map((each) => this.#delete(each)));
      }
    } finally {
      this.#isBusy = false;
      this.#arm();
    }
  }

  #due(nowMs: number): readonly Expiring[] {
    const due: Expiring[] = [];
    for (const [id, each] of this.#expiring) {
      if (each.dueMs > nowMs || due.length === togetherMax) break;
      this.#expiring.delete(id);
      due.push(each);
    }
    return due;
  }

  async #delete({ key, revision }: Expiring): Promise<void> {
    // Written or deleted since: the watch tells of that, or has told.
    if (this.#store.head(key)?.revision !== revision) return;
    try {
      await this.#store.delete(key, revision);
    } catch (error) {
      if (this.#isStopped) return;
      this.#host.log.write("error", "an event could not be removed", {
        event: `${key.namespace}/${key.name}`,
        error: String(error),
      });
    }
  }
}

/** The latest of the times that an Event has, in milliseconds; `nowMs` where it has none. */
function lastWrittenMs(object: KubeObject, nowMs: number): number {
  const { lastTimestamp, eventTime, series, metadata } = object as KubeObject & {
    readonly lastTimestamp?: string;
    readonly eventTime?: string;
    readonly series?: { readonly lastObservedTime?: string };
  };
  const times = [
    metadata.creationTimestamp,
    lastTimestamp,
    eventTime,
    series?.lastObservedTime,
    ...(metadata.managedFields ?? []).map(({ time }) => time),
  ].flatMap((text) => parseTime(text) ?? []);
  return times.length === 0 ? nowMs : Math.max(...times);
}

function idOf({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}
