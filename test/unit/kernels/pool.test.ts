import { afterEach, expect, test, vi } from "vitest";
import { createNodeKernelPool } from "../../../src/host/node/kernel-pool.ts";
import {
  checkWorkers,
  workerNodesMin,
  workerPairsMin,
  workersFor,
} from "../../../src/kernels/pool.ts";
import type { NodeKernelOptions } from "../../../src/host/node/kernel-pool.ts";
import type { KernelPool } from "../../../src/kernels/pool.ts";
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

// Threads start slowly where every core is busy.
vi.setConfig({ testTimeout: 60_000 });

let pool: KernelPool | undefined;
afterEach(async () => {
  await pool?.close();
});

async function placements(
  options: NodeKernelOptions,
  count: number,
  nodes = 1000,
): Promise<number[]> {
  pool = createNodeKernelPool(options);
  const engine = await pool.scheduler(capacity);
  engine.memory.grow({ nodes });
  for (let i = 0; i < nodes; i++) {
    writeNode(engine.memory, i, { allocatable: [4000 + (i % 7) * 1000, 8 * gi, gi, 110], key: i });
  }
  // Growth after the worker has opened the memory must reach it too: place, grow, place again.
  for (let i = 0; i < count; i++) engine.memory.writePod(i, podRecord({ tie: i * 77 }));
  await engine.place(count);
  const first = Array.from({ length: count }, (_, i) => engine.memory.readResult(i).node);
  engine.memory.grow({ nodes: 5 * nodes, pods: 128 });
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
  const expected = await placements({ mode: "off" }, count);
  expect(await placements({ mode: "worker" }, count)).toEqual(expected);
  expect(await placements({ mode: "thread" }, count)).toEqual(expected);
});

test("three workers place a batch together as the reference does, also after the memory has grown", async () => {
  const nodes = 3 * workerNodesMin + 5;
  const expected = await placements({ mode: "off" }, 40, nodes);
  expect(await placements({ mode: "worker", workers: 3 }, 40, nodes)).toEqual(expected);
});

test.each([
  { pods: 1, scans: 1, nodes: 16_383, workers: 4, used: 0, why: "not worth a crossing" },
  { pods: 1, scans: 1, nodes: 16_384, workers: 4, used: 1, why: "not worth several" },
  { pods: 256, scans: 256, nodes: 16_384, workers: 1, used: 1, why: "one is the default" },
  { pods: 256, scans: 256, nodes: 64, workers: 4, used: 1, why: "a small cluster" },
  { pods: 256, scans: 256, nodes: 2 * workerNodesMin - 1, workers: 4, used: 1, why: "few nodes" },
  { pods: 256, scans: 256, nodes: 2 * workerNodesMin, workers: 4, used: 2, why: "nodes for two" },
  { pods: 256, scans: 256, nodes: 15_000, workers: 4, used: 4, why: "nodes for more" },
  { pods: 256, scans: 1, nodes: 15_000, workers: 4, used: 1, why: "replicas" },
  { pods: 256, scans: 9, nodes: 15_000, workers: 4, used: 2, why: "mostly replicas" },
  { pods: 0, scans: 0, nodes: 150_000, workers: 4, used: 0, why: "nothing to place" },
])(
  "$pods Pods with $scans scans of $nodes nodes use $used of $workers workers: $why",
  ({ pods, scans, nodes, workers, used }) => {
    expect(workersFor({ count: pods, scans, nodeCount: nodes }, workers)).toBe(used);
  },
);

test.each([0, -1, 1.5, Number.NaN, Infinity, 17])(
  "%d workers are refused, with what is allowed",
  (workers) => {
    expect(() => checkWorkers(workers)).toThrow(RangeError);
    expect(() => createNodeKernelPool({ workers })).toThrow(
      `${workers} scheduler workers: a whole number from 1 to 16 is wanted`,
    );
  },
);

test("more workers than a lower bound of the caller's are refused, with that bound", () => {
  expect(() => checkWorkers(3, 2)).toThrow(
    "3 scheduler workers: a whole number from 1 to 2 is wanted",
  );
  expect(() => checkWorkers(2, 2)).not.toThrow();
});

test("binaries that were never built are named, with the command that builds them", async () => {
  pool = createNodeKernelPool({ mode: "thread", dir: "/nonexistent" });
  await expect(pool.scheduler(capacity)).rejects.toThrow(/scheduler\.release\.wasm.*build-wasm/);
});
