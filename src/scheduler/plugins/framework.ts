/**
 * What a scheduling plugin is, and one scheduling cycle run over plain objects: every filter on one node or on all, scores
 * normalised and weighted. After kube-scheduler's framework (pkg/scheduler/framework/runtime), without its parallelism.
 * It is the reference that the kernel is held to, the judge of dry runs, and what explanations are made with.
 */
import type { Pod } from "../../api/generated/types.ts";
import { podInfoOf } from "./node-info.ts";
import type { NodeInfo, PodInfo } from "./node-info.ts";
import type { ClusterSnapshot } from "./snapshot.ts";

/** A plugin's highest score for a node, once normalised. */
export const nodeScoreMax = 100;

/** Why a plugin does not let a Pod on a node, or on any. */
export interface Refusal {
  /** In kube-scheduler's words. */
  readonly reasons: readonly string[];
  /** False where taking Pods away from the node could not help (UnschedulableAndUnresolvable). */
  readonly resolvable: boolean;
}

export interface PluginRefusal extends Refusal {
  /** Empty when no single plugin refuses: the plugins together have left the node out. */
  readonly plugin: string;
}

export type PreFilterAnswer<S> =
  /** The plugin has nothing to say about this Pod: its filter is not asked. */
  | { readonly skip: true }
  /** No node will do. */
  | { readonly refusal: Refusal }
  /** Ready; with `nodeNames`, only those nodes come into question. */
  | { readonly state: S; readonly nodeNames?: ReadonlySet<string> };

export type PreScoreAnswer<S> =
  /** Every node gets 0 from this plugin, not normalised. */
  { readonly skip: true } | { readonly state: S };

export interface NodeScore {
  readonly nodeInfo: NodeInfo;
  /** A whole number. */
  readonly score: number;
}

/** One plugin. `S` is what it works out once a cycle for its filter, `T` for its scores. */
export interface Plugin<S = unknown, T = unknown> {
  readonly name: string;
  /** Whether the Pod may be looked at at all. */
  preEnqueue?(pod: Pod): Refusal | undefined;
  preFilter?(pod: Pod, snapshot: ClusterSnapshot): PreFilterAnswer<S>;
  /** `state` is what preFilter gave. */
  filter?(state: S, pod: Pod, nodeInfo: NodeInfo): Refusal | undefined;
  /** A copy of the state that addPod and removePod may change; absent when they change nothing. */
  cloneState?(state: S): S;
  /** Takes into the state that `added` is on the node as well. The node itself is the caller's to change. */
  addPod?(state: S, pod: Pod, added: PodInfo, nodeInfo: NodeInfo): void;
  removePod?(state: S, pod: Pod, removed: PodInfo, nodeInfo: NodeInfo): void;
  preScore?(pod: Pod, feasible: readonly NodeInfo[], snapshot: ClusterSnapshot): PreScoreAnswer<T>;
  /** `state` is what preScore gave. */
  score?(state: T, pod: Pod, nodeInfo: NodeInfo, snapshot: ClusterSnapshot): number;
  /** Raw scores to 0..100, in the same order. Absent when scores are so already. */
  normalize?(state: T, scores: readonly NodeScore[]): readonly number[];
}

export interface WeightedPlugin {
  readonly plugin: Plugin;
  /** 0 leaves its score out. */
  readonly weight: number;
  /** False leaves its filter out. Default true. */
  readonly filters?: boolean;
}

/** What has been worked out of one Pod before any node is looked at. */
export interface SchedulingCycle {
  readonly pod: Pod;
  readonly snapshot: ClusterSnapshot;
  /** Why no node at all will do. */
  readonly refusal?: PluginRefusal;
  /** The only nodes that come into question, and why the others do not. */
  readonly only?: { readonly nodeNames: ReadonlySet<string>; readonly others: PluginRefusal };
  /** By plugin name; a plugin that is not here is skipped. */
  readonly states: ReadonlyMap<string, unknown>;
}

export interface PluginScore {
  readonly plugin: string;
  readonly raw: number;
  /** 0 to 100. */
  readonly normalized: number;
  readonly weight: number;
  readonly weighted: number;
}

export interface ScoredNode {
  readonly nodeInfo: NodeInfo;
  readonly plugins: readonly PluginScore[];
  readonly total: number;
}

export class Framework {
  readonly plugins: readonly WeightedPlugin[];

