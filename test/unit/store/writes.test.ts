/** Conflict checks, revisions, group commit, and what happens when the log fails. */
import { expect, test } from "vitest";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { StateLogError, TransientLogError } from "../../../src/store/state-log.ts";
import { ConflictingWrite } from "../../../src/store/store.ts";
import { GatedLog } from "../../fixtures/store-gated-log.ts";
import { keyOf, list, objectOf, openTestStore, put, record, remove } from "../../fixtures/store.ts";

test("an empty store is at revision 1 and gives every write the next one", async () => {
  const { store } = await openTestStore();
  expect(store.revision).toBe(1);
  const a = await put(store, "default/a", 1);
  const b = await put(store, "default/b");
  const again = await put(store, "default/a", 2);
  const gone = await remove(store, "default/b");
  expect([a, b, again, gone].map((entry) => entry.revision)).toEqual([2, 3, 4, 5]);
  expect(store.revision).toBe(5);
  expect(again.object).toEqual({
    ...objectOf("default/a", 2),
    metadata: { name: "a", namespace: "default", resourceVersion: "4" },
  });
  expect(gone.object.metadata.resourceVersion).toBe("5");
  expect(list(store)).toEqual(["default/a@4"]);
});

test.each([
  { write: "create", there: "nothing", expected: 0, actual: undefined },
  { write: "create", there: "an object", expected: 0, actual: 2 },
  { write: "replace", there: "nothing", expected: 2, actual: 0 },
  { write: "replace", there: "the expected one", expected: 2, actual: undefined },
  { write: "replace", there: "another revision", expected: 1, actual: 2 },
  { write: "replace", there: "a deleted one", expected: 2, actual: 0 },
  { write: "delete", there: "nothing", expected: 2, actual: 0 },
  { write: "delete", there: "nothing, expecting nothing", expected: 0, actual: 0 },
  { write: "delete", there: "the expected one", expected: 2, actual: undefined },
  { write: "delete", there: "another revision", expected: 3, actual: 2 },
])("$write over $there expecting $expected", async ({ write, there, expected, actual }) => {
  const { store } = await openTestStore();
  if (!there.startsWith("nothing")) await put(store, "default/a");
  if (there === "a deleted one") await remove(store, "default/a");
  const before = store.revision;
  const key = keyOf("default/a");
  const result = await (
    write === "delete"
      ? store.delete(key, expected)
      : store.put(key, objectOf("default/a", "new"), expected)
  ).catch((error: unknown) => error);
  if (actual === undefined) {
    expect(result).toMatchObject({ revision: before + 1 });
  } else {
    expect(result).toBeInstanceOf(ConflictingWrite);
    expect(result).toMatchObject({ actual, key });
    expect(store.revision).toBe(before);
  }
});

test("a write is visible to head at once, and to readers only when it is durable", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const written = put(store, "default/a", 1);
  await Promise.resolve();
  expect(store.head(keyOf("default/a"))?.revision).toBe(2);
  expect(store.get(keyOf("default/a"))).toBeUndefined();
  expect(list(store)).toEqual([]);
  expect(store.revision).toBe(1);
  log.next().pass();
  const entry = await written;
  expect(store.get(keyOf("default/a"))).toBe(entry);
  expect(store.head(keyOf("default/a"))).toBe(entry);
});

test("what waits for a key has settled when it is durable, or given up", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const key = keyOf("default/a");
  expect(store.settled(key)).toBeUndefined();
  const written = put(store, "default/a", 1);
  expect(store.settled(keyOf("default/b"))).toBeUndefined();
  const seen = store.settled(key)?.then(() => store.get(key)?.revision);
  await Promise.resolve();
  log.next().pass();
  await written;
  expect(await seen).toBe(2);
  expect(store.settled(key)).toBeUndefined();
  const lost = put(store, "default/a", 2).catch((error: unknown) => error);
  const given = store.settled(key)?.then(() => store.get(key)?.revision);
  await Promise.resolve();
  log.next().fail(new TransientLogError("full"));
  expect(await lost).toBeInstanceOf(Error);
  expect(await given).toBe(2);
  expect(log.waiting).toEqual([]);
});

test("a pending deletion hides the head, and a write that follows it creates", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const first = put(store, "default/a", 1);
  const gone = remove(store, "default/a");
  expect(store.head(keyOf("default/a"))).toBeUndefined();
  const again = put(store, "default/a", 2);
  await Promise.resolve();
  log.next().pass();
  expect((await Promise.all([first, gone, again])).map((entry) => entry.revision)).toEqual([
    2, 3, 4,
  ]);
  expect(list(store)).toEqual(["default/a@4"]);
});

