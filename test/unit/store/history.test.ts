/** The past: lists at a revision, differences, compaction and its budget. */
import { expect, test } from "vitest";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { StateLogError, TransientLogError } from "../../../src/store/state-log.ts";
import { GatedLog } from "../../fixtures/store-gated-log.ts";
import { list, openTestStore, put, remove, shown } from "../../fixtures/store.ts";
import type { StateStore } from "../../../src/store/store.ts";

/** Revisions 2 to 8: b, a, other/c, a again, b gone, a node, b again. */
async function lived(store: StateStore): Promise<void> {
  await put(store, "default/b");
  await put(store, "default/a");
  await put(store, "other/c");
  await put(store, "default/a");
  await remove(store, "default/b");
  await put(store, "node");
  await put(store, "default/b");
}

test.each([
  { revision: 1, all: "", inDefault: "" },
  { revision: 2, all: "default/b@2", inDefault: "default/b@2" },
  { revision: 3, all: "default/a@3 default/b@2", inDefault: "default/a@3 default/b@2" },
  { revision: 4, all: "default/a@3 default/b@2 other/c@4", inDefault: "default/a@3 default/b@2" },
  { revision: 5, all: "default/a@5 default/b@2 other/c@4", inDefault: "default/a@5 default/b@2" },
  { revision: 6, all: "default/a@5 other/c@4", inDefault: "default/a@5" },
  { revision: 7, all: "default/a@5 other/c@4", inDefault: "default/a@5" },
  { revision: 8, all: "default/a@5 default/b@8 other/c@4", inDefault: "default/a@5 default/b@8" },
])("the list at revision $revision is [$all]", async ({ revision, all, inDefault }) => {
  const { store } = await openTestStore();
  await lived(store);
  expect(list(store, { revision }).join(" ")).toBe(all);
  expect(list(store, { revision, namespace: "default" }).join(" ")).toBe(inDefault);
  expect(store.list("pods", { revision }).revision).toBe(revision);
});

test("a list in hand never changes, whatever is written afterwards", async () => {
  const { store } = await openTestStore();
  await lived(store);
  const lists = [undefined, "default", "other"].map((namespace) =>
    store.list("pods", namespace === undefined ? {} : { namespace }),
  );
  const before = lists.map(({ entries }) => entries.map(shown));
  await put(store, "default/0");
  await put(store, "default/a");
  await remove(store, "other/c");
  expect(lists.map(({ entries }) => entries.map(shown))).toEqual(before);
  expect(list(store)).toEqual(["default/0@9", "default/a@10", "default/b@8"]);
});

test("keys are ordered by code unit as etcd has them: a slash follows the namespace", async () => {
  const { store } = await openTestStore();
  for (const path of ["b/z", "a-b/m", "b/Z", "a/é", "a/z", "a/a-1", "a/a1", "a/a"]) {
    await put(store, path);
  }
  expect(list(store).map((each) => each.replace(/@.*/, ""))).toEqual([
    "a-b/m",
    "a/a",
    "a/a-1",
    "a/a1",
    "a/z",
    "a/é",
    "b/Z",
    "b/z",
  ]);
});

test.each([
  {
    from: 1,
    to: 8,
    expected: "ADDED node@7, ADDED default/a@5, ADDED default/b@8, ADDED other/c@4",
  },
  { from: 2, to: 6, expected: "ADDED default/a@5, DELETED default/b@2, ADDED other/c@4" },
  { from: 3, to: 5, expected: "MODIFIED default/a@3 to default/a@5, ADDED other/c@4" },
  {
    from: 2,
    to: 8,
    expected:
      "ADDED node@7, ADDED default/a@5, MODIFIED default/b@2 to default/b@8, ADDED other/c@4",
  },
  { from: 6, to: 2, expected: "DELETED default/a@5, ADDED default/b@2, DELETED other/c@4" },
  { from: 5, to: 3, expected: "MODIFIED default/a@5 to default/a@3, DELETED other/c@4" },
  { from: 4, to: 4, expected: "" },
])("from revision $from to $to: $expected", async ({ from, to, expected }) => {
  const { store } = await openTestStore();
  await lived(store);
  const differences = store.diff(from, to).map(({ type, before, after }) => {
    const states = [before, after].filter((entry) => entry !== undefined).map(shown);
    return `${type} ${states.join(" to ")}`;
  });
  expect(differences.join(", ")).toBe(expected);
});

test("what was added and removed again between two revisions is no difference", async () => {
  const { store } = await openTestStore();
  await put(store, "default/a");
  await remove(store, "default/a");
  expect(store.diff(1, 3)).toEqual([]);
});

