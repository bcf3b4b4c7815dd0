/**
 * Which counters there are, by what they count, and which classes of Pods raise each by how much. Counters that nobody has
 * asked about for long make room for others; a count that is wanted again is made anew.
 */
import type { Pod } from "../../api/generated/types.ts";
import { matchesLabels } from "../../api/label-selector.ts";
import type { LabelMatcher } from "../../api/label-selector.ts";
import type { SchedulerMemory } from "../../kernels/scheduler/memory.ts";
import type { NodeAnswers } from "../node-answers.ts";
import type { NodeQuestion } from "../node-affinity.ts";
import type { NamespaceLabels } from "../plugins/affinity-term.ts";
import { CounterTable } from "./counter-table.ts";
import { ByOwnLabels, ByWantedLabel, wantedLabel } from "./label-index.ts";
import type { WantedLabel } from "./label-index.ts";
import type { KeyedTerm, PodKind } from "./pod-classes.ts";
import { TopologyKeys } from "./topology-keys.ts";

/** What is kept before that which was not asked about for longest makes room. */
export interface CounterLimits {
  readonly counters: number;
  /** Words that all counts take. */
  readonly words: number;
  /** Classes without Pods. */
  readonly idleClasses: number;
}

const defaultLimits: CounterLimits = {
  counters: 2048,
  words: 16 * 1024 * 1024,
  idleClasses: 1024,
};

/** Whose terms a counter of terms counts, and which of theirs. */
export type HolderKind = "anti" | "required" | "preferred";

interface Rule {
  readonly id: string;
  readonly index: number;
  /** By how much a Pod of the class raises it. */
  amount(kind: PodKind): number;
  readonly question?: NodeQuestion;
  /** A label that all Pods have whom it counts. */
  readonly wants: WantedLabel;
}

/** A term that Pods have. It gets a counter when someone comes whom it speaks of. */
interface HeldTerm {
  readonly id: string;
  readonly kind: HolderKind;
  readonly term: KeyedTerm;
  readonly holders: Set<PodClass>;
}

interface PodClass {
  readonly kind: PodKind;
  readonly placed: Map<number, number>;
  readonly holds: readonly HeldTerm[];
  gains: { readonly counter: number; readonly amount: number }[];
  about: { readonly version: number; readonly held: Record<HolderKind, HeldTerm[]> } | undefined;
}

export class Counters {
  readonly keys: TopologyKeys;
  readonly #table: CounterTable;
  readonly #masks: NodeAnswers;
  readonly #namespaceLabels: NamespaceLabels;
  readonly #limits: CounterLimits;
  readonly #rules = new Map<string, Rule>();
  readonly #held = new Map<string, HeldTerm>();
  readonly #classes = new Map<string, PodClass>();
  /** Rules but for those of held terms; held terms; classes: each by the labels that matter to it. */
  readonly #rulesByLabel = new ByWantedLabel<Rule>();
  readonly #heldByLabel = new ByWantedLabel<HeldTerm>();
  readonly #classesByLabel = new ByOwnLabels<PodClass>();
  readonly #nodes = new Set<number>();
  #byNamespaceLabels = 0;
  #heldVersion = 0;

  constructor(
    memory: SchedulerMemory,
    masks: NodeAnswers,
    {
      namespaceLabels,
      limits = defaultLimits,
    }: { readonly namespaceLabels: NamespaceLabels; readonly limits?: CounterLimits | undefined },
  ) {
    this.#limits = limits;
    this.keys = new TopologyKeys(memory);
    this.#table = new CounterTable(memory, this.keys);
    this.#masks = masks;
    this.#namespaceLabels = namespaceLabels;
  }

  /** True when some rule asks for namespaces by their labels. */
  get readsNamespaceLabels(): boolean {
    return this.#byNamespaceLabels > 0;
  }

