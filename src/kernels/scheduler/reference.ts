/**
 * The scheduling kernel in plain TypeScript, written for reading: plugin by plugin, as kube-scheduler runs them
 * (pkg/scheduler/framework/plugins, release 1.36). It is the kernel's oracle in tests and its stand-in when kernels are off.
 */
import {
  EXPLAIN,
  EXPLAIN_ROWS,
  FLAG_BEST_EFFORT,
  POD,
  REASON,
  RESOURCE,
  RESULT,
  UNRESOLVABLE_REASONS,
} from "./layout.ts";
import type { SchedulerKernel } from "./kernel.ts";
import type { SchedulerMemory } from "./memory.ts";

/** A pod record as read back from memory. */
interface Pod {
  readonly requiredNode: number;
  readonly selectorMask: number;
  readonly selectorReason: number;
  readonly imageColumn: number;
  readonly preferredColumn: number;
  readonly bestEffort: boolean;
  readonly tie: number;
  readonly postMasks: readonly { readonly mask: number; readonly reason: number }[];
  readonly nonZero: readonly [number, number];
  readonly requests: readonly number[];
  /** Halves of 64-bit words, low half first. */
  readonly tolerated: readonly number[];
  readonly portConflicts: readonly number[];
  readonly portsTaken: readonly number[];
}

/** The weighted parts of a feasible node's score, each 0..100. */
interface NodeScore {
  readonly node: number;
  readonly least: number;
  readonly balanced: number;
  readonly taint: number;
  readonly affinity: number;
  readonly image: number;
  readonly total: number;
}

/** How evenly cpu and memory are used: 100 for equal fractions, 50 for all of one and none of the other. */
export function evenness(
  used: { readonly cpu: number; readonly memory: number },
  allocatable: { readonly cpu: number; readonly memory: number },
): number {
  if (allocatable.cpu === 0 || allocatable.memory === 0) return 100;
  const cpu = Math.min(1, used.cpu / allocatable.cpu);
  const memory = Math.min(1, used.memory / allocatable.memory);
  return Math.trunc((1 - Math.abs((cpu - memory) / 2)) * 100);
}

