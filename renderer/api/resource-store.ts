/**
 * One watched collection as a store for React: list, then watch from there, list again when the revision is gone, and
 * tell the page at most once a frame. It runs while somebody looks, and a little longer.
 */
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { StatusError } from "../../src/api/status.ts";
import type { ApiClient } from "./client.ts";
import type { Codec, DecodedList, TableColumn } from "./codec.ts";
import { ConnectionLost, retryPauseMs, type ConnectionTimers } from "./connection.ts";
import type { Frames } from "./frames.ts";
import { ObjectIndex, type ObjectChange } from "./object-index.ts";
import { withQuery } from "./paths.ts";

export interface ResourceSnapshot<T extends KubeObject> {
  /** `failed`: nothing could be listed so far. Once ready it stays ready: old data is better than none. */
  readonly phase: "loading" | "ready" | "failed";
  /** A new array after every change. */
  readonly items: readonly Stored<T>[];
  /** By `namespace/name`. The same map all the time: read it together with `items`. */
  readonly byKey: ReadonlyMap<string, Stored<T>>;
  readonly columns: readonly TableColumn[];
  readonly error: Error | undefined;
}

export interface ResourceStoreOptions<T extends KubeObject> {
  readonly client: ApiClient;
  readonly frames: Frames;
  readonly timers: ConnectionTimers;
  /** The collection: `/api/v1/pods`. */
  readonly path: string;
  readonly codec: Codec<T>;
}

interface WatchLine {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: Stored<KubeObject>;
}

/** Objects of one page of a list: large enough for one page usually, small enough to show something early. */
const pageSize = 2_000;
/** How long a collection is kept current after the last look: going back and forth costs nothing. */
const lingerMs = 30_000;

export class ResourceStore<T extends KubeObject> {
  readonly #options: ResourceStoreOptions<T>;
  readonly #index = new ObjectIndex<T>();
  readonly #listeners = new Set<() => void>();
  #snapshot: ResourceSnapshot<T>;
  #pending: ObjectChange<T>[] = [];
  #framed = false;
  #resourceVersion = "";
  #failures = 0;
  /** Grows with every start: answers of an earlier run are dropped. */
  #run = 0;
  #running = false;
  #stopWatch: (() => void) | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ResourceStoreOptions<T>) {
    this.#options = options;
    this.#snapshot = {
      phase: "loading",
      items: [],
      byKey: this.#index.byKey,
      columns: [],
      error: undefined,
    };
  }

  readonly getSnapshot = (): ResourceSnapshot<T> => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#options.timers.after(lingerMs, () => {
        if (this.#listeners.size === 0) this.#stop();
      });
    };
  };

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run += 1;
    if (this.#resourceVersion === "") void this.#list();
    else this.#watch();
  }

  #stop(): void {
    this.#running = false;
    this.#run += 1;
    this.#cancelTimer?.();
    this.#stopWatch?.();
  }

  async #list(): Promise<void> {
    const run = this.#run;
    try {
      const items: Stored<T>[] = [];
      let page: DecodedList<T>;
      let token = "";
      do {
        page = await this.#page(token);
        if (run !== this.#run) return;
        items.push(...page.items);
        token = page.continue;
        if (token !== "" && this.#snapshot.phase !== "ready") this.#show(items, page.columns);
      } while (token !== "");
      this.#pending = [];
      this.#resourceVersion = page.resourceVersion;
      this.#failures = 0;
      this.#show(items, page.columns);
      this.#watch();
    } catch (error) {
      if (run === this.#run) this.#failed(error as Error);
    }
  }

  async #page(token: string): Promise<DecodedList<T>> {
    const { client, path, codec } = this.#options;
    const body = await client.json<unknown>({
      method: "GET",
      path: withQuery(path, { limit: pageSize, continue: token }),
      headers: { accept: codec.accept },
    });
    return codec.decodeList(body);
  }

  #show(items: readonly Stored<T>[], columns: readonly TableColumn[]): void {
    this.#index.replace(items);
    this.#publish({ phase: "ready", columns, error: undefined });
  }

  #watch(): void {
    const { client, path, codec } = this.#options;
    const query = {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: this.#resourceVersion,
    };
    let gone = false;
    this.#stopWatch = client.stream(
      { method: "GET", path: withQuery(path, query), headers: { accept: codec.accept } },
      {
        onLines: (lines) => {
          for (const line of lines) {
            if (line !== "" && !gone) gone = !this.#receive(JSON.parse(line) as WatchLine);
          }
          if (gone) this.#relist();
        },
        onEnd: (error) => {
          if (gone) return;
          if (error instanceof StatusError) this.#relist();
          else if (error) this.#failed(error);
          else this.#retry(() => this.#watch());
        },
      },
    );
  }

  /** False when the watch can not go on. */
  #receive(line: WatchLine): boolean {
    if (line.type === "ERROR") return false;
    this.#failures = 0;
    if (line.type === "BOOKMARK") {
      this.#resourceVersion = line.object.metadata.resourceVersion;
      return true;
    }
    for (const object of this.#options.codec.decodeEvent(line.object)) {
      this.#resourceVersion = object.metadata.resourceVersion;
      this.#pending.push({ type: line.type, object });
    }
    this.#frame();
    return true;
  }

  #frame(): void {
    if (this.#framed) return;
    this.#framed = true;
    this.#options.frames.next(() => {
      this.#framed = false;
      const changes = this.#pending;
      this.#pending = [];
      let changed = false;
      for (const change of changes) changed = this.#index.apply(change) || changed;
      if (changed) this.#publish({});
    });
  }

  #relist(): void {
    this.#stopWatch?.();
    this.#resourceVersion = "";
    this.#retry(() => void this.#list());
  }

  /** After a lost connection the calls wait for the next one by themselves; a refusal is worth a pause. */
  #failed(error: Error): void {
    if (!(error instanceof ConnectionLost)) {
      this.#publish({ phase: this.#snapshot.phase === "ready" ? "ready" : "failed", error });
    }
    this.#retry(() => {
      if (this.#resourceVersion === "") void this.#list();
      else this.#watch();
    });
  }

  #retry(again: () => void): void {
    const run = this.#run;
    this.#failures += 1;
    this.#cancelTimer = this.#options.timers.after(retryPauseMs(this.#failures), () => {
      if (run === this.#run) again();
    });
  }

  #publish(part: Partial<ResourceSnapshot<T>>): void {
    const { byKey } = this.#index;
    this.#snapshot = { ...this.#snapshot, ...part, byKey, items: [...byKey.values()] };
    for (const listener of this.#listeners) listener();
  }
}