  /** Namespaces of the Pods that are known. */
  namespaces(): readonly string[] {
    const names = [...this.#classes.values()].map(({ kind }) => kind.pod.metadata.namespace ?? "");
    return [...new Set(names)].sort();
  }

  startBatch(): void {
    this.#dropIdleClasses();
    this.#dropOldRules();
  }

  /** The class of a Pod; a new one brings the counters of its terms along. */
  classOf(kind: PodKind): PodClass {
    let known = this.#classes.get(kind.key);
    if (known === undefined) {
      known = {
        kind,
        placed: new Map(),
        holds: this.#holdsOf(kind),
        gains: [],
        about: undefined,
      };
      this.#classes.set(kind.key, known);
      const { labels } = kind.pod.metadata;
      this.#classesByLabel.add(labels, known);
      for (const rule of this.#rulesByLabel.about(labels)) noteGain(known, rule);
      for (const held of new Set(known.holds)) {
        held.holders.add(known);
        const rule = this.#rules.get(held.id);
        if (rule !== undefined) noteGain(known, rule);
      }
    }
    return known;
  }

  /** Pods of a known class come to a node, or go (negative). */
  addPods(key: string, node: number, count: number): void {
    const known = this.#classes.get(key);
    if (known === undefined) throw new Error("a Pod of no known class");
    const after = (known.placed.get(node) ?? 0) + count;
    if (after === 0) known.placed.delete(node);
    else known.placed.set(node, after);
    for (const { counter, amount } of known.gains) this.#table.add(counter, node, amount * count);
  }

  /** A Pod that the counters have counted already has come to a node. */
  notePod(key: string, node: number): void {
    const known = this.#classes.get(key);
    if (known === undefined) throw new Error("a Pod of no known class");
    known.placed.set(node, (known.placed.get(node) ?? 0) + 1);
  }

  nodeEnters(node: number): void {
    this.#nodes.add(node);
    this.#table.fit();
    for (const { index } of this.#rules.values()) this.#table.addNode(index, node, 1);
  }

  nodeLeaves(node: number): void {
    if (!this.#nodes.delete(node)) return;
    for (const { index } of this.#rules.values()) this.#table.addNode(index, node, -1);
  }

  /** Forgets all Pods, their classes and all counters. */
  clearPods(): void {
    for (const rule of this.#rules.values()) this.#remove(rule);
    this.#classes.clear();
    this.#classesByLabel.clear();
    this.#held.clear();
    this.#heldByLabel.clear();
    this.#heldVersion += 1;
  }

  /** Pods of the Pod's namespace that a selector speaks of, by node. */
  ofNode(pod: Pod, matcher: LabelMatcher): number {
    const { namespace } = pod.metadata;
    return this.#ask(`node ${JSON.stringify([namespace, matcher])}`, {
      row: 0,
      amount: selectorAmount(namespace, matcher),
      wants: wantedLabel(matcher),
    });
  }

  /** The same by domain, of nodes that the question admits, with the number of these in each domain. */
  ofSelector(
    pod: Pod,
    { matcher, topologyKey }: { readonly matcher: LabelMatcher; readonly topologyKey: string },
    question: NodeQuestion | undefined,
  ): number {
    const { namespace } = pod.metadata;
    const id = JSON.stringify([namespace, matcher, topologyKey, question?.key]);
    return this.#ask(`spread ${id}`, {
      row: topologyKey,
      amount: selectorAmount(namespace, matcher),
      wants: wantedLabel(matcher),
      keepsPresent: true,
      ...(question === undefined ? {} : { question }),
    });
  }

  /** Pods that all of the terms speak of. */
  ofGroup(terms: readonly KeyedTerm[], topologyKey: string): number {
    const id = JSON.stringify([topologyKey, terms.map(({ key }) => key)]);
    return this.#ask(`all ${id}`, {
      row: topologyKey,
      amount: ({ pod }) => (terms.every((term) => this.#speaks(term, pod)) ? 1 : 0),
      wants: terms.find(({ wants }) => wants !== undefined)?.wants,
      terms,
    });
  }

  /** Pods that one term speaks of. */
  ofTerm(term: KeyedTerm): number {
    return this.#ask(`term ${term.key}`, {
      row: term.term.topologyKey,
      amount: ({ pod }) => (this.#speaks(term, pod) ? 1 : 0),
      wants: term.wants,
      terms: [term],
    });
  }

  /** Counters of the terms of a sort that speak of Pods of the class. */
  heldAbout(kind: PodKind, holder: HolderKind): readonly number[] {
    const known = this.classOf(kind);
    if (known.about?.version !== this.#heldVersion) {
      const held: Record<HolderKind, HeldTerm[]> = { anti: [], required: [], preferred: [] };
      for (const each of this.#heldByLabel.about(kind.pod.metadata.labels)) {
        if (this.#speaks(each.term, kind.pod)) held[each.kind].push(each);
      }
      known.about = { version: this.#heldVersion, held };
    }
    return known.about.held[holder].map((held) => this.#ofHeld(held));
  }

  /** Pods that have a term; of a preferred one, its weights. */
  #ofHeld({ id, kind, term, holders }: HeldTerm): number {
    const list = termLists[kind];
    return this.#ask(id, {
      row: term.term.topologyKey,
      amount: ({ terms }) =>
        terms[list].reduce((sum, { key, weight }) => sum + (key === term.key ? weight : 0), 0),
      wants: undefined,
      holders,
    });
  }

  #speaks({ term }: KeyedTerm, pod: Pod): boolean {
    return term.matches(pod, this.#namespaceLabels);
  }

  #holdsOf({ terms }: PodKind): readonly HeldTerm[] {
    const kinds = Object.keys(termLists) as HolderKind[];
    return kinds.flatMap((kind) => terms[termLists[kind]].map((term) => this.#hold(kind, term)));
  }

  #hold(kind: HolderKind, term: KeyedTerm): HeldTerm {
    const id = `${kind} ${term.key}`;
    let held = this.#held.get(id);
    if (held === undefined) {
      held = { id, kind, term, holders: new Set() };
      this.#held.set(id, held);
      this.#heldByLabel.add(term.wants, held);
      this.#heldVersion += 1;
      if (term.byNamespaceLabels) this.#byNamespaceLabels += 1;
    }
    return held;
  }

  #ask(id: string, parts: RuleParts): number {
    let rule = this.#rules.get(id);
    if (rule === undefined) {
      rule = this.#create(id, parts);
      for (const node of this.#nodes) this.#table.addNode(rule.index, node, 1);
    } else this.#rules.delete(id);
    // Most recently asked about last.
    this.#rules.set(id, rule);
    return rule.index;
  }

  #create(id: string, parts: RuleParts): Rule {
    const { row, amount, wants, question, keepsPresent = false, terms = [], holders } = parts;
    const key = typeof row === "string" ? this.keys.rowOf(row) : row;
    const mask = question === undefined ? -1 : this.#masks.hold(question);
    const index = this.#table.create({ key, mask, keepsPresent });
    const rule: Rule = {
      id,
      index,
      amount,
      wants,
      ...(question === undefined ? {} : { question }),
    };
    if (terms.some(({ byNamespaceLabels }) => byNamespaceLabels)) this.#byNamespaceLabels += 1;
    if (holders === undefined) this.#rulesByLabel.add(wants, rule);
    for (const known of holders ?? this.#classesByLabel.with(wants)) {
      const gained = noteGain(known, rule);
      if (gained === 0) continue;
      for (const [node, count] of known.placed) this.#table.add(index, node, gained * count);
    }
    return rule;
  }

