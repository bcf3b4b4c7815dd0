/** How much of a batch is looking at nodes, which several workers can share: read off its records, as the kernel takes them. */
import { ENTRY_KINDS, FIELD, HEADER_OFFSET, POD, RUN_ORDERED_MIN } from "./layout.ts";
import type { SchedulerMemory } from "./memory.ts";

/** The kinds of entries that make a placement depend on other nodes or Pods: all but the first, `posts`, and the last, `gains`. */
const rules = ENTRY_KINDS.slice(1, -1).map((_, i) => (POD.entryCounts >> 2) + 1 + i);

/**
 * Scans of all nodes that the Pods of records [0, count) take: one each, but one in all for a long run of replicas that
 * nothing but their nodes' own columns decides on.
 */
export function countScans(memory: SchedulerMemory, count: number): number {
  const { u32 } = memory.words;
  const compares = u32[(HEADER_OFFSET >> 2) + FIELD.anySoftTaint] !== 0;
  let scans = 0;
  for (let first = 0; first < count;) {
    let end = first + 1;
    while (end < count && isReplica(memory, end)) end++;
    const pod = memory.podOffset(first) >> 2;
    const isPlain =
      !compares &&
      ((u32[pod + (POD.preferredColumn >> 2)] ?? 0) | 0) < 0 &&
      rules.every((word) => u32[pod + word] === 0);
    scans += isPlain && end - first >= RUN_ORDERED_MIN ? 1 : end - first;
    first = end;
  }
  return scans;
}

/** True when the record says the same as the one before it but for where the search among equals begins. */
function isReplica(memory: SchedulerMemory, index: number): boolean {
  const { u32 } = memory.words;
  const at = memory.podOffset(index) >> 2;
  const words = at - (memory.podOffset(index - 1) >> 2);
  for (let word = 0; word < words; word++) {
    if (word !== POD.tieOffset >> 2 && u32[at + word] !== u32[at - words + word]) return false;
  }
  return true;
}
