import { expect, test, vi } from "vitest";
import { requireWasmMemory } from "../../../src/kernels/scheduler/kernel.ts";
import type { SchedulerCapacity } from "../../../src/kernels/scheduler/layout.ts";
import { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import { defaultKernelProfile, noEntries } from "../../../src/kernels/scheduler/records.ts";
import type { PodEntries } from "../../../src/kernels/scheduler/records.ts";
import { ReferenceScheduler } from "../../../src/kernels/scheduler/reference.ts";
import { gi, podRecord, randomCase, writeNode } from "./scheduler-cases.ts";
import { Together, lagEndless } from "./together.ts";

// Threads start slowly where every core is busy.
vi.setConfig({ testTimeout: 120_000 });

const workers = 4;

const plain: SchedulerCapacity = {
  nodes: 320,
  resources: 5,
  taintWords: 1,
  portWords: 0,
  masks: 4,
  scoreColumns: 2,
  pods: 40,
};
const rules = { keys: 4, counters: 12, counts: 7800, entries: 400 };

const capacities: Record<string, SchedulerCapacity> = {
  "long runs of replicas": plain,
  "several words of taints and ports": { ...plain, resources: 7, taintWords: 2, portWords: 2 },
  "rules between Pods": { ...plain, ...rules, pods: 16 },
  "rules between Pods, several profiles": {
    ...plain,
    ...rules,
    pods: 16,
    resources: 9,
    portWords: 1,
    profiles: 3,
    profileWords: 60,
  },
  // Some workers have no nodes at all.
  "fewer blocks of nodes than workers": { ...plain, ...rules, nodes: 128, pods: 16 },
};

function open(kind: "plain" | "shared", capacity: SchedulerCapacity): SchedulerMemory {
  const memory = new SchedulerMemory(kind, capacity);
  memory.writeProfile(0, defaultKernelProfile);
  return memory;
}

const first = Number(process.env["KUBARIUM_FUZZ_FROM"] ?? 1);
const seeds = Number(process.env["KUBARIUM_FUZZ_CLUSTERS"] ?? 24);

test.each(["release", "debug"] as const)(
  "2, 3 and 4 workers place random batches together as one alone and as the reference does, %s build",
  async (build) => {
    const together = await Together.start(build, workers);
    for (const [name, capacity] of Object.entries(capacities)) {
      for (let seed = first; seed < first + seeds; seed++) {
        const where = `${name}, seed ${seed}`;
        const reference = open("plain", capacity);
        const { pods } = randomCase(reference, seed);
        const memory = open("shared", { ...capacity, parts: workers });
        randomCase(memory, seed);
        const engine = await together.engine(memory, () => ({
          parts: 2 + (seed % (workers - 1)),
          lagFree: seed % 4 === 0 ? seed % 7 : lagEndless,
        }));
        // The second call starts from what the first has left.
        for (let call = 0; call < 2; call++) {
          new ReferenceScheduler(reference).place(0, pods);
          await engine.place(pods).catch((error: unknown) => {
            throw new Error(where, { cause: error });
          });
          for (let i = 0; i < pods; i++) {
            expect(memory.readResult(i), `${where}, pod ${i}`).toEqual(reference.readResult(i));
          }
        }
      }
    }
    await together.stop();
    const { pods, lagging } = together;
    console.log(`${build}: ${pods} Pods by several workers, ${lagging} batches finished by one`);
    expect(pods).toBeGreaterThan(0);
  },
);

/** The worker with the one node of the second block is always the first to look at counters. */
test("what a Pod changes is counted before anyone looks at it for the next one", async () => {
  const together = await Together.start("release", 2);
  const nodes = 65;
  const size = 68;
  for (let round = 0; round < 40; round++) {
    const capacity = { ...plain, nodes, keys: 2, counters: 2, counts: 4 * size, entries: 8 };
    const memory = open("shared", { ...capacity, parts: 2 });
    for (let i = 0; i < nodes; i++) {
      writeNode(memory, i, { allocatable: [64_000, 64 * gi, gi, 110, 0], key: i * round });
      memory.domains(0)[i] = i + 1;
      memory.domains(1)[i] = 1 + (i % 3);
    }
    memory.keyDomains.set([nodes, 3]);
    for (const key of [0, 1]) {
      const counts = 2 * key * size;
      memory.writeCounter(key, { key, counts, mask: -1, present: counts + size, size });
    }
    const entries: PodEntries = {
      ...noEntries,
      podScores: [
        { counter: 1, weight: -10 },
        { counter: 0, weight: -1 },
      ],
      gains: [
        { counter: 1, amount: 1 },
        { counter: 0, amount: 1 },
      ],
    };
    for (let i = 0; i < plain.pods; i++) {
      memory.writePod(i, podRecord({ entries, tie: i * 77, requests: [10 + i, gi / 4, 0, 1, 0] }));
    }
    const engine = await together.engine(memory, () => ({ parts: 2, lagFree: lagEndless }));
    await engine.place(plain.pods);
  }
  await together.stop();
  expect(together.pods).toBe(40 * plain.pods);
});

test("an instance refuses to be a part of more than its memory has room for", async () => {
  const together = await Together.start("release", 1);
  const memory = open("shared", { ...plain, parts: 2 });
  randomCase(memory, 1);
  requireWasmMemory(memory);
  const engine = await together.engine(memory, () => ({ parts: 3, lagFree: 0 }));
  await expect(engine.place(1)).rejects.toThrow("unreachable");
  await together.stop();
});
