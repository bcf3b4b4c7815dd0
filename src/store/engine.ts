/**
 * The state store over a state log: ties the durable state, the queue of writes, the watches and compaction together.
 * Each of them is a file of its own; this one owns only the order in which they act.
 */
import type { KubeObject } from "../api/object.ts";
import { badRequest } from "../api/status.ts";
import type { PartText } from "../api/part-texts.ts";
import type { Host } from "../host/host.ts";
import { CommitQueue } from "./commit-queue.ts";
import { writeSnapshot } from "./compaction.ts";
import { Entry, HotEntries, headOf } from "./entry.ts";
import type { LoggedEvent, StoredObject } from "./entry.ts";
import { byKey, differencesOf, reversed } from "./difference.ts";
import { idOf } from "./history.ts";
import { checkObjectSize } from "./object-size.ts";
import { objectText } from "./object-text.ts";
import { recoverState } from "./recovery.ts";
import { checkSnapshot, sameContent, snapshotFormat } from "./snapshot-document.ts";
import type { State } from "./state.ts";
import { isTransient } from "./state-log.ts";
import type { StateLog } from "./state-log.ts";
import { ConflictingWrite } from "./store.ts";
import type {
  ObjectKey,
  SnapshotDocument,
  StateStore,
  StoreDifference,
  StoreList,
  StoreWatch,
  StoredEntry,
} from "./store.ts";
import { WatchHub } from "./watch-hub.ts";

export interface OpenStoreOptions {
  /** Becomes the store's own: closed with it, or when opening fails. */
  readonly log: StateLog;
  readonly host: Host;
  /** Compaction begins when the history weighs more than this beside the newest state of all objects, and halves it. Default 32 MiB. */
  readonly historyBytesMax?: number;
  /**
   * Texts of at most this length are kept parsed too. Default 512 KiB: parsed, an object takes several times its text, and what lives
   * longer than the collector's youngest generation is copied by it twice.
   */
  readonly hotBytesMax?: number;
}

const mebibyte = 1024 * 1024;

/** Recovers the state from the log. Rejects with StateLogError when the log is damaged or taken. */
export async function openStore(options: OpenStoreOptions): Promise<StateStore> {
  const { log, host } = options;
  const hot = new HotEntries(options.hotBytesMax ?? mebibyte / 2);
  try {
    const state = await recoverState(log, { hot, sink: host.log });
    return new Engine(options, { state, hot });
  } catch (error) {
    // The first error is the one to tell; a log that cannot even be closed is told beside it.
    await log.close().catch((closing: unknown) => {
      host.log.write("error", "the state log could not be closed", { error: closing });
    });
    throw error;
  }
}

class Engine implements StateStore {
  readonly #log: StateLog;
  readonly #host: Host;
  readonly #state: State;
  readonly #hot: HotEntries;
  readonly #queue: CommitQueue;
  readonly #watches: WatchHub;
  readonly #historyCharsMax: number;
  #compactAtChars: number;
  #compaction: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #failure: unknown;

