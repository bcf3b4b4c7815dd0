/**
 * Evicts Pods from nodes that are tainted NoExecute: at once those that do not tolerate it, those that do for a time when it is over.
 * Source: pkg/controller/tainteviction. A Pod that is on its way out already is left alone, which Kubernetes marks once more.
 */
import type { Node, Pod, Taint, Toleration } from "../api/generated/types.ts";
import type { Int64 } from "../api/json.ts";
import { NODES, PODS } from "../api/kinds.ts";
import { toleratesTaint } from "../api/node-selection.ts";
import type { Stored } from "../api/object.ts";
import { durationMs } from "../api/time.ts";
import { ownKey, watch, type Controller, type Listers } from "../loop/controller.ts";
import type { Change } from "../loop/informer.ts";
import { plan, type Announcement, type EventAction, type Plan } from "../loop/plan.ts";
import { markDisrupted } from "./disruption-target.ts";
import { semanticallyEqual } from "./equality.ts";
import { podsByNode } from "./pod-state.ts";

export interface TaintEvictionView {
  /** `namespace/name`. */
  readonly key: string;
  /** Undefined when it is gone. */
  readonly pod: Stored<Pod> | undefined;
  /** The NoExecute taints of its node; undefined when the node is gone. */
  readonly taints: readonly Taint[] | undefined;
}

/** An eviction that is to come. Once made it stands as long as the taints do: longer tolerations do not put it off. */
interface Eviction {
  readonly dueMs: number;
}

export const taintEvictionController: Controller<TaintEvictionView> = {
  name: "taint-eviction-controller",
  serviceAccount: "node-controller",
  watches: [
    watch(PODS, podKeys, podsByNode),
    watch(NODES, ({ before, after }, listers) => {
      // The evictions of a node that is deleted stay due.
      if (after === undefined) return [];
      if (before !== undefined && semanticallyEqual(noExecute(before), noExecute(after))) return [];
      if (before === undefined && noExecute(after).length === 0) return [];
      return listers
        .of(PODS)
        .byIndex("byNode", after.metadata.name)
        .flatMap((pod) => ownKey({ after: pod }));
    }),
  ],
  view(listers, key) {
    const pod = listers.of(PODS).get(key);
    const node = listers.of(NODES).get(pod?.spec?.nodeName ?? "");
    return { key, pod, taints: node && noExecute(node) };
  },
  reconcile,
};

/** Pods that come to a tainted node, tolerate otherwise than before, or leave one. */
function podKeys(change: Change<Pod>, listers: Listers): readonly string[] {
  const { before, after } = change;
  const nodeName = (after ?? before)?.spec?.nodeName ?? "";
  if (nodeName === "") return [];
  const node = listers.of(NODES).get(nodeName);
  if (node === undefined) return after === undefined ? ownKey(change) : [];
  if (noExecute(node).length === 0) return [];
  const isOld = before?.spec?.nodeName === nodeName;
  const [old, now] = [before?.spec?.tolerations, after?.spec?.tolerations];
  const isSame = after !== undefined && isOld && (old === now || semanticallyEqual(old, now));
  return isSame ? [] : ownKey(change);
}

function noExecute(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter(({ effect }) => effect === "NoExecute");
}

function reconcile(view: TaintEvictionView, nowMs: number, memory?: unknown): Plan {
  const due = memory as Eviction | undefined;
  const { pod, taints } = view;
  const cancelled = due === undefined ? [] : [told(view, "Cancelling deletion of")];
  if (pod === undefined) return plan(cancelled);
  if (pod.metadata.deletionTimestamp !== undefined) return { actions: [], remember: due };
  if (taints === undefined) {
    return due === undefined || due.dueMs <= nowMs
      ? plan(due === undefined ? [] : evict(view, pod, nowMs))
      : waitFor(due, nowMs);
  }
  if (taints.length === 0) return plan(cancelled);
  const toleratedMs = tolerationMs(taints, pod.spec?.tolerations ?? []);
  if (toleratedMs === undefined) return plan([...cancelled, ...evict(view, pod, nowMs)]);
  if (toleratedMs === Infinity) return plan(cancelled);
  const eviction = due ?? { dueMs: nowMs + toleratedMs };
  return eviction.dueMs <= nowMs ? plan(evict(view, pod, nowMs)) : waitFor(eviction, nowMs);
}

function waitFor(eviction: Eviction, nowMs: number): Plan {
  return { actions: [], requeueAfterMs: eviction.dueMs - nowMs, remember: eviction };
}

/**
 * How long all the taints are tolerated: the shortest time of the first toleration of each, Infinity for ever; undefined when one of
 * them is not tolerated at all.
 */
export function tolerationMs(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): number | undefined {
  let seconds: Int64 = Infinity;
  for (const taint of taints) {
    const used = tolerations.find((toleration) => toleratesTaint([toleration], taint));
    if (used === undefined) return undefined;
    const own = used.tolerationSeconds ?? Infinity;
    if (own < seconds) seconds = own > 0 ? own : 0;
  }
  return seconds === Infinity ? Infinity : durationMs(seconds);
}

function evict(view: TaintEvictionView, pod: Stored<Pod>, nowMs: number) {
  const disruption = {
    reason: "DeletionByTaintManager",
    message: "Taint manager: deleting due to NoExecute taint",
  };
  const { announce } = told(view, "Marking for deletion");
  return [
    ...markDisrupted(pod, disruption, nowMs),
    { verb: "delete", resource: PODS, object: pod, announce },
  ] as const;
}

/** The event knows the Pod by its name alone, as Kubernetes' does. */
function told({ key }: TaintEvictionView, what: string): EventAction {
  const [namespace = "", name = ""] = key.split("/");
  const metadata = { namespace, name, uid: "", resourceVersion: "", creationTimestamp: "" };
  const regarding: Announcement["regarding"] = { apiVersion: "v1", kind: "Pod", metadata };
  const message = `${what} Pod ${key}`;
  return { verb: "event", announce: { regarding, reason: "TaintManagerEviction", message } };
}
