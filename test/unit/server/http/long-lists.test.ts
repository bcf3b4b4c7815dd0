/** Lists of many objects, in every form: others are served while they are made, and they are what they would be in one piece. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeProtobuf } from "../../../../src/api/decode/protobuf.ts";
import { yamlText } from "../../../../src/server/http/respond.ts";
import { isBodyStream, type ApiRequest } from "../../../../src/server/message.ts";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const protobuf = "application/vnd.kubernetes.protobuf";
const metadata = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const table = ";as=Table;g=meta.k8s.io;v=v1";
/** More than a megabyte of them. */
const count = 250;
const last = `m${count - 1}`;

/** Texts that YAML writes in different ways. */
const texts = [
  "plain",
  "yes",
  " leading and trailing ",
  "two\nlines",
  "two\n\nand a blank one\n",
  "  indented\n first\n\n\n",
  "tab\tand \"quotes\" and 'more'",
  "trailing blanks  \nbefore a line\n \n",
  "\n",
  "# no comment: {a: b}",
  "1:20",
  "ünïcödé 😀",
  `long ${"word ".repeat(60)}`,
  `long and of\n${"several lines, ".repeat(20)}\n  deeper\n`,
  "- item\n- item\n",
  "x".repeat(4000),
];

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  for (let at = 0; at < count; at += 1) {
    const data = Object.fromEntries(texts.map((text, key) => [`k${key}`, text]));
    const name = `m${String(at).padStart(3, "0")}`;
    const { status } = await api.call("POST", maps, { metadata: { name }, data });
    expect(status).toBe(201);
  }
});
afterAll(() => api.stop());

const trusted = { name: "reader", groups: ["system:masters"] };

function requestOf(
  path: string,
  accept: string,
  signal = new AbortController().signal,
): ApiRequest {
  const { pathname, searchParams, search } = new URL(path, "http://kubarium");
  const headers = { accept };
  const peer = { trusted };
  return { method: "GET", path: pathname, query: searchParams, search, headers, peer, signal };
}

async function bytesOf(path: string, accept: string): Promise<Uint8Array> {
  const { status, body } = await api.server.handle(requestOf(path, accept));
  expect(status).toBe(200);
  return typeof body === "string" ? new TextEncoder().encode(body) : (body as Uint8Array);
}

const jsonOf = async (path: string, accept = "application/json"): Promise<Body> =>
  JSON.parse(new TextDecoder().decode(await bytesOf(path, accept)));

/** How many others are answered before this list is. */
async function servedDuring(path: string, accept: string): Promise<number> {
  let others = 0;
  const list = { isDone: false };
  const listing = bytesOf(path, accept).finally(() => (list.isDone = true));
  while (!list.isDone && others < 1000) {
    await new Promise<void>((resolve) => api.host.timers.soon(resolve));
    await bytesOf("/api/v1/namespaces/default", "application/json");
    if (!list.isDone) others += 1;
  }
  await listing;
  return others;
}

describe("others are served during", () => {
  test.each([
    ["protobuf, the first time", protobuf],
    ["JSON", "application/json"],
    ["Tables", `application/json${table}`],
    ["YAML", "application/yaml"],
    ["indented JSON", "application/json;pretty=1"],
  ])("%s", async (_title, accept) => {
    const path = `${maps}?includeObject=Object`;
    expect(await servedDuring(path, accept)).toBeGreaterThan(0);
  });
});

