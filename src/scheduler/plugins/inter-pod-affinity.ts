/** InterPodAffinity: required rules of the Pod and of those that are placed, and what preferred ones are worth (plugins/interpodaffinity). */
import type { Node, Pod } from "../../api/generated/types.ts";
import type { InterPodAffinityArgs } from "../profile/profile.ts";
import type { AffinityTerm, NamespaceLabels } from "./affinity-term.ts";
import { refusal } from "./basic-plugins.ts";
import { nodeScoreMax } from "./framework.ts";
import type { NodeScore, Plugin } from "./framework.ts";
import { podInfoOf } from "./node-info.ts";
import type { PodInfo } from "./node-info.ts";
import type { ClusterSnapshot } from "./snapshot.ts";

/** A number for each (topology key, value); pairs at 0 are not kept. */
class DomainCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  add(node: Node, key: string, amount: number): void {
    const value = node.metadata.labels?.[key];
    if (value === undefined) return;
    const values = this.#counts.get(key) ?? new Map<string, number>();
    const count = (values.get(value) ?? 0) + amount;
    if (count === 0) values.delete(value);
    else values.set(value, count);
    if (values.size === 0) this.#counts.delete(key);
    else this.#counts.set(key, values);
  }

  at(node: Node, key: string): number {
    const value = node.metadata.labels?.[key];
    return value === undefined ? 0 : (this.#counts.get(key)?.get(value) ?? 0);
  }

  keys(): Iterable<string> {
    return this.#counts.keys();
  }

  clone(): DomainCounts {
    const copy = new DomainCounts();
    for (const [key, values] of this.#counts) copy.#counts.set(key, new Map(values));
    return copy;
  }
}

interface FilterState {
  readonly namespaceLabels: NamespaceLabels;
  /** Where placed Pods do not want the Pod. */
  readonly existingAnti: DomainCounts;
  /** Where Pods are that all of the Pod's affinity terms speak of. */
  readonly affinity: DomainCounts;
  /** Where Pods are that one of its anti-affinity terms speaks of. */
  readonly anti: DomainCounts;
}

interface ScoreState {
  readonly worth: DomainCounts;
}

export function interPodAffinity(args: InterPodAffinityArgs): Plugin<FilterState, ScoreState> {
  return {
    name: "InterPodAffinity",
    preFilter(pod, snapshot) {
      const { terms } = podInfoOf(pod);
      if (terms.fault !== undefined) {
        return { refusal: refusal(`parsing pod: ${terms.fault}`) };
      }
      const state: FilterState = {
        namespaceLabels: (namespace) => snapshot.objects.namespaceLabels(namespace),
        existingAnti: new DomainCounts(),
        affinity: new DomainCounts(),
        anti: new DomainCounts(),
      };
      for (const { node, pods } of snapshot.nodes) {
        for (const placed of pods) count(state, pod, { placed, node, sign: 1 });
      }
      const asksForNothing =
        terms.requiredAffinity.length + terms.requiredAntiAffinity.length === 0;
      if (asksForNothing && state.existingAnti.isEmpty) return { skip: true };
      return { state };
    },
    filter(state, pod, { node }) {
      const { requiredAffinity, requiredAntiAffinity } = podInfoOf(pod).terms;
      if (!isAffinityMet(state, pod, { node, terms: requiredAffinity })) {
        return refusal("node(s) didn't match pod affinity rules");
      }
      if (requiredAntiAffinity.some(({ topologyKey }) => state.anti.at(node, topologyKey) > 0)) {
        return refusal("node(s) didn't match pod anti-affinity rules", true);
      }
      for (const key of state.existingAnti.keys()) {
        if (state.existingAnti.at(node, key) > 0) {
          return refusal("node(s) didn't satisfy existing pods anti-affinity rules", true);
        }
      }
      return undefined;
    },
    cloneState: (state) => ({
      namespaceLabels: state.namespaceLabels,
      existingAnti: state.existingAnti.clone(),
      affinity: state.affinity.clone(),
      anti: state.anti.clone(),
    }),
    addPod: (state, pod, placed, { node }) => count(state, pod, { placed, node, sign: 1 }),
    removePod: (state, pod, placed, { node }) => count(state, pod, { placed, node, sign: -1 }),
    preScore(pod, _, snapshot) {
      const worth = worthOf(pod, snapshot, args);
      return worth.isEmpty ? { skip: true } : { state: { worth } };
    },
    score({ worth }, _, { node }) {
      let sum = 0;
      for (const key of worth.keys()) sum += worth.at(node, key);
      return sum;
    },
    normalize: (_, scores) => spreadOut(scores),
  };
}

interface Placed {
  readonly placed: PodInfo;
  readonly node: Node;
  readonly sign: 1 | -1;
}

function count(state: FilterState, pod: Pod, { placed, node, sign }: Placed): void {
  const { namespaceLabels } = state;
  for (const term of placed.terms.requiredAntiAffinity) {
    if (term.matches(pod, namespaceLabels)) state.existingAnti.add(node, term.topologyKey, sign);
  }
  const { requiredAffinity, requiredAntiAffinity } = podInfoOf(pod).terms;
  if (matchesAll(requiredAffinity, placed.pod, namespaceLabels)) {
    for (const { topologyKey } of requiredAffinity) state.affinity.add(node, topologyKey, sign);
  }
  for (const term of requiredAntiAffinity) {
    if (term.matches(placed.pod, namespaceLabels)) state.anti.add(node, term.topologyKey, sign);
  }
}

/** False for no terms. */
function matchesAll(
  terms: readonly AffinityTerm[],
  pod: Pod,
  namespaceLabels: NamespaceLabels,
): boolean {
  return terms.length > 0 && terms.every((term) => term.matches(pod, namespaceLabels));
}

function isAffinityMet(
  state: FilterState,
  pod: Pod,
  { node, terms }: { readonly node: Node; readonly terms: readonly AffinityTerm[] },
): boolean {
  const labels = node.metadata.labels ?? {};
  if (!terms.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey))) return false;
  if (terms.every(({ topologyKey }) => state.affinity.at(node, topologyKey) > 0)) return true;
  // The first of a group that wants to be with its own kind has nobody to be with yet.
  return state.affinity.isEmpty && matchesAll(terms, pod, state.namespaceLabels);
}