  constructor(options: OpenStoreOptions, own: { state: State; hot: HotEntries }) {
    this.#log = options.log;
    this.#host = options.host;
    this.#state = own.state;
    this.#hot = own.hot;
    this.#historyCharsMax = options.historyBytesMax ?? 32 * mebibyte;
    this.#compactAtChars = this.#historyCharsMax;
    this.#watches = new WatchHub(options.host, () => this.revision);
    this.#queue = new CommitQueue({
      log: options.log,
      revision: own.state.revision,
      onCommit: (events) => this.#makeVisible(events),
      onFailure: (error) => this.#noteFailure(error),
    });
  }

  get revision(): number {
    return this.#state.revision;
  }

  get failure(): unknown {
    return this.#failure;
  }

  get compactedRevision(): number {
    return this.#state.history.base;
  }

  get(key: ObjectKey): Entry | undefined {
    return this.#state.get(key);
  }

  head(key: ObjectKey): Entry | undefined {
    const pending = this.#queue.pending(key);
    return pending ? headOf(pending) : this.#state.get(key);
  }

  settled(key: ObjectKey): Promise<void> | undefined {
    return this.#queue.settled(key);
  }

  list(resource: string, options: { namespace?: string; revision?: number } = {}): StoreList {
    const revision = options.revision ?? this.revision;
    this.#assertReadable(revision);
    return { entries: this.#state.list(resource, options.namespace, revision), revision };
  }

  put(
    key: ObjectKey,
    object: KubeObject,
    expected: number,
    texts?: readonly PartText[],
  ): Promise<StoredEntry> {
    try {
      this.#queue.assertWritable();
      const head = this.#headAt(key, expected);
      const event = this.#event({ key, object, head, texts }, this.#queue.nextRevision);
      checkObjectSize(key, event.entry.text);
      return this.#queue.commit([event], event.entry);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async delete(key: ObjectKey, expected: number, last?: KubeObject): Promise<StoredEntry> {
    this.#queue.assertWritable();
    const head = this.#headAt(key, expected);
    if (!head) throw new ConflictingWrite(key, expected, 0);
    const event = this.#deletion(head, this.#queue.nextRevision, last);
    return this.#queue.commit([event], event.entry);
  }

  watch(
    resource: string,
    options: { readonly namespace?: string; readonly fromRevision: number },
    onEvents: Parameters<StateStore["watch"]>[2],
  ): StoreWatch {
    const { namespace, fromRevision } = options;
    this.#state.assertReadable(fromRevision);
    return this.#watches.add({
      resource,
      namespace,
      after: Math.max(fromRevision, this.revision),
      missed: this.#state.history.after(fromRevision, resource),
      onEvents,
    });
  }

  changesOf(resource: string): number {
    return this.#state.changesOf(resource);
  }

  onProgress(listener: (revision: number) => void): StoreWatch {
    return this.#watches.onProgress(listener);
  }

  diff(fromRevision: number, toRevision: number): readonly StoreDifference[] {
    this.#assertReadable(fromRevision);
    this.#assertReadable(toRevision);
    if (fromRevision > toRevision) return this.diff(toRevision, fromRevision).map(reversed);
    const events = this.#state.history.after(fromRevision).slice(0, toRevision - fromRevision);
    return differencesOf(events);
  }

  exportSnapshot(revision: number = this.revision): SnapshotDocument {
    this.#assertReadable(revision);
    const entries = this.#state
      .resources()
      .flatMap((resource) => this.#state.list(resource, undefined, revision));
    const objects = entries.map(({ key, object }) => ({ ...key, object }));
    return { format: snapshotFormat, version: 1, revision, objects };
  }

  async restoreSnapshot(document: unknown): Promise<number> {
    checkSnapshot(document);
    this.#queue.assertWritable();
    const events: LoggedEvent[] = [];
    const gone = this.#heads();
    for (const { resource, namespace, name, object } of document.objects) {
      const key = { resource, namespace, name };
      const head = this.head(key);
      gone.delete(idOf(key));
      if (head && sameContent(head.object, object)) continue;
      const copy = structuredClone(object);
      events.push(
        this.#event({ key, object: copy, head }, this.#queue.nextRevision + events.length),
      );
    }
    for (const head of [...gone.values()].sort((a, b) => byKey(a.key, b.key))) {
      events.push(this.#deletion(head, this.#queue.nextRevision + events.length));
    }
    if (events.length === 0) return this.revision;
    return this.#queue.commit(events, events.at(-1)?.entry.revision ?? this.revision);
  }

  async compact(revision: number): Promise<void> {
    this.#queue.assertWritable();
    if (!Number.isSafeInteger(revision) || revision > this.revision) {
      throw badRequest(`cannot compact at ${revision}: the store is at ${this.revision}`);
    }
    await this.#compaction?.catch(() => undefined);
    if (revision > this.compactedRevision) await this.#startCompaction(revision);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#queue.close();
    await this.#compaction?.catch(() => undefined);
    this.#watches.stopAll();
    await this.#log.close();
  }

  #noteFailure(error: unknown): void {
    this.#failure ??= error;
    this.#host.log.write("error", "the state log failed", { error });
  }

  #headAt(key: ObjectKey, expected: number): Entry | undefined {
    const head = this.head(key);
    const actual = head?.revision ?? 0;
    if (actual !== expected) throw new ConflictingWrite(key, expected, actual);
    return head;
  }

  #assertReadable(revision: number): void {
    this.#state.assertReadable(revision);
    if (!Number.isSafeInteger(revision) || revision > this.revision) {
      throw badRequest(`revision ${revision} is not there yet: the store is at ${this.revision}`);
    }
  }

  /** The newest state of every object, waiting writes included. */
  #heads(): Map<string, Entry> {
    const heads = new Map<string, Entry>();
    for (const resource of this.#state.resources()) {
      for (const entry of this.#state.list(resource, undefined, this.revision)) {
        heads.set(idOf(entry.key), entry);
      }
    }
    for (const event of this.#queue.pendingAll()) {
      const head = headOf(event);
      if (head) heads.set(idOf(head.key), head);
      else heads.delete(idOf(event.entry.key));
    }
    return heads;
  }

  #event(
    write: {
      readonly key: ObjectKey;
      readonly object: KubeObject;
      readonly head: Entry | undefined;
      readonly texts?: readonly PartText[] | undefined;
    },
    revision: number,
  ): LoggedEvent {
    const { head, texts } = write;
    const { resource, namespace, name } = write.key;
    const key = head?.key ?? Object.freeze({ resource, namespace, name });
    const entry = this.#entry(key, { object: write.object, texts }, revision);
    if (!head) return { type: "ADDED", entry };
    return { type: "MODIFIED", entry, previous: head };
  }

  #deletion(head: Entry, revision: number, last: KubeObject = head.object): LoggedEvent {
    return {
      type: "DELETED",
      entry: this.#entry(head.key, { object: last }, revision),
      previous: head,
    };
  }

  #entry(
    key: ObjectKey,
    { object, texts }: { object: KubeObject; texts?: readonly PartText[] | undefined },
    revision: number,
  ): Entry {
    const metadata = { ...object.metadata, resourceVersion: String(revision) };
    const stored = kindFirst(object, metadata);
    return Entry.of(key, stored, { text: objectText(stored, texts), hot: this.#hot });
  }

  #makeVisible(events: readonly LoggedEvent[]): void {
    for (const event of events) this.#state.apply(event);
    this.#watches.publish(events);
    for (const event of events) event.entry.becomeVisible();
    this.#compactIfDue();
  }

  #compactIfDue(): void {
    const { history } = this.#state;
    if (history.chars <= this.#compactAtChars || this.#compaction || this.#closing) return;
    const revision = history.revisionKeeping(this.#historyCharsMax / 2);
    const compacted = this.#startCompaction(revision).catch((error: unknown) => {
      // Tried again only after some more writes: most likely there is no room, and trying is not free.
      this.#compactAtChars = history.chars + this.#historyCharsMax / 4;
      this.#host.log.write("error", "the state log could not be compacted", { error, revision });
    });
    // What was written meanwhile may be more than the budget again.
    void compacted.then(() => this.#compactIfDue());
  }

  #startCompaction(revision: number): Promise<void> {
    const compaction = this.#compact(revision).finally(() => {
      this.#compaction = undefined;
    });
    this.#compaction = compaction;
    return compaction;
  }

  async #compact(revision: number): Promise<void> {
    const source = { state: this.#state, log: this.#log, host: this.#host };
    try {
      await writeSnapshot(source, revision);
    } catch (error) {
      if (!isTransient(error)) this.#queue.fail(error);
      throw error;
    }
    this.#state.history.trim(revision);
    this.#compactAtChars = this.#historyCharsMax;
  }
}

/** The kind first, as Kubernetes writes it, then the version: lists leave both out of their items by cutting the text. */
function kindFirst(object: KubeObject, metadata: KubeObject["metadata"]): StoredObject {
  const given = object as unknown as Readonly<Record<string, unknown>>;
  // Several times as fast as spreading, for objects of many shapes.
  const result: Record<string, unknown> = { kind: object.kind, apiVersion: object.apiVersion };
  for (const key in given) {
    if (key !== "kind" && key !== "apiVersion") result[key] = given[key];
  }
  result["metadata"] = metadata;
  return result as unknown as StoredObject;
}
