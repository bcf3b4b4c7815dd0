/**
 * What the kernels are measured against: the same decisions by the best TypeScript that we could write over typed arrays,
 * and by TypeScript over plain objects, as one would write it without thinking of speed.
 */

/** Node columns of the typed-array version. */
export interface Columns {
  readonly count: number;
  readonly allocCpu: Float64Array;
  readonly allocMem: Float64Array;
  readonly allocPods: Float64Array;
  readonly usedCpu: Float64Array;
  readonly usedMem: Float64Array;
  readonly usedPods: Float64Array;
  readonly nonZeroCpu: Float64Array;
  readonly nonZeroMem: Float64Array;
  readonly balance: Float64Array;
  readonly taints: Uint32Array;
  readonly keys: Uint32Array;
}

export interface PodAsk {
  readonly cpu: number;
  readonly mem: number;
  readonly tolerated: number;
  readonly tie: number;
}

function mix(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** One pod over all nodes; returns the node and takes the pod's requests from it. -1 when none fits. */
export function placeOnColumns(columns: Columns, pod: PodAsk): number {
  const { count, allocCpu, allocMem, allocPods, usedCpu, usedMem, usedPods } = columns;
  const { nonZeroCpu, nonZeroMem, balance, taints, keys } = columns;
  const { cpu, mem, tie } = pod;
  const refused = ~pod.tolerated;
  let best = -1;
  let bestScore = -1;
  let bestTie = 0;
  for (let i = 0; i < count; i++) {
    const ac = allocCpu[i] as number;
    const am = allocMem[i] as number;
    const rc = usedCpu[i] as number;
    const rm = usedMem[i] as number;
    if (cpu > ac - rc || mem > am - rm) continue;
    if ((usedPods[i] as number) + 1 > (allocPods[i] as number)) continue;
    if (((taints[i] as number) & refused) !== 0) continue;
    const nc = (nonZeroCpu[i] as number) + cpu;
    const nm = (nonZeroMem[i] as number) + mem;
    const leftCpu = nc > ac ? 0 : Math.floor(((ac - nc) * 100) / ac);
    const leftMem = nm > am ? 0 : Math.floor(((am - nm) * 100) / am);
    const least = Math.floor((leftCpu + leftMem) * 0.5);
    const fc = (rc + cpu) / ac;
    const fm = (rm + mem) / am;
    const difference = (fc > 1 ? 1 : fc) - (fm > 1 ? 1 : fm);
    const deviation = (difference < 0 ? -difference : difference) * 0.5;
    const even = Math.floor((1 - deviation) * 100);
    const score = least + 350 + Math.floor((50 + even - (balance[i] as number)) * 0.5);
    if (score < bestScore) continue;
    const rank = mix(tie ^ (keys[i] as number));
    if (score > bestScore || rank > bestTie) {
      best = i;
      bestScore = score;
      bestTie = rank;
    }
  }
  if (best < 0) return -1;
  const c = (usedCpu[best] as number) + cpu;
  const m = (usedMem[best] as number) + mem;
  usedCpu[best] = c;
  usedMem[best] = m;
  usedPods[best] = (usedPods[best] as number) + 1;
  nonZeroCpu[best] = (nonZeroCpu[best] as number) + cpu;
  nonZeroMem[best] = (nonZeroMem[best] as number) + mem;
  const fraction = c / (allocCpu[best] as number) - m / (allocMem[best] as number);
  balance[best] = Math.floor((1 - Math.abs(fraction / 2)) * 100);
  return best;
}

/** A node of the plain-object version. */
export interface PlainNode {
  readonly name: string;
  readonly allocatable: Record<string, number>;
  readonly requested: Record<string, number>;
  readonly nonZero: Record<string, number>;
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  readonly key: number;
  pods: number;
}

export interface PlainPod {
  readonly requests: Record<string, number>;
  readonly tolerations: readonly { readonly key: string }[];
  readonly tie: number;
}

type Filter = (pod: PlainPod, node: PlainNode) => boolean;
type Score = (pod: PlainPod, node: PlainNode) => number;

const filters: readonly Filter[] = [
  (pod, node) =>
    node.taints.every((taint) =>
      pod.tolerations.some((toleration) => toleration.key === taint.key),
    ),
  (pod, node) =>
    Object.entries(pod.requests).every(
      ([name, amount]) => amount <= (node.allocatable[name] ?? 0) - (node.requested[name] ?? 0),
    ),
  (_pod, node) => node.pods + 1 <= (node.allocatable["pods"] ?? 0),
];

const evenness = (node: PlainNode, extra: Record<string, number>): number => {
  const fractions = ["cpu", "memory"].map((name) =>
    Math.min(1, ((node.requested[name] ?? 0) + (extra[name] ?? 0)) / (node.allocatable[name] ?? 1)),
  );
  return Math.trunc((1 - Math.abs(((fractions[0] ?? 0) - (fractions[1] ?? 0)) / 2)) * 100);
};

const scores: readonly Score[] = [
  (pod, node) => {
    const left = ["cpu", "memory"].map((name) => {
      const capacity = node.allocatable[name] ?? 0;
      const used = (node.nonZero[name] ?? 0) + (pod.requests[name] ?? 0);
      return used > capacity ? 0 : Math.trunc(((capacity - used) * 100) / capacity);
    });
    return Math.trunc(left.reduce((a, b) => a + b, 0) / left.length);
  },
  (pod, node) => 50 + Math.trunc((50 + evenness(node, pod.requests) - evenness(node, {})) / 2),
  () => 300,
];

/** As `placeOnColumns`, over objects, plugin by plugin. */
export function placeOnObjects(nodes: readonly PlainNode[], pod: PlainPod): PlainNode | undefined {
  const feasible = nodes.filter((node) => filters.every((filter) => filter(pod, node)));
  const totals = feasible.map((node) => ({
    node,
    total: scores.reduce((sum, score) => sum + score(pod, node), 0),
    rank: mix(pod.tie ^ node.key),
  }));
  const best = totals.reduce<(typeof totals)[number] | undefined>(
    (a, b) =>
      a === undefined || b.total > a.total || (b.total === a.total && b.rank > a.rank) ? b : a,
    undefined,
  )?.node;
  if (best === undefined) return undefined;
  for (const [name, amount] of Object.entries(pod.requests)) {
    best.requested[name] = (best.requested[name] ?? 0) + amount;
    best.nonZero[name] = (best.nonZero[name] ?? 0) + amount;
  }
  best.pods += 1;
  return best;
}

/** MurmurHash3 over the six words of each flow, and a table lookup: what the batched Maglev lookup does, without memory. */
export function maglevOnArrays(flows: Uint32Array, table: Uint16Array, chosen: Uint32Array): void {
  for (let i = 0; i < chosen.length; i++) {
    let hash = 0x6b756261;
    for (let w = 0; w < 6; w++) {
      let k = Math.imul(flows[i * 8 + w] as number, 0xcc9e2d51);
      k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
      hash ^= k;
      hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
    }
    hash ^= 24;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    chosen[i] = table[((hash ^ (hash >>> 16)) >>> 0) % 65_537] as number;
  }
}
