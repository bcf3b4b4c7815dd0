/**
 * Real worker threads that place batches together, held to what one instance does alone: each batch is placed twice, from
 * the same memory, and what both have left there must be the same bytes.
 */
import { Worker } from "node:worker_threads";
import { wrap } from "comlink";
import type { Remote } from "comlink";
import { expect } from "vitest";
import { workerEndpoint } from "../../../src/host/node/worker-endpoint.ts";
import type { SchedulerEngine } from "../../../src/kernels/pool.ts";
import { instantiateScheduler, requireWasmMemory } from "../../../src/kernels/scheduler/kernel.ts";
import { planLayout } from "../../../src/kernels/scheduler/layout.ts";
import type { ColumnName } from "../../../src/kernels/scheduler/layout.ts";
import { clearMeetings } from "../../../src/kernels/scheduler/meetings.ts";
import type { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import type { KernelWorker } from "../../../src/kernels/worker-entry.ts";
import { kernelFiles } from "./kernel-files.ts";

const workerUrl = new URL("../../../src/host/node/kernel-worker.ts", import.meta.url);

/** What a batch changes. */
const changing: readonly ColumnName[] = [
  "requested",
  "nonZero",
  "balance",
  "ports",
  "counters",
  "counts",
  "results",
];

export interface NextBatch {
  readonly parts: number;
  readonly lagFree: number;
}

/** More than any batch takes. */
export const lagEndless = 2 ** 31 - 1;

export class Together {
  readonly #module: WebAssembly.Module;
  readonly #threads: readonly Worker[];
  readonly #kernels: readonly Remote<KernelWorker>[];
  /** Pods that were placed by several, and batches that one has finished alone. */
  pods = 0;
  lagging = 0;

  private constructor(module: WebAssembly.Module, threads: readonly Worker[]) {
    this.#module = module;
    this.#threads = threads;
    this.#kernels = threads.map((thread) => wrap<KernelWorker>(workerEndpoint(thread)));
  }

  static async start(build: "release" | "debug", workers: number): Promise<Together> {
    const module = await kernelFiles(build).module("scheduler");
    const threads = Array.from({ length: workers }, () => new Worker(workerUrl));
    return new Together(module, threads);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  /**
   * `next` says how many are to place the next batch, and how much they may lose by waiting before one goes on alone: on a
   * busy machine they soon do. The memory must have room for as many parts.
   */
  async engine(memory: SchedulerMemory, next: () => NextBatch): Promise<SchedulerEngine> {
    const wasm = requireWasmMemory(memory);
    const alone = await instantiateScheduler(this.#module, wasm);
    await Promise.all(this.#kernels.map((kernels) => kernels.openScheduler(this.#module, wasm)));
    return {
      memory,
      explain: (index) => alone.explain(index),
      place: async (count) => {
        const before = imageOf(memory);
        alone.place(0, count);
        const expected = imageOf(memory);
        restore(memory, before);
        await this.#place(memory, count, next());
        const found = imageOf(memory);
        for (const [i, name] of changing.entries()) {
          const [a, b] = [found[i], expected[i]];
          if (a === undefined || b === undefined || !isSame(a, b)) expect(a, name).toEqual(b);
        }
      },
    };
  }

  /** One part alone: the others do not come. */
  async placePart(
    memory: SchedulerMemory,
    {
      count,
      part,
      parts,
    }: { readonly count: number; readonly part: number; readonly parts: number },
  ): Promise<void> {
    const [kernels] = this.#kernels;
    await kernels?.openScheduler(this.#module, requireWasmMemory(memory));
    await kernels?.placeTogether(count, part, parts);
  }

  async #place(
    memory: SchedulerMemory,
    count: number,
    { parts, lagFree }: NextBatch,
  ): Promise<void> {
    clearMeetings(memory, { lagFree });
    const placed = await Promise.all(
      this.#kernels.slice(0, parts).map((each, part) => each.placeTogether(count, part, parts)),
    );
    expect(new Set(placed).size, "all say the same of how many they have placed").toBe(1);
    const [together = 0] = placed;
    this.pods += together;
    if (together < count) this.lagging += 1;
  }
}

function viewOf(memory: SchedulerMemory, name: ColumnName): Uint8Array {
  const { offset, rows, rowBytes } = planLayout(memory.capacity).sections[name];
  return new Uint8Array(memory.words.u32.buffer, offset, rows * rowBytes);
}

function imageOf(memory: SchedulerMemory): readonly Uint8Array[] {
  return changing.map((name) => viewOf(memory, name).slice());
}

function restore(memory: SchedulerMemory, image: readonly Uint8Array[]): void {
  changing.forEach((name, i) => viewOf(memory, name).set(image[i] ?? []));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
