/**
 * Who holds a data directory. The lock itself is SQLite's own, which the operating system drops with the process; the
 * pid file beside it only tells a name, and is believed only while that process lives.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** The pid of the living process that last said it holds the directory; undefined when there is none. */
export function holderOf(directory: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(pidFile(directory), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const pid = /^\d{1,10}\n$/.test(text) ? Number(text) : 0;
  return pid > 0 && isAlive(pid) ? pid : undefined;
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
