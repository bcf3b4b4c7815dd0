/** The audit log's file: appended to, turned over when it is full, and bounded in what is kept (lumberjack, as kube-apiserver uses it). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAuditFile } from "../../../src/host/node/audit-file.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kubarium-audit-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const failing = (error: Error) => {
  throw error;
};

test("goes on where the last process has ended, for its owner alone", async () => {
  const path = join(directory, "audit.log");
  for (const line of ["one", "two"]) {
    const file = await openAuditFile(path, failing);
    file.write(line);
    await file.close();
  }
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("that is full is kept under its time, in order and without a gap, and the oldest go", async () => {
  const path = join(directory, "audit.log");
  const other = join(directory, "audit-of-mine.log");
  writeFileSync(other, "not a backup");
  const file = await openAuditFile(path, failing, { bytesMax: 100, backupsMax: 3 });
  for (let at = 0; at < 60; at++) file.write(`line-${String(at).padStart(4, "0")}`);
  await file.close();
  const names = readdirSync(directory).sort();
  const backups = names.filter((name) => /^audit-\d{4}-\d\d-\d\dT[\d-]+\.\d{3}\.log$/.test(name));
  expect(backups).toHaveLength(3);
  expect(names).toContain("audit-of-mine.log");
  const texts = [...backups, "audit.log"].map((name) =>
    readFileSync(join(directory, name), "utf8"),
  );
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(100);
  const lines = texts.join("").trimEnd().split("\n");
  const first = Number(lines[0]?.slice(5));
  expect(lines).toEqual(lines.map((_, at) => `line-${String(first + at).padStart(4, "0")}`));
  expect(lines.at(-1)).toBe("line-0059");
});

test("that is never full grows without end", async () => {
  const path = join(directory, "audit.log");
  const file = await openAuditFile(path, failing, { bytesMax: 0 });
  for (let at = 0; at < 60; at++) file.write("x".repeat(1000));
  await file.close();
  expect(readdirSync(directory)).toEqual(["audit.log"]);
  expect(statSync(path).size).toBe(60 * 1001);
});

const dayMs = 24 * 60 * 60 * 1000;
const backupOf = (ageDays: number) => {
  const time = new Date(Date.now() - ageDays * dayMs).toISOString().slice(0, 23);
  return `audit-${time.replaceAll(":", "-")}.log`;
};

test.each<[string, number | undefined, readonly number[], readonly number[]]>([
  ["a year and a day by itself", undefined, [1, 365, 367, 800], [1, 365]],
  ["as long as it is told", 7, [1, 6.9, 7.1, 400], [1, 6.9]],
  ["for ever", 0, [1, 367, 4000], [1, 367, 4000]],
])("keeps what was full %s", async (_how, ageDaysMax, ages, kept) => {
  const names = new Map(ages.map((age) => [age, backupOf(age)]));
  for (const name of names.values()) writeFileSync(join(directory, name), "old");
  const options = ageDaysMax === undefined ? {} : { ageDaysMax };
  const file = await openAuditFile(join(directory, "audit.log"), failing, options);
  await file.close();
  const left = new Set(readdirSync(directory));
  expect(ages.filter((age) => left.has(names.get(age) ?? ""))).toEqual(kept);
});

test("takes a line that is larger than a file may be", async () => {
  const path = join(directory, "audit.log");
  const file = await openAuditFile(path, failing, { bytesMax: 10 });
  file.write("x".repeat(50));
  await file.close();
  expect(readFileSync(path, "utf8")).toHaveLength(51);
});

test("that cannot be made is an error at once", async () => {
  await expect(openAuditFile(join(directory, "no", "audit.log"), failing)).rejects.toThrow(
    "ENOENT",
  );
});
