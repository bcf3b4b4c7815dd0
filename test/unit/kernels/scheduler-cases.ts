/** Clusters and pods for the scheduling kernel's tests: by hand, or random from a seed. Writes raw columns, no Kubernetes objects. */
import { REASON } from "../../../src/kernels/scheduler/layout.ts";
import type { SchedulerMemory, PodRecord } from "../../../src/kernels/scheduler/memory.ts";
import { evenness } from "../../../src/kernels/scheduler/reference.ts";
import { seeded } from "./seeded.ts";
import type { Seeded } from "./seeded.ts";

export interface NodeCase {
  /** By resource index: cpu milli, memory bytes, ephemeral bytes, pods, then extended resources. */
  readonly allocatable: readonly number[];
  readonly requested?: readonly number[];
  readonly nonZero?: readonly [number, number];
  readonly hardTaints?: readonly number[];
  readonly softTaints?: readonly number[];
  readonly ports?: readonly number[];
  readonly key?: number;
}

export const gi = 1024 ** 3;

export function podRecord(parts: Partial<PodRecord> = {}): PodRecord {
  const requests = parts.requests ?? [100, gi / 8, 0, 1];
  return {
    requiredNode: -1,
    selectorMask: -1,
    selectorReason: REASON.affinity,
    imageColumn: -1,
    preferredColumn: -1,
    bestEffort: requests[0] === 0 && requests[1] === 0,
    tie: 0,
    postMasks: [],
    nonZero: [requests[0] ?? 0, requests[1] ?? 0],
    requests,
    toleratedTaints: [],
    portConflicts: [],
    portsTaken: [],
    ...parts,
  };
}

export function writeNode(memory: SchedulerMemory, index: number, node: NodeCase): void {
  const { resources } = memory.capacity;
  for (let r = 0; r < resources; r++) {
    memory.row("allocatable", r)[index] = node.allocatable[r] ?? 0;
    memory.row("requested", r)[index] = node.requested?.[r] ?? 0;
  }
  memory.row("nonZero", 0)[index] = node.nonZero?.[0] ?? node.requested?.[0] ?? 0;
  memory.row("nonZero", 1)[index] = node.nonZero?.[1] ?? node.requested?.[1] ?? 0;
  memory.row("balance", 0)[index] = evenness(
    { cpu: node.requested?.[0] ?? 0, memory: node.requested?.[1] ?? 0 },
    { cpu: node.allocatable[0] ?? 0, memory: node.allocatable[1] ?? 0 },
  );
  memory.setBits("hardTaints", index, node.hardTaints ?? []);
  memory.setBits("softTaints", index, node.softTaints ?? []);
  memory.setBits("ports", index, node.ports ?? []);
  memory.nodeKeys[index] = node.key ?? index;
  setMaskBit(memory, 0, index);
  memory.nodeCount = Math.max(memory.nodeCount, index + 1);
  if ((node.softTaints ?? []).length > 0) memory.anySoftTaint = true;
}

export function setMaskBit(memory: SchedulerMemory, mask: number, node: number): void {
  const words = memory.mask(mask);
  words[node >> 5] = (words[node >> 5] ?? 0) | (1 << (node & 31));
}

const sizes = [0, 1, 100, 999, 1000, 1900, 4000, 64_000];
const bytes = [0, 1, gi - 1, gi, 7.5 * gi, 64 * gi, 2 ** 45 + 1];

/** Fills the memory with a cluster and `pods` records, all from the seed. */
export function randomCase(memory: SchedulerMemory, seed: number): { pods: number } {
  const random = seeded(seed);
  const { resources, taintWords, portWords, masks, scoreColumns } = memory.capacity;
  const bits = (words: number, most: number): number[] =>
    Array.from({ length: words === 0 ? 0 : random.int(most + 1) }, () => random.int(words * 64));
  const nodes = 1 + random.int(memory.capacity.nodes);
  const same = random.chance(0.3);
  for (let index = 0; index < nodes; index++) {
    // Holes: nodes that have been deleted.
    if (index > 0 && random.chance(0.1)) continue;
    writeNode(memory, index, {
      ...randomResources(random, resources, same),
      hardTaints: random.chance(0.3) ? bits(taintWords, 3) : [],
      softTaints: random.chance(0.2) ? bits(taintWords, 3) : [],
      ports: bits(portWords, 4),
      key: random.int(2 ** 32),
    });
  }
  for (let mask = 1; mask < masks; mask++) {
    const density = random.pick([0.02, 0.5, 0.95]);
    for (let index = 0; index < nodes; index++) {
      if (random.chance(density)) setMaskBit(memory, mask, index);
    }
  }
  for (let column = 0; column < scoreColumns; column++) {
    const row = memory.row("scoreColumns", column);
    for (let index = 0; index < nodes; index++) row[index] = random.int(101);
  }
  const pods = 1 + random.int(memory.capacity.pods);
  for (let index = 0; index < pods; index++) {
    const taken = bits(portWords, 2);
    const requests = Array.from({ length: resources }, (_, r) =>
      r === 3
        ? 1
        : r === 0
          ? random.pick([0, 100, 250, 3000])
          : r === 1
            ? random.pick([0, gi / 4, gi])
            : 0,
    );
    if (random.chance(0.2)) requests[2] = gi;
    if (resources > 4 && random.chance(0.2)) requests[4 + random.int(resources - 4)] = 1;
    memory.writePod(
      index,
      podRecord({
        requests,
        nonZero: [requests[0] || 100, requests[1] || 200 * 1024 ** 2],
        requiredNode: random.chance(0.05) ? random.int(nodes) : -1,
        selectorMask: random.chance(0.4) ? random.int(masks) : -1,
        selectorReason: random.pick([REASON.affinity, REASON.notNamed]),
        imageColumn: random.chance(0.2) && scoreColumns > 0 ? random.int(scoreColumns) : -1,
        preferredColumn: random.chance(0.2) && scoreColumns > 0 ? random.int(scoreColumns) : -1,
        tie: random.int(2 ** 32),
        postMasks: Array.from({ length: random.chance(0.2) ? random.int(7) : 0 }, () => ({
          mask: random.int(masks),
          reason: random.pick([6, 7, 8, 9, 10, 11]),
        })),
        toleratedTaints: bits(taintWords, 40),
        portConflicts: [...taken, ...bits(portWords, 1)],
        portsTaken: taken,
      }),
    );
  }
  return { pods };
}

function randomResources(
  random: Seeded,
  resources: number,
  same: boolean,
): { allocatable: number[]; requested: number[]; nonZero: [number, number] } {
  const allocatable = Array.from({ length: resources }, (_, r) => {
    if (same) return [4000, 8 * gi, 100 * gi, 110][r] ?? 4;
    if (r === 0) return random.pick(sizes);
    if (r === 1) return random.pick(bytes);
    return r === 3 ? random.int(12) : random.int(5) * gi;
  });
  // Now and then more is requested than there is: pods placed by hand, or a node that shrank.
  const factor = random.pick([0, 0.3, 0.9, 1, 1.2]);
  const requested = allocatable.map((amount, r) =>
    same || r === 3 ? random.int(3) : Math.floor(amount * factor),
  );
  return {
    allocatable,
    requested,
    nonZero: [(requested[0] ?? 0) + 100 * random.int(3), (requested[1] ?? 0) + gi * random.int(2)],
  };
}