  /** In the order in which they filter. */
  constructor(plugins: readonly WeightedPlugin[]) {
    this.plugins = plugins;
  }

  /** The first plugin that does not let the Pod into the queue; undefined when it may be scheduled. */
  preEnqueue(pod: Pod): PluginRefusal | undefined {
    for (const { plugin } of this.plugins) {
      const refusal = plugin.preEnqueue?.(pod);
      if (refusal !== undefined) return { plugin: plugin.name, ...refusal };
    }
    return undefined;
  }

  /** Runs every preFilter. Never throws for what a Pod says: it is refused instead. */
  begin(pod: Pod, snapshot: ClusterSnapshot): SchedulingCycle {
    const states = new Map<string, unknown>();
    const narrowing: string[] = [];
    let nodeNames: ReadonlySet<string> | undefined;
    for (const { plugin, filters = true } of this.plugins) {
      if (!filters) continue;
      if (plugin.preFilter === undefined) {
        if (plugin.filter !== undefined) states.set(plugin.name, undefined);
        continue;
      }
      const answer = plugin.preFilter(pod, snapshot);
      if ("skip" in answer) continue;
      if ("refusal" in answer) {
        const refusal = { plugin: plugin.name, ...answer.refusal };
        return { pod, snapshot, refusal, states };
      }
      states.set(plugin.name, answer.state);
      if (answer.nodeNames === undefined) continue;
      narrowing.push(plugin.name);
      nodeNames = intersection(nodeNames, answer.nodeNames);
      if (nodeNames.size === 0) {
        return { pod, snapshot, refusal: emptyRefusal(narrowing), states };
      }
    }
    if (nodeNames === undefined) return { pod, snapshot, states };
    const names = narrowing.sort().join(" ");
    const reasons = [`node(s) didn't satisfy plugin(s) [${names}]`];
    const others = { plugin: "", reasons, resolvable: false };
    return { pod, snapshot, states, only: { nodeNames, others } };
  }

  /** The first refusal; undefined when the Pod fits. `nodeInfo` may be a changed copy of the snapshot's. */
  filter(cycle: SchedulingCycle, nodeInfo: NodeInfo): PluginRefusal | undefined {
    for (const refusal of this.#refusals(cycle, nodeInfo)) return refusal;
    return undefined;
  }

  /** Every filter's refusal, where kube-scheduler stops at the first. */
  refusals(cycle: SchedulingCycle, nodeInfo: NodeInfo): readonly PluginRefusal[] {
    return [...this.#refusals(cycle, nodeInfo)];
  }

  /** All nodes: those that fit in snapshot order, and the first refusal of each other one by name. */
  filterAll(cycle: SchedulingCycle): {
    readonly feasible: readonly NodeInfo[];
    readonly refused: ReadonlyMap<string, PluginRefusal>;
  } {
    const feasible: NodeInfo[] = [];
    const refused = new Map<string, PluginRefusal>();
    for (const nodeInfo of cycle.snapshot.nodes) {
      const refusal = this.filter(cycle, nodeInfo);
      if (refusal === undefined) feasible.push(nodeInfo);
      else refused.set(nodeInfo.name, refusal);
    }
    return { feasible, refused };
  }

  /** A cycle of its own for a dry run: addPod and removePod on it leave the first one alone. */
  fork(cycle: SchedulingCycle): SchedulingCycle {
    const states = new Map(cycle.states);
    for (const { plugin } of this.plugins) {
      if (plugin.cloneState === undefined || !states.has(plugin.name)) continue;
      states.set(plugin.name, plugin.cloneState(states.get(plugin.name)));
    }
    return { ...cycle, states };
  }

  /** Puts a Pod on a node of a dry run: on `nodeInfo`, and into what the plugins know. */
  addPod(cycle: SchedulingCycle, added: Pod, nodeInfo: NodeInfo): void {
    nodeInfo.addPod(added);
    this.#tell("addPod", cycle, added, nodeInfo);
  }

  removePod(cycle: SchedulingCycle, removed: Pod, nodeInfo: NodeInfo): void {
    if (nodeInfo.removePod(removed)) this.#tell("removePod", cycle, removed, nodeInfo);
  }

  /** Scores of the nodes that fit, in their order. */
  score(cycle: SchedulingCycle, feasible: readonly NodeInfo[]): readonly ScoredNode[] {
    const columns = this.plugins.flatMap(({ plugin, weight }) => {
      if (plugin.score === undefined || weight === 0) return [];
      return { plugin: plugin.name, weight, ...scoreColumn(plugin, cycle, feasible) };
    });
    return feasible.map((nodeInfo, index) => new ScoredRow(nodeInfo, columns, index));
  }

  *#refusals(cycle: SchedulingCycle, nodeInfo: NodeInfo): Generator<PluginRefusal> {
    if (cycle.refusal !== undefined) yield cycle.refusal;
    if (cycle.only !== undefined && !cycle.only.nodeNames.has(nodeInfo.name)) {
      yield cycle.only.others;
    }
    for (const { plugin } of this.plugins) {
      if (plugin.filter === undefined || !cycle.states.has(plugin.name)) continue;
      const refusal = plugin.filter(cycle.states.get(plugin.name), cycle.pod, nodeInfo);
      if (refusal !== undefined) yield { plugin: plugin.name, ...refusal };
    }
  }

  #tell(what: "addPod" | "removePod", cycle: SchedulingCycle, pod: Pod, nodeInfo: NodeInfo): void {
    for (const { plugin } of this.plugins) {
      if (!cycle.states.has(plugin.name)) continue;
      plugin[what]?.(cycle.states.get(plugin.name), cycle.pod, podInfoOf(pod), nodeInfo);
    }
  }
}

