/** Which of the resizes that wait for room gets it first. Pure. Follows pkg/kubelet/allocation/allocation_manager.go (sortPendingResizes). */
import type { Pod } from "../api/generated/types.ts";
import { podRequests } from "../api/pod-requests.ts";
import { computeQosClass } from "../api/qos-class.ts";
import { parseTime } from "../api/time.ts";

export interface DeferredResize {
  readonly pod: Pod;
  /** The same with what the node has given it. */
  readonly given: Pod;
}

/** Those that ask for no more than they have, then by priority, then Guaranteed Pods, then those that have waited longest. */
export function orderDeferred<T extends DeferredResize>(resizes: readonly T[]): readonly T[] {
  const ranks = new Map(resizes.map((resize) => [resize, rankOf(resize)]));
  return [...resizes].sort((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []];
    const at = left.findIndex((rank, index) => rank !== right[index]);
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
  });
}

/** Lower comes first, the first that differs counts. */
function rankOf({ pod, given }: DeferredResize): readonly number[] {
  const waits = pod.status?.conditions?.find(({ type }) => type === "PodResizePending");
  return [
    isIncrease(given, pod) ? 1 : 0,
    -(pod.spec?.priority ?? 0),
    computeQosClass(pod.spec) === "Guaranteed" ? 0 : 1,
    parseTime(waits?.lastTransitionTime) ?? Number.MAX_SAFE_INTEGER,
  ];
}

function isIncrease(given: Pod, wanted: Pod): boolean {
  const [has, asks] = [requestsOf(given), requestsOf(wanted)];
  return ["cpu", "memory"].some((name) => (asks.get(name) ?? 0) > (has.get(name) ?? 0));
}

/** Without its status, which says what it has. */
function requestsOf({ status: _status, ...pod }: Pod): ReadonlyMap<string, number> {
  return podRequests(pod);
}
