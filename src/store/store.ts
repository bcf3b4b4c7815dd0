/**
 * The contract of the state store: what the API server may ask of it. One revision counter for everything, as in etcd;
 * conflict checks see pending heads, readers and watchers see durable revisions only, in order.
 */
import type { PartText } from "../api/part-texts.ts";
import type { KubeObject, Stored } from "../api/object.ts";

export interface ObjectKey {
  /** The group-resource that the object is stored under: `pods`, `deployments.apps`. */
  readonly resource: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

/** One object at one revision. */
export interface StoredEntry {
  readonly key: ObjectKey;
  /** The revision that wrote it, equal to `metadata.resourceVersion`. */
  readonly revision: number;
  /** Deeply frozen; `metadata.resourceVersion` is set. Parsed at the first use. */
  readonly object: Stored<KubeObject>;
  /** The object's JSON and a newline, as Go's encoder ends it, encoded once and shared by every reader; made at the first use. */
  readonly json: Uint8Array;
  /** The object's JSON as text, where it is held so. */
  readonly text?: string;
}

export interface StoreEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** For DELETED: the last state, with the deletion's own revision. */
  readonly entry: StoredEntry;
  /** The state before: absent for ADDED. Selector watches turn it into ADDED or DELETED where an object moves in or out. */
  readonly previous?: StoredEntry;
}

export interface StoreWatch {
  /** No event is delivered after this returns. */
  stop(): void;
}

export interface StoreList {
  /** In key order: namespace, then name, by code unit. */
  readonly entries: readonly StoredEntry[];
  /** The revision at which the list is consistent. */
  readonly revision: number;
}

export interface Store {
  /** The highest durable revision. */
  readonly revision: number;
  /** Revisions below this one can no longer be read or watched from. */
  readonly compactedRevision: number;

  /** The durable state of an object. */
  get(key: ObjectKey): StoredEntry | undefined;
  /** The newest state of an object, pending writes included: what a read-modify-write cycle must start from. */
  head(key: ObjectKey): StoredEntry | undefined;
  /**
   * Resolves when what waits for a key now is durable or given up; undefined where nothing waits. What only a head says may be
   * answered then: who is told of a conflict finds by reading what he conflicts with, as in etcd.
   */
  settled(key: ObjectKey): Promise<void> | undefined;
  /** All objects of a resource, or of one namespace of it; at a past `revision` if given (StatusError 410 when compacted). */
  list(
    resource: string,
    options?: { readonly namespace?: string; readonly revision?: number },
  ): StoreList;

  /**
   * Creates (`expected` 0) or replaces (`expected` = the head's revision) an object. The check and the assignment of the
   * revision happen before this returns; the promise resolves when the write is durable and visible.
   * Throws (rejects) `ConflictingWrite` when the head is not at `expected`. `texts`: of parts of the object, where they are known.
   */
  put(
    key: ObjectKey,
    object: KubeObject,
    expected: number,
    texts?: readonly PartText[],
  ): Promise<StoredEntry>;
  /** Removes an object whose head is at `expected`. `last` is the state that the DELETED event carries (default: the head's). */
  delete(key: ObjectKey, expected: number, last?: KubeObject): Promise<StoredEntry>;

  /**
   * Delivers the events of a resource (or of one namespace of it) that follow `fromRevision`, in order: one call a tick, all of the tick's
   * events together, the first of them before or after this returns. Throws StatusError 410 when `fromRevision` is compacted.
   */
  watch(
    resource: string,
    options: { readonly namespace?: string; readonly fromRevision: number },
    onEvents: (events: readonly StoreEvent[], revision: number) => void,
  ): StoreWatch;
  /** How many changes of a resource have become durable since the store was opened. */
  changesOf(resource: string): number;
  /** Called after every commit with the new revision, once a tick: for bookmarks and progress. */
  onProgress(listener: (revision: number) => void): StoreWatch;
}

/** What became of one object between two revisions; `after` is absent where it is gone, `before` where it is new. */
export interface StoreDifference {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly key: ObjectKey;
  readonly before?: StoredEntry;
  readonly after?: StoredEntry;
}

/** The whole content of a store at one revision, as a document that says what it is. */
export interface SnapshotDocument {
  readonly format: "kubarium/snapshot";
  readonly version: 1;
  /** The revision at which it was taken. */
  readonly revision: number;
  /** In order of resource, namespace and name. */
  readonly objects: readonly SnapshotObject[];
}

export interface SnapshotObject extends ObjectKey {
  /** With the `metadata.resourceVersion` that it had. */
  readonly object: Stored<KubeObject>;
}

/** A store and what only its owner may do with it. */
export interface StateStore extends Store {
  /** Why no more writes are taken since the log failed for good: for a health check. Undefined while all is well. */
  readonly failure: unknown;
  /** What differs between two readable revisions, in order of resource, namespace and name. Throws StatusError 410 when compacted. */
  diff(fromRevision: number, toRevision: number): readonly StoreDifference[];
  /** The content at a readable revision, by default the newest durable one. Throws StatusError 410 when compacted. */
  exportSnapshot(revision?: number): SnapshotDocument;
  /**
   * Makes the content equal to the document's, as ordinary writes of new revisions: all of them or none, objects that
   * do not differ left alone. Resolves with the revision at which it is done. Rejects with StatusError 400 that says
   * what is wrong with the document.
   */
  restoreSnapshot(document: unknown): Promise<number>;
  /** Forgets the history before `revision` (at most the durable one), in memory and in the log. */
  compact(revision: number): Promise<void>;
  /** Takes no more writes, waits for those under way, ends every watch and closes the log. */
  close(): Promise<void>;
}

/** The head of a key was not where the writer expected it: the caller reads again and retries, or answers 409. */
export class ConflictingWrite extends Error {
  readonly key: ObjectKey;
  /** The head's revision, 0 when there is no such object. */
  readonly actual: number;

  constructor(key: ObjectKey, expected: number, actual: number) {
    super(
      `${key.resource} ${key.namespace}/${key.name}: expected revision ${expected}, found ${actual}`,
    );
    this.name = "ConflictingWrite";
    this.key = key;
    this.actual = actual;
  }
}
