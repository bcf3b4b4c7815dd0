import { afterEach, expect, test, vi } from "vitest";
import { nodeKernelBinaries, startKernelThread } from "../../../src/host/node/kernel-pool.ts";
import { createWorkerPool, workerNodesMin } from "../../../src/kernels/pool.ts";
import type { KernelPool, SchedulerEngine } from "../../../src/kernels/pool.ts";
import type { SchedulerCapacity } from "../../../src/kernels/scheduler/layout.ts";
import { clearMeetings, hasWaitedInVain } from "../../../src/kernels/scheduler/meetings.ts";
import type { StartedWorker } from "../../../src/kernels/worker-team.ts";
import { gi, podRecord, writeNode } from "./scheduler-cases.ts";
import { Together } from "./together.ts";

const capacity: SchedulerCapacity = {
  nodes: 64,
  resources: 4,
  taintWords: 1,
  portWords: 0,
  masks: 1,
  scoreColumns: 0,
  pods: 64,
};
const pods = 40;
const lost = new URL("./lost-worker.ts", import.meta.url);
const hangs = new URL("./hung-worker.ts", import.meta.url);
const good = new URL("../../../src/host/node/kernel-worker.ts", import.meta.url);

interface World {
  readonly engine: SchedulerEngine;
  readonly started: StartedWorker[];
  readonly told: string[];
  /** Lets all the time pass that is waited for. */
  expire(): void;
}

// Threads start slowly where every core is busy.
vi.setConfig({ testTimeout: 60_000 });

let pool: KernelPool | undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await pool?.close();
});

/** `modules`: what the workers run, one after another; the last one goes on for ever. */
async function openWorld(modules: readonly (URL | Error)[], workers = 1): Promise<World> {
  const started: StartedWorker[] = [];
  const told: string[] = [];
  const timers = new Set<() => void>();
  const rest = [...modules];
  pool = createWorkerPool({
    binaries: nodeKernelBinaries(),
    workers,
    startWorker() {
      const next = rest.length > 1 ? rest.shift() : rest[0];
      if (next === undefined || next instanceof Error) throw next ?? new Error("none left");
      const worker = startKernelThread(next);
      started.push(worker);
      return worker;
    },
    startTimer(_delayMs, fn) {
      timers.add(fn);
      return { cancel: () => timers.delete(fn) };
    },
    tell: (message) => told.push(message),
  });
  const engine = await pool.scheduler(capacity);
  const nodes = workerNodesMin * workers;
  engine.memory.grow({ nodes });
  for (let i = 0; i < nodes; i++) {
    writeNode(engine.memory, i, { allocatable: [4000, 8 * gi, gi, 110], key: i });
  }
  for (let i = 0; i < pods; i++) engine.memory.writePod(i, podRecord({ tie: i * 77 }));
  return { engine, started, told, expire: () => timers.forEach((fn) => fn()) };
}

function expectPlaced({ engine }: World): void {
  for (let i = 0; i < pods; i++) {
    expect(engine.memory.readResult(i).node, `pod ${i}`).toBeGreaterThanOrEqual(0);
  }
}

test("small batches start no worker, and one that cannot be started is tried once and told of", async () => {
  const world = await openWorld([new Error("none left")]);
  await world.engine.place(2);
  expect(world.told).toEqual([]);
  for (let i = 0; i < 3; i++) {
    await world.engine.place(pods);
    expectPlaced(world);
  }
  expect(world.told).toEqual(["0 of 1 workers for the scheduling kernel: none left"]);
});

test("workers that can be started do without those that cannot", async () => {
  const world = await openWorld([good, good, new Error("none left")], 4);
  for (let i = 0; i < 2; i++) {
    await world.engine.place(pods);
    expectPlaced(world);
  }
  expect(world.started).toHaveLength(2);
  expect(world.told).toEqual(["2 of 4 workers for the scheduling kernel: none left"]);
});

