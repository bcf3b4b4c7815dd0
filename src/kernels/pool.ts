/**
 * Where scheduling kernels run: on the API thread, in workers beside it, or nowhere (the TypeScript reference alone).
 * The scheduler asks a pool for one engine and does not know which it got.
 */
import type { KernelBinaries } from "./binaries.ts";
import { instantiateScheduler, requireWasmMemory } from "./scheduler/kernel.ts";
import type { SchedulerKernel } from "./scheduler/kernel.ts";
import { PARTS_MAX } from "./scheduler/layout.ts";
import type { SchedulerCapacity } from "./scheduler/layout.ts";
import { SchedulerMemory } from "./scheduler/memory.ts";
import { ReferenceScheduler } from "./scheduler/reference.ts";
import { countScans } from "./scheduler/scans.ts";
import { WorkerTeam } from "./worker-team.ts";
import type { StartedWorker, StartTimer } from "./worker-team.ts";

/** A scheduling kernel with the memory that it works on. */
export interface SchedulerEngine {
  readonly memory: SchedulerMemory;
  /**
   * Places the pods of records [0, count). Until it resolves the memory belongs to the kernel: write nothing.
   * Resolves at once for batches that are not worth a worker's while.
   */
  place(count: number): Promise<void>;
  /** Fills the explanation columns for record `index`, on this thread. Not while a batch is being placed. */
  explain(index: number): void;
}

export interface KernelPool {
  readonly kind: "reference" | "thread" | "worker";
  scheduler(capacity: SchedulerCapacity): Promise<SchedulerEngine>;
  /** Ends the workers. Engines of a closed pool must not be used. */
  close(): Promise<void>;
}

/**
 * Pods times nodes from which a batch goes to the worker. A crossing costs the API thread about 50 microseconds and the
 * kernel 5 to 6 nanoseconds a pair: below this many pairs the crossing costs more than it saves.
 */
export const workerPairsMin = 16_384;

/** Nodes for each of several workers at least: with fewer, meetings cost more than sharing saves. */
export const workerNodesMin = 2048;

/** Pairs of a scan and a node for each of several workers at least, 0.4 ms: waking another and its answer take a part of that. */
export const workerScanPairsMin = 65_536;

/** Kernels off: everything runs on the plain TypeScript reference. */
export function createReferencePool(): KernelPool {
  return {
    kind: "reference",
    scheduler(capacity) {
      const memory = new SchedulerMemory("plain", capacity);
      return Promise.resolve(engineOf(memory, new ReferenceScheduler(memory)));
    },
    close: () => Promise.resolve(),
  };
}

/** Kernels on the calling thread only. */
export function createThreadPool(binaries: KernelBinaries): KernelPool {
  return {
    kind: "thread",
    async scheduler(capacity) {
      const memory = new SchedulerMemory("shared", capacity);
      const module = await binaries.module("scheduler");
      return engineOf(memory, await instantiateScheduler(module, requireWasmMemory(memory)));
    },
    close: () => Promise.resolve(),
  };
}

export interface WorkerPoolOptions {
  readonly binaries: KernelBinaries;
  /** Throws where there are no workers. */
  readonly startWorker: () => StartedWorker;
  /** Workers for one large cluster, 1 by default, at most `workersMax`. */
  readonly workers?: number;
  /** What notices that a worker hangs. */
  readonly startTimer: StartTimer;
  /** Told when fewer workers place Pods than were asked for, and why. */
  readonly tell?: (message: string) => void;
}

/** Workers that one engine may have. */
export const workersMax = PARTS_MAX;

/** Throws RangeError unless `workers` is a whole number from 1 to `most`. */
export function checkWorkers(workers: number, most: number = workersMax): void {
  if (Number.isInteger(workers) && workers >= 1 && workers <= most) return;
  throw new RangeError(`${workers} scheduler workers: a whole number from 1 to ${most} is wanted`);
}

/**
 * Small batches on the calling thread, large ones in a worker that shares the memory, those of very large clusters in
 * several workers together. Workers start with the first batch that is large enough. When one fails, ends or hangs the batch's
 * promise rejects, and the memory is as the batch has left it; the next batch is placed on the calling thread, and later
 * ones get other workers. Where none can be started all run on the calling thread. Throws RangeError as `checkWorkers` does.
 */
export function createWorkerPool(options: WorkerPoolOptions): KernelPool {
  const { binaries, startWorker, workers = 1, startTimer, tell = () => undefined } = options;
  checkWorkers(workers);
  const teams: WorkerTeam[] = [];
  return {
    kind: "worker",
    async scheduler(capacity) {
      const memory = new SchedulerMemory("shared", { ...capacity, parts: workers });
      const module = await binaries.module("scheduler");
      const local = await instantiateScheduler(module, requireWasmMemory(memory));
      const team = new WorkerTeam({ module, memory, startWorker, startTimer, tell });
      teams.push(team);
      return {
        memory,
        async place(count) {
          const { nodeCount } = memory;
          const maySeveral = workers > 1 && nodeCount >= 2 * workerNodesMin;
          const scans = maySeveral ? countScans(memory, count) : 0;
          const wanted = workersFor({ count, scans, nodeCount }, workers);
          if (wanted > 0 && (await team.place(count, wanted))) return;
          local.place(0, count);
        },
        explain: (index) => local.explain(index),
      };
    },
    async close() {
      await Promise.all(teams.splice(0).map((team) => team.close()));
    },
  };
}

/** A batch of `count` Pods that take `scans` scans of all nodes. */
export interface BatchSize {
  readonly count: number;
  readonly scans: number;
  readonly nodeCount: number;
}

/** How many of `workers` a batch is given to; 0: it is not worth a crossing. */
export function workersFor({ count, scans, nodeCount }: BatchSize, workers: number): number {
  if (count * nodeCount < workerPairsMin) return 0;
  const byPairs = Math.floor((scans * nodeCount) / workerScanPairsMin);
  return Math.max(1, Math.min(workers, byPairs, Math.floor(nodeCount / workerNodesMin)));
}

function engineOf(memory: SchedulerMemory, kernel: SchedulerKernel): SchedulerEngine {
  return {
    memory,
    async place(count) {
      kernel.place(0, count);
    },
    explain: (index) => kernel.explain(index),
  };
}
