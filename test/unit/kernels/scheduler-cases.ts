/** Clusters and pods for the scheduling kernel's tests: by hand, or random from a seed. Writes raw columns, no Kubernetes objects. */
import type { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import { defaultKernelProfile, noEntries } from "../../../src/kernels/scheduler/records.ts";
import type {
  KernelProfile,
  PodEntries,
  PodRecord,
} from "../../../src/kernels/scheduler/records.ts";
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
    namesMask: -1,
    tieOffset: 0,
    enforcedMask: -1,
    imageColumn: -1,
    preferredColumn: -1,
    spreadMask: -1,
    selfAffine: false,
    profile: 0,
    bestEffort: requests[0] === 0 && requests[1] === 0,
    tie: 0,
    nonZero: [requests[0] ?? 0, requests[1] ?? 0],
    requests,
    needs: requests,
    entries: noEntries,
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
  const softTaints = random.chance(0.5) ? 0.2 : 0;
  for (let index = 0; index < nodes; index++) {
    // Holes: nodes that have been deleted.
    if (index > 0 && random.chance(0.1)) continue;
    writeNode(memory, index, {
      ...randomResources(random, resources, same),
      hardTaints: random.chance(0.3) ? bits(taintWords, 3) : [],
      softTaints: random.chance(softTaints) ? bits(taintWords, 3) : [],
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
  for (let index = 0; index < memory.capacity.profiles; index++) {
    memory.writeProfile(
      index,
      index === 0 ? defaultKernelProfile : randomProfile(random, resources),
    );
  }
  const counters = randomCounters(memory, random, nodes);
  const pods = 1 + random.int(memory.capacity.pods);
  memory.clearEntries();
  const repeat = random.chance(0.4);
  let last: PodRecord | undefined;
  for (let index = 0; index < pods; index++) {
    if (last === undefined || !repeat || random.chance(0.1)) {
      last = randomPod(memory, random, { nodes, counters });
    }
    memory.writePod(index, { ...last, tieOffset: random.chance(0.5) ? 0 : random.int(2 ** 32) });
  }
  return { pods };
}

function randomPod(
  memory: SchedulerMemory,
  random: Seeded,
  { nodes, counters }: { readonly nodes: number; readonly counters: readonly number[] },
): PodRecord {
  const { resources, taintWords, portWords, masks, scoreColumns, profiles } = memory.capacity;
  const bits = (words: number, most: number): number[] =>
    Array.from({ length: words === 0 ? 0 : random.int(most + 1) }, () => random.int(words * 64));
  const someMask = (probability: number): number =>
    random.chance(probability) ? random.int(masks) : -1;
  const taken = bits(portWords, 2);
  const requests = Array.from({ length: resources }, () => 0);
  requests[0] = random.pick([0, 100, 250, 3000]);
  requests[1] = random.pick([0, gi / 4, gi]);
  requests[3] = 1;
  if (random.chance(0.2)) requests[2] = gi;
  if (resources > 4 && random.chance(0.2)) requests[4 + random.int(resources - 4)] = 1;
  return podRecord({
    requests,
    needs: requests.map((amount) => (random.chance(0.05) ? 0 : amount)),
    nonZero: [requests[0] || 100, requests[1] || 200 * 1024 ** 2],
    requiredNode: random.chance(0.05) ? random.int(nodes) : -1,
    selectorMask: someMask(0.4),
    enforcedMask: someMask(0.1),
    spreadMask: someMask(0.3),
    namesMask: someMask(0.1),
    tieOffset: random.int(2 ** 32),
    imageColumn: random.chance(0.2) && scoreColumns > 0 ? random.int(scoreColumns) : -1,
    preferredColumn: random.chance(0.2) && scoreColumns > 0 ? random.int(scoreColumns) : -1,
    selfAffine: random.chance(0.5),
    profile: random.int(profiles),
    tie: random.int(2 ** 32),
    toleratedTaints: bits(taintWords, 40),
    portConflicts: [...taken, ...bits(portWords, 1)],
    portsTaken: taken,
    entries: randomEntries(random, masks, counters),
  });
}

function randomEntries(random: Seeded, masks: number, counters: readonly number[]): PodEntries {
  const posts = Array.from({ length: random.chance(0.2) ? random.int(7) : 0 }, () => ({
    mask: random.int(masks),
    reason: random.pick([6, 16, 39, 40, 63]),
  }));
  if (counters.length === 0 || random.chance(0.4)) return { ...noEntries, posts };
  const some = <T>(probability: number, make: (counter: number) => T): T[] =>
    Array.from({ length: random.chance(probability) ? 1 + random.int(3) : 0 }, () =>
      make(random.pick(counters)),
    );
  return {
    posts,
    spread: some(0.3, (counter) => ({
      counter,
      maxSkew: 1 + random.int(4),
      minDomains: 1 + random.int(5),
      self: random.chance(0.7),
    })),
    affinity: some(0.2, (counter) => counter),
    anti: some(0.2, (counter) => counter),
    existingAnti: some(0.2, (counter) => counter),
    softSpread: some(0.4, (counter) => ({ counter, maxSkew: 1 + random.int(5) })),
    podScores: some(0.4, (counter) => ({ counter, weight: random.int(201) - 100 })),
    gains: some(0.9, (counter) => ({ counter, amount: 1 + random.int(2) })),
  };
}

/** Topology keys with few and with many domains, and counters over them; what a counter says of present domains is true. */
function randomCounters(memory: SchedulerMemory, random: Seeded, nodes: number): number[] {
  const { keys, counters, masks, counts } = memory.capacity;
  for (let key = 1; key < keys; key++) {
    const size = random.pick([1, 3, nodes]);
    const domains = memory.domains(key);
    const found = new Set<number>();
    for (let node = 0; node < nodes; node++) {
      const domain = random.chance(0.1) ? 0 : 1 + random.int(size);
      domains[node] = domain;
      if (isLive(memory, node)) found.add(domain);
    }
    memory.keyDomains[key] = found.size;
  }
  memory.keyDomains[0] = nodes;
  for (let node = 0; node < nodes; node++) {
    memory.domains(0)[node] = random.chance(0.95) ? node + 1 : 0;
  }
  const size = Math.ceil((nodes + 1) / 4) * 4;
  const fitting = Math.min(counters, Math.floor(counts / (2 * size)));
  for (let index = 0; index < fitting; index++) {
    const key = random.int(keys);
    const at = index * 2 * size;
    const mask = random.chance(0.5) ? random.int(masks) : -1;
    memory.writeCounter(index, { key, counts: at, mask, present: at + size, size });
    const domains = memory.domains(key);
    const all = memory.counts;
    const sparse = random.chance(0.4);
    for (let node = 0; node < nodes; node++) {
      const domain = domains[node] ?? 0;
      if (domain === 0 || !isLive(memory, node)) continue;
      if (mask !== -1 && !hasBit(memory.mask(mask), node)) continue;
      const isNew = all[at + size + domain] === 0;
      all[at + size + domain] = (all[at + size + domain] ?? 0) + 1;
      const count = sparse ? 0 : random.int(4);
      all[at + domain] = (all[at + domain] ?? 0) + count;
      memory.sumCounter(index, count, isNew ? 1 : 0);
    }
  }
  return Array.from({ length: fitting }, (_, i) => i);
}

function hasBit(words: Uint32Array, node: number): boolean {
  return (((words[node >> 5] ?? 0) >>> (node & 31)) & 1) === 1;
}

function isLive(memory: SchedulerMemory, node: number): boolean {
  return hasBit(memory.mask(0), node);
}

function randomProfile(random: Seeded, resources: number): KernelProfile {
  const weight = (): number => random.int(4);
  const rows = Array.from({ length: resources }, (_, r) => r).filter((r) => r !== 3);
  const some = rows.filter(() => random.chance(0.5));
  return {
    weights: {
      fit: weight(),
      balanced: weight(),
      taint: weight(),
      affinity: weight(),
      image: weight(),
      spread: weight(),
      podAffinity: weight(),
    },
    strategy: random.pick(["LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"]),
    fit: some.map((resource) => ({ resource, weight: 1 + random.int(5) })),
    balanced: random.chance(0.5) ? [1, 0] : some,
    shape: random.pick([
      [
        { utilization: 0, score: 0 },
        { utilization: 100, score: 100 },
      ],
      [
        { utilization: 20, score: 100 },
        { utilization: 50, score: 10 },
        { utilization: 70, score: 70 },
      ],
    ]),
  };
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
