/**
 * The scheduling kernel in plain TypeScript, written for reading: plugin by plugin, as kube-scheduler runs them
 * (pkg/scheduler/framework/plugins, release 1.36). It is the kernel's oracle in tests and its stand-in when kernels are off.
 */
import { EXPLAIN, EXPLAIN_ROWS, REASON, RESOURCE, RESULT, UNRESOLVABLE_REASONS } from "./layout.ts";
import type { SchedulerKernel } from "./kernel.ts";
import type { SchedulerMemory } from "./memory.ts";
import { readPod, readProfile } from "./reference-records.ts";
import type { ReadPod } from "./reference-records.ts";
import type { KernelProfile } from "./records.ts";
import { ReferenceTopology } from "./reference-topology.ts";

type Pod = ReadPod;

/** A feasible node's scores, each 0..100 but the total and the raw ones. */
type NodeScore = Readonly<Record<keyof typeof EXPLAIN, number>> & { readonly node: number };

/** How evenly cpu and memory are used: 100 for equal fractions, 50 for all of one and none of the other. */
export function evenness(
  used: { readonly cpu: number; readonly memory: number },
  allocatable: { readonly cpu: number; readonly memory: number },
): number {
  const fractions = [
    [used.cpu, allocatable.cpu],
    [used.memory, allocatable.memory],
  ].flatMap(([part = 0, whole = 0]) => (whole === 0 ? [] : [Math.min(1, part / whole)]));
  return evennessOf(fractions);
}