test.each([
  ["throws", "throw new Error('no worker here')", "no worker here"],
  ["exits", "process.exit(3)", "the kernel worker ended with code 3"],
])(
  "where a worker %s at its start large batches are placed on the calling thread",
  async (_, code, reason) => {
    const world = await openWorld([new URL(`data:text/javascript,${code}`)]);
    for (let i = 0; i < 2; i++) {
      await world.engine.place(pods);
      expectPlaced(world);
    }
    expect(world.told).toEqual([`0 of 1 workers for the scheduling kernel: ${reason}`]);
  },
);

test("a worker that never gets ready is ended, and done without", async () => {
  const world = await openWorld([new URL("data:text/javascript,setInterval(()=>0,1e6)")]);
  const placed = world.engine.place(pods);
  await vi.waitFor(() => expect(world.started).toHaveLength(1), { timeout: 20_000 });
  world.expire();
  await placed;
  expectPlaced(world);
  expect(world.told).toEqual([
    "0 of 1 workers for the scheduling kernel: a kernel worker did not answer within 30 s",
  ]);
});

test("where memory cannot be shared there are no workers, and it is said why", async () => {
  const world = await openWorld([good], 2);
  vi.stubGlobal("SharedArrayBuffer", undefined);
  await world.engine.place(pods);
  expectPlaced(world);
  expect(world.started).toHaveLength(0);
  expect(world.told).toEqual([
    "0 of 2 workers for the scheduling kernel: memory cannot be shared here",
  ]);
});

test.each([
  ["alone", 1],
  ["together with two others", 3],
])(
  "a worker that ends while it places a batch %s fails the batch, and the thread places the next",
  async (_, workers) => {
    const world = await openWorld([lost, good], workers);
    await expect(world.engine.place(pods)).rejects.toThrow("the kernel worker ended with code 3");
    const { memory } = world.engine;
    const left = memory.row("requested", 3).slice();
    await world.engine.place(pods);
    expectPlaced(world);
    // All were placed here; nobody else has written.
    const more = memory
      .row("requested", 3)
      .reduce((sum, used, i) => sum + used - (left[i] ?? 0), 0);
    expect(more).toBe(pods);
    expect(world.started).toHaveLength(workers);
    // Then another worker takes the lost one's place.
    await world.engine.place(pods);
    expectPlaced(world);
    expect(world.started).toHaveLength(workers + 1);
    expect(world.told).toEqual([]);
  },
);

test.each([
  ["alone", 1],
  ["together with two others", 3],
])("a worker that hangs while it places a batch %s is ended", async (_, workers) => {
  const world = await openWorld([hangs, good], workers);
  const placed = world.engine.place(pods);
  const failed = expect(placed).rejects.toThrow("a kernel worker did not answer within 30 s");
  const { memory } = world.engine;
  await vi.waitFor(() => expect(memory.row("requested", 0).some((used) => used > 0)).toBe(true), {
    timeout: 20_000,
  });
  world.expire();
  await failed;
  await world.started[0]?.ended;
  await world.engine.place(pods);
  expectPlaced(world);
});

test("workers that are lost again and again are not replaced for ever", async () => {
  const world = await openWorld([lost]);
  for (let i = 0; i < 3; i++) {
    await expect(world.engine.place(pods)).rejects.toThrow("the kernel worker ended with code 3");
    await world.engine.place(pods);
  }
  expect(world.told).toEqual(["3 workers for the scheduling kernel were lost: none is replaced"]);
  await world.engine.place(pods);
  expectPlaced(world);
  expect(world.started).toHaveLength(3);
});

test("an instance whose partner never comes gives up by itself", async () => {
  const world = await openWorld([good]);
  const { memory } = world.engine;
  memory.grow({ parts: 2 });
  for (let i = 0; i < pods; i++) memory.writePod(i, podRecord({ tie: i * 77 }));
  const together = await Together.start("release", 1);
  clearMeetings(memory, { naps: 2 });
  await expect(together.placePart(memory, { count: pods, part: 1, parts: 2 })).rejects.toThrow(
    "unreachable",
  );
  expect(hasWaitedInVain(memory)).toBe(true);
  await together.stop();
});
