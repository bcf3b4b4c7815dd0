/** PodTopologySpread: hard and soft constraints, minDomains, node inclusion policies, default constraints (plugins/podtopologyspread). */
import type { Node, Pod } from "../../api/generated/types.ts";
import { toStatusError } from "../../api/status.ts";
import type { PodTopologySpreadArgs } from "../profile/profile.ts";
import { refusal } from "./basic-plugins.ts";
import { selects } from "./default-selector.ts";
import { nodeScoreMax } from "./framework.ts";
import type { NodeScore, Plugin } from "./framework.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import type { ClusterSnapshot } from "./snapshot.ts";
import {
  countMatching,
  hasAllKeys,
  hostnameLabel,
  isIncluded,
  spreadConstraints,
} from "./spread-constraint.ts";
import type { SpreadConstraint } from "./spread-constraint.ts";

interface FilterState {
  readonly constraints: readonly SpreadConstraint[];
  /** For each constraint: matching Pods by domain. */
  readonly counts: readonly Map<string, number>[];
}

interface ScoreState {
  readonly constraints: readonly SpreadConstraint[];
  /** Names of nodes without all of the topology keys. */
  readonly ignored: ReadonlySet<string>;
  /** For each constraint: matching Pods by domain; not for hostnames, which are counted node by node. */
  readonly counts: readonly ReadonlyMap<string, number>[];
  readonly weights: readonly number[];
}

export function podTopologySpread(args: PodTopologySpreadArgs): Plugin<FilterState, ScoreState> {
  return {
    name: "PodTopologySpread",
    preFilter(pod, snapshot) {
      try {
        const { objects } = snapshot;
        const constraints = spreadConstraints(pod, "DoNotSchedule", { args, objects });
        if (constraints.length === 0) return { skip: true };
        return { state: countDomains(pod, constraints, snapshot) };
      } catch (error) {
        const { message } = toStatusError(error);
        return {
          refusal: refusal(`obtaining pod's hard topology spread constraints: ${message}`),
        };
      }
    },
    filter: ({ constraints, counts }, pod, { node }) => {
      for (const [index, constraint] of constraints.entries()) {
        const domain = domainOf(node, constraint);
        if (domain === undefined) {
          return refusal(
            "node(s) didn't match pod topology spread constraints (missing required label)",
          );
        }
        const count = counts[index] ?? new Map<string, number>();
        const self = selects(constraint.matcher, pod) ? 1 : 0;
        const skew = (count.get(domain) ?? 0) + self - fewest(count, constraint.minDomains);
        if (skew > constraint.maxSkew) {
          return refusal("node(s) didn't match pod topology spread constraints", true);
        }
      }
      return undefined;
    },
    cloneState: ({ constraints, counts }) => ({
      constraints,
      counts: counts.map((count) => new Map(count)),
    }),
    addPod: (state, pod, added, nodeInfo) => recount(state, pod, { of: added, nodeInfo, sign: 1 }),
    removePod: (state, pod, removed, nodeInfo) =>
      recount(state, pod, { of: removed, nodeInfo, sign: -1 }),
    preScore(pod, feasible, snapshot) {
      const state = prepareScores(pod, feasible, { snapshot, args });
      return state === undefined ? { skip: true } : { state };
    },
    score: scoreOf,
    normalize: normalizeScores,
  };
}

function domainOf(node: Node, { topologyKey }: SpreadConstraint): string | undefined {
  return node.metadata.labels?.[topologyKey];
}

function countDomains(
  pod: Pod,
  constraints: readonly SpreadConstraint[],
  snapshot: ClusterSnapshot,
): FilterState {
  const counts = constraints.map(() => new Map<string, number>());
  for (const nodeInfo of snapshot.nodes) {
    if (!hasAllKeys(constraints, nodeInfo.node)) continue;
    for (const [index, constraint] of constraints.entries()) {
      if (!isIncluded(constraint, pod, nodeInfo.node)) continue;
      const matching = countMatching(nodeInfo, constraint.matcher, pod.metadata.namespace);
      increase(counts[index], domainOf(nodeInfo.node, constraint) ?? "", matching);
    }
  }
  return { constraints, counts };
}

function increase(counts: Map<string, number> | undefined, domain: string, by: number): void {
  counts?.set(domain, (counts.get(domain) ?? 0) + by);
}