/** One minus the standard deviation, in percent. */
function evennessOf(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  let deviation = 0;
  if (fractions.length === 2) deviation = Math.abs((first - second) / 2);
  if (fractions.length > 2) {
    const mean = sumOf(fractions) / fractions.length;
    const squares = fractions.map((fraction) => (fraction - mean) * (fraction - mean));
    deviation = Math.sqrt(sumOf(squares) / fractions.length);
  }
  return Math.trunc((1 - deviation) * 100);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
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
  readonly #topology: ReferenceTopology;

  constructor(memory: SchedulerMemory) {
    this.#memory = memory;
    this.#topology = new ReferenceTopology(memory);
  }

  place(first: number, count: number): void {
    for (let index = first; index < first + count; index++) this.#placeOne(index);
  }

  explain(index: number): void {
    const pod = readPod(this.#memory, index);
    const refusals = this.#liveNodes().map((node) => ({ node, reasons: this.#filter(pod, node) }));
    const feasible = refusals.filter(({ reasons }) => reasons.length === 0).map(({ node }) => node);
    const reasonRows = 1 + Math.ceil(this.#memory.capacity.resources / 64);
    for (let row = 0; row < EXPLAIN_ROWS + reasonRows; row++) {
      this.#memory.row("explain", row).fill(0);
    }
    for (const { node, reasons } of refusals) {
      for (const code of reasons) {
        if (code >= REASON.resource) this.#explainReason(node, REASON.insufficient);
        this.#explainReason(node, code);
      }
    }
    for (const score of this.#scores(pod, feasible)) {
      for (const part of Object.keys(EXPLAIN) as (keyof typeof EXPLAIN)[]) {
        this.#memory.row("explain", EXPLAIN[part])[score.node] = score[part];
      }
    }
  }

  #explainReason(node: number, code: number): void {
    const bits = this.#memory.row("explain", EXPLAIN_ROWS + (code >> 6));
    const words = new Uint32Array(bits.buffer, bits.byteOffset, bits.length * 2);
    const at = node * 2 + ((code >> 5) & 1);
    words[at] = (words[at] ?? 0) | (1 << (code & 31));
  }

  #placeOne(index: number): void {
    const pod = readPod(this.#memory, index);
    const nodes = this.#liveNodes();
    const refusals = new Map<number, readonly number[]>();
    const feasible = nodes.filter((node) => {
      const reasons = this.#filter(pod, node);
      if (reasons.length > 0) refusals.set(node, reasons);
      return reasons.length === 0;
    });
    const keys = this.#memory.nodeKeys;
    const rankOf = (node: number): number =>
      (tieRank(pod.tie, keys[node] ?? 0) - pod.tieOffset) >>> 0;
    let best: NodeScore | undefined;
    for (const score of this.#scores(pod, feasible)) {
      if (best !== undefined && score.total < best.total) continue;
      if (
        best === undefined ||
        score.total > best.total ||
        rankOf(score.node) > rankOf(best.node)
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
    const admits = (mask: number): boolean => mask === -1 || this.#topology.inMask(mask, node);
    if (!admits(pod.namesMask)) return [REASON.notNamed];
    const intolerable = this.#untolerated("hardTaints", pod, node);
    if (((intolerable[0] ?? 0) & 1) === 1) return [REASON.unschedulable];
    if (pod.requiredNode !== -1 && pod.requiredNode !== node) return [REASON.nodeName];
    if (intolerable.some((word) => word !== 0)) return [REASON.taint];
    if (!admits(pod.enforcedMask)) return [REASON.enforced];
    if (!admits(pod.selectorMask)) return [REASON.affinity];
    if (this.#portsCollide(pod, node)) return [REASON.ports];
    const insufficient = pod.needs.flatMap((need, resource) =>
      need > 0 && need > this.#free(resource, node) ? [REASON.resource + resource] : [],
    );
    if (insufficient.length > 0) return insufficient;
    const post = pod.entries.posts.find(({ mask }) => !admits(mask));
    if (post !== undefined) return [post.reason];
    return this.#topology.refusal(pod, node);
  }

  /** Scores normalised over the feasible nodes, in node order. */
  #scores(pod: Pod, feasible: readonly number[]): readonly NodeScore[] {
    const profile = readProfile(this.#memory, pod.profile);
    const rawTaint = feasible.map((node) => popCount(this.#untolerated("softTaints", pod, node)));
    const rawAffinity = feasible.map((node) => this.#column(pod.preferredColumn)?.[node] ?? 0);
    const taintMax = Math.max(0, ...rawTaint);
    const affinityMax = Math.max(0, ...rawAffinity);
    const spread = this.#topology.spreadScores(pod, feasible);
    const podAffinity = this.#topology.podAffinityScores(pod, feasible);
    const { weights } = profile;
    return feasible.map((node, i) => {
      const raw = (values: readonly number[]): number => values[i] ?? 0;
      const scores = {
        fit: this.#fit(pod, node, profile),
        balanced: this.#balancedAllocation(pod, node, profile),
        taint: taintMax === 0 ? 100 : 100 - Math.trunc((100 * raw(rawTaint)) / taintMax),
        affinity: affinityMax === 0 ? 0 : Math.trunc((100 * raw(rawAffinity)) / affinityMax),
        image: this.#column(pod.imageColumn)?.[node] ?? 0,
        spread: raw(spread.normalised),
        podAffinity: raw(podAffinity.normalised),
      };
      const names = Object.keys(scores) as (keyof typeof scores)[];
      return {
        node,
        ...scores,
        total: sumOf(names.map((name) => weights[name] * scores[name])),
        rawTaint: raw(rawTaint),
        rawAffinity: raw(rawAffinity),
        rawSpread: raw(spread.raw),
        rawPodAffinity: raw(podAffinity.raw),
      };
    });
  }

  /** NodeResourcesFit: what each of the strategy's resources scores, weighted. */
  #fit(pod: Pod, node: number, profile: KernelProfile): number {
    let sum = 0;
    let weights = 0;
    for (const { resource, weight } of profile.fit) {
      const standIn = resource === RESOURCE.cpu || resource === RESOURCE.memory;
      const request = (standIn ? pod.nonZero[resource] : pod.requests[resource]) ?? 0;
      const capacity = this.#cell("allocatable", resource, node);
      if (capacity === 0 || (resource > RESOURCE.pods && request === 0)) continue;
      const used = this.#cell(standIn ? "nonZero" : "requested", resource, node) + request;
      const score = resourceScore(profile, used, capacity);
      if (profile.strategy === "RequestedToCapacityRatio" && score <= 0) continue;
      sum += score * weight;
      weights += weight;
    }
    if (weights === 0) return 0;
    const mean = sum / weights;
    return profile.strategy === "RequestedToCapacityRatio" ? Math.round(mean) : Math.trunc(mean);
  }

  #balancedAllocation(pod: Pod, node: number, profile: KernelProfile): number {
    if (pod.bestEffort) return 0;
    const evennessWith = (times: 0 | 1): number =>
      evennessOf(
        profile.balanced.flatMap((resource) => {
          const request = pod.requests[resource] ?? 0;
          const capacity = this.#cell("allocatable", resource, node);
          if (capacity === 0 || (resource > RESOURCE.pods && request === 0)) return [];
          const used = this.#cell("requested", resource, node) + request * times;
          return [Math.min(1, used / capacity)];
        }),
      );
    return 50 + Math.trunc((50 + evennessWith(1) - evennessWith(0)) / 2);
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
    const both = (name: "requested" | "allocatable"): { cpu: number; memory: number } => ({
      cpu: this.#cell(name, RESOURCE.cpu, node),
      memory: this.#cell(name, RESOURCE.memory, node),
    });
    this.#memory.row("balance", 0)[node] = evenness(both("requested"), both("allocatable"));
    const held = Array.from({ length: this.#memory.capacity.portWords }, (_, word) =>
      this.#memory.bits("ports", node, word),
    ).flat();
    const taken = pod.portsTaken.map((word, i) => word | (held[i] ?? 0));
    if (taken.length > 0) this.#memory.setBits("ports", node, bitNumbers(taken));
    this.#topology.gain(pod, node);
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
        return (pod.needs[resource] ?? 0) > this.#cell("allocatable", resource, node);
      });
      if (hopeless) increment(u32, (at + RESULT.unresolvable) >> 2);
    }
  }

  #writeResult(index: number, best: NodeScore | undefined, feasible: number): void {
    const { f64, u32 } = this.#memory.words;
    const at = this.#memory.resultOffset(index);
    const refusedAt = (at + RESULT.refused) >> 2;
    u32.fill(0, at >> 2, refusedAt + REASON.resource + this.#memory.capacity.resources);
    u32[(at + RESULT.node) >> 2] = best?.node ?? -1;
    u32[(at + RESULT.feasible) >> 2] = feasible;
    f64[(at + RESULT.score) >> 3] = best?.total ?? 0;
  }

  #liveNodes(): number[] {
    const nodes: number[] = [];
    for (let node = 0; node < this.#memory.nodeCount; node++) {
      if (this.#topology.inMask(0, node)) nodes.push(node);
    }
    return nodes;
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
}

function resourceScore(profile: KernelProfile, used: number, capacity: number): number {
  switch (profile.strategy) {
    case "LeastAllocated":
      return used > capacity ? 0 : Math.trunc(((capacity - used) * 100) / capacity);
    case "MostAllocated":
      return Math.trunc((Math.min(used, capacity) * 100) / capacity);
    case "RequestedToCapacityRatio":
      return shapeScore(profile.shape, used > capacity ? 100 : Math.trunc((used * 100) / capacity));
  }
}

/** A piecewise linear function over whole numbers. */
function shapeScore(shape: KernelProfile["shape"], utilization: number): number {
  const next = shape.findIndex((point) => utilization <= point.utilization);
  const to = shape[next];
  const from = shape[next - 1];
  if (to === undefined) return shape.at(-1)?.score ?? 0;
  if (from === undefined) return to.score;
  const rise = (to.score - from.score) * (utilization - from.utilization);
  return from.score + Math.trunc(rise / (to.utilization - from.utilization));
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
