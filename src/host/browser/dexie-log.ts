/**
 * The state log of a browser or of the desktop app's storage window: IndexedDB through Dexie, one record a group
 * commit, strict durability. All methods take and return plain values, so that Comlink can put a MessagePort between.
 */
import { Dexie } from "dexie";
import type { Table, Transaction } from "dexie";
import { StateLogError, TransientLogError, assertFollows } from "../../store/state-log.ts";
import type { LogSegment, SnapshotChunk, SnapshotHeader, StateLog } from "../../store/state-log.ts";

/** A page of segments ends when its bodies are this long: one message's worth. */
const pageChars = 4 * 1024 * 1024;
/** Keys removed in one transaction. */
const sweepKeys = 64;

const chunkKey = "[snapshotRevision+index]";

/** The one row of `owner`: whoever opened the log last. Everybody else's writes are refused from then on. */
interface OwnerRow {
  readonly id: 0;
  readonly token: string;
}

interface HeaderRow extends SnapshotHeader {
  readonly id: 0;
}

class LogDatabase extends Dexie {
  declare readonly segments: Table<LogSegment, number>;
  declare readonly chunks: Table<SnapshotChunk, [number, number]>;
  declare readonly snapshot: Table<HeaderRow, number>;
  declare readonly owner: Table<OwnerRow, number>;

  constructor(name: string) {
    // No cache: every body is read once, and never again.
    super(name, { chromeTransactionDurability: "strict", autoOpen: false, cache: "disabled" });
    this.version(1).stores({
      segments: "firstRevision",
      chunks: chunkKey,
      snapshot: "id",
      owner: "id",
    });
  }
}

/**
 * Opens (and creates) the log in the IndexedDB database `name`. Rejects with StateLogError when another tab, window or
 * worker of this origin has it open. Where the page has no Web Locks the later opener takes the log over: the writes of
 * the earlier one are refused from then on, so that the two never mix.
 */
export async function openDexieLog(name: string): Promise<StateLog> {
  const release = await takeLock(name);
  const database = new LogDatabase(name);
  const token = ownToken();
  try {
    await database.open();
    await database.owner.put({ id: 0, token });
    const last = await database.segments.toCollection().last();
    return new DexieLog({ database, token, release }, last?.lastRevision);
  } catch (error) {
    database.close();
    release();
    throw translated(error, `cannot open the state log ${name}`);
  }
}

/** Removes the log `name` with all that is in it. Rejects with StateLogError when somebody has it open. */
export async function deleteDexieLog(name: string): Promise<void> {
  const release = await takeLock(name);
  try {
    await Dexie.delete(name);
  } finally {
    release();
  }
}

async function takeLock(name: string): Promise<() => void> {
  // Absent outside secure contexts, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return () => undefined;
  return new Promise((resolve, reject) => {
    const held = locks.request(`kubarium/${name}`, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        throw new StateLogError(`the state log ${name} is in use by another window of this origin`);
      }
      return new Promise<void>((release) => resolve(() => release()));
    });
    held.catch(reject);
  });
}

function ownToken(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join();
}

interface Opened {
  readonly database: LogDatabase;
  readonly token: string;
  readonly release: () => void;
}

