/** Integers that no JavaScript number holds, through the log and the snapshot. */
import { expect, test } from "vitest";
import { emptyContents, MemoryLog } from "../../../src/store/memory-log.ts";
import { keyOf, openTestStore, put } from "../../fixtures/store.ts";

const value = { wide: 9007199254740993n, list: [-9223372036854775808n, 1] };

test("an object with wide integers is read from the log as it was written", async () => {
  const contents = emptyContents();
  const first = await openTestStore({ log: new MemoryLog(contents) });
  await put(first.store, "default/a", value);
  await put(first.store, "default/b", 1e17);
  await first.store.close();
  const { store } = await openTestStore({ log: new MemoryLog(contents) });
  expect(store.get(keyOf("default/a"))?.object).toMatchObject({ value });
  expect(store.get(keyOf("default/b"))?.object).toMatchObject({ value: 1e17 });
  expect(store.get(keyOf("default/a"))?.text).toContain(
    '"value":{"wide":9007199254740993,"list":[-9223372036854775808,1]}',
  );
  await store.close();
});

test("a snapshot restores wide integers", async () => {
  const { store } = await openTestStore();
  await put(store, "default/a", value);
  const snapshot = store.exportSnapshot();
  const other = await openTestStore();
  await other.store.restoreSnapshot(snapshot);
  expect(other.store.get(keyOf("default/a"))?.object).toMatchObject({ value });
});
