/**
 * Taints nodes NoExecute that are not ready, a few at a time, so that their Pods are evicted; and not at all where everything is down, as
 * then it is rather the control plane that sees nothing. Decides about all nodes together. Source: pkg/controller/nodelifecycle,
 * doNoExecuteTaintingPass, processTaintBaseEviction and handleDisruption.
 */
import type { Node, NodeCondition, Taint } from "../api/generated/types.ts";
import { NODES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import { watch, type Controller } from "../loop/controller.ts";
import type { Action, PatchAction, Plan } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";
import { notReady, unreachable } from "./node-taints.ts";

export interface NodeEvictionsView {
  readonly nodes: readonly Stored<Node>[];
}

/** The bucket of a zone, as it was. */
interface Zone {
  readonly tokens: number;
  readonly atMs: number;
}

interface Disruptions {
  readonly zones: Readonly<Record<string, Zone>>;
  /** No node of any zone is ready. */
  readonly isAllDown: boolean;
}

/** kube-controller-manager's defaults: nodes tainted a second, --node-eviction-rate and --secondary-node-eviction-rate. */
const rate = 0.1;
const slowRate = 0.01;
/** --unhealthy-zone-threshold, and --large-cluster-size-threshold, up to which a zone in trouble is not tainted at all. */
const unhealthyShare = 0.55;
const smallZoneMax = 50;
/** Nodes that one plan writes at most. */
const writesMax = 200;

/** --node-monitor-period. */
const firstNodesMs = 5_000;

/** The one key. */
const all = "nodes";
const disrupted = "node-evictions/disrupted";

export const nodeEvictionController: Controller<NodeEvictionsView> = {
  name: "node-eviction-controller",
  component: "node-controller",
  serviceAccount: "node-controller",
  watches: [
    watch(
      NODES,
      ({ before, after }, listers) => {
        if (before !== undefined && after !== undefined && isAlike(before, after)) return [];
        if ([before, after].some((node) => node !== undefined && isDisrupted(node))) return [all];
        // One more node that is ready matters only where others are not.
        return listers.of(NODES).byIndex(disrupted, all).length > 0 ? [all] : [];
      },
      { [disrupted]: (node) => (isDisrupted(node) ? [all] : []) },
    ),
  ],
  initialKeys: [all],
  view: (listers) => ({ nodes: listers.of(NODES).all() }),
  reconcile,
};

function isAlike(before: Stored<Node>, after: Stored<Node>): boolean {
  const [old, now] = [readyOf(before), readyOf(after)];
  return (
    old?.status === now?.status &&
    zoneOf(before) === zoneOf(after) &&
    isExcluded(before) === isExcluded(after) &&
    (before.spec === after.spec || semanticallyEqual(ownTaints(before), ownTaints(after)))
  );
}

function readyOf(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === "Ready");
}

const ownKeys = [unreachable, notReady];

function isOwnTaint({ key, effect }: Taint): boolean {
  return effect === "NoExecute" && ownKeys.includes(key ?? "");
}

function ownTaints(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter(isOwnTaint);
}

function isDisrupted(node: Node): boolean {
  return readyOf(node)?.status !== "True" || (node.spec?.taints ?? []).some(isOwnTaint);
}

/** k8s.io/component-helpers/node/topology, GetZoneKey. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const of = (name: string, beta: string): string =>
    labels[`topology.kubernetes.io/${name}`] ??
    labels[`failure-domain.beta.kubernetes.io/${beta}`] ??
    "";
  const [region, zone] = [of("region", "region"), of("zone", "zone")];
  return region === "" && zone === "" ? "" : `${region}:\u0000:${zone}`;
}

function isExcluded(node: Node): boolean {
  return "node.kubernetes.io/exclude-disruption" in (node.metadata.labels ?? {});
}

function reconcile(view: NodeEvictionsView, nowMs: number, memory?: unknown): Plan {
  const known = memory as Disruptions | undefined;
  const counts = countZones(view.nodes);
  const isAllDown = counts.size > 0 && [...counts.values()].every(({ ready }) => ready === 0);
  const isNewlyDown = isAllDown && known?.isAllDown !== true;
  const patches: PatchAction[] = [];
  const waiting = new Map<string, Stored<Node>[]>();
  for (const node of view.nodes.filter(isDisrupted).sort(byTransition)) {
    const wanted = wantedKey(node);
    const own = ownTaints(node);
    if (isNewlyDown || wanted === undefined) {
      if (own.length > 0 && (isNewlyDown || readyOf(node) !== undefined)) {
        patches.push(withTaint(node, undefined, nowMs));
      }
    } else if (own.every(({ key }) => key !== wanted)) {
      // From one of the two to the other at once: the node is being emptied already.
      if (own.length > 0) patches.push(withTaint(node, wanted, nowMs));
      else waiting.set(zoneOf(node), [...(waiting.get(zoneOf(node)) ?? []), node]);
    }
  }
  let againMs = patches.length > writesMax ? 0 : Infinity;
  // At the very start there may be no nodes yet; what is counted is counted by their zones.
  if (known === undefined && view.nodes.length === 0) againMs = firstNodesMs;
  const zones: Record<string, Zone> = {};
  for (const [zone, nodes] of [...waiting].sort(byKey)) {
    const perSecond = isAllDown ? 0 : rateOf(counts.get(zone));
    const turn = takeTurn(known?.zones[zone], { perSecond, nowMs, count: nodes.length });
    const [next] = nodes;
    if (turn.isFree && next) patches.push(withTaint(next, wantedKey(next), nowMs));
    againMs = Math.min(againMs, turn.againMs);
    zones[zone] = turn.zone;
  }
  const actions = patches.slice(0, writesMax);
  return {
    actions: actions.length === 0 ? [] : [{ verb: "batch", actions }],
    ...(againMs === Infinity ? {} : { requeueAfterMs: againMs }),
    remember: { zones: { ...spent(known, nowMs), ...zones }, isAllDown },
  };
}

function byKey<T>([a]: readonly [string, T], [b]: readonly [string, T]): number {
  return a < b ? -1 : 1;
}

/** Buckets that may not be full again yet, of zones in which nobody waits now. */
function spent(known: Disruptions | undefined, nowMs: number): Readonly<Record<string, Zone>> {
  const fullMs = 1000 / slowRate;
  const zones = Object.entries(known?.zones ?? {});
  return Object.fromEntries(zones.filter(([, { atMs }]) => atMs + fullMs > nowMs));
}