test("what is written while a segment is under way becomes the next segment, in order", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const settled: number[] = [];
  const write = async (name: string): Promise<void> => {
    settled.push((await put(store, `default/${name}`)).revision);
  };
  const all = [write("a"), write("b")];
  await Promise.resolve();
  all.push(write("c"), write("d"), write("e"));
  const first = log.next();
  expect(first.segment).toMatchObject({ firstRevision: 2, lastRevision: 3 });
  expect(log.waiting).toHaveLength(0);
  first.pass();
  await all[1];
  expect(settled).toEqual([2, 3]);
  const second = log.next();
  expect(second.segment).toMatchObject({ firstRevision: 4, lastRevision: 6 });
  second.pass();
  await Promise.all(all);
  expect(settled).toEqual([2, 3, 4, 5, 6]);
});

test("a passing failure refuses all that waits, rolls heads back, and the next write goes on", async () => {
  const log = new GatedLog();
  const { store, host } = await openTestStore({ log });
  const kept = put(store, "default/a", "kept");
  await Promise.resolve();
  log.next().pass();
  await kept;
  const calls = record(store, { fromRevision: 1 });
  const lost = [put(store, "default/a", "lost"), put(store, "default/b", "lost")];
  await Promise.resolve();
  lost.push(put(store, "default/b", "based on a lost one"), remove(store, "default/a"));
  const cause = new TransientLogError("no space left");
  log.next().fail(cause);
  for (const each of await Promise.allSettled(lost)) {
    expect(each).toMatchObject({
      status: "rejected",
      reason: {
        code: 500,
        message: "Internal error occurred: the write could not be made durable: no space left",
        cause,
      },
    });
  }
  expect(store.failure).toBeUndefined();
  expect(store.head(keyOf("default/a"))?.revision).toBe(2);
  expect(store.head(keyOf("default/b"))).toBeUndefined();
  const later = put(store, "default/b", "later");
  await Promise.resolve();
  log.next().pass();
  expect((await later).revision).toBe(3);
  await host.settle();
  expect(calls.flat()).toEqual(["ADDED default/a@2", "ADDED default/b@3", "at 3"]);
  const { store: recovered } = await openTestStore({ log: new MemoryLog(log.contents) });
  expect(list(recovered)).toEqual(["default/a@2", "default/b@3"]);
});

test("after a failure for good the store refuses writes, says why, and still reads", async () => {
  const log = new GatedLog();
  const { store, host } = await openTestStore({ log });
  const kept = put(store, "default/a");
  await Promise.resolve();
  log.next().pass();
  await kept;
  const lost = put(store, "default/b");
  await Promise.resolve();
  const cause = new StateLogError("disk I/O error");
  log.next().fail(cause);
  await expect(lost).rejects.toMatchObject({ code: 500, cause });
  const refusal = {
    code: 503,
    message: "the state log failed, no more writes are taken: disk I/O error",
    cause,
  };
  await expect(put(store, "default/b")).rejects.toMatchObject(refusal);
  await expect(remove(store, "default/a")).rejects.toMatchObject(refusal);
  await expect(store.restoreSnapshot(store.exportSnapshot())).rejects.toMatchObject(refusal);
  await expect(store.compact(2)).rejects.toMatchObject(refusal);
  expect(log.waiting).toHaveLength(0);
  expect(store.failure).toBe(cause);
  expect(list(store)).toEqual(["default/a@2"]);
  expect(host.logged.at(-1)).toMatchObject({ level: "error", message: "the state log failed" });
  await store.close();
});

test("closing waits for the writes that were taken and refuses the others", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const taken = put(store, "default/a");
  const closed = store.close();
  await expect(put(store, "default/b")).rejects.toMatchObject({
    code: 503,
    message: "the store is closed",
  });
  log.next().pass();
  await closed;
  expect((await taken).revision).toBe(2);
  await store.close();
  await expect(log.readSegments(0)).rejects.toThrow("closed");
});

test("objects that come out are deeply frozen, and the object put in is not the one kept", async () => {
  const { store } = await openTestStore();
  const object = objectOf("default/a", { list: [{ deep: 1 }] });
  const entry = await store.put(keyOf("default/a"), object, 0);
  expect(entry.object).not.toBe(object);
  expect(object.metadata.resourceVersion).toBeUndefined();
  const value = (entry.object as unknown as typeof object).value as { list: readonly object[] };
  for (const part of [entry.object, entry.object.metadata, value, value.list, value.list[0]]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test("a deletion carries the last state that it is given", async () => {
  const { store } = await openTestStore();
  await put(store, "default/a", 1);
  const last = objectOf("default/a", "finalized");
  const gone = await store.delete(keyOf("default/a"), 2, last);
  expect(gone.object).toMatchObject({ value: "finalized", metadata: { resourceVersion: "3" } });
});