/** One plugin's scores for all nodes that fit; without arrays where it skips the Pod. */
interface ScoreColumn {
  readonly plugin: string;
  readonly weight: number;
  readonly raw?: readonly NodeScore[];
  readonly normalized?: readonly number[];
}

function scoreColumn(
  plugin: Plugin,
  { pod, snapshot }: SchedulingCycle,
  feasible: readonly NodeInfo[],
): Pick<ScoreColumn, "raw" | "normalized"> {
  const answer = plugin.preScore?.(pod, feasible, snapshot) ?? { state: undefined };
  if ("skip" in answer) return {};
  const raw = feasible.map((nodeInfo) => ({
    nodeInfo,
    score: plugin.score?.(answer.state, pod, nodeInfo, snapshot) ?? 0,
  }));
  return {
    raw,
    normalized: plugin.normalize?.(answer.state, raw) ?? raw.map(({ score }) => score),
  };
}

/** A node's row of the columns; its cells are only put together when someone looks at them. */
class ScoredRow implements ScoredNode {
  readonly nodeInfo: NodeInfo;
  readonly total: number;
  readonly #columns: readonly ScoreColumn[];
  readonly #index: number;

  constructor(nodeInfo: NodeInfo, columns: readonly ScoreColumn[], index: number) {
    this.nodeInfo = nodeInfo;
    this.#columns = columns;
    this.#index = index;
    let total = 0;
    for (const { normalized, weight } of columns) total += (normalized?.[index] ?? 0) * weight;
    this.total = total;
  }

  get plugins(): readonly PluginScore[] {
    return this.#columns.map(({ plugin, weight, raw, normalized }) => {
      const value = normalized?.[this.#index] ?? 0;
      const given = raw?.[this.#index]?.score ?? 0;
      return { plugin, raw: given, normalized: value, weight, weighted: value * weight };
    });
  }
}

function intersection(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string>,
): ReadonlySet<string> {
  return a === undefined ? b : new Set([...a].filter((name) => b.has(name)));
}

function emptyRefusal(plugins: readonly string[]): PluginRefusal {
  const [first = ""] = plugins;
  const reason =
    plugins.length === 1
      ? `node(s) didn't satisfy plugin ${first}`
      : `node(s) didn't satisfy plugin(s) [${[...plugins].sort().join(" ")}] simultaneously`;
  return { plugin: "", reasons: [reason], resolvable: true };
}

/** Scores stretched so that the highest is 100, or turned round (helper.DefaultNormalizeScore). */
export function stretchScores(
  scores: readonly NodeScore[],
  { reverse = false }: { readonly reverse?: boolean } = {},
): readonly number[] {
  const highest = scores.reduce((max, { score }) => Math.max(max, score), 0);
  if (highest === 0) return scores.map(() => (reverse ? nodeScoreMax : 0));
  return scores.map(({ score }) => {
    const stretched = Math.trunc((nodeScoreMax * score) / highest);
    return reverse ? nodeScoreMax - stretched : stretched;
  });
}
