/**
 * Rules between Pods as the kernel's counters: which counters a Pod's spread constraints and affinity terms read, and which
 * ones it raises. Every distinct rule is asked once about every distinct class of Pods; counts follow the cache step by step.
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import type { SchedulerMemory } from "../../kernels/scheduler/memory.ts";
import { noEntries } from "../../kernels/scheduler/records.ts";
import type { PodEntries } from "../../kernels/scheduler/records.ts";
import type { NodeAnswers } from "../node-answers.ts";
import type { NamespaceLabels } from "../plugins/affinity-term.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";
import { isEnabled, scoreWeight } from "../profile/profile.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import { Counters } from "./counters.ts";
import type { CounterLimits, HolderKind } from "./counters.ts";
import { podKindOf } from "./pod-classes.ts";
import type { KeyedTerm, PodKind } from "./pod-classes.ts";
import { spreadRules } from "./spread-rules.ts";

/** What of a record depends on other Pods. */
export interface TopologyParts {
  readonly entries: PodEntries;
  /** Nodes that spread scoring looks at, -1: all. */
  readonly spreadMask: number;
  readonly selfAffine: boolean;
}

export class PodTopology {
  readonly counters: Counters;
  readonly #objects: ClusterObjects;
  readonly #masks: NodeAnswers;
  /** How many Pods of each class are counted on each node. */
  readonly #onNode = new Map<number, Map<PodKind["key"], number>>();
  #namespacesSeen = "";

  constructor(
    memory: SchedulerMemory,
    masks: NodeAnswers,
    {
      objects,
      limits,
    }: { readonly objects: ClusterObjects; readonly limits?: CounterLimits | undefined },
  ) {
    this.counters = new Counters(memory, masks, {
      namespaceLabels: (name) => objects.namespaceLabels(name),
      limits,
    });
    this.#objects = objects;
    this.#masks = masks;
  }

  /** Opens a batch. Returns true when nothing counted so far holds any more: every node must be synced again. */
  startBatch(): boolean {
    this.counters.startBatch();
    if (!this.counters.readsNamespaceLabels) return false;
    const labels: NamespaceLabels = (name) => this.#objects.namespaceLabels(name);
    const seen = JSON.stringify(this.counters.namespaces().map((name) => [name, labels(name)]));
    const changed = this.#namespacesSeen !== "" && this.#namespacesSeen !== seen;
    this.#namespacesSeen = seen;
    if (changed) this.reset();
    return changed;
  }

  /** Forgets all counts; nodes are counted anew by `sync`. */
  reset(): void {
    this.counters.clearPods();
    this.#onNode.clear();
  }

  /** Takes what is counted on a node away, before its labels, taints or masks change. */
  withdraw(node: number): void {
    this.sync(node, []);
    this.counters.nodeLeaves(node);
  }

  /** The node's labels, as they are now; undefined when it is gone. After `withdraw`. */
  enter(index: number, node: Node | undefined): void {
    this.counters.keys.setNode(
      index,
      node === undefined ? undefined : (node.metadata.labels ?? {}),
    );
    if (node !== undefined) this.counters.nodeEnters(index);
  }

  /** Counts on a node just these Pods. */
  sync(node: number, pods: Iterable<Pod>): void {
    const wanted = new Map<string, { kind: PodKind; count: number }>();
    for (const pod of pods) {
      const kind = podKindOf(pod);
      const known = wanted.get(kind.key);
      if (known === undefined) wanted.set(kind.key, { kind, count: 1 });
      else known.count += 1;
    }
    const counted = this.#onNode.get(node) ?? new Map<string, number>();
    for (const [key, count] of counted) {
      if (!wanted.has(key)) this.counters.addPods(key, node, -count);
    }
    for (const { kind, count } of wanted.values()) {
      const before = counted.get(kind.key) ?? 0;
      if (count === before) continue;
      this.counters.classOf(kind);
      this.counters.addPods(kind.key, node, count - before);
    }
    if (wanted.size === 0) this.#onNode.delete(node);
    else {
      const entries = [...wanted].map(([key, { count }]) => [key, count] as const);
      this.#onNode.set(node, new Map(entries));
    }
  }

  /** The kernel has placed a Pod, and counted it. */
  placed(pod: Pod, node: number): void {
    const { key } = podKindOf(pod);
    const counted = this.#onNode.get(node) ?? new Map<string, number>();
    counted.set(key, (counted.get(key) ?? 0) + 1);
    this.#onNode.set(node, counted);
    this.counters.notePod(key, node);
  }

  /**
   * What the Pod asks of others under a profile. The counters it raises are known only when all Pods of the batch have been
   * asked about: see `gains`. Throws StatusError for a selector that cannot be read.
   */
  parts(
    pod: Pod,
    profile: SchedulerProfile,
  ): Omit<TopologyParts, "entries"> & {
    readonly entries: Omit<PodEntries, "posts" | "gains">;
  } {
    const kind = podKindOf(pod);
    this.counters.classOf(kind);
    const spread = spreadRules(pod, profile, {
      objects: this.#objects,
      counters: this.counters,
      masks: this.#masks,
    });
    const filters = isEnabled(profile, "filter", "InterPodAffinity");
    return {
      entries: {
        ...noEntries,
        spread: spread.hard,
        softSpread: spread.soft,
        ...(filters ? this.#affinityEntries(kind) : {}),
        podScores: this.#podScores(kind, profile),
      },
      spreadMask: spread.mask,
      selfAffine: kind.terms.requiredAffinity.every(({ term }) => this.#matches(term, pod)),
    };
  }

  /** The counters that the Pod raises where it is placed. */
  gains(pod: Pod): PodEntries["gains"] {
    return this.counters.classOf(podKindOf(pod)).gains;
  }

  #matches(term: KeyedTerm["term"], pod: Pod): boolean {
    return term.matches(pod, (name) => this.#objects.namespaceLabels(name));
  }

  #affinityEntries(kind: PodKind): Pick<PodEntries, "affinity" | "anti" | "existingAnti"> {
    const { requiredAffinity, requiredAnti } = kind.terms;
    const topologyKeys = new Set(requiredAffinity.map(({ term }) => term.topologyKey));
    return {
      affinity: [...topologyKeys].map((key) => this.counters.ofGroup(requiredAffinity, key)),
      anti: requiredAnti.map((term) => this.counters.ofTerm(term)),
      existingAnti: this.#held(kind, "anti"),
    };
  }

  /** Counters of the terms of a sort that other Pods have about this one. */
  #held(kind: PodKind, holder: HolderKind): readonly number[] {
    return this.counters.heldAbout(kind, holder);
  }

  #podScores(kind: PodKind, profile: SchedulerProfile): PodEntries["podScores"] {
    if (scoreWeight(profile, "InterPodAffinity") === 0) return [];
    const args = profile.args.InterPodAffinity;
    const { preferred } = kind.terms;
    if (args.ignorePreferredTermsOfExistingPods && preferred.length === 0) return [];
    const hard = args.hardPodAffinityWeight;
    return [
      ...preferred.map((term) => ({ counter: this.counters.ofTerm(term), weight: term.weight })),
      ...this.#held(kind, "preferred").map((counter) => ({ counter, weight: 1 })),
      ...(hard > 0 ? this.#held(kind, "required") : []).map((counter) => ({
        counter,
        weight: hard,
      })),
    ];
  }
}
