/** Runs inside Chromium: places one batch with Web Workers, and once more with the plain reference. */
import { createBrowserKernelPool } from "../../src/host/browser/kernel-pool.ts";
import { createReferencePool } from "../../src/kernels/pool.ts";
import type { KernelPool } from "../../src/kernels/pool.ts";
import { podRecord, writeNode } from "../unit/kernels/scheduler-cases.ts";

export interface BrowserPlacement {
  readonly placed: readonly number[];
  readonly expected: readonly number[];
  readonly told: readonly string[];
}

const nodes = 4200;
const pods = 32;
const gi = 1024 ** 3;

async function place(pool: KernelPool): Promise<readonly number[]> {
  const engine = await pool.scheduler({
    nodes,
    resources: 4,
    taintWords: 1,
    portWords: 0,
    masks: 1,
    scoreColumns: 0,
    pods,
  });
  for (let i = 0; i < nodes; i++) {
    writeNode(engine.memory, i, { allocatable: [4000 + (i % 7) * 1000, 8 * gi, gi, 110], key: i });
  }
  const placed: number[] = [];
  for (let batch = 0; batch < 2; batch++) {
    for (let i = 0; i < pods; i++) {
      engine.memory.writePod(i, podRecord({ tie: i * 77 + batch, requests: [100 + i, gi, 0, 1] }));
    }
    await engine.place(pods);
    for (let i = 0; i < pods; i++) placed.push(engine.memory.readResult(i).node);
  }
  return placed;
}

/** Leaves the workers running. `worker` is the path of their module. */
export async function placeWith(workers: number, worker: string): Promise<BrowserPlacement> {
  const told: string[] = [];
  const pool = createBrowserKernelPool({
    kernelsUrl: new URL("/kernels/", location.href),
    workerUrl: new URL(worker, location.href),
    workers,
    tell: (message) => told.push(message),
  });
  return { placed: await place(pool), expected: await place(createReferencePool()), told };
}
