/**
 * The state log of a plain Node process: one SQLite file (node:sqlite, write-ahead log, synchronous FULL), held
 * exclusively. Work is done in turns of the event loop, a bounded piece in each.
 */
import { closeSync, mkdirSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { StateLogError, TransientLogError, assertFollows } from "../../store/state-log.ts";
import type { LogSegment, SnapshotChunk, SnapshotHeader, StateLog } from "../../store/state-log.ts";
import {
  DataDirectoryInUse,
  busyCode,
  holderOf,
  sayHeld,
  sayReleased,
  sqliteCode,
  stateFile,
} from "./data-lock.ts";

/** `user_version` of the file; another number is another layout. */
const layoutVersion = 1;
/** `application_id` of the file: "Kbrm". */
const applicationId = 0x4b62726d;
/** Rows removed in one turn: at 256 KiB a row at most a few milliseconds. */
const sweepRows = 16;
/** Pages of 4 KiB after which a commit empties the write-ahead log: a fourth of SQLite's own choice, for a fourth of the pause. */
const checkpointPages = 256;
/** A page of segments ends when its bodies are this long, so that reading needs little memory beyond the state itself. */
const pageChars = 4 * 1024 * 1024;

/** Primary result codes after which nothing was written and a later try may succeed: BUSY, NOMEM, FULL. */
const transientCodes: ReadonlySet<number> = new Set([5, 7, 13]);
/** How long to wait for a lock: somebody may only be asking whether it is free. */
const lockTimeoutMs = 200;
const notADatabaseCode = 26;

const layout = `
  CREATE TABLE segments (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, checksum INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE chunks (
    revision INTEGER NOT NULL, position INTEGER NOT NULL, checksum INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (revision, position)
  ) STRICT;
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, chunks INTEGER NOT NULL
  ) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${layoutVersion};
`;

export interface SqliteLogOptions {
  /** The file may not grow beyond this; writes that need more fail as on a full disk. Default: no bound. */
  readonly bytesMax?: number;
}

/**
 * Opens (and creates) the state log in a data directory, readable by its owner only. Throws DataDirectoryInUse when
 * somebody has it open, StateLogError when the file is not a state log that this version can read.
 */
export function openSqliteLog(directory: string, options: SqliteLogOptions = {}): StateLog {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = stateFile(directory);
  createPrivately(file);
  const database = new DatabaseSync(file, { open: false, timeout: lockTimeoutMs });
  try {
    database.open();
    takeHold(database);
    checkLayout(database, file);
    prepare(database);
    if (options.bytesMax !== undefined) limitSize(database, options.bytesMax);
    sayHeld(directory);
    return new SqliteLog(database, directory);
  } catch (error) {
    if (database.isOpen) database.close();
    if (sqliteCode(error) === busyCode) {
      throw new DataDirectoryInUse(directory, holderOf(directory), { cause: error });
    }
    throw translated(error, `cannot open ${file}`);
  }
}

/**
 * SQLite would create it readable by all. A file that exists is left alone: POSIX drops a process's locks on a file when
 * any descriptor of it is closed, SQLite's too.
 */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, "ax", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function takeHold(database: DatabaseSync): void {
  // Exclusive before the first access: the lock then lasts as long as the connection, and needs no shared memory.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
}

/** Throws unless the database is empty or a log of this version; changes nothing. */
function checkLayout(database: DatabaseSync, file: string): void {
  if (isEmpty(database)) return;
  if (pragma(database, "application_id") !== applicationId) {
    throw new StateLogError(`${file} is not a state log`);
  }
  const version = pragma(database, "user_version");
  if (version !== layoutVersion) {
    throw new StateLogError(
      `${file} has layout version ${version}, this version of the program knows ${layoutVersion}`,
    );
  }
}

function prepare(database: DatabaseSync): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
  if (isEmpty(database)) database.exec(`BEGIN; ${layout} COMMIT`);
}

function isEmpty(database: DatabaseSync): boolean {
  const names = ["schema_version", "application_id", "user_version"];
  return names.every((name) => pragma(database, name) === 0);
}

