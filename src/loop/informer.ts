/**
 * An informer keeps one resource's objects at hand by list and watch, and tells of each change. The factory shares one
 * informer, hence one watch, among all that ask for the same resource. After client-go's tools/cache.
 */
import { groupResourceOf, type KubeObject, type ResourceRef, type Stored } from "../api/object.ts";
import { objectKey } from "../api/object.ts";
import { toStatusError } from "../api/status.ts";
import type { Host, Timer } from "../host/host.ts";
import type { Client, WatchEvent } from "./client.ts";
import { ObjectCache, type IndexFunction, type Lister } from "./object-cache.ts";

/** One object's step: added (`after` only), changed (both) or gone (`before` only). */
export interface Change<T extends KubeObject> {
  readonly before?: Stored<T>;
  readonly after?: Stored<T>;
}

export interface InformerHandlers<T extends KubeObject> {
  onChange(change: Change<T>): void;
  /** After all changes of a tick: the cache now shows the API's state at `resourceVersion`. */
  onProgress?(resourceVersion: number): void;
}

/** Delay before a failed list or a broken watch is tried again: 0.8 s doubling to 30 s, as client-go's reflector. */
const retryBaseMs = 800;
const retryMaxMs = 30_000;

export class Informer<T extends KubeObject = KubeObject> {
  readonly resource: ResourceRef<T>;
  readonly #client: Client;
  readonly #host: Host;
  readonly #cache = new ObjectCache<T>();
  readonly #handlers = new Set<InformerHandlers<T>>();
  readonly #syncWaiters: (() => void)[] = [];
  #state: "new" | "running" | "stopped" = "new";
  #synced = false;
  #resourceVersion = 0;
  #failures = 0;
  #retry: Timer | undefined;
  #stopWatch: (() => void) | undefined;
  /** Counts list-and-watch rounds, so that what is left of an older round is recognised and dropped. */
  #round = 0;

  constructor(client: Client, host: Host, resource: ResourceRef<T>) {
    this.#client = client;
    this.#host = host;
    this.resource = resource;
  }

  get lister(): Lister<T> {
    return this.#cache;
  }

  get hasSynced(): boolean {
    return this.#synced;
  }