/** What each domain is worth to the Pod: its own wishes, and those that placed Pods have about it. */
function worthOf(pod: Pod, snapshot: ClusterSnapshot, args: InterPodAffinityArgs): DomainCounts {
  const worth = new DomainCounts();
  const own = podInfoOf(pod).terms;
  const namespaceLabels: NamespaceLabels = (name) => snapshot.objects.namespaceLabels(name);
  const hasWishes = own.preferredAffinity.length + own.preferredAntiAffinity.length > 0;
  if (args.ignorePreferredTermsOfExistingPods && !hasWishes) return worth;
  for (const { node, pods } of snapshot.nodes) {
    const add = (term: AffinityTerm, about: Pod, weight: number): void => {
      if (term.matches(about, namespaceLabels)) worth.add(node, term.topologyKey, weight);
    };
    for (const { pod: placed, terms } of pods) {
      for (const term of own.preferredAffinity) add(term, placed, term.weight);
      for (const term of own.preferredAntiAffinity) add(term, placed, -term.weight);
      if (args.hardPodAffinityWeight > 0) {
        for (const term of terms.requiredAffinity) add(term, pod, args.hardPodAffinityWeight);
      }
      for (const term of terms.preferredAffinity) add(term, pod, term.weight);
      for (const term of terms.preferredAntiAffinity) add(term, pod, -term.weight);
    }
  }
  return worth;
}

/** The lowest to 0, the highest to 100. */
function spreadOut(scores: readonly NodeScore[]): readonly number[] {
  const lowest = scores.reduce((min, { score }) => Math.min(min, score), Infinity);
  const highest = scores.reduce((max, { score }) => Math.max(max, score), -Infinity);
  const range = highest - lowest;
  return scores.map(({ score }) =>
    range > 0 ? Math.trunc(nodeScoreMax * ((score - lowest) / range)) : 0,
  );
}