function limitSize(database: DatabaseSync, bytesMax: number): void {
  const pages = Math.floor(bytesMax / pragma(database, "page_size"));
  database.exec(`PRAGMA max_page_count = ${Math.max(1, pages)}`);
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

class SqliteLog implements StateLog {
  readonly #database: DatabaseSync;
  readonly #directory: string;
  readonly #statements = new Map<string, StatementSync>();
  #last: number | undefined;
  #snapshot: SnapshotHeader | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(database: DatabaseSync, directory: string) {
    this.#database = database;
    this.#directory = directory;
    this.#last = numberOf(this.#row("SELECT max(last) AS last FROM segments")?.["last"]);
  }

  allocatedBytes(): number {
    if (this.#closed) return 0;
    return pragma(this.#database, "page_count") * pragma(this.#database, "page_size");
  }

  async recover(): Promise<SnapshotHeader | undefined> {
    await this.#turn(() => {
      const row = this.#row("SELECT revision, chunks FROM snapshot");
      if (row) {
        const [revision, chunkCount] = [Number(row["revision"]), Number(row["chunks"])];
        this.#snapshot = { revision, chunkCount };
      }
    });
    await this.#sweep();
    return this.#snapshot;
  }

  readChunk(index: number): Promise<SnapshotChunk | undefined> {
    return this.#turn(() => {
      const snapshotRevision = this.#snapshot?.revision ?? 0;
      const row = this.#row(
        "SELECT checksum, body FROM chunks WHERE revision = ? AND position = ?",
        [snapshotRevision, index],
      );
      if (!row) return undefined;
      const { checksum, body } = row;
      return { snapshotRevision, index, body: String(body), checksum: Number(checksum) };
    });
  }

  readSegments(afterRevision: number): Promise<readonly LogSegment[]> {
    return this.#turn(() => {
      const page: LogSegment[] = [];
      let chars = 0;
      const rows = this.#statement(
        "SELECT first, last, checksum, body FROM segments WHERE last > ? ORDER BY first",
      ).iterate(afterRevision);
      for (const { first, last, checksum, body } of rows) {
        const text = String(body);
        page.push({
          firstRevision: Number(first),
          lastRevision: Number(last),
          checksum: Number(checksum),
          body: text,
        });
        chars += text.length;
        if (chars >= pageChars) break;
      }
      return page;
    });
  }

  append(segment: LogSegment): Promise<void> {
    return this.#turn(() => {
      assertFollows(segment, this.#last);
      const { firstRevision, lastRevision, checksum, body } = segment;
      this.#run("INSERT INTO segments (first, last, checksum, body) VALUES (?, ?, ?, ?)", [
        firstRevision,
        lastRevision,
        checksum,
        body,
      ]);
      this.#last = lastRevision;
    });
  }

  truncate(firstRevision: number): Promise<void> {
    return this.#turn(() => {
      this.#run("DELETE FROM segments WHERE first >= ?", [firstRevision]);
      this.#last = numberOf(this.#row("SELECT max(last) AS last FROM segments")?.["last"]);
    });
  }

  async writeChunk({ snapshotRevision, index, checksum, body }: SnapshotChunk): Promise<void> {
    await this.#turn(() =>
      this.#run(
        "INSERT OR REPLACE INTO chunks (revision, position, checksum, body) VALUES (?, ?, ?, ?)",
        [snapshotRevision, index, checksum, body],
      ),
    );
  }

  async commitSnapshot(header: SnapshotHeader): Promise<void> {
    await this.#turn(() => {
      this.#run("INSERT OR REPLACE INTO snapshot (id, revision, chunks) VALUES (1, ?, ?)", [
        header.revision,
        header.chunkCount,
      ]);
      this.#snapshot = header;
    });
    await this.#sweep();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#work;
    this.#database.close();
    sayReleased(this.#directory);
  }

  /** Removes, some rows a turn, what the current snapshot makes superfluous. */
  async #sweep(): Promise<void> {
    const revision = this.#snapshot?.revision ?? 0;
    const superfluous = [
      `DELETE FROM segments WHERE first IN
        (SELECT first FROM segments WHERE first <= ?1 AND last <= ?1 ORDER BY first LIMIT ${sweepRows})`,
      `DELETE FROM chunks WHERE rowid IN
        (SELECT rowid FROM chunks WHERE revision <> ?1 LIMIT ${sweepRows})`,
    ];
    for (const sql of superfluous) {
      while ((await this.#turn(() => this.#run(sql, [revision]))) > 0);
    }
  }

  /** Does `work` in a turn of its own, after what was asked for before: others get to run, and writes to gather. */
  #turn<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new StateLogError("the state log is closed"));
    const done = new Promise<T>((resolve, reject) => {
      setImmediate(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(translated(error, "the state log failed"));
        }
      });
    });
    this.#work = done.catch(() => undefined);
    return done;
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #row(sql: string, values: readonly SQLInputValue[] = []): Record<string, unknown> | undefined {
    return this.#statement(sql).get(...values);
  }

  #run(sql: string, values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function translated(error: unknown, what: string): unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  const why = (error as Error).message;
  const hint = code === notADatabaseCode ? " (it is not a state log)" : "";
  const message = `${what}: ${why}${hint}`;
  const options = { cause: error };
  return transientCodes.has(code)
    ? new TransientLogError(message, options)
    : new StateLogError(message, options);
}