  #remove(rule: Rule): void {
    this.#table.remove(rule.index);
    this.#rules.delete(rule.id);
    this.#rulesByLabel.remove(rule.wants, rule);
    if (rule.question !== undefined) this.#masks.letGo(rule.question);
  }

  #dropIdleClasses(): void {
    const { idleClasses } = this.#limits;
    if (this.#classes.size <= idleClasses) return;
    const idle = [...this.#classes].filter(([, { placed }]) => placed.size === 0);
    if (idle.length <= idleClasses) return;
    for (const [key, known] of idle) {
      this.#classes.delete(key);
      this.#classesByLabel.remove(known.kind.pod.metadata.labels, known);
      for (const held of known.holds) {
        held.holders.delete(known);
        if (held.holders.size > 0 || !this.#held.delete(held.id)) continue;
        this.#heldByLabel.remove(held.term.wants, held);
        this.#heldVersion += 1;
      }
    }
  }

  #dropOldRules(): void {
    const { counters, words } = this.#limits;
    if (this.#rules.size <= counters && this.#table.words <= words) return;
    const gone = new Set<number>();
    const most = Math.ceil(this.#rules.size / 2);
    for (const rule of this.#rules.values()) {
      if (gone.size >= most) break;
      this.#remove(rule);
      gone.add(rule.index);
    }
    this.#forgetGains(gone);
  }

  #forgetGains(gone: ReadonlySet<number>): void {
    if (gone.size === 0) return;
    for (const known of this.#classes.values()) {
      known.gains = known.gains.filter(({ counter }) => !gone.has(counter));
    }
  }
}

/** Where a class has its terms of each sort. */
const termLists = {
  anti: "requiredAnti",
  required: "requiredAffinity",
  preferred: "preferred",
} as const satisfies Readonly<Record<HolderKind, keyof PodKind["terms"]>>;

interface RuleParts {
  /** Topology key, or the number of its row. */
  readonly row: string | number;
  amount(kind: PodKind): number;
  readonly wants: WantedLabel;
  /** The only classes that can raise it; any by default. */
  readonly holders?: ReadonlySet<PodClass>;
  readonly keepsPresent?: boolean;
  readonly question?: NodeQuestion;
  readonly terms?: readonly KeyedTerm[];
}

function noteGain(known: PodClass, rule: Rule): number {
  const amount = rule.amount(known.kind);
  if (amount !== 0) known.gains.push({ counter: rule.index, amount });
  return amount;
}

/** Pods that are being deleted do not count; an empty selector speaks of nobody here (countPodsMatchSelector). */
function selectorAmount(
  namespace: string | undefined,
  matcher: LabelMatcher,
): (kind: PodKind) => number {
  const isEmpty = matcher.requirements.length === 0;
  return ({ pod }) =>
    !isEmpty &&
    pod.metadata.namespace === namespace &&
    pod.metadata.deletionTimestamp === undefined &&
    matchesLabels(matcher, pod.metadata.labels)
      ? 1
      : 0;
}