/** With fewer domains than asked for, the emptiest counts as empty. No domain at all leaves nothing to compare with. */
function fewest(counts: ReadonlyMap<string, number>, minDomains: number): number {
  if (counts.size < minDomains) return 0;
  let least = 2 ** 31 - 1;
  for (const count of counts.values()) least = Math.min(least, count);
  return least;
}

function recount(
  { constraints, counts }: FilterState,
  pod: Pod,
  change: { readonly of: PodInfo; readonly nodeInfo: NodeInfo; readonly sign: 1 | -1 },
): void {
  const { of, nodeInfo, sign } = change;
  if (of.pod.metadata.namespace !== pod.metadata.namespace) return;
  if (!hasAllKeys(constraints, nodeInfo.node)) return;
  for (const [index, constraint] of constraints.entries()) {
    if (!selects(constraint.matcher, of.pod) || !isIncluded(constraint, pod, nodeInfo.node))
      continue;
    increase(counts[index], domainOf(nodeInfo.node, constraint) ?? "", sign);
  }
}

function prepareScores(
  pod: Pod,
  feasible: readonly NodeInfo[],
  { snapshot, args }: { readonly snapshot: ClusterSnapshot; readonly args: PodTopologySpreadArgs },
): ScoreState | undefined {
  const { objects } = snapshot;
  const constraints = spreadConstraints(pod, "ScheduleAnyway", { args, objects });
  if (constraints.length === 0) return undefined;
  // With the system's defaults a node without a zone still has a name to spread over.
  const own = (pod.spec?.topologySpreadConstraints ?? []).length > 0;
  const needsAllKeys = own || args.defaultingType !== "System";
  const isOut = (node: Node): boolean => needsAllKeys && !hasAllKeys(constraints, node);
  const ignored = new Set(feasible.filter(({ node }) => isOut(node)).map(({ name }) => name));
  const scored = feasible.filter(({ name }) => !ignored.has(name));
  const counts = constraints.map((constraint) =>
    constraint.topologyKey === hostnameLabel
      ? new Map<string, number>()
      : new Map(scored.map(({ node }) => [domainOf(node, constraint) ?? "", 0])),
  );
  for (const nodeInfo of snapshot.nodes) {
    if (isOut(nodeInfo.node)) continue;
    for (const [index, constraint] of constraints.entries()) {
      const domain = domainOf(nodeInfo.node, constraint) ?? "";
      // Domains that no candidate is in are of no interest.
      if (counts[index]?.has(domain) !== true) continue;
      if (!isIncluded(constraint, pod, nodeInfo.node)) continue;
      const matching = countMatching(nodeInfo, constraint.matcher, pod.metadata.namespace);
      increase(counts[index], domain, matching);
    }
  }
  const weights = constraints.map(({ topologyKey }, index) => {
    const domains = topologyKey === hostnameLabel ? scored.length : (counts[index]?.size ?? 0);
    return Math.log(domains + 2);
  });
  return { constraints, ignored, counts, weights };
}

function scoreOf(
  { constraints, ignored, counts, weights }: ScoreState,
  pod: Pod,
  nodeInfo: NodeInfo,
): number {
  if (ignored.has(nodeInfo.name)) return 0;
  let score = 0;
  for (const [index, constraint] of constraints.entries()) {
    const domain = domainOf(nodeInfo.node, constraint);
    if (domain === undefined) continue;
    const count =
      constraint.topologyKey === hostnameLabel
        ? countMatching(nodeInfo, constraint.matcher, pod.metadata.namespace)
        : (counts[index]?.get(domain) ?? 0);
    // A larger maxSkew waters differences down.
    score += count * (weights[index] ?? 0) + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

/** Fewer matching Pods, more points; nodes without the keys get none. */
function normalizeScores({ ignored }: ScoreState, scores: readonly NodeScore[]): readonly number[] {
  const counted = scores.filter(({ nodeInfo }) => !ignored.has(nodeInfo.name));
  const lowest = counted.reduce((min, { score }) => Math.min(min, score), Infinity);
  const highest = counted.reduce((max, { score }) => Math.max(max, score), 0);
  return scores.map(({ nodeInfo, score }) => {
    if (ignored.has(nodeInfo.name)) return 0;
    if (highest === 0) return nodeScoreMax;
    return Math.trunc((nodeScoreMax * (highest + lowest - score)) / highest);
  });
}
