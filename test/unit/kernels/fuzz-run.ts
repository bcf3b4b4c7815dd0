/**
 * Runs of the differential fuzz over many seeds. A failing seed is run alone with KUBARIUM_FUZZ_SEED=<seed>;
 * KUBARIUM_FUZZ_CLUSTERS runs more or fewer clusters, KUBARIUM_FUZZ_FROM others.
 */
import type { SchedulerEngine } from "../../../src/kernels/pool.ts";
import { runCase } from "./fuzz-case.ts";
import { openSmallScheduler } from "./small-scheduler.ts";

export const fuzzedKernels = ["release", "debug", "reference"] as const;
export type FuzzedKernel = (typeof fuzzedKernels)[number];

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

/** Returns the number of Pods decided on; says which seeds it ran. Throws at the first difference, naming the seed. */
export async function fuzzKernel(kind: FuzzedKernel, clusters: number): Promise<number> {
  const only = process.env["KUBARIUM_FUZZ_SEED"];
  const from = Number(only ?? process.env["KUBARIUM_FUZZ_FROM"] ?? 1);
  const count = only === undefined ? Number(process.env["KUBARIUM_FUZZ_CLUSTERS"] ?? clusters) : 1;
  let decisions = 0;
  for (let seed = from; seed < from + count; seed++) {
    decisions += await runCase(seed, await openEngine(kind), `seed ${seed}, ${kind}`);
  }
  console.log(`${kind}: seeds ${from} to ${from + count - 1}, ${decisions} decisions`);
  return decisions;
}
