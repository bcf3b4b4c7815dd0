/** One placement worked out in full by the plain plugins, as a document: every node, every filter, every score. */
import type { Pod } from "../../api/generated/types.ts";
import type { Framework, PluginRefusal, ScoredNode } from "../plugins/framework.ts";
import type { ClusterSnapshot } from "../plugins/snapshot.ts";
import type {
  NodeExplanationDocument,
  PlacementDocument,
  RefusedNodesDocument,
} from "./explanation-document.ts";

export interface PlacementOptions {
  /** Where the Pod was put; without it the best node is taken, by name where several are. */
  readonly chosen?: string;
  /** The message of the event, where there is one. */
  readonly message?: string;
  /** Nodes in the answer at most. */
  readonly limit: number;
}

/** Names beside a count, at most. */
const namesMax = 10;

export const tieRule =
  "of the nodes with the highest total one is picked by a hash of the Pod, its attempt and the node, from the cluster's seed: evenly, and repeatably";

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

export function explainPlacement(
  pod: Pod,
  { framework, snapshot }: { readonly framework: Framework; readonly snapshot: ClusterSnapshot },
  options: PlacementOptions,
): PlacementDocument {
  const nodeCount = snapshot.nodes.length;
  const gate = framework.preEnqueue(pod);
  if (gate !== undefined) {
    const message = options.message ?? gate.reasons.join(", ");
    const none = { nodeCount, feasibleCount: 0, refused: [], nodes: [], nodesOmitted: nodeCount };
    return { outcome: "gated", message, ...none };
  }
  const cycle = framework.begin(pod, snapshot);
  const { feasible, refused } = framework.filterAll(cycle);
  const scored = framework.score(cycle, feasible);
  const best = bestOf(scored);
  const chosen = options.chosen ?? best[0]?.nodeInfo.name;
  const nodes = rowsOf({ scored, refused, chosen }, options.limit);
  const common = {
    nodeCount,
    feasibleCount: feasible.length,
    refused: refusedNodes(refused),
    nodes,
    nodesOmitted: nodeCount - nodes.length,
  };
  if (chosen === undefined) {
    const message = options.message ?? fitErrorMessage(nodeCount, refused, cycle.refusal);
    return { outcome: "unschedulable", message, ...common };
  }
  const total = scored.find(({ nodeInfo }) => nodeInfo.name === chosen)?.total;
  return {
    outcome: "placed",
    nodeName: chosen,
    ...(total === undefined ? {} : { total }),
    ...tieOf(best),
    ...common,
  };
}

/** The nodes of the highest total, by name. */
function bestOf(scored: readonly ScoredNode[]): readonly ScoredNode[] {
  const highest = scored.reduce((max, { total }) => Math.max(max, total), -Infinity);
  return scored
    .filter(({ total }) => total === highest)
    .sort((a, b) => byName(a.nodeInfo, b.nodeInfo));
}

function tieOf(best: readonly ScoredNode[]): Pick<PlacementDocument, "tie"> {
  if (best.length < 2) return {};
  const nodes = best.slice(0, namesMax).map(({ nodeInfo }) => nodeInfo.name);
  return { tie: { rule: tieRule, nodes, count: best.length } };
}

/** Nodes that fit, the best first, then the others by name; of each row only the first ones are written out. */
function rowsOf(
  all: {
    readonly scored: readonly ScoredNode[];
    readonly refused: ReadonlyMap<string, PluginRefusal>;
    readonly chosen: string | undefined;
  },
  limit: number,
): readonly NodeExplanationDocument[] {
  if (limit === 0) return [];
  const { scored, refused, chosen } = all;
  const mark = (name: string): { readonly chosen?: true } =>
    name === chosen ? { chosen: true } : {};
  const fit = ({ nodeInfo: { name }, plugins, total }: ScoredNode): NodeExplanationDocument => ({
    name,
    ...mark(name),
    scores: plugins,
    total,
  });
  const rows = scored
    .toSorted((a, b) => b.total - a.total || byName(a.nodeInfo, b.nodeInfo))
    .slice(0, limit)
    .map(fit);
  if (rows.length < limit) {
    const others = Array.from(refused, ([name, refusal]) => ({ name, ...mark(name), refusal }));
    rows.push(...others.sort(byName).slice(0, limit - rows.length));
  }
  if (chosen === undefined || rows.some((row) => row.chosen === true)) return rows;
  const missing = scored.find(({ nodeInfo }) => nodeInfo.name === chosen);
  const refusal = refused.get(chosen);
  if (missing !== undefined) return [...rows.slice(0, limit - 1), fit(missing)];
  if (refusal === undefined) return rows;
  return [...rows.slice(0, limit - 1), { name: chosen, chosen: true, refusal }];
}

function refusedNodes(
  refused: ReadonlyMap<string, PluginRefusal>,
): readonly RefusedNodesDocument[] {
  const groups = new Map<string, { plugin: string; reason: string; nodes: string[] }>();
  for (const [name, { plugin, reasons }] of refused) {
    for (const reason of reasons) {
      const key = `${plugin}\n${reason}`;
      const group = groups.get(key) ?? { plugin, reason, nodes: [] };
      group.nodes.push(name);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ plugin, reason, nodes }) => ({
      plugin,
      reason,
      count: nodes.length,
      nodes: nodes.sort().slice(0, namesMax),
    }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** What the event would say before preemption has its say (framework.FitError). */
export function fitErrorMessage(
  nodeCount: number,
  refused: ReadonlyMap<string, PluginRefusal>,
  refusal: PluginRefusal | undefined,
): string {
  if (nodeCount === 0) return "no nodes available to schedule pods";
  const head = `0/${nodeCount} nodes are available:`;
  if (refusal !== undefined) return `${head} ${refusal.reasons.join(", ")}.`;
  const counts = new Map<string, number>();
  for (const { reasons } of refused.values()) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `${head} ${texts.join(", ")}.`;
}
