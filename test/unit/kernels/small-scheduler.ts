/** A scheduling kernel of one build with little room, and its memory: growth is part of what is tried on it. */
import { instantiateScheduler, requireWasmMemory } from "../../../src/kernels/scheduler/kernel.ts";
import { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import { ReferenceScheduler } from "../../../src/kernels/scheduler/reference.ts";
import { kernelFiles } from "./kernel-files.ts";

export type KernelBuild = "release" | "debug" | "reference";

export const smallCapacity = {
  nodes: 64,
  resources: 4,
  taintWords: 1,
  portWords: 0,
  masks: 4,
  scoreColumns: 2,
  pods: 8,
};

export async function openSmallScheduler(build: KernelBuild) {
  const memory = new SchedulerMemory(build === "reference" ? "plain" : "shared", smallCapacity);
  if (build === "reference") return { memory, kernel: new ReferenceScheduler(memory) };
  const module = await kernelFiles(build).module("scheduler");
  return { memory, kernel: await instantiateScheduler(module, requireWasmMemory(memory)) };
}