test.each([
  { revision: 4, code: 410, message: "too old resource version: 4 (5)" },
  { revision: 0, code: 410, message: "too old resource version: 0 (5)" },
  { revision: 9, code: 400, message: "revision 9 is not there yet: the store is at 8" },
  { revision: 5.5, code: 400, message: "revision 5.5 is not there yet: the store is at 8" },
])("revision $revision cannot be read: $message", async ({ revision, code, message }) => {
  const { store } = await openTestStore();
  await lived(store);
  await store.compact(5);
  const wanted = expect.objectContaining({ code, message });
  expect(() => store.list("pods", { revision })).toThrow(wanted);
  expect(() => store.exportSnapshot(revision)).toThrow(wanted);
  expect(() => store.diff(revision, 6)).toThrow(wanted);
  expect(() => store.diff(6, revision)).toThrow(wanted);
});

test("compaction keeps the present and the history after it, in memory and in the log", async () => {
  const log = new MemoryLog();
  const { store } = await openTestStore({ log });
  await lived(store);
  const pasts = [5, 6, 7, 8].map((revision) => JSON.stringify(store.exportSnapshot(revision)));
  await store.compact(5);
  await store.compact(3);
  expect(store.compactedRevision).toBe(5);
  await expect(store.compact(9)).rejects.toMatchObject({ code: 400 });
  await store.close();
  const { store: again } = await openTestStore({ log: new MemoryLog(log.contents) });
  for (const each of [store, again]) {
    expect(each.compactedRevision).toBe(5);
    expect([5, 6, 7, 8].map((at) => JSON.stringify(each.exportSnapshot(at)))).toEqual(pasts);
  }
});

test("history that outgrows its budget is halved in the background while writes go on", async () => {
  const log = new MemoryLog();
  const { store, host } = await openTestStore({ log, historyBytesMax: 40_000 });
  for (let i = 0; i < 200; i += 1) await put(store, `default/${i % 10}`, "x".repeat(400));
  expect(store.compactedRevision, "compaction takes turns of its own").toBe(1);
  await host.settle();
  const kept = store.revision - store.compactedRevision;
  // Each weighs the text that it has replaced and 512 for itself.
  expect(kept).toBeGreaterThan(20_000 / (600 + 512));
  expect(kept).toBeLessThan(40_000 / (400 + 512));
  expect(list(store, { revision: store.compactedRevision })).toHaveLength(10);
  const stored = log.contents.segments.reduce((sum, { body }) => sum + body.length, 0);
  expect(stored).toBeLessThan(40_000);
  const { store: again } = await openTestStore({ log: new MemoryLog(log.contents) });
  expect(list(again)).toEqual(list(store));
});

test("objects that are only created are no burden of the history: nothing is written down twice", async () => {
  const log = new MemoryLog();
  const { store, host } = await openTestStore({ log, historyBytesMax: 40_000 });
  for (let i = 0; i < 60; i += 1) await put(store, `default/${i}`, "x".repeat(2000));
  await host.settle();
  expect(store.compactedRevision).toBe(1);
  for (let i = 0; i < 30; i += 1) await put(store, `default/${i}`, "y");
  await host.settle();
  expect(store.compactedRevision, "what they were is").toBeGreaterThan(1);
});

test("a compaction that fails in passing is told, loses nothing, and is tried again later", async () => {
  const log = new GatedLog();
  const { store, host } = await openTestStore({ log, historyBytesMax: 3000 });
  const write = async (): Promise<void> => {
    const written = put(store, "default/a", "x".repeat(400));
    await Promise.resolve();
    log.next().pass();
    await written;
    await host.settle();
  };
  const error = new TransientLogError("no space left");
  log.chunkError = error;
  for (let i = 0; i < 4; i += 1) await write();
  expect(log.chunkError).toBeUndefined();
  expect(host.logged.at(-1)).toMatchObject({
    level: "error",
    message: "the state log could not be compacted",
    fields: { error },
  });
  expect(store.compactedRevision).toBe(1);
  for (let i = 0; i < 4; i += 1) await write();
  expect(store.compactedRevision).toBeGreaterThan(1);
});

test("a compaction that fails for good ends writing", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const written = put(store, "default/a");
  await Promise.resolve();
  log.next().pass();
  await written;
  const error = new StateLogError("disk I/O error");
  log.chunkError = error;
  await expect(store.compact(2)).rejects.toBe(error);
  await expect(put(store, "default/a")).rejects.toMatchObject({ code: 503 });
});
