/** The snapshot document: what it says, what restoring it does, and which documents are refused. */
import { expect, test } from "vitest";
import type { SnapshotDocument } from "../../../src/store/store.ts";
import { GatedLog } from "../../fixtures/store-gated-log.ts";
import { list, objectOf, openTestStore, put, record, remove } from "../../fixtures/store.ts";

test("a snapshot says what it is and has every object in key order", async () => {
  const { store } = await openTestStore();
  await put(store, "default/b", 1);
  await put(store, "node");
  await put(store, "default/a", 2);
  const object = (path: string, value: number, resourceVersion: string) => {
    const plain = objectOf(path, value);
    return { ...plain, metadata: { ...plain.metadata, resourceVersion } };
  };
  expect(store.exportSnapshot()).toEqual({
    format: "kubarium/snapshot",
    version: 1,
    revision: 4,
    objects: [
      { resource: "nodes", namespace: "", name: "node", object: object("node", 0, "3") },
      { resource: "pods", namespace: "default", name: "a", object: object("default/a", 2, "4") },
      { resource: "pods", namespace: "default", name: "b", object: object("default/b", 1, "2") },
    ],
  });
  expect(store.exportSnapshot(2).objects.map(({ name }) => name)).toEqual(["b"]);
});

test("restoring brings the content back as new revisions that watchers see, and only the differences", async () => {
  const { store, host } = await openTestStore();
  await put(store, "default/same");
  await put(store, "default/changed", "old");
  await put(store, "default/gone");
  const document = JSON.parse(JSON.stringify(store.exportSnapshot())) as SnapshotDocument;
  await put(store, "default/changed", "new");
  await remove(store, "default/gone");
  await put(store, "default/later");
  const calls = record(store, { fromRevision: store.revision });
  expect(await store.restoreSnapshot(document)).toBe(10);
  await host.settle();
  expect(calls).toEqual([
    [
      "MODIFIED default/changed@8 <- default/changed@5",
      "ADDED default/gone@9",
      "DELETED default/later@10 <- default/later@7",
      "at 10",
    ],
  ]);
  const contents = ({ objects }: SnapshotDocument) =>
    objects.map(({ object }) => ({
      ...object,
      metadata: { ...object.metadata, resourceVersion: "" },
    }));
  expect(contents(store.exportSnapshot())).toEqual(contents(document));
  expect(await store.restoreSnapshot(document)).toBe(10);
});

test("a snapshot moves to another cluster, whose counter goes on from its own", async () => {
  const first = await openTestStore();
  for (const path of ["default/a", "default/b", "node"]) await put(first.store, path, 7);
  const second = await openTestStore();
  await put(second.store, "default/other");
  const revision = await second.store.restoreSnapshot(first.store.exportSnapshot());
  expect(revision).toBe(6);
  expect(list(second.store)).toEqual(["default/a@4", "default/b@5"]);
});

test("restoring is one segment with what waits before it, all of it or nothing", async () => {
  const log = new GatedLog();
  const { store } = await openTestStore({ log });
  const writes = ["a", "b"].map((name) => put(store, `default/${name}`));
  await Promise.resolve();
  const pending = put(store, "default/c");
  const restored = store.restoreSnapshot({ ...store.exportSnapshot(), objects: [] });
  log.next().pass();
  await Promise.all(writes);
  const { segment, fail } = log.next();
  expect(segment).toMatchObject({ firstRevision: 4, lastRevision: 7 });
  fail(Object.assign(new Error("no space left"), { name: "TransientLogError" }));
  await expect(pending).rejects.toMatchObject({ code: 500 });
  await expect(restored).rejects.toMatchObject({ code: 500 });
  expect(list(store)).toEqual(["default/a@2", "default/b@3"]);
});

const good = {
  format: "kubarium/snapshot",
  version: 1,
  revision: 5,
  objects: [{ resource: "pods", namespace: "default", name: "a", object: objectOf("default/a") }],
};
const [pod] = good.objects;

test.each([
  { document: undefined, message: 'not a snapshot: "format" must be "kubarium/snapshot"' },
  { document: [], message: 'not a snapshot: "format" must be "kubarium/snapshot"' },
  {
    document: { ...good, format: "other" },
    message: 'not a snapshot: "format" must be "kubarium/snapshot"',
  },
  { document: { ...good, version: 2 }, message: "snapshot of version 2: only version 1 is known" },
  {
    document: { ...good, revision: 0 },
    message: 'bad snapshot: "revision" must be a positive whole number',
  },
  { document: { ...good, objects: {} }, message: 'bad snapshot: "objects" must be a list' },
  {
    document: { ...good, objects: [pod, 1] },
    message: "bad snapshot: objects[1]: must be an object",
  },
  {
    document: { ...good, objects: [{ ...pod, resource: "" }] },
    message: 'bad snapshot: objects[0]: "resource" must be a name',
  },
  {
    document: { ...good, objects: [{ ...pod, namespace: null }] },
    message: 'bad snapshot: objects[0]: "namespace" must be a string',
  },
  {
    document: { ...good, objects: [{ ...pod, name: 1 }] },
    message: 'bad snapshot: objects[0]: "name" must be a name',
  },
  {
    document: { ...good, objects: [{ ...pod, object: "x" }] },
    message: 'bad snapshot: objects[0]: "object" must be an object',
  },
  {
    document: { ...good, objects: [{ ...pod, object: { kind: "Pod" } }] },
    message: 'bad snapshot: objects[0]: "object" must have "apiVersion" and "kind"',
  },
  {
    document: { ...good, objects: [{ ...pod, object: { ...pod?.object, metadata: 1 } }] },
    message: 'bad snapshot: objects[0]: "object" must have "metadata"',
  },
  {
    document: { ...good, objects: [{ ...pod, name: "b" }] },
    message: 'bad snapshot: objects[0]: "object" is not named "b"',
  },
  {
    document: { ...good, objects: [{ ...pod, namespace: "b" }] },
    message: 'bad snapshot: objects[0]: "object" is not in namespace "b"',
  },
  {
    document: { ...good, objects: [pod, pod] },
    message: "bad snapshot: objects[1]: pods/default/a is there twice",
  },
])("refused: $message", async ({ document, message }) => {
  const { store } = await openTestStore();
  await put(store, "default/kept");
  await expect(store.restoreSnapshot(document)).rejects.toMatchObject({ code: 400, message });
  expect(list(store)).toEqual(["default/kept@2"]);
});

test("the document that the refused ones were made from is taken", async () => {
  const { store } = await openTestStore();
  expect(await store.restoreSnapshot(good)).toBe(2);
  expect(list(store)).toEqual(["default/a@2"]);
});
