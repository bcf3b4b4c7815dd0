/** What watchers are told, when, and in which order. */
import { expect, test, vi } from "vitest";
import { hasReason } from "../../../src/api/status.ts";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { keyOf, openTestStore, put, record, remove } from "../../fixtures/store.ts";

test("all events of a tick come in one call, in order, each with the state before", async () => {
  const { store, host } = await openTestStore();
  const calls = record(store, { fromRevision: 1 });
  await Promise.all([put(store, "default/b"), put(store, "default/a"), put(store, "node")]);
  await Promise.all([put(store, "default/b"), remove(store, "default/a")]);
  await host.settle();
  await put(store, "default/a");
  await host.settle();
  expect(calls).toEqual([
    [
      "ADDED default/b@2",
      "ADDED default/a@3",
      "MODIFIED default/b@5 <- default/b@2",
      "DELETED default/a@6 <- default/a@3",
      "at 6",
    ],
    ["ADDED default/a@7", "at 7"],
  ]);
});

test.each([
  { from: 1, namespace: undefined, expected: "2 3 5 6 7" },
  { from: 3, namespace: undefined, expected: "5 6 7" },
  { from: 4, namespace: undefined, expected: "5 6 7" },
  { from: 1, namespace: "other", expected: "3 5" },
  { from: 3, namespace: "other", expected: "5" },
  { from: 5, namespace: "other", expected: "" },
  { from: 1, namespace: "nowhere", expected: "" },
  { from: 6, namespace: undefined, expected: "7" },
  { from: 7, namespace: undefined, expected: "" },
])(
  "a watch of namespace $namespace from revision $from gets the events $expected",
  async ({ from, namespace, expected }) => {
    const { store, host } = await openTestStore();
    await put(store, "default/a");
    await put(store, "other/a");
    await put(store, "node");
    await put(store, "other/a");
    await put(store, "default/b");
    const revisions: number[] = [];
    const options = { fromRevision: from, ...(namespace === undefined ? {} : { namespace }) };
    store.watch("pods", options, (events) => {
      revisions.push(...events.map((event) => event.entry.revision));
    });
    await put(store, "default/c");
    await host.settle();
    expect(revisions.join(" ")).toBe(expected);
  },
);

test("a watch that begins in the middle of a tick misses nothing and gets nothing twice", async () => {
  const { store, host } = await openTestStore();
  await put(store, "default/a");
  await put(store, "default/b");
  const early = record(store, { fromRevision: 2 });
  await put(store, "default/c");
  const late = record(store, { fromRevision: 3 });
  const now = record(store, { fromRevision: store.revision });
  await put(store, "default/d");
  await host.settle();
  expect(early.flat()).toEqual([
    "ADDED default/b@3",
    "ADDED default/c@4",
    "ADDED default/d@5",
    "at 5",
  ]);
  expect(late.flat()).toEqual(["ADDED default/c@4", "ADDED default/d@5", "at 5"]);
  expect(now.flat()).toEqual(["ADDED default/d@5", "at 5"]);
});

test("a watch from a revision that is not there yet begins after it", async () => {
  const { store, host } = await openTestStore();
  const calls = record(store, { fromRevision: 3 });
  await put(store, "default/a");
  await host.settle();
  await put(store, "default/b");
  await put(store, "default/c");
  await host.settle();
  expect(calls.flat()).toEqual(["ADDED default/c@4", "at 4"]);
});

test("a watch that is stopped gets no more, even of the tick under way", async () => {
  const { store, host } = await openTestStore();
  const second = vi.fn();
  const watches = [
    store.watch("pods", { fromRevision: 1 }, () => watches[1]?.stop()),
    store.watch("pods", { fromRevision: 1 }, second),
  ];
  await put(store, "default/a");
  await host.settle();
  expect(second).not.toHaveBeenCalled();
});

test("a watch begun by a listener gets the events of the tick exactly once", async () => {
  const { store, host } = await openTestStore();
  const inner: number[] = [];
  let begun = false;
  store.watch("nodes", { fromRevision: 1 }, () => {
    if (begun) return;
    begun = true;
    store.watch("pods", { fromRevision: 1 }, (events) => {
      inner.push(...events.map((event) => event.entry.revision));
    });
  });
  store.watch("pods", { fromRevision: 1 }, () => undefined);
  await Promise.all([put(store, "node"), put(store, "default/a")]);
  await host.settle();
  await put(store, "default/b");
  await host.settle();
  expect(inner).toEqual([3, 4]);
});

test("a listener that throws is logged and keeps nothing from the others", async () => {
  const { store, host } = await openTestStore();
  const error = new Error("broken listener");
  store.watch("pods", { fromRevision: 1 }, () => {
    throw error;
  });
  const calls = record(store, { fromRevision: 1 });
  await put(store, "default/a");
  await host.settle();
  expect(calls).toEqual([["ADDED default/a@2", "at 2"]]);
  expect(host.logged.at(-1)).toMatchObject({ level: "error", fields: { error } });
});

test("watchers of one resource share the very same events", async () => {
  const { store, host } = await openTestStore();
  const seen: (readonly unknown[])[] = [];
  for (let i = 0; i < 3; i += 1) {
    store.watch("pods", { fromRevision: 1 }, (events) => void seen.push(events));
  }
  await put(store, "default/a");
  await host.settle();
  expect(seen).toHaveLength(3);
  expect(seen[1]).toBe(seen[0]);
  expect(seen[2]).toBe(seen[0]);
});

test("progress is told once a tick, whatever was written", async () => {
  const { store, host } = await openTestStore();
  const told: number[] = [];
  const watch = store.onProgress((revision) => told.push(revision));
  await put(store, "default/a");
  await put(store, "node");
  await host.settle();
  await put(store, "node");
  await host.settle();
  watch.stop();
  await put(store, "node");
  await host.settle();
  expect(told).toEqual([3, 4]);
});

test("a watch goes on from before a restart, and 410 says where history begins", async () => {
  const log = new MemoryLog();
  const first = await openTestStore({ log });
  for (const name of ["a", "b", "c", "d"]) await put(first.store, `default/${name}`);
  await first.store.compact(3);
  await first.store.close();
  const { store, host } = await openTestStore({ log: new MemoryLog(log.contents) });
  const calls = record(store, { fromRevision: 3 });
  await host.settle();
  expect(calls.flat()).toEqual(["ADDED default/c@4", "ADDED default/d@5", "at 5"]);
  expect(() => store.watch("pods", { fromRevision: 2 }, () => undefined)).toThrow(
    "too old resource version: 2 (3)",
  );
  try {
    store.watch("pods", { fromRevision: 2 }, () => undefined);
  } catch (error) {
    expect(hasReason(error, "Expired") && error.code).toBe(410);
  }
});

test("compaction between a write and its tick takes no event from a watcher", async () => {
  const { store, host } = await openTestStore({ historyBytesMax: 0 });
  const calls = record(store, { fromRevision: 1 });
  await put(store, "default/a", "x".repeat(100));
  await store.compact(2);
  await host.settle();
  expect(calls.flat()).toEqual(["ADDED default/a@2", "at 2"]);
  expect(store.get(keyOf("default/a"))?.revision).toBe(2);
});

test("closing the store ends every watch", async () => {
  const { store, host } = await openTestStore();
  const calls = record(store, { fromRevision: 1 });
  await put(store, "default/a");
  await store.close();
  await host.settle();
  expect(calls).toEqual([]);
});
