import { afterEach, expect, test } from "vitest";
import { createNodeKernelPool, nodeKernelBinaries } from "../../../src/host/node/kernel-pool.ts";
import { createWorkerPool, workerPairsMin } from "../../../src/kernels/pool.ts";
import type { KernelPool, StartedWorker } from "../../../src/kernels/pool.ts";
import type { SchedulerCapacity } from "../../../src/kernels/scheduler/layout.ts";
import { gi, podRecord, writeNode } from "./scheduler-cases.ts";

const capacity: SchedulerCapacity = {
  nodes: 2048,
  resources: 4,
  taintWords: 1,
  portWords: 0,
  masks: 1,
  scoreColumns: 0,
  pods: 64,
};

let pool: KernelPool | undefined;
afterEach(async () => {
  await pool?.close();
});

async function placements(mode: "worker" | "thread" | "off", count: number): Promise<number[]> {
  pool = createNodeKernelPool({ mode });
  const engine = await pool.scheduler(capacity);
  for (let i = 0; i < 1000; i++) {
    writeNode(engine.memory, i, { allocatable: [4000 + (i % 7) * 1000, 8 * gi, gi, 110], key: i });
  }
  // Growth after the worker has opened the memory must reach it too: place, grow, place again.
  for (let i = 0; i < count; i++) engine.memory.writePod(i, podRecord({ tie: i * 77 }));
  await engine.place(count);
  const first = Array.from({ length: count }, (_, i) => engine.memory.readResult(i).node);
  engine.memory.grow({ nodes: 5000, pods: 128 });
  for (let i = 0; i < count; i++) engine.memory.writePod(i, podRecord({ tie: i * 78 }));
  await engine.place(count);
  const second = Array.from({ length: count }, (_, i) => engine.memory.readResult(i).node);
  await pool.close();
  return [...first, ...second];
}

test.each([
  { count: 2, where: "on the calling thread" },
  { count: 40, where: "in the worker" },
])("the worker pool places $count pods $where as the reference does", async ({ count }) => {
  expect(count * 1000 >= workerPairsMin).toBe(count === 40);
  const expected = await placements("off", count);
  expect(await placements("worker", count)).toEqual(expected);
  expect(await placements("thread", count)).toEqual(expected);
});

test("binaries that were never built are named, with the command that builds them", async () => {
  pool = createNodeKernelPool({ mode: "thread", dir: "/nonexistent" });
  await expect(pool.scheduler(capacity)).rejects.toThrow(/scheduler\.release\.wasm.*build-wasm/);
});

test("small batches start no worker, and one that cannot be started is tried once and told of", async () => {
  let started = 0;
  const told: string[] = [];
  const startWorker = (): StartedWorker => {
    started += 1;
    throw new Error("none left");
  };
  pool = createWorkerPool(nodeKernelBinaries(), startWorker, ({ message }) => told.push(message));
  const engine = await openWith(pool);
  await engine.place(2);
  expect(started).toBe(0);
  for (let i = 0; i < 3; i++) {
    await engine.place(40);
    expect(engine.memory.readResult(39).node).toBeGreaterThanOrEqual(0);
  }
  expect([started, told]).toEqual([1, ["none left"]]);
});

test.each([
  ["throws", "throw new Error('no worker here')"],
  ["exits", "process.exit(3)"],
])(
  "where a worker %s at its start large batches are placed on the calling thread",
  async (_, code) => {
    const workerUrl = new URL(`data:text/javascript,${code}`);
    pool = createNodeKernelPool({ mode: "worker", workerUrl });
    const engine = await openWith(pool);
    for (let i = 0; i < 2; i++) {
      await engine.place(40);
      expect(engine.memory.readResult(39).node).toBeGreaterThanOrEqual(0);
    }
  },
);

test("a worker that ends in the middle of a batch fails that batch, and the next one gets another", async () => {
  const workerUrl = new URL("./lost-worker.ts", import.meta.url);
  pool = createNodeKernelPool({ mode: "worker", workerUrl });
  const engine = await openWith(pool);
  for (let i = 0; i < 2; i++) {
    await expect(engine.place(40)).rejects.toThrow("the kernel worker ended with code 3");
  }
  await engine.place(2);
  expect(engine.memory.readResult(1).node).toBeGreaterThanOrEqual(0);
});

async function openWith(kernels: KernelPool): ReturnType<KernelPool["scheduler"]> {
  const engine = await kernels.scheduler(capacity);
  for (let i = 0; i < 1000; i++) {
    writeNode(engine.memory, i, { allocatable: [4000, 8 * gi, gi, 110], key: i });
  }
  for (let i = 0; i < 40; i++) engine.memory.writePod(i, podRecord({ tie: i * 77 }));
  return engine;
}
