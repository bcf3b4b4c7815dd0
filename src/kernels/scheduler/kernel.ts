/** What a scheduling kernel is, whichever way it is made: the WASM instance and the plain TypeScript reference both are one. */
import { FIELD_COUNT } from "./layout.ts";
import type { SchedulerMemory } from "./memory.ts";

export interface SchedulerKernel {
  /**
   * Places the pods of records [first, first + count) one after another, each seeing the ones before. Writes their
   * results and takes what they request from the node columns.
   */
  place(first: number, count: number): void;
  /** Fills the explanation columns for one pod record. Places nothing. */
  explain(index: number): void;
}

/** One of several instances on one memory. */
export interface SharedKernel extends SchedulerKernel {
  /**
   * Places the pods of records [0, count) together with the other instances, which are called at the same time, this being
   * `part` of `parts`: all the results are there when all have returned. Blocks while it waits for another; traps when the
   * meetings are given up (see meetings.ts). Not for a thread that must not block. Returns how many pods were placed
   * together: the first instance places the others alone, when it finds that waiting costs more than sharing saves.
   */
  placeTogether(count: number, part: number, parts: number): number;
}

interface SchedulerExports {
  headerFields(): number;
  place(first: number, count: number): void;
  placeTogether(first: number, count: number, own: number, all: number): number;
  explain(index: number): void;
}

/** An instance of the kernel on a `shared` memory. Rejects when the module does not know this host's memory map. */
export async function instantiateScheduler(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<SharedKernel> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as unknown as SchedulerExports;
  const fields = exports.headerFields();
  if (fields !== FIELD_COUNT) {
    throw new Error(`the scheduling kernel knows ${fields} header fields, not ${FIELD_COUNT}`);
  }
  return {
    place: (first, count) => exports.place(first, count),
    placeTogether: (count, part, parts) => exports.placeTogether(0, count, part, parts),
    explain: (index) => exports.explain(index),
  };
}

export function requireWasmMemory(memory: SchedulerMemory): WebAssembly.Memory {
  if (memory.wasm === undefined) throw new Error("a plain memory has no WASM side");
  return memory.wasm;
}