/** One token at most, and one for each node that is tainted. */
function takeTurn(
  before: Zone | undefined,
  {
    perSecond,
    nowMs,
    count,
  }: { readonly perSecond: number; readonly nowMs: number; readonly count: number },
): { readonly isFree: boolean; readonly againMs: number; readonly zone: Zone } {
  const { tokens, atMs } = before ?? { tokens: 1, atMs: nowMs };
  const filled = Math.min(1, tokens + ((nowMs - atMs) / 1000) * perSecond);
  // A token is whole that lacks no more than sums of tenths do.
  const isFree = perSecond > 0 && filled >= 1 - 1e-9;
  const left = isFree ? Math.max(0, filled - 1) : filled;
  const isWaiting = perSecond > 0 && (!isFree || count > 1);
  const againMs = isWaiting ? Math.ceil(((1 - left) / perSecond) * 1000) : Infinity;
  return { isFree, againMs, zone: { tokens: left, atMs: nowMs } };
}

/** Those that have been down the longest first. */
function byTransition(a: Stored<Node>, b: Stored<Node>): number {
  const since = (node: Node): number => parseTime(readyOf(node)?.lastTransitionTime) ?? 0;
  return since(a) - since(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function wantedKey(node: Node): string | undefined {
  const status = readyOf(node)?.status;
  if (status === "Unknown") return unreachable;
  return status === "False" ? notReady : undefined;
}

interface Count {
  ready: number;
  down: number;
}

function countZones(nodes: readonly Stored<Node>[]): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const node of nodes) {
    if (isExcluded(node)) continue;
    const zone = zoneOf(node);
    const count = counts.get(zone) ?? { ready: 0, down: 0 };
    if (readyOf(node)?.status === "True") count.ready += 1;
    else count.down += 1;
    counts.set(zone, count);
  }
  return counts;
}

/** As long as part of a zone is ready, its nodes are tainted slowly, if at all, when too many are not. */
function rateOf({ ready, down }: Count = { ready: 0, down: 0 }): number {
  if (ready === 0 || down <= 2 || down / (down + ready) < unhealthyShare) return rate;
  return down + ready > smallZoneMax ? slowRate : 0;
}

/** The zone of the node that an action begins to empty; undefined for any other action. */
export function evictedZone(action: Action): string | undefined {
  if (action.verb !== "patch") return undefined;
  const node = action.object as Stored<Node>;
  const { taints } = (action.patch["spec"] ?? {}) as { readonly taints?: readonly Taint[] | null };
  const begins = ownTaints(node).length === 0 && (taints ?? []).some(isOwnTaint);
  return begins ? zoneOf(node) : undefined;
}

function withTaint(node: Stored<Node>, key: string | undefined, nowMs: number): PatchAction {
  const others = (node.spec?.taints ?? []).filter((taint) => !isOwnTaint(taint));
  const added: readonly Taint[] =
    key === undefined ? [] : [{ key, effect: "NoExecute", timeAdded: rfc3339(nowMs) }];
  const taints = [...others, ...added].map((taint) => ({ ...taint }));
  return {
    verb: "patch",
    resource: NODES,
    object: node,
    type: "merge",
    patch: { spec: { taints: taints.length > 0 ? taints : null } },
  };
}
