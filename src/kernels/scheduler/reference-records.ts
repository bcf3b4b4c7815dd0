/** Pod records and profiles read back from the kernel's memory, for the reference. */
import { FLAG_BEST_EFFORT, FLAG_SELF_AFFINE, POD, PROFILE, STRATEGY } from "./layout.ts";
import type { SchedulerMemory } from "./memory.ts";
import type { KernelProfile, PodEntries, PodRecord } from "./records.ts";

/** A record as it was written, but for its bit lists: halves of 64-bit words, the low half first. */
export interface ReadPod extends Omit<
  PodRecord,
  "toleratedTaints" | "portConflicts" | "portsTaken"
> {
  readonly tolerated: readonly number[];
  readonly portConflicts: readonly number[];
  readonly portsTaken: readonly number[];
}

export function readPod(memory: SchedulerMemory, index: number): ReadPod {
  const { f64, u32 } = memory.words;
  const { resources, taintWords, portWords } = memory.capacity;
  const at = memory.podOffset(index);
  const int = (offset: number): number => (u32[(at + offset) >> 2] ?? 0) | 0;
  const words = (offset: number, count: number): number[] =>
    Array.from(u32.subarray(offset >> 2, (offset >> 2) + count * 2));
  const nonZeroAt = (at + POD.nonZero) >> 3;
  const requestsAt = (at + POD.requests) >> 3;
  const bitsAt = at + POD.requests + resources * 16;
  return {
    requiredNode: int(POD.requiredNode),
    selectorMask: int(POD.selectorMask),
    namesMask: int(POD.namesMask),
    enforcedMask: int(POD.enforcedMask),
    imageColumn: int(POD.imageColumn),
    preferredColumn: int(POD.preferredColumn),
    spreadMask: int(POD.spreadMask),
    bestEffort: (int(POD.flags) & FLAG_BEST_EFFORT) !== 0,
    selfAffine: (int(POD.flags) & FLAG_SELF_AFFINE) !== 0,
    tie: int(POD.tie),
    tieOffset: int(POD.tieOffset),
    profile: int(POD.profile),
    nonZero: [f64[nonZeroAt] ?? 0, f64[nonZeroAt + 1] ?? 0],
    requests: Array.from(f64.subarray(requestsAt, requestsAt + resources)),
    needs: Array.from(f64.subarray(requestsAt + resources, requestsAt + 2 * resources)),
    tolerated: words(bitsAt, taintWords),
    portConflicts: words(bitsAt + taintWords * 8, portWords),
    portsTaken: words(bitsAt + (taintWords + portWords) * 8, portWords),
    entries: readEntries(memory, at),
  };
}

function readEntries(memory: SchedulerMemory, podAt: number): PodEntries {
  const { u32 } = memory.words;
  let word = (memory.offsetOf("entries") >> 2) + 4 * (u32[(podAt + POD.entries) >> 2] ?? 0);
  let kind = 0;
  const next = <T>(read: (w: readonly [number, number, number, number]) => T): T[] => {
    const count = u32[(podAt + POD.entryCounts + 4 * kind) >> 2] ?? 0;
    kind += 1;
    return Array.from({ length: count }, () => {
      const signed = (i: number): number => (u32[word + i] ?? 0) | 0;
      const entry = [signed(0), signed(1), signed(2), signed(3)] as const;
      word += 4;
      return read(entry);
    });
  };
  return {
    posts: next(([mask, reason]) => ({ mask, reason })),
    spread: next(([counter, maxSkew, minDomains, self]) => ({
      counter,
      maxSkew,
      minDomains,
      self: self === 1,
    })),
    affinity: next(([counter]) => counter),
    anti: next(([counter]) => counter),
    existingAnti: next(([counter]) => counter),
    softSpread: next(([counter, maxSkew]) => ({ counter, maxSkew })),
    podScores: next(([counter, weight]) => ({ counter, weight })),
    gains: next(([counter, amount]) => ({ counter, amount })),
  };
}

export function readProfile(memory: SchedulerMemory, index: number): KernelProfile {
  const { f64 } = memory.words;
  const start = (memory.offsetOf("profiles") + index * memory.profileBytes) >> 3;
  const value = (offset: number): number => f64[start + (offset >> 3)] ?? 0;
  const [fit = 0, balanced = 0, taint = 0, affinity = 0, image = 0, spread = 0, podAffinity = 0] =
    Array.from({ length: 7 }, (_, i) => value(PROFILE.weights + i * 8));
  const strategies = Object.keys(STRATEGY) as (keyof typeof STRATEGY)[];
  const balancedAt = PROFILE.lists + value(PROFILE.fitCount) * 16;
  const shapeAt = balancedAt + value(PROFILE.balancedCount) * 8;
  return {
    weights: { fit, balanced, taint, affinity, image, spread, podAffinity },
    strategy:
      strategies.find((name) => STRATEGY[name] === value(PROFILE.strategy)) ?? "LeastAllocated",
    fit: Array.from({ length: value(PROFILE.fitCount) }, (_, i) => ({
      resource: value(PROFILE.lists + i * 16),
      weight: value(PROFILE.lists + i * 16 + 8),
    })),
    balanced: Array.from({ length: value(PROFILE.balancedCount) }, (_, i) =>
      value(balancedAt + i * 8),
    ),
    shape: Array.from({ length: value(PROFILE.shapeCount) }, (_, i) => ({
      utilization: value(shapeAt + i * 16),
      score: value(shapeAt + i * 16 + 8),
    })),
  };
}
