/** Runs the StateLog cases over the logs that live in Node: memory, SQLite in a real directory, and one behind a port. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, test } from "vitest";
import { openSqliteLog } from "../../src/host/node/sqlite-log.ts";
import { MemoryLog, emptyContents } from "../../src/store/memory-log.ts";
import { stateLogCases } from "./state-log-suite.ts";
import type { LogPlace } from "./state-log-suite.ts";

const root = mkdtempSync(join(tmpdir(), "kubarium-log-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function memoryPlace(): LogPlace {
  const contents = emptyContents();
  return { exclusive: false, open: async () => new MemoryLog(contents) };
}

function sqlitePlace(): LogPlace {
  const directory = mkdtempSync(join(root, "data-"));
  return { exclusive: true, open: async () => openSqliteLog(directory) };
}

describe.each([
  { log: "in memory", newPlace: memoryPlace },
  { log: "in SQLite", newPlace: sqlitePlace },
])("a state log $log", ({ newPlace }) => {
  test.each(stateLogCases)("$name", ({ run }) => run(newPlace()));
});
