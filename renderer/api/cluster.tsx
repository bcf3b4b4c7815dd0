/** The cluster as React sees it: one client, one store for each watched collection, the counters. */
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import {
  apiVersionOf,
  type KubeObject,
  type ResourceRef,
  type Stored,
} from "../../src/api/object.ts";
import type { ApiClient } from "./client.ts";
import { objectCodec, tableCodec, type TableRowObject } from "./codec.ts";
import type { ConnectionState, ConnectionTimers } from "./connection.ts";
import { browserFrames } from "./frames.ts";
import { collectionPath, type ResourceName } from "./paths.ts";
import { ResourceStore, type ResourceSnapshot } from "./resource-store.ts";
import { StatsStore, type StatsSnapshot } from "./stats-store.ts";

export class Cluster {
  readonly client: ApiClient;
  readonly stats: StatsStore;
  readonly #timers: ConnectionTimers;
  readonly #stores = new Map<string, unknown>();

  constructor(client: ApiClient, timers: ConnectionTimers) {
    this.client = client;
    this.#timers = timers;
    this.stats = new StatsStore(client, timers);
  }

  /** All objects of a resource, in every namespace. */
  objects<T extends KubeObject>(ref: ResourceRef<T>): ResourceStore<T> {
    const path = collectionPath(ref);
    return this.#store(`objects ${path}`, () => ({
      path,
      codec: objectCodec<T>(apiVersionOf(ref), ref.kind),
    }));
  }

  /** The rows that the server prints of a resource. */
  rows(ref: ResourceName): ResourceStore<TableRowObject> {
    const path = collectionPath(ref);
    return this.#store(`rows ${path}`, () => ({ path, codec: tableCodec }));
  }

  #store<T extends KubeObject>(
    key: string,
    make: () => Pick<ConstructorParameters<typeof ResourceStore<T>>[0], "path" | "codec">,
  ): ResourceStore<T> {
    const known = this.#stores.get(key) as ResourceStore<T> | undefined;
    if (known) return known;
    const store = new ResourceStore<T>({
      client: this.client,
      frames: browserFrames,
      timers: this.#timers,
      ...make(),
    });
    this.#stores.set(key, store);
    return store;
  }
}

const ClusterContext = createContext<Cluster | undefined>(undefined);
export const ClusterProvider = ClusterContext.Provider;

export function useCluster(): Cluster {
  const cluster = useContext(ClusterContext);
  if (!cluster) throw new Error("no cluster around this component");
  return cluster;
}

export function useObjects<T extends KubeObject>(ref: ResourceRef<T>): ResourceSnapshot<T> {
  const cluster = useCluster();
  const store = useMemo(() => cluster.objects(ref), [cluster, ref]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

export function useRows(ref: ResourceName): ResourceSnapshot<TableRowObject> {
  const cluster = useCluster();
  const store = useMemo(() => cluster.rows(ref), [cluster, ref]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

export interface ObjectSnapshot<T extends KubeObject> {
  readonly phase: ResourceSnapshot<T>["phase"];
  readonly object: Stored<T> | undefined;
  readonly error: Error | undefined;
}

/** One object, live; `ready` without an object: there is none. */
export function useObject<T extends KubeObject>(
  ref: ResourceRef<T>,
  namespace: string,
  name: string,
): ObjectSnapshot<T> {
  const { phase, byKey, error } = useObjects(ref);
  return { phase, object: byKey.get(namespace ? `${namespace}/${name}` : name), error };
}

export function useStats(): StatsSnapshot {
  const { stats } = useCluster();
  return useSyncExternalStore(stats.subscribe, stats.getSnapshot);
}

export function useConnectionState(): ConnectionState {
  const { connection } = useCluster().client;
  return useSyncExternalStore(connection.subscribe, connection.getState);
}
