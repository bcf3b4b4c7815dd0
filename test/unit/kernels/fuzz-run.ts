/**
 * Runs of the differential fuzz over many seeds. A failing seed is run alone with KUBARIUM_FUZZ_SEED=<seed>;
 * KUBARIUM_FUZZ_CLUSTERS runs more or fewer clusters, KUBARIUM_FUZZ_FROM others.
 */
import type { SchedulerEngine } from "../../../src/kernels/pool.ts";
import { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import { runCase } from "./fuzz-case.ts";
import { seeded } from "./seeded.ts";
import { openSmallScheduler, smallCapacity } from "./small-scheduler.ts";
import { Together, lagEndless } from "./together.ts";

export const fuzzedKernels = ["release", "debug", "reference"] as const;
export type FuzzedKernel = (typeof fuzzedKernels)[number];

const workers = 4;

async function openEngine(kind: FuzzedKernel): Promise<SchedulerEngine> {
  const { memory, kernel } = await openSmallScheduler(kind);
  return {
    memory,
    async place(count) {
      kernel.place(0, count);
    },
    explain: (index) => kernel.explain(index),
  };
}

function seedsOf(clusters: number): readonly number[] {
  const only = process.env["KUBARIUM_FUZZ_SEED"];
  if (only !== undefined) return [Number(only)];
  const from = Number(process.env["KUBARIUM_FUZZ_FROM"] ?? 1);
  const length = Number(process.env["KUBARIUM_FUZZ_CLUSTERS"] ?? clusters);
  return Array.from({ length }, (_, i) => from + i);
}

/** Returns the number of Pods decided on; says which seeds it ran. Throws at the first difference, naming the seed. */
export async function fuzzKernel(kind: FuzzedKernel, clusters: number): Promise<number> {
  const seeds = seedsOf(clusters);
  let decisions = 0;
  for (const seed of seeds) {
    decisions += await runCase(seed, await openEngine(kind), { what: `seed ${seed}, ${kind}` });
  }
  console.log(`${kind}: seeds ${seeds[0]} to ${seeds.at(-1)}, ${decisions} decisions`);
  return decisions;
}

/**
 * As `fuzzKernel`, with 2, 3 or 4 worker threads that place each batch together, over clusters of which each has nodes in
 * its range; what they leave in memory is held to what one instance leaves there. Returns the Pods placed by several.
 */
export async function fuzzTogether(build: "release" | "debug", clusters: number): Promise<number> {
  const seeds = seedsOf(clusters);
  const together = await Together.start(build, workers);
  try {
    for (const seed of seeds) {
      const random = seeded(seed);
      const memory = new SchedulerMemory("shared", { ...smallCapacity, parts: workers });
      const engine = await together.engine(memory, () => ({
        parts: 2 + random.int(workers - 1),
        lagFree: random.chance(0.8) ? lagEndless : random.int(5),
      }));
      const what = `seed ${seed}, ${build}, together`;
      await runCase(seed, engine, { what, columns: 64 * (1 + random.int(6)) });
    }
  } finally {
    await together.stop();
  }
  const { pods, lagging } = together;
  console.log(
    `${build}, together: seeds ${seeds[0]} to ${seeds.at(-1)}, ${pods} Pods by several workers, ${lagging} batches finished by one`,
  );
  return pods;
}
