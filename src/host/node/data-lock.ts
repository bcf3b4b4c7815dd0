/**
 * Who holds a data directory. The lock itself is SQLite's own, which the operating system drops with the process; the
 * pid file beside it only tells a name, and is believed only while that process lives and the lock is taken.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StateLogError } from "../../store/state-log.ts";

/** Another process (or another store of this one) has the data directory open. */
export class DataDirectoryInUse extends StateLogError {
  readonly directory: string;
  /** Undefined when the holder has not said who it is. */
  readonly pid: number | undefined;

  constructor(directory: string, pid: number | undefined, options?: ErrorOptions) {
    const holder = pid === undefined ? "another process" : `process ${pid}`;
    super(`data directory ${directory} is in use by ${holder}`, options);
    this.name = "DataDirectoryInUse";
    this.directory = directory;
    this.pid = pid;
  }
}

/** SQLite's primary result code of an error, undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

export const busyCode = 5;

/** The file that holds the state of a data directory. */
export function stateFile(directory: string): string {
  return join(directory, "state.db");
}

/**
 * The pid of the process that holds the directory; undefined when nobody does. A pid that a killed process left behind
 * is not given, even where the system has used it again since.
 */
export function holderOf(directory: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(pidFile(directory), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const pid = /^\d{1,10}\n$/.test(text) ? Number(text) : 0;
  return pid > 0 && isAlive(pid) && isLocked(stateFile(directory)) ? pid : undefined;
}

/** Says that this process holds the directory; call it with the lock taken. */
export function sayHeld(directory: string): void {
  writeFileSync(pidFile(directory), `${process.pid}\n`, { mode: 0o600 });
}

export function sayReleased(directory: string): void {
  rmSync(pidFile(directory), { force: true });
}

function pidFile(directory: string): string {
  return join(directory, "state.pid");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is someone else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Asks for the lock, and gives it back at once when it is free. */
function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { open: false });
  try {
    database.open();
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK");
    return false;
  } catch (error) {
    // Any other error: the file is no state that anybody could hold.
    return sqliteCode(error) === busyCode;
  } finally {
    if (database.isOpen) database.close();
  }
}
