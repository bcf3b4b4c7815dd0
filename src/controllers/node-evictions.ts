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
import type { PatchAction, Plan } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";
import { notReady, unreachable } from "./node-taints.ts";

export interface NodeEvictionsView {
  readonly nodes: readonly Stored<Node>[];
}

type ZoneState = "normal" | "partial" | "full";

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

/** The one key. */
const all = "nodes";

export const nodeEvictionController: Controller<NodeEvictionsView> = {
  name: "node-eviction-controller",
  component: "node-controller",
  serviceAccount: "node-controller",
  watches: [
    watch(NODES, ({ before, after }) => {
      const isSame = before !== undefined && after !== undefined && isAlike(before, after);
      return isSame ? [] : [all];
    }),
  ],
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

/** k8s.io/component-helpers/node/topology, GetZoneKey. */
function zoneOf({ metadata: { labels = {} } }: Node): string {
  const of = (name: string, beta: string): string =>
    labels[`topology.kubernetes.io/${name}`] ??
    labels[`failure-domain.beta.kubernetes.io/${beta}`] ??
    "";
  return `${of("region", "region")}:\u0000:${of("zone", "zone")}`;
}

function isExcluded(node: Node): boolean {
  return "node.kubernetes.io/exclude-disruption" in (node.metadata.labels ?? {});
}

function reconcile(view: NodeEvictionsView, nowMs: number, memory?: unknown): Plan {
  const known = memory as Disruptions | undefined;
  const nodes = [...view.nodes].sort(byTransition);
  const states = zoneStates(nodes);
  const isAllDown = states.size > 0 && [...states.values()].every((state) => state === "full");
  const isNewlyDown = isAllDown && known?.isAllDown !== true;
  const patches: PatchAction[] = [];
  const waiting = new Map<string, Stored<Node>[]>();
  for (const node of nodes) {
    const wanted = wantedKey(node);
    const own = ownTaints(node);
    if (wanted === undefined || isNewlyDown) {
      if (own.length > 0 && (isNewlyDown || readyOf(node) !== undefined)) {
        patches.push(withTaint(node, undefined, nowMs));
      }
    } else if (own.every(({ key }) => key !== wanted)) {
      // From one of the two to the other at once: the node is being emptied already.
      if (own.length > 0) patches.push(withTaint(node, wanted, nowMs));
      else waiting.set(zoneOf(node), [...(waiting.get(zoneOf(node)) ?? []), node]);
    }
  }
  const zones: Record<string, Zone> = {};
  let againMs = Infinity;
  for (const zone of [...new Set(nodes.map(zoneOf))].sort()) {
    const state = states.get(zone) ?? "normal";
    const size = nodes.filter((node) => zoneOf(node) === zone && !isExcluded(node)).length;
    const perSecond = isAllDown ? 0 : rateOf(state, size);
    const before = known?.zones[zone] ?? { tokens: 1, atMs: nowMs };
    let tokens = Math.min(1, before.tokens + ((nowMs - before.atMs) / 1000) * perSecond);
    const [next, ...others] = waiting.get(zone) ?? [];
    if (next !== undefined && perSecond > 0) {
      const isFree = tokens >= 1 - 1e-9;
      if (isFree) patches.push(withTaint(next, wantedKey(next), nowMs));
      if (isFree) tokens -= 1;
      if (!isFree || others.length > 0) {
        againMs = Math.min(againMs, Math.ceil(((1 - tokens) / perSecond) * 1000));
      }
    }
    zones[zone] = { tokens, atMs: nowMs };
  }
  const remember: Disruptions = { zones, isAllDown };
  if (patches.length > writesMax) againMs = 0;
  return {
    actions: patches.length === 0 ? [] : [{ verb: "batch", actions: patches.slice(0, writesMax) }],
    ...(againMs === Infinity ? {} : { requeueAfterMs: againMs }),
    remember,
  };
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

function zoneStates(nodes: readonly Stored<Node>[]): ReadonlyMap<string, ZoneState> {
  const counts = new Map<string, { ready: number; down: number }>();
  for (const node of nodes) {
    if (isExcluded(node)) continue;
    const count = counts.get(zoneOf(node)) ?? { ready: 0, down: 0 };
    if (readyOf(node)?.status === "True") count.ready += 1;
    else count.down += 1;
    counts.set(zoneOf(node), count);
  }
  const states = [...counts].map(([zone, { ready, down }]): [string, ZoneState] => {
    if (ready === 0 && down > 0) return [zone, "full"];
    const isMany = down > 2 && down / (down + ready) >= unhealthyShare;
    return [zone, isMany ? "partial" : "normal"];
  });
  return new Map(states);
}

function rateOf(state: ZoneState, size: number): number {
  if (state !== "partial") return rate;
  return size > smallZoneMax ? slowRate : 0;
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
