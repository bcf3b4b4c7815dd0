/**
 * Which Pods go first when there are too many. Source: ActivePodsWithRanks in pkg/controller/controller_utils.go, with
 * ages compared by powers of two (LogarithmicScaleDown); ties end at the uid, so that the order is always the same.
 */
import type { Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import { isActive, isReady, readySinceMs, restartsOf } from "./pod-state.ts";

const deletionCost = "controller.kubernetes.io/pod-deletion-cost";

interface Ranked {
  readonly pod: Stored<Pod>;
  /** Compared in order, the smaller value goes first. */
  readonly ranks: readonly number[];
}

/**
 * `pods`, the first to be deleted first. `related` are all Pods of the same owner's owner (every ReplicaSet of a
 * Deployment): Pods that share a node with more of those go earlier.
 */
export function rankForDeletion(
  pods: readonly Stored<Pod>[],
  related: readonly Stored<Pod>[],
  nowMs: number,
): readonly Stored<Pod>[] {
  const perNode = new Map<string, number>();
  for (const pod of related) {
    if (!isActive(pod)) continue;
    const node = pod.spec?.nodeName ?? "";
    perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  const ranked = pods.map((pod): Ranked => ({ pod, ranks: ranksOf(pod, perNode, nowMs) }));
  return ranked.sort(compareRanked).map(({ pod }) => pod);
}

function ranksOf(
  pod: Stored<Pod>,
  perNode: ReadonlyMap<string, number>,
  nowMs: number,
): readonly number[] {
  const node = pod.spec?.nodeName ?? "";
  const phaseRank = { Pending: 0, Unknown: 1, Running: 2 } as Record<string, number>;
  const readySince = readySinceMs(pod);
  return [
    node === "" ? 0 : 1,
    phaseRank[pod.status?.phase ?? ""] ?? 0,
    isReady(pod) ? 1 : 0,
    deletionCostOf(pod),
    -(perNode.get(node) ?? 0),
    // A Pod that is ready without saying since when counts as ready the longest.
    isReady(pod) ? (readySince === undefined ? Infinity : ageRank(readySince, nowMs)) : 0,
    -restartsOf(pod),
    ageRank(parseTime(pod.metadata.creationTimestamp) ?? -Infinity, nowMs),
  ];
}

function compareRanked(a: Ranked, b: Ranked): number {
  for (const [index, rank] of a.ranks.entries()) {
    const other = b.ranks[index] ?? 0;
    if (rank !== other) return rank < other ? -1 : 1;
  }
  return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}

/** The power of two of an age in nanoseconds, the unit that Kubernetes takes it in; -1 for no age. */
function ageRank(sinceMs: number, nowMs: number): number {
  const age = (nowMs - sinceMs) * 1_000_000;
  return age <= 0 ? -1 : Math.floor(Math.log2(age));
}

/** An unreadable cost is no cost, as in Kubernetes. */
function deletionCostOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[deletionCost];
  if (text === undefined || !/^(-|[1-9]|0$)/.test(text)) return 0;
  const cost = Number(text);
  return Number.isInteger(cost) && Math.abs(cost) <= 2 ** 31 ? cost : 0;
}
