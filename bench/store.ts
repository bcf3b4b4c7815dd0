/** The store: group commit against one commit per write, encode-once fan-out against per-watcher stringify, memory, start. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "../src/api/object.ts";
import type { Host } from "../src/host/host.ts";
import { openSqliteLog } from "../src/host/node/sqlite-log.ts";
import { createSimulatedHost } from "../src/host/simulated.ts";
import { openStore } from "../src/store/engine.ts";
import { MemoryLog } from "../src/store/memory-log.ts";
import type { MemoryLogContents } from "../src/store/memory-log.ts";
import type { ObjectKey, StateStore } from "../src/store/store.ts";
import { podOf } from "./api/pod.ts";
import type { BenchRow } from "./row.ts";

const writers = 64;
const watchers = 100;

const keyOf = (name: string): ObjectKey => ({ resource: "pods", namespace: "default", name });

async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "kubarium-bench-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Durable writes per second of `count` writers, each of which waits for its answer before it writes again. */
async function writesPerSecond(store: StateStore, host: Host, count: number): Promise<number> {
  const durationMs = 700;
  const start = performance.now();
  let written = 0;
  const write = async (writer: number): Promise<void> => {
    const object = podOf(writer);
    const key = keyOf(object.metadata.name ?? "");
    while (performance.now() - start < durationMs) {
      await store.put(key, object, store.head(key)?.revision ?? 0);
      written += 1;
      // As requests come: each in a turn of its own.
      await new Promise<void>((resolve) => host.timers.soon(resolve));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
  return (written * 1000) / (performance.now() - start);
}

async function groupCommit(): Promise<readonly BenchRow[]> {
  const host = createSimulatedHost();
  const grouped = await inDirectory(async (directory) => {
    const store = await openStore({ log: openSqliteLog(directory), host });
    const rate = await writesPerSecond(store, host, writers);
    await store.close();
    return rate;
  });
  // One commit per write: the same writers take turns, so that no two writes wait together.
  const single = await inDirectory(async (directory) => {
    const store = await openStore({ log: openSqliteLog(directory), host });
    let turn: Promise<unknown> = Promise.resolve();
    const queued: StateStore = Object.create(store, {
      put: {
        value: (...args: Parameters<StateStore["put"]>) => {
          const done = turn.then(() =>
            store.put(args[0], args[1], store.head(args[0])?.revision ?? 0),
          );
          turn = done;
          return done;
        },
      },
      head: { value: (key: ObjectKey) => store.head(key) },
    }) as StateStore;
    const rate = await writesPerSecond(queued, host, writers);
    await store.close();
    return rate;
  });
  const metric = `group commit, ${writers} writers, SQLite FULL`;
  return [
    row(`${metric}, against one commit per write`, grouped / single, {
      unit: "x",
      baseline: "one commit per write",
      target: ">= 4",
    }),
    row(metric, grouped, { unit: "1/s", baseline: `${Math.round(single)}/s`, target: "" }),
  ];
}

async function fanOut(): Promise<readonly BenchRow[]> {
  const host = createSimulatedHost();
  const pods = Array.from({ length: 500 }, (_, index) => podOf(index));
  const measure = async (encode: Encoding): Promise<number> => {
    const store = await openStore({ log: new MemoryLog(), host });
    let bytes = 0;
    for (let i = 0; i < watchers; i += 1) {
      store.watch("pods", { fromRevision: store.revision }, (events) => {
        for (const event of events) bytes += encode(event.entry);
      });
    }
    const start = performance.now();
    await Promise.all(pods.map((pod) => store.put(keyOf(pod.metadata.name ?? ""), pod, 0)));
    await host.settle();
    const ms = performance.now() - start;
    if (bytes < pods.length * watchers * 1000) throw new Error(`only ${bytes} bytes were sent`);
    await store.close();
    return ms;
  };
  const encoder = new TextEncoder();
  await measure((entry) => entry.json.length);
  const shared = await measure((entry) => entry.json.length);
  const each = await measure((entry) => encoder.encode(JSON.stringify(entry.object)).length);
  return [
    row(`encode-once watch fan-out to ${watchers} watchers`, each / shared, {
      unit: "x",
      baseline: "stringify per watcher",
      target: ">= 8",
    }),
  ];
}

type Encoding = (entry: { readonly json: Uint8Array; readonly object: KubeObject }) => number;

/** Heap and buffers in use, after a collection where the runtime lets us ask for one. */
async function memoryBytes(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise<void>((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function recovery(): Promise<readonly BenchRow[]> {
  const host = createSimulatedHost();
  const count = 10_000;
  const contents = await snapshotOf(count);
  const chars = contents.chunks.reduce((sum, { body }) => sum + body.length, 0);
  const parse = parseMs(contents);
  const before = await memoryBytes();
  const start = performance.now();
  const store = await openStore({ log: new MemoryLog(contents), host });
  const openMs = performance.now() - start;
  const held = (await memoryBytes()) - before;
  if (store.list("pods").entries.length !== count) throw new Error("objects are missing");
  await store.close();
  const rows = [
    row(`start with ${count} Pods`, openMs / parse, {
      unit: "x",
      baseline: "parsing every object",
      target: "<= 0.5",
    }),
  ];
  if ("gc" in globalThis) {
    rows.push(
      row("memory per stored object", held / chars, {
        unit: "x",
        baseline: "its JSON",
        target: "<= 1.5",
      }),
    );
  }
  return rows;
}

async function snapshotOf(count: number): Promise<MemoryLogContents> {
  const log = new MemoryLog();
  const store = await openStore({ log, host: createSimulatedHost() });
  const pods = Array.from({ length: count }, (_, index) => podOf(index));
  await Promise.all(pods.map((pod) => store.put(keyOf(pod.metadata.name ?? ""), pod, 0)));
  await store.compact(store.revision);
  await store.close();
  return log.contents;
}

function parseMs({ chunks }: MemoryLogContents): number {
  const start = performance.now();
  const objects = chunks.flatMap(({ body }) =>
    body
      .split("\n")
      .filter((_, index) => index % 2 === 1)
      .map((line) => JSON.parse(line) as unknown),
  );
  if (objects.length === 0) throw new Error("nothing was parsed");
  return performance.now() - start;
}

function row(
  metric: string,
  value: number,
  rest: { readonly unit: string; readonly baseline: string; readonly target: string },
): BenchRow {
  return { bench: "store", metric, value: Math.round(value * 100) / 100, ...rest };
}

/** Takes five to ten seconds. Memory is measured only under `node --expose-gc`. */
export async function run(): Promise<BenchRow[]> {
  return [...(await groupCommit()), ...(await fanOut()), ...(await recovery())];
}
