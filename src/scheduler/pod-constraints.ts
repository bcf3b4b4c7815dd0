/**
 * Required rules between Pods: pod affinity and anti-affinity (both ways), and hard topology spread. They depend on where
 * other Pods are, so they are worked out here, for one Pod at a time, into the set of nodes each rule admits.
 * Follows plugins/interpodaffinity and plugins/podtopologyspread; preferred rules are not scored yet.
 */
import type {
  Namespace,
  Node,
  Pod,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from "../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../api/label-selector.ts";
import type { LabelMatcher } from "../api/label-selector.ts";
import type { Stored } from "../api/object.ts";
import { REASON } from "../kernels/scheduler/layout.ts";
import { requiredAntiAffinity } from "./cluster-cache.ts";
import type { ClusterCache, NodeEntry, PlacedPod } from "./cluster-cache.ts";
import { requiredNodes } from "./node-affinity.ts";
import { toleratesTaint } from "./tolerations.ts";

export interface NodeRule {
  /** Reason code for the nodes that the rule does not admit. */
  readonly reason: number;
  admits(node: Node): boolean;
}

export interface ConstraintContext {
  readonly cache: ClusterCache;
  /** Undefined when there is no such namespace. */
  namespace(name: string): Stored<Namespace> | undefined;
}

/** True when the Pod's own rules depend on other Pods: it is placed in a batch of its own. */
export function isConstrained(pod: Pod): boolean {
  return (
    requiredAffinity(pod).length > 0 ||
    requiredAntiAffinity(pod).length > 0 ||
    hardSpread(pod).length > 0
  );
}

/** Every rule that binds the Pod now, in the order in which kube-scheduler filters. */
export function podRules(pod: Stored<Pod>, context: ConstraintContext): readonly NodeRule[] {
  return [...spreadRules(pod, context), ...affinityRules(pod, context)];
}

function requiredAffinity(pod: Pod): readonly PodAffinityTerm[] {
  return pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function hardSpread(pod: Pod): readonly TopologySpreadConstraint[] {
  const constraints = pod.spec?.topologySpreadConstraints ?? [];
  return constraints.filter((constraint) => constraint.whenUnsatisfiable === "DoNotSchedule");
}

interface Term {
  readonly topologyKey: string;
  matches(pod: Stored<Pod>): boolean;
}

/** A term of `owner` made ready: who it speaks of, by labels and namespace. */
function termOf(term: PodAffinityTerm, owner: Stored<Pod>, context: ConstraintContext): Term {
  const matcher = withLabelKeys(labelSelectorOf(term.labelSelector), owner, {
    same: term.matchLabelKeys ?? [],
    different: term.mismatchLabelKeys ?? [],
  });
  const named = term.namespaces ?? [];
  const own = named.length === 0 && term.namespaceSelector === undefined;
  const namespaces = labelSelectorOf(term.namespaceSelector);
  const inNamespace = (name: string): boolean => {
    if (own) return name === owner.metadata.namespace;
    if (named.includes(name)) return true;
    return (
      term.namespaceSelector !== undefined &&
      matchesLabels(namespaces, context.namespace(name)?.metadata.labels)
    );
  };
  return {
    topologyKey: term.topologyKey,
    matches: (pod) =>
      inNamespace(pod.metadata.namespace ?? "") && matchesLabels(matcher, pod.metadata.labels),
  };
}

function withLabelKeys(
  matcher: LabelMatcher,
  owner: Pod,
  keys: { readonly same: readonly string[]; readonly different: readonly string[] },
): LabelMatcher {
  const requirement = (key: string, operator: "in" | "notin"): LabelMatcher["requirements"] => {
    const value = owner.metadata.labels?.[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  };
  return {
    ...matcher,
    requirements: [
      ...matcher.requirements,
      ...keys.same.flatMap((key) => requirement(key, "in")),
      ...keys.different.flatMap((key) => requirement(key, "notin")),
    ],
  };
}

function topologyOf(node: Node | undefined, key: string): string | undefined {
  return node?.metadata.labels?.[key];
}

function affinityRules(pod: Stored<Pod>, context: ConstraintContext): readonly NodeRule[] {
  const rules: NodeRule[] = [];
  const placed = (): Iterable<readonly [NodeEntry, PlacedPod]> => placedPods(context.cache);
  const affinity = requiredAffinity(pod).map((term) => termOf(term, pod, context));
  if (affinity.length > 0) rules.push(affinityRule(pod, affinity, placed()));
  const anti = requiredAntiAffinity(pod).map((term) => termOf(term, pod, context));
  if (anti.length > 0) {
    const refused = new Pairs();
    for (const [entry, other] of placed()) {
      for (const term of anti) {
        if (term.matches(other.pod)) refused.add(term.topologyKey, entry.node);
      }
    }
    rules.push({ reason: REASON.podAntiAffinity, admits: (node) => !refused.hasAny(node) });
  }
  const refusing = new Pairs();
  for (const other of context.cache.antiAffine()) {
    const node = context.cache.entry(other.nodeName)?.node;
    for (const term of requiredAntiAffinity(other.pod)) {
      const ready = termOf(term, other.pod, context);
      if (ready.matches(pod)) refusing.add(ready.topologyKey, node);
    }
  }
  if (refusing.size > 0) {
    rules.push({ reason: REASON.existingAntiAffinity, admits: (node) => !refusing.hasAny(node) });
  }
  return rules;
}

/** All terms at once: a node is in for a term when its domain has a Pod that all of the terms speak of. */
function affinityRule(
  pod: Stored<Pod>,
  terms: readonly Term[],
  placed: Iterable<readonly [NodeEntry, PlacedPod]>,
): NodeRule {
  const domains = new Pairs();
  for (const [entry, other] of placed) {
    if (!terms.every((term) => term.matches(other.pod))) continue;
    for (const term of terms) domains.add(term.topologyKey, entry.node);
  }
  // The first Pod of a group that wants to be with its own kind has nobody to be with yet.
  const isFirst = domains.size === 0 && terms.every((term) => term.matches(pod));
  return {
    reason: REASON.podAffinity,
    admits: (node) =>
      terms.every((term) =>
        isFirst
          ? topologyOf(node, term.topologyKey) !== undefined
          : domains.has(term.topologyKey, node),
      ),
  };
}

function spreadRules(pod: Stored<Pod>, context: ConstraintContext): readonly NodeRule[] {
  const constraints = hardSpread(pod);
  if (constraints.length === 0) return [];
  const hasAllKeys = (node: Node): boolean =>
    constraints.every(({ topologyKey }) => topologyOf(node, topologyKey) !== undefined);
  return [
    { reason: REASON.spreadLabelMissing, admits: hasAllKeys },
    ...constraints.map((constraint) => spreadRule(pod, constraint, { context, hasAllKeys })),
  ];
}

function spreadRule(
  pod: Stored<Pod>,
  constraint: TopologySpreadConstraint,
  scope: { readonly context: ConstraintContext; hasAllKeys(node: Node): boolean },
): NodeRule {
  const { topologyKey, maxSkew, minDomains = 1 } = constraint;
  const matcher = withLabelKeys(labelSelectorOf(constraint.labelSelector), pod, {
    same: constraint.matchLabelKeys ?? [],
    different: [],
  });
  const wanted = requiredNodes(pod);
  const counts = new Map<string, number>();
  for (const entry of scope.context.cache.nodes()) {
    const node = entry.node;
    const domain = topologyOf(node, topologyKey);
    if (node === undefined || domain === undefined || !scope.hasAllKeys(node)) continue;
    if (constraint.nodeAffinityPolicy !== "Ignore" && wanted?.answer(node) === 0) continue;
    if (constraint.nodeTaintsPolicy === "Honor" && !toleratesAll(pod, node)) continue;
    let count = counts.get(domain) ?? 0;
    for (const other of entry.pods.values()) {
      if (other.pod.metadata.namespace !== pod.metadata.namespace) continue;
      if (other.pod.metadata.deletionTimestamp !== undefined) continue;
      if (matchesLabels(matcher, other.pod.metadata.labels)) count += 1;
    }
    counts.set(domain, count);
  }
  const fewest =
    counts.size < minDomains ? 0 : [...counts.values()].reduce((a, b) => Math.min(a, b), Infinity);
  const self = matchesLabels(matcher, pod.metadata.labels) ? 1 : 0;
  return {
    reason: REASON.spread,
    admits: (node) => {
      const count = counts.get(topologyOf(node, topologyKey) ?? "") ?? 0;
      return count + self - fewest <= maxSkew;
    },
  };
}

function toleratesAll(pod: Pod, node: Node): boolean {
  return (node.spec?.taints ?? []).every(
    (taint) =>
      taint.effect === "PreferNoSchedule" || toleratesTaint(pod.spec?.tolerations ?? [], taint),
  );
}

function* placedPods(cache: ClusterCache): Iterable<readonly [NodeEntry, PlacedPod]> {
  for (const entry of cache.nodes()) {
    for (const placed of entry.pods.values()) yield [entry, placed];
  }
}

/** A set of (topology key, value) pairs. */
class Pairs {
  readonly #values = new Map<string, Set<string>>();

  get size(): number {
    return this.#values.size;
  }

  add(key: string, node: Node | undefined): void {
    const value = topologyOf(node, key);
    if (value === undefined) return;
    const values = this.#values.get(key) ?? new Set<string>();
    values.add(value);
    this.#values.set(key, values);
  }

  has(key: string, node: Node): boolean {
    const value = topologyOf(node, key);
    return value !== undefined && this.#values.get(key)?.has(value) === true;
  }

  hasAny(node: Node): boolean {
    for (const key of this.#values.keys()) if (this.has(key, node)) return true;
    return false;
  }
}