/** lowbias32: what orders nodes of equal score. Unsigned. */
export function tieRank(podTie: number, nodeKey: number): number {
  let x = (podTie ^ nodeKey) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

export class ReferenceScheduler implements SchedulerKernel {
  readonly #memory: SchedulerMemory;

  constructor(memory: SchedulerMemory) {
    this.#memory = memory;
  }

  place(first: number, count: number): void {
    for (let index = first; index < first + count; index++) this.#placeOne(index);
  }

  explain(index: number): void {
    const pod = this.#readPod(index);
    const refusals = this.#liveNodes().map((node) => ({ node, reasons: this.#filter(pod, node) }));
    const feasible = refusals.filter(({ reasons }) => reasons.length === 0).map(({ node }) => node);
    for (let row = 0; row <= EXPLAIN_ROWS; row++) {
      this.#memory.row("explain", row).fill(0, 0, this.#memory.nodeCount);
    }
    const bits = this.#memory.row("explain", EXPLAIN_ROWS);
    const words = new Uint32Array(bits.buffer, bits.byteOffset, bits.length * 2);
    for (const { node, reasons } of refusals) {
      for (const code of reasons) {
        const at = node * 2 + (code >> 5);
        words[at] = (words[at] ?? 0) | (1 << (code & 31));
      }
    }
    for (const score of this.#scores(pod, feasible)) {
      for (const part of ["least", "balanced", "taint", "affinity", "image", "total"] as const) {
        this.#memory.row("explain", EXPLAIN[part])[score.node] = score[part];
      }
    }
  }

  #placeOne(index: number): void {
    const pod = this.#readPod(index);
    const nodes = this.#liveNodes();
    const refusals = new Map<number, readonly number[]>();
    const feasible = nodes.filter((node) => {
      const reasons = this.#filter(pod, node);
      if (reasons.length > 0) refusals.set(node, reasons);
      return reasons.length === 0;
    });
    const keys = this.#memory.nodeKeys;
    let best: NodeScore | undefined;
    for (const score of this.#scores(pod, feasible)) {
      if (best !== undefined && score.total < best.total) continue;
      if (
        best === undefined ||
        score.total > best.total ||
        tieRank(pod.tie, keys[score.node] ?? 0) > tieRank(pod.tie, keys[best.node] ?? 0)
      ) {
        best = score;
      }
    }
    this.#writeResult(index, best, feasible.length);
    if (best === undefined) this.#countRefusals(index, pod, refusals);
    else this.#assume(pod, best.node);
  }

  /** Reason codes of the first plugin that refuses the node; empty when it fits. */
  #filter(pod: Pod, node: number): readonly number[] {
    const admitted = pod.selectorMask === -1 || this.#inMask(pod.selectorMask, node);
    if (!admitted && pod.selectorReason === REASON.notNamed) return [REASON.notNamed];
    const intolerable = this.#untolerated("hardTaints", pod, node);
    if (((intolerable[0] ?? 0) & 1) === 1) return [REASON.unschedulable];
    if (pod.requiredNode !== -1 && pod.requiredNode !== node) return [REASON.nodeName];
    if (intolerable.some((word) => word !== 0)) return [REASON.taint];
    if (!admitted) return [pod.selectorReason];
    if (this.#portsCollide(pod, node)) return [REASON.ports];
    const insufficient = pod.requests.flatMap((request, resource) =>
      request > 0 && request > this.#free(resource, node) ? [REASON.resource + resource] : [],
    );
    if (insufficient.length > 0) return insufficient;
    const post = pod.postMasks.find(({ mask }) => !this.#inMask(mask, node));
    return post === undefined ? [] : [post.reason];
  }

  /** Scores normalised over the feasible nodes, in node order. */
  #scores(pod: Pod, feasible: readonly number[]): readonly NodeScore[] {
    const soft = feasible.map((node) => popCount(this.#untolerated("softTaints", pod, node)));
    const wishes = this.#column(pod.preferredColumn);
    const images = this.#column(pod.imageColumn);
    const softMax = soft.reduce((a, b) => Math.max(a, b), 0);
    const wishMax = feasible.reduce((a, node) => Math.max(a, wishes?.[node] ?? 0), 0);
    const weights = this.#memory.weights;
    return feasible.map((node, i) => {
      const least = this.#leastAllocated(pod, node);
      const balanced = this.#balancedAllocation(pod, node);
      const taint = softMax === 0 ? 100 : 100 - Math.trunc((100 * (soft[i] ?? 0)) / softMax);
      const affinity = wishMax === 0 ? 0 : Math.trunc((100 * (wishes?.[node] ?? 0)) / wishMax);
      const image = images?.[node] ?? 0;
      const total =
        weights.least * least +
        weights.balanced * balanced +
        weights.taint * taint +
        weights.affinity * affinity +
        weights.image * image;
      return { node, least, balanced, taint, affinity, image, total };
    });
  }

  #leastAllocated(pod: Pod, node: number): number {
    const scores: number[] = [];
    for (const resource of [RESOURCE.cpu, RESOURCE.memory] as const) {
      const capacity = this.#cell("allocatable", resource, node);
      if (capacity === 0) continue;
      const used = this.#cell("nonZero", resource, node) + (pod.nonZero[resource] ?? 0);
      scores.push(used > capacity ? 0 : Math.trunc(((capacity - used) * 100) / capacity));
    }
    if (scores.length === 0) return 0;
    return Math.trunc(scores.reduce((a, b) => a + b, 0) / scores.length);
  }

  #balancedAllocation(pod: Pod, node: number): number {
    if (pod.bestEffort) return 0;
    const without = this.#evenness(node, 0, 0);
    const withPod = this.#evenness(node, pod.requests[0] ?? 0, pod.requests[1] ?? 0);
    return 50 + Math.trunc((50 + withPod - without) / 2);
  }

  #evenness(node: number, cpu: number, memory: number): number {
    return evenness(
      {
        cpu: this.#cell("requested", RESOURCE.cpu, node) + cpu,
        memory: this.#cell("requested", RESOURCE.memory, node) + memory,
      },
      {
        cpu: this.#cell("allocatable", RESOURCE.cpu, node),
        memory: this.#cell("allocatable", RESOURCE.memory, node),
      },
    );
  }

  #assume(pod: Pod, node: number): void {
    pod.requests.forEach((request, resource) => {
      const row = this.#memory.row("requested", resource);
      row[node] = (row[node] ?? 0) + request;
    });
    pod.nonZero.forEach((amount, resource) => {
      const row = this.#memory.row("nonZero", resource);
      row[node] = (row[node] ?? 0) + amount;
    });
    this.#memory.row("balance", 0)[node] = this.#evenness(node, 0, 0);
    const held = Array.from({ length: this.#memory.capacity.portWords }, (_, word) =>
      this.#memory.bits("ports", node, word),
    ).flat();
    const taken = pod.portsTaken.map((word, i) => word | (held[i] ?? 0));
    if (taken.length > 0) this.#memory.setBits("ports", node, bitNumbers(taken));
  }

  #countRefusals(index: number, pod: Pod, refusals: ReadonlyMap<number, readonly number[]>): void {
    const { u32 } = this.#memory.words;
    const at = this.#memory.resultOffset(index);
    for (const [node, reasons] of refusals) {
      for (const code of reasons) increment(u32, ((at + RESULT.refused) >> 2) + code);
      const hopeless = reasons.some((code) => {
        if (UNRESOLVABLE_REASONS.has(code)) return true;
        const resource = code - REASON.resource;
        if (resource < 0 || resource === RESOURCE.pods) return false;
        return (pod.requests[resource] ?? 0) > this.#cell("allocatable", resource, node);
      });
      if (hopeless) increment(u32, (at + RESULT.unresolvable) >> 2);
    }
  }

  #writeResult(index: number, best: NodeScore | undefined, feasible: number): void {
    const { f64, u32 } = this.#memory.words;
    const at = this.#memory.resultOffset(index);
    u32.fill(0, at >> 2, ((at + RESULT.refused) >> 2) + 16 + this.#memory.capacity.resources);
    u32[(at + RESULT.node) >> 2] = best?.node ?? -1;
    u32[(at + RESULT.feasible) >> 2] = feasible;
    f64[(at + RESULT.score) >> 3] = best?.total ?? 0;
  }

  #liveNodes(): number[] {
    const nodes: number[] = [];
    for (let node = 0; node < this.#memory.nodeCount; node++) {
      if (this.#inMask(0, node)) nodes.push(node);
    }
    return nodes;
  }

  #inMask(mask: number, node: number): boolean {
    return (((this.#memory.mask(mask)[node >> 5] ?? 0) >>> (node & 31)) & 1) === 1;
  }

  #cell(name: "allocatable" | "requested" | "nonZero", row: number, node: number): number {
    return this.#memory.row(name, row)[node] ?? 0;
  }

  #column(index: number): Float64Array | undefined {
    return index === -1 ? undefined : this.#memory.row("scoreColumns", index);
  }

  #free(resource: number, node: number): number {
    return this.#cell("allocatable", resource, node) - this.#cell("requested", resource, node);
  }

  #untolerated(name: "hardTaints" | "softTaints", pod: Pod, node: number): readonly number[] {
    return Array.from({ length: this.#memory.capacity.taintWords }, (_, word) =>
      this.#memory
        .bits(name, node, word)
        .map((half, i) => half & ~(pod.tolerated[word * 2 + i] ?? 0)),
    ).flat();
  }

  #portsCollide(pod: Pod, node: number): boolean {
    return Array.from({ length: this.#memory.capacity.portWords }, (_, word) =>
      this.#memory
        .bits("ports", node, word)
        .some((half, i) => half & (pod.portConflicts[word * 2 + i] ?? 0)),
    ).some(Boolean);
  }

  #readPod(index: number): Pod {
    const { f64, u32 } = this.#memory.words;
    const { resources, taintWords, portWords } = this.#memory.capacity;
    const at = this.#memory.podOffset(index);
    const int = (offset: number): number => (u32[(at + offset) >> 2] ?? 0) | 0;
    const words = (offset: number, count: number): number[] =>
      Array.from(u32.subarray(offset >> 2, (offset >> 2) + count * 2));
    const nonZeroAt = (at + POD.nonZero) >> 3;
    const requestsAt = (at + POD.requests) >> 3;
    const bitsAt = at + POD.requests + resources * 8;
    return {
      requiredNode: int(POD.requiredNode),
      selectorMask: int(POD.selectorMask),
      selectorReason: int(POD.selectorReason),
      imageColumn: int(POD.imageColumn),
      preferredColumn: int(POD.preferredColumn),
      bestEffort: (int(POD.flags) & FLAG_BEST_EFFORT) !== 0,
      tie: int(POD.tie),
      postMasks: Array.from({ length: int(POD.postMaskCount) }, (_, i) => ({
        mask: int(POD.postMasks + i * 8),
        reason: int(POD.postMasks + i * 8 + 4),
      })),
      nonZero: [f64[nonZeroAt] ?? 0, f64[nonZeroAt + 1] ?? 0],
      requests: Array.from(f64.subarray(requestsAt, requestsAt + resources)),
      tolerated: words(bitsAt, taintWords),
      portConflicts: words(bitsAt + taintWords * 8, portWords),
      portsTaken: words(bitsAt + (taintWords + portWords) * 8, portWords),
    };
  }
}

function increment(words: Uint32Array, at: number): void {
  words[at] = (words[at] ?? 0) + 1;
}

function bitNumbers(halves: readonly number[]): number[] {
  const bits: number[] = [];
  halves.forEach((half, i) => {
    for (let bit = 0; bit < 32; bit++) {
      if (((half >>> bit) & 1) === 1) bits.push(i * 32 + bit);
    }
  });
  return bits;
}

function popCount(halves: readonly number[]): number {
  return bitNumbers(halves).length;
}
