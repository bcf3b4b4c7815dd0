/**
 * The in-process API client: how controllers, scheduler, kubelets and network planning (and embedders) speak to the API.
 * Same door as an HTTP request (authorization, admission, validation, durable commit), but the very objects, no JSON.
 */
import type { JsonValue, Int64 } from "../api/json.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";

export interface ObjectName {
  /** Omitted for cluster-scoped resources. */
  readonly namespace?: string;
  readonly name: string;
}

export interface ListOptions {
  /** Omitted: all namespaces. */
  readonly namespace?: string;
  /** Kubernetes syntax: `app=web,tier in (a,b)`. */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListResult<T extends KubeObject> {
  readonly items: readonly Stored<T>[];
  readonly resourceVersion: string;
}

export interface WatchOptions extends ListOptions {
  /** Events after this revision. */
  readonly resourceVersion: string;
}

export interface WatchEvent<T extends KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Stored<T>;
}

export interface WatchHandlers<T extends KubeObject> {
  /** All events of a tick together, in order. */
  onEvents(events: readonly WatchEvent<T>[], resourceVersion: string): void;
  /** The watch is over (its revision was compacted, the server stopped): list again. */
  onEnd(error: Error): void;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Recorded in managedFields; by default the client's own name. */
  readonly fieldManager?: string;
}

export interface UpdateOptions extends WriteOptions {
  /** `status`, `scale`, ...: the subresource to write instead of the object itself. */
  readonly subresource?: string;
  /**
   * The patch by which Kubernetes' component asks for the same, as kubelets do with statuses: the request that an audit log tells of,
   * made only for it. In the process the whole object is at hand, and writing it costs less.
   */
  readonly toldAs?: () => JsonValue;
}

export type PatchType = "json" | "merge" | "strategic" | "apply";

export interface PatchOptions extends UpdateOptions {
  readonly type: PatchType;
  /** Server-side apply only. */
  readonly force?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: Int64;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** An object to create: the server fills in what it owns. */
export type NewObject<T extends KubeObject> = Omit<T, "status"> & { readonly status?: unknown };

/** Every method rejects with StatusError; nothing else. Objects handed out are deeply frozen. */
export interface Client {
  /** The user that this client acts as. */
  readonly userName: string;

  get<T extends KubeObject>(resource: ResourceRef<T>, name: ObjectName): Promise<Stored<T>>;
  list<T extends KubeObject>(
    resource: ResourceRef<T>,
    options?: ListOptions,
  ): Promise<ListResult<T>>;
  /** Rejects with 410 when the revision is compacted. The returned function stops the watch. */
  watch<T extends KubeObject>(
    resource: ResourceRef<T>,
    options: WatchOptions,
    handlers: WatchHandlers<T>,
  ): Promise<() => void>;

  /** The namespace is the object's own. */
  create<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: NewObject<T>,
    options?: WriteOptions,
  ): Promise<Stored<T>>;
  /** With `metadata.resourceVersion` set, a stale object is refused (409); without it the newest is replaced. */
  update<T extends KubeObject>(
    resource: ResourceRef<T>,
    object: T,
    options?: UpdateOptions,
  ): Promise<Stored<T>>;
  patch<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    patch: JsonValue,
    options: PatchOptions,
  ): Promise<Stored<T>>;
  delete<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    options?: DeleteOptions,
  ): Promise<void>;
  /** Every resource that objects are stored of, each under one version; another array after a change. */
  servedResources(): readonly ResourceRef[];
  /** Calls back when other resources are served; the returned function ends it. */
  onServedResources(listener: () => void): () => void;
  /** POST to a subresource: `pods/binding`, `pods/eviction`, `serviceaccounts/token`. Returns the answer's body. */
  post<T extends KubeObject>(
    resource: ResourceRef<T>,
    name: ObjectName,
    subresource: string,
    body: KubeObject,
  ): Promise<KubeObject>;
}
