/** PodTopologySpread and InterPodAffinity of the reference: what the counters say of a node, and their change by a placement. */
import { REASON } from "./layout.ts";
import type { SchedulerMemory } from "./memory.ts";
import type { ReadPod } from "./reference-records.ts";

/** Scores of the feasible nodes, in their order; empty when the plugin has nothing to say. */
export interface PluginScores {
  readonly raw: readonly number[];
  readonly normalised: readonly number[];
}

const noScores: PluginScores = { raw: [], normalised: [] };

export class ReferenceTopology {
  readonly #memory: SchedulerMemory;
  /** The lowest counts of the pod's spread constraints, the same for each node that it is held against. */
  #fewestFor: { readonly pod: ReadPod; readonly byConstraint: number[] } | undefined;

  constructor(memory: SchedulerMemory) {
    this.#memory = memory;
  }

  inMask(mask: number, node: number): boolean {
    return (((this.#memory.mask(mask)[node >> 5] ?? 0) >>> (node & 31)) & 1) === 1;
  }

  /** The code of the first rule that refuses the node. */
  refusal(pod: ReadPod, node: number): readonly number[] {
    for (const [i, { counter, maxSkew, self }] of pod.entries.spread.entries()) {
      const count = this.#countAt(counter, node);
      if (count === undefined) return [REASON.spreadLabelMissing];
      const skew = count + (self ? 1 : 0) - this.#fewestOf(pod, i);
      if (skew > maxSkew) return [REASON.spread];
    }
    const { affinity, anti, existingAnti } = pod.entries;
    const isFirst = pod.selfAffine && affinity.every((counter) => this.#total(counter) === 0);
    for (const counter of affinity) {
      const count = this.#countAt(counter, node);
      if (count === undefined || (count <= 0 && !isFirst)) return [REASON.podAffinity];
    }
    const isTaken = (counter: number): boolean => (this.#countAt(counter, node) ?? 0) > 0;
    if (anti.some(isTaken)) return [REASON.podAntiAffinity];
    if (existingAnti.some(isTaken)) return [REASON.existingAntiAffinity];
    return [];
  }

  spreadScores(pod: ReadPod, feasible: readonly number[]): PluginScores {
    const { softSpread } = pod.entries;
    if (softSpread.length === 0) return noScores;
    const isScored = (node: number): boolean =>
      pod.spreadMask === -1 || this.inMask(pod.spreadMask, node);
    const scored = feasible.filter(isScored);
    const weights = softSpread.map(({ counter }) => {
      const { key } = this.#memory.readCounter(counter);
      const domains = scored.map((node) => this.#memory.domains(key)[node]);
      return Math.log((key === 0 ? scored.length : new Set(domains).size) + 2);
    });
    const raw = feasible.map((node) => {
      if (!isScored(node)) return -1;
      let score = 0;
      softSpread.forEach(({ counter, maxSkew }, i) => {
        const count = this.#countAt(counter, node);
        if (count !== undefined) score += count * (weights[i] ?? 0) + (maxSkew - 1);
      });
      return Math.round(score);
    });
    const known = raw.filter((score) => score !== -1);
    const lowest = known.reduce((a, b) => Math.min(a, b), Infinity);
    const highest = known.reduce((a, b) => Math.max(a, b), 0);
    const normalised = raw.map((score) => {
      if (score === -1) return 0;
      if (highest === 0) return 100;
      return Math.trunc((100 * (highest + lowest - score)) / highest);
    });
    return { raw, normalised };
  }

  podAffinityScores(pod: ReadPod, feasible: readonly number[]): PluginScores {
    const { podScores } = pod.entries;
    if (podScores.length === 0) return noScores;
    const raw = feasible.map((node) => {
      let score = 0;
      for (const { counter, weight } of podScores) {
        score += weight * (this.#countAt(counter, node) ?? 0);
      }
      return score;
    });
    const lowest = raw.reduce((a, b) => Math.min(a, b), Infinity);
    const difference = raw.reduce((a, b) => Math.max(a, b), -Infinity) - lowest;
    const normalised = raw.map((score) =>
      difference > 0 ? Math.trunc(100 * ((score - lowest) / difference)) : 0,
    );
    return { raw, normalised };
  }

  gain(pod: ReadPod, node: number): void {
    this.#fewestFor = undefined;
    for (const { counter, amount } of pod.entries.gains) {
      const { key, counts, mask } = this.#memory.readCounter(counter);
      const domain = this.#memory.domains(key)[node] ?? 0;
      if (domain === 0 || (mask !== -1 && !this.inMask(mask, node))) continue;
      const all = this.#memory.counts;
      all[counts + domain] = (all[counts + domain] ?? 0) + amount;
      this.#memory.sumCounter(counter, amount, 0);
    }
  }

  /** Undefined where the node lacks the counter's key. */
  #countAt(counter: number, node: number): number | undefined {
    const { key, counts } = this.#memory.readCounter(counter);
    const domain = this.#memory.domains(key)[node] ?? 0;
    return domain === 0 ? undefined : (this.#memory.counts[counts + domain] ?? 0);
  }

  #total(counter: number): number {
    return this.#memory.readCounter(counter).total;
  }

  #fewestOf(pod: ReadPod, constraint: number): number {
    if (this.#fewestFor?.pod !== pod) this.#fewestFor = { pod, byConstraint: [] };
    const { byConstraint } = this.#fewestFor;
    const { counter, minDomains } = pod.entries.spread[constraint] ?? { counter: 0, minDomains: 0 };
    return (byConstraint[constraint] ??= this.#fewest(counter, minDomains));
  }

  /** The lowest count of a domain with eligible nodes; 0 when there are fewer of these than there should be. */
  #fewest(counter: number, minDomains: number): number {
    const { counts, present, size } = this.#memory.readCounter(counter);
    const all = this.#memory.counts;
    const eligible = Array.from({ length: size }, (_, domain) => domain).filter(
      (domain) => (all[present + domain] ?? 0) > 0,
    );
    if (eligible.length < minDomains) return 0;
    const lowest = eligible.map((domain) => all[counts + domain] ?? 0);
    return lowest.reduce((a, b) => Math.min(a, b), 2 ** 31 - 1);
  }
}
