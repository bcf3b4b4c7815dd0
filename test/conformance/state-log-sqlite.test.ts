/** What is SQLite's alone: who holds a data directory, files that are not ours, and a full disk. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { DataDirectoryInUse, holderOf } from "../../src/host/node/data-lock.ts";
import { openSqliteLog } from "../../src/host/node/sqlite-log.ts";
import { checksumOf } from "../../src/store/state-log.ts";
import { list, openTestStore, put } from "../fixtures/store.ts";

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "kubarium-sqlite-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A process that has the directory open and writes into it. */
async function holdInChild(directory: string): Promise<ChildProcess> {
  const path = new URL("../fixtures/store-child.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [path, directory, "1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("a directory that another process holds is refused with its pid, until that is killed", async () => {
  const directory = newDirectory();
  const child = await holdInChild(directory);
  let error: unknown;
  try {
    openSqliteLog(directory);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(DataDirectoryInUse);
  expect(error).toMatchObject({
    pid: child.pid,
    directory,
    message: `data directory ${directory} is in use by process ${child.pid}`,
  });
  expect(holderOf(directory)).toBe(child.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(holderOf(directory)).toBeUndefined();
  const log = openSqliteLog(directory);
  expect(holderOf(directory)).toBe(process.pid);
  await log.close();
  expect(holderOf(directory)).toBeUndefined();
});

test("being refused does not loosen the holder's lock", async () => {
  const directory = newDirectory();
  await holdInChild(directory);
  for (let i = 0; i < 2; i += 1) {
    expect(() => openSqliteLog(directory)).toThrow(DataDirectoryInUse);
    expect(holderOf(directory)).toBeDefined();
  }
});

test.each([
  { pidFile: undefined, held: true, holder: undefined },
  { pidFile: "", held: true, holder: undefined },
  { pidFile: "nonsense\n", held: true, holder: undefined },
  { pidFile: "0\n", held: true, holder: undefined },
  { pidFile: "-1\n", held: true, holder: undefined },
  { pidFile: "999999999\n", held: true, holder: undefined },
  { pidFile: `${process.pid}`, held: true, holder: undefined },
  { pidFile: `${process.pid}\n`, held: true, holder: process.pid },
  { pidFile: `${process.pid}\n`, held: false, holder: undefined },
])("pid file $pidFile, lock taken: $held, holder: $holder", async ({ pidFile, held, holder }) => {
  const directory = newDirectory();
  const log = openSqliteLog(directory);
  if (!held) await log.close();
  rmSync(join(directory, "state.pid"), { force: true });
  if (pidFile !== undefined) writeFileSync(join(directory, "state.pid"), pidFile);
  expect(holderOf(directory)).toBe(holder);
  if (!held) return;
  expect(() => openSqliteLog(directory), "asking does not loosen the lock").toThrow(
    DataDirectoryInUse,
  );
  await log.close();
});

test("a directory without a state has no holder, whatever its pid file says", () => {
  const directory = newDirectory();
  writeFileSync(join(directory, "state.pid"), `${process.pid}\n`);
  expect(holderOf(directory)).toBeUndefined();
});

test("a pid file that is left over keeps nobody out", async () => {
  const directory = newDirectory();
  writeFileSync(join(directory, "state.pid"), `${process.ppid}\n`);
  const log = openSqliteLog(directory);
  expect(holderOf(directory)).toBe(process.pid);
  await log.close();
});

test.each([
  {
    name: "text",
    make: (file: string) =>
      writeFileSync(file, "not a database, but long enough to be read as one".repeat(99)),
    message: /cannot open .*state\.db: file is not a database/,
  },
  {
    name: "another program's database",
    make: (file: string) => sql(file, "CREATE TABLE other (id INTEGER)"),
    message: /state\.db is not a state log/,
  },
  {
    name: "a state log of a later version",
    make: (file: string) =>
      sql(file, "PRAGMA application_id = 1264743021; PRAGMA user_version = 2"),
    message: /layout version 2, this version of the program knows 1/,
  },
])("$name in the log's place is refused and left as it is", ({ make, message }) => {
  const directory = newDirectory();
  const file = join(directory, "state.db");
  make(file);
  const before = readFileSync(file);
  expect(() => openSqliteLog(directory)).toThrow(message);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(directory)).toEqual(["state.db"]);
});

test("a log that cannot be opened at all says which file it was", () => {
  const directory = newDirectory();
  mkdirSync(join(directory, "state.db"));
  expect(() => openSqliteLog(directory)).toThrow(
    `cannot open ${join(directory, "state.db")}: unable to open database file`,
  );
});

function sql(file: string, text: string): void {
  const database = new DatabaseSync(file);
  database.exec(text);
  database.close();
}

test("what is in the directory is for its owner only", async () => {
  const directory = join(newDirectory(), "data");
  const log = openSqliteLog(directory);
  onTestFinished(() => log.close());
  await log.recover();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const modes = readdirSync(directory).map((name) => [
    name,
    statSync(join(directory, name)).mode & 0o777,
  ]);
  expect(Object.fromEntries(modes)).toEqual({
    "state.db": 0o600,
    "state.db-wal": 0o600,
    "state.pid": 0o600,
  });
});

test("a full disk refuses the write that does not fit and loses nothing else", async () => {
  const directory = newDirectory();
  const { store } = await openTestStore({ log: openSqliteLog(directory, { bytesMax: 300_000 }) });
  await put(store, "default/before");
  await expect(put(store, "default/large", "x".repeat(400_000))).rejects.toMatchObject({
    code: 500,
    message: expect.stringContaining("database or disk is full"),
    cause: { name: "TransientLogError" },
  });
  await put(store, "default/after");
  expect(list(store)).toEqual(["default/after@3", "default/before@2"]);
  await store.close();
  const { store: again } = await openTestStore({ log: openSqliteLog(directory) });
  expect(list(again)).toEqual(["default/after@3", "default/before@2"]);
  await again.close();
});

test("what is allocated is told: what the file comes to once all is in it", async () => {
  const directory = newDirectory();
  const log = openSqliteLog(directory);
  await log.recover();
  const empty = log.allocatedBytes?.() ?? 0;
  expect(empty).toBeGreaterThan(0);
  const body = "x".repeat(100_000);
  await log.append({ firstRevision: 1, lastRevision: 1, body, checksum: checksumOf(body) });
  const filled = log.allocatedBytes?.() ?? 0;
  expect(filled).toBeGreaterThan(body.length);
  await log.close();
  expect(log.allocatedBytes?.()).toBe(0);
  expect(statSync(join(directory, "state.db")).size).toBe(filled);
});