  /** The revision that the cache shows: every write up to it is in. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  addIndex(name: string, values: IndexFunction<T>): void {
    this.#cache.addIndex(name, values);
  }

  /** A handler that comes late first hears of all that is there. The returned function removes it. */
  addHandlers(handlers: InformerHandlers<T>): () => void {
    this.#handlers.add(handlers);
    if (this.#synced) {
      for (const after of this.#cache.all()) handlers.onChange({ after });
      handlers.onProgress?.(this.#resourceVersion);
    }
    return () => this.#handlers.delete(handlers);
  }

  start(): void {
    if (this.#state !== "new") return;
    this.#state = "running";
    this.#listAndWatch();
  }

  /** Resolves when the first list is in, or the informer was stopped. */
  synced(): Promise<void> {
    if (this.#synced || this.#state === "stopped") return Promise.resolve();
    return new Promise((resolve) => {
      this.#syncWaiters.push(resolve);
    });
  }

  stop(): void {
    this.#state = "stopped";
    this.#round += 1;
    this.#retry?.cancel();
    this.#stopWatch?.();
    this.#stopWatch = undefined;
    for (const resolve of this.#syncWaiters.splice(0)) resolve();
  }

  #listAndWatch(): void {
    this.#round += 1;
    const round = this.#round;
    this.#run(round).catch((error: unknown) => this.#retryLater(round, error));
  }

  async #run(round: number): Promise<void> {
    const list = await this.#client.list(this.resource);
    if (round !== this.#round) return;
    this.#replaceAll(list.items, Number(list.resourceVersion));
    const stop = await this.#client.watch(
      this.resource,
      { resourceVersion: list.resourceVersion },
      {
        onEvents: (events, resourceVersion) => {
          if (round === this.#round) this.#take(events, Number(resourceVersion));
        },
        onEnd: (error) => this.#retryLater(round, error),
      },
    );
    if (round !== this.#round) stop();
    else this.#stopWatch = stop;
  }

  #retryLater(round: number, error: unknown): void {
    if (round !== this.#round || this.#state !== "running") return;
    this.#round += 1;
    this.#stopWatch = undefined;
    const delayMs = Math.min(retryMaxMs, retryBaseMs * 2 ** Math.min(this.#failures, 10));
    const status = toStatusError(error);
    // A compacted revision is the ordinary end of a watch that fell behind, as a changed definition is of a custom resource's: a
    // fresh list is all it needs.
    const ordinary = status.code === 410 || status.code === 404;
    const retryMs = ordinary && this.#failures === 0 ? 0 : delayMs;
    this.#failures += 1;
    this.#host.log.write(ordinary ? "debug" : "warn", "watch ended, listing again", {
      resource: groupResourceOf(this.resource),
      error: status.message,
      retryMs,
    });
    const jitter = 1 + 0.1 * this.#host.random.float();
    this.#retry = this.#host.timers.after(retryMs * jitter, () => this.#listAndWatch());
  }

  #replaceAll(items: readonly Stored<T>[], resourceVersion: number): void {
    const changes: Change<T>[] = [];
    const gone = new Set(this.#cache.keys());
    for (const after of items) {
      const key = objectKey(after);
      gone.delete(key);
      const before = this.#cache.get(key);
      if (before?.metadata.resourceVersion === after.metadata.resourceVersion) continue;
      changes.push(...stepsBetween(before, after));
      this.#cache.put(after);
    }
    for (const key of gone) {
      const before = this.#cache.remove(key);
      if (before !== undefined) changes.push({ before });
    }
    this.#deliver(changes, resourceVersion);
    if (this.#synced) return;
    this.#synced = true;
    for (const resolve of this.#syncWaiters.splice(0)) resolve();
  }

  #take(events: readonly WatchEvent<T>[], resourceVersion: number): void {
    this.#failures = 0;
    const changes: Change<T>[] = [];
    let seen = this.#resourceVersion;
    for (const { type, object } of events) {
      const key = objectKey(object);
      const before = this.#cache.get(key);
      const revision = Number(object.metadata.resourceVersion);
      if (type === "DELETED") {
        if (before === undefined || Number(before.metadata.resourceVersion) > revision) continue;
        this.#cache.remove(key);
        changes.push({ before: object });
      } else {
        // An event that was delivered twice, or is older than the list, must not turn time back.
        if (revision <= seen) continue;
        this.#cache.put(object);
        changes.push(...stepsBetween(before, object));
      }
      seen = Math.max(seen, revision);
    }
    this.#deliver(changes, Math.max(resourceVersion, this.#resourceVersion));
  }

  #deliver(changes: readonly Change<T>[], resourceVersion: number): void {
    this.#resourceVersion = resourceVersion;
    for (const handlers of this.#handlers) {
      for (const change of changes) handlers.onChange(change);
      handlers.onProgress?.(resourceVersion);
    }
  }
}

/** A name that was taken over by a new object (another uid) is one object gone and one added. */
function stepsBetween<T extends KubeObject>(
  before: Stored<T> | undefined,
  after: Stored<T>,
): readonly Change<T>[] {
  if (before === undefined) return [{ after }];
  if (before.metadata.uid !== after.metadata.uid) return [{ before }, { after }];
  return [{ before, after }];
}

/** Hands out the one informer of each resource. Whoever makes the factory stops it. */
export class InformerFactory {
  readonly #client: Client;
  readonly #host: Host;
  readonly #informers = new Map<string, Informer>();

  constructor(client: Client, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  /** Not started yet when new: add indexes and handlers first, then `start`. */
  of<T extends KubeObject>(resource: ResourceRef<T>): Informer<T> {
    const id = resourceId(resource);
    let informer = this.#informers.get(id) as Informer<T> | undefined;
    if (informer === undefined) {
      informer = new Informer(this.#client, this.#host, resource);
      this.#informers.set(id, informer as unknown as Informer);
    }
    return informer;
  }

  has(resource: ResourceRef): boolean {
    return this.#informers.has(resourceId(resource));
  }

  lister<T extends KubeObject>(resource: ResourceRef<T>): Lister<T> {
    return this.of(resource).lister;
  }

  /** Starts all informers that are not running yet; resolves when each has its first list. */
  async start(): Promise<void> {
    for (const informer of this.#informers.values()) informer.start();
    await Promise.all([...this.#informers.values()].map((informer) => informer.synced()));
  }

  /** Stops and forgets the informer of a resource that is no longer served. */
  drop(resource: ResourceRef): void {
    const id = resourceId(resource);
    this.#informers.get(id)?.stop();
    this.#informers.delete(id);
  }

  stop(): void {
    for (const informer of this.#informers.values()) informer.stop();
  }
}

/** Names a served resource: `apps/v1/deployments`. */
export function resourceId(resource: ResourceRef): string {
  return `${resource.group}/${resource.version}/${resource.resource}`;
}