class DexieLog implements StateLog {
  readonly #database: LogDatabase;
  readonly #token: string;
  readonly #release: () => void;
  #last: number | undefined;
  #snapshot: SnapshotHeader | undefined;
  /** The end of the line of calls: IndexedDB would let transactions of different tables overtake each other. */
  #line: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(opened: Opened, last: number | undefined) {
    this.#database = opened.database;
    this.#token = opened.token;
    this.#release = opened.release;
    this.#last = last;
  }

  recover(): Promise<SnapshotHeader | undefined> {
    return this.#inLine(async () => {
      const row = await this.#database.snapshot.get(0);
      if (row) this.#snapshot = { revision: row.revision, chunkCount: row.chunkCount };
      await this.#sweep();
      return this.#snapshot;
    });
  }

  readChunk(index: number): Promise<SnapshotChunk | undefined> {
    return this.#inLine(() => this.#database.chunks.get([this.#snapshot?.revision ?? 0, index]));
  }

  readSegments(afterRevision: number): Promise<readonly LogSegment[]> {
    return this.#inLine(async () => {
      const page: LogSegment[] = [];
      const cut = await this.#database.segments.where(":id").belowOrEqual(afterRevision).last();
      if (cut && cut.lastRevision > afterRevision) page.push(cut);
      let chars = cut?.body.length ?? 0;
      const rest = this.#database.segments.where(":id").above(afterRevision);
      await rest
        .until((segment) => {
          chars += segment.body.length;
          return chars >= pageChars;
        }, true)
        .each((segment) => page.push(segment));
      return page;
    });
  }

  append(segment: LogSegment): Promise<void> {
    return this.#inLine(async () => {
      assertFollows(segment, this.#last);
      await this.#write("segments", () => this.#database.segments.add(segment));
      this.#last = segment.lastRevision;
    });
  }

  truncate(firstRevision: number): Promise<void> {
    return this.#inLine(async () => {
      const { segments } = this.#database;
      await this.#write("segments", () =>
        segments.where(":id").aboveOrEqual(firstRevision).delete(),
      );
      this.#last = (await segments.toCollection().last())?.lastRevision;
    });
  }

  writeChunk(chunk: SnapshotChunk): Promise<void> {
    return this.#inLine(() => this.#write("chunks", () => this.#database.chunks.put(chunk)));
  }

  commitSnapshot({ revision, chunkCount }: SnapshotHeader): Promise<void> {
    return this.#inLine(async () => {
      const header = { revision, chunkCount };
      await this.#write("snapshot", () => this.#database.snapshot.put({ id: 0, ...header }));
      this.#snapshot = header;
      await this.#sweep();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#line;
    this.#database.close();
    this.#release();
  }

  /** Removes, some keys a transaction, what the current snapshot makes superfluous. */
  async #sweep(): Promise<void> {
    const revision = this.#snapshot?.revision ?? 0;
    const { segments, chunks } = this.#database;
    for (;;) {
      const keys = await segments
        .where(":id")
        .belowOrEqual(revision)
        .limit(sweepKeys)
        .primaryKeys();
      // The segment that the snapshot cuts is the last of them, if there is one.
      const last = keys.length < sweepKeys ? await segments.get(keys.at(-1) ?? -1) : undefined;
      const gone = last && last.lastRevision > revision ? keys.slice(0, -1) : keys;
      if (gone.length === 0) break;
      await this.#write("segments", () => segments.bulkDelete(gone));
    }
    const others = [
      chunks.where(chunkKey).below([revision]),
      chunks.where(chunkKey).aboveOrEqual([revision + 1]),
    ];
    for (const other of others) {
      for (;;) {
        const gone = await other.clone().limit(sweepKeys).primaryKeys();
        if (gone.length === 0) break;
        await this.#write("chunks", () => chunks.bulkDelete(gone));
      }
    }
  }

  /** One strict transaction on a table and the owner's row. */
  async #write(table: "segments" | "chunks" | "snapshot", work: () => PromiseLike<unknown>) {
    const database = this.#database;
    await database.transaction("rw", [database.table(table), database.owner], async (tx) => {
      await this.#assertOwned(tx);
      await work();
    });
  }

  async #assertOwned(transaction: Transaction): Promise<void> {
    const owner = (await transaction.table("owner").get(0)) as OwnerRow | undefined;
    if (owner?.token !== this.#token) {
      throw new StateLogError("the state log was taken over by another window of this origin");
    }
  }

  /** Does `work` after all that was asked for before. */
  #inLine<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StateLogError("the state log is closed"));
    const done = this.#line.then(work).catch((error: unknown) => {
      throw translated(error, "the state log failed");
    });
    this.#line = done.catch(() => undefined);
    return done;
  }
}

/** Names that say that the transaction was undone for want of room or because something else was in its way. */
const transientNames: ReadonlySet<string> = new Set(["QuotaExceededError", "TimeoutError"]);

function translated(error: unknown, what: string): unknown {
  if (error instanceof StateLogError || !(error instanceof Error)) return error;
  const { name, inner } = error as Error & { inner?: Error };
  const isPassing = transientNames.has(name) || (inner && transientNames.has(inner.name));
  const message = `${what}: ${error.message}`;
  const options = { cause: error };
  return isPassing ? new TransientLogError(message, options) : new StateLogError(message, options);
}
