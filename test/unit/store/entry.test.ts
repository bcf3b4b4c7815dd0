/** One encoding, one object: what entries share and what they let go of. */
import { expect, test } from "vitest";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { keyOf, openTestStore, put } from "../../fixtures/store.ts";

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test("every reader gets the very same object and the very same bytes", async () => {
  const { store } = await openTestStore();
  const written = await put(store, "default/a", "\u4e2d\u{1f680}\u2028");
  const read = store.get(keyOf("default/a"));
  const listed = store.list("pods").entries[0];
  expect(read?.object).toBe(written.object);
  expect(listed?.object).toBe(written.object);
  expect(listed?.json).toBe(written.json);
  expect(JSON.parse(text(written.json))).toEqual(written.object);
});

test("after a restart objects are parsed once, frozen, and equal to what was written", async () => {
  const log = new MemoryLog();
  const first = await openTestStore({ log });
  const written = await put(first.store, "default/a", { nested: ["\u4e2d", null, 1.5, ""] });
  const { store } = await openTestStore({ log: new MemoryLog(log.contents) });
  const read = store.get(keyOf("default/a"));
  expect(read?.object).toEqual(written.object);
  expect(read?.object).toBe(store.get(keyOf("default/a"))?.object);
  expect(Object.isFrozen(read?.object.metadata)).toBe(true);
  expect(read?.json).toEqual(written.json);
});

test("an object that somebody holds is still the one that readers get when it is no longer hot", async () => {
  const { store } = await openTestStore({ hotBytesMax: 1000 });
  const held = (await put(store, "default/held")).object;
  for (let i = 0; i < 50; i += 1) await put(store, `default/${i}`, "x".repeat(200));
  expect(store.get(keyOf("default/held"))?.object).toBe(held);
  for (const entry of store.list("pods").entries) {
    expect(JSON.parse(text(entry.json))).toEqual(entry.object);
  }
});

test("an object larger than all that may be hot is served all the same", async () => {
  const { store } = await openTestStore({ hotBytesMax: 0 });
  const { object, json } = await put(store, "default/a", "x".repeat(1000));
  expect(JSON.parse(text(json))).toEqual(object);
  expect(store.get(keyOf("default/a"))?.object).toBe(object);
});

test("an object that nobody has asked for is made of its text again when it is no longer hot", async () => {
  const { store } = await openTestStore({ hotBytesMax: 1000 });
  const seen: unknown[] = [];
  store.watch("pods", { fromRevision: store.revision }, (events) => {
    for (const { entry } of events) seen.push(entry.object);
  });
  const writes = Array.from({ length: 20 }, (_, i) => put(store, `default/${i}`, "x".repeat(200)));
  const written = await Promise.all(writes);
  const objects = written.map((entry) => entry.object);
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(writes.map((_, i) => String(i)));
  for (const object of objects) expect(Object.isFrozen(object.metadata)).toBe(true);
  await expect.poll(() => seen.length).toBe(20);
  expect(seen.every((each, at) => each === objects[at])).toBe(true);
});