describe("in slices is the same", () => {
  test("JSON, which is made of what is stored", async () => {
    const { kind, items } = await jsonOf(maps);
    expect([kind, items.length]).toEqual(["ConfigMapList", count]);
    for (const item of items.slice(-2)) {
      const {
        kind: _kind,
        apiVersion: _version,
        ...rest
      } = await jsonOf(`${maps}/${item.metadata.name}`);
      expect(item).toEqual(rest);
    }
  });

  test("protobuf, when it is made and when it is kept", async () => {
    const json = await jsonOf(maps);
    expect(json.items).toHaveLength(count);
    const first = await bytesOf(maps, protobuf);
    expect(decodeProtobuf(first)).toEqual(json);
    expect(await bytesOf(maps, protobuf)).toEqual(first);
  });

  test("protobuf of an object alone and in a list", async () => {
    const whole = decodeProtobuf(await bytesOf(`${maps}/m007`, protobuf));
    expect(whole).toEqual(await jsonOf(`${maps}/m007`));
  });

  test.each([
    ["objects", ""],
    ["metadata", metadata],
    ["Tables", table],
  ])("YAML of %s", async (_title, as) => {
    const yaml = new TextDecoder().decode(await bytesOf(maps, `application/yaml${as}`));
    expect(yaml).toBe(yamlText(await jsonOf(maps, `application/json${as}`)));
  });

  test("indented JSON", async () => {
    const text = new TextDecoder().decode(await bytesOf(maps, "application/json;pretty=1"));
    expect(text).toBe(JSON.stringify(await jsonOf(maps), null, 2));
  });

  test("YAML of a list of none", async () => {
    const path = `${maps}?labelSelector=a%3Db`;
    const yaml = new TextDecoder().decode(await bytesOf(path, "application/yaml"));
    expect(yaml).toBe(yamlText(await jsonOf(path)));
    expect(yaml).toContain("\nitems: []\n");
  });

  test("a Table with a row for each, in their order", async () => {
    const { kind, columnDefinitions, rows } = await jsonOf(maps, `application/json${table}`);
    expect([kind, columnDefinitions.length, rows.length]).toEqual(["Table", 3, count]);
    const { items } = await jsonOf(maps);
    const names = items.map((item: Body) => item.metadata.name);
    expect(rows.map(({ cells }: Body) => cells[0])).toEqual(names);
    expect(rows[5].object).toMatchObject({ kind: "PartialObjectMetadata" });
  });

  test("metadata, whose items say their kind", async () => {
    const list = await jsonOf(maps, `application/json${metadata}`);
    expect(Object.keys(list)).toEqual(["kind", "apiVersion", "metadata", "items"]);
    expect(list.items).toHaveLength(count);
    expect(Object.keys(list.items[0])).toEqual(["kind", "apiVersion", "metadata"]);
  });
});

interface Watcher {
  readonly chunks: (string | Uint8Array)[];
  stop(): void;
}

async function watch(accept: string, query: string): Promise<Watcher> {
  const abort = new AbortController();
  const path = `${maps}?watch=true&${query}`;
  const { body } = await api.server.handle(requestOf(path, accept, abort.signal));
  if (!isBodyStream(body)) throw new Error("a watch was refused");
  const chunks: (string | Uint8Array)[] = [];
  body.start({ write: (chunk) => (chunks.push(chunk), 0), end: () => undefined });
  return { chunks, stop: () => abort.abort() };
}

const turn = () => new Promise<void>((resolve) => api.host.timers.soon(resolve));
const textOf = (chunks: readonly (string | Uint8Array)[]): string =>
  chunks
    .map((chunk) => (typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk)))
    .join("");

describe("a watch that begins with what is there", () => {
  const initial =
    "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

  test.each(["application/json;as=Table;g=meta.k8s.io;v=v1", "application/json", protobuf])(
    "as %s sends it in slices, and what happens meanwhile after its end",
    async (accept) => {
      const watcher = await watch(accept, `${initial}&includeObject=Object`);
      const name = `late-${accept.length}`;
      const writing = api.call("POST", maps, { metadata: { name } });
      for (let turns = 0; !textOf(watcher.chunks).includes(name); turns += 1) {
        expect(turns).toBeLessThan(1000);
        await turn();
      }
      expect((await writing).status).toBe(201);
      watcher.stop();
      expect(watcher.chunks.length).toBeGreaterThan(2);
      const text = textOf(watcher.chunks);
      const order = ["m000", last, "k8s.io/initial-events-end", name].map((each) =>
        text.indexOf(each),
      );
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order).not.toContain(-1);
      await api.call("DELETE", `${maps}/${name}`);
    },
  );

  test("ends where its client leaves while it is being sent", async () => {
    const watcher = await watch("application/json;as=Table;g=meta.k8s.io;v=v1", initial);
    watcher.stop();
    const { length } = watcher.chunks;
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(watcher.chunks.length).toBe(length);
  });
});

test.each([
  ["objects in protobuf", protobuf],
  ["metadata in protobuf", `${protobuf};as=PartialObjectMetadata;g=meta.k8s.io;v=v1`],
  ["metadata in JSON", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"],
  ["objects in JSON", "application/json"],
])("an event is encoded once for all who see %s", async (_title, accept) => {
  const watchers = await Promise.all(
    [1, 2, 3].map(() => watch(accept, `resourceVersion=${api.store.revision}`)),
  );
  await api.call("POST", maps, { metadata: { name: "seen" } });
  for (let turns = 0; turns < 5; turns += 1) await turn();
  await api.call("DELETE", `${maps}/seen`);
  for (let turns = 0; turns < 5; turns += 1) await turn();
  const [first, ...others] = watchers;
  expect(first?.chunks).toHaveLength(2);
  for (const { chunks } of others) {
    expect(chunks).toHaveLength(2);
    for (const [at, chunk] of chunks.entries()) expect(chunk).toBe(first?.chunks[at]);
  }
  for (const watcher of watchers) watcher.stop();
});
