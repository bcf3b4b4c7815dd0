/**
 * Removes Pods that nobody else will: of nodes that are gone, those that are to end on nodes that are out of service, never scheduled
 * ones that are being deleted, and finished ones beyond a limit. Source: pkg/controller/podgc. Kubernetes looks every 20 seconds; this
 * acts on events.
 */
import type { Node, Pod } from "../api/generated/types.ts";
import { NODES, PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan, updateStatus, type Action } from "../loop/plan.ts";
import { markDisrupted } from "./disruption-target.ts";
import { byCreation } from "./ownership.ts";
import { isFinished, podsByNode } from "./pod-state.ts";

/** The key under which finished Pods are counted; no Pod's key is without a slash. */
const finishedKey = "finished";

/** A node that is missing may only just be registered, or be made anew: it is missed for so long first. Kubernetes' quarantine. */
const quarantineMs = 40_000;

/** Pods that one plan deletes at most. */
const deletionsMax = 200;

export type PodGarbageView =
  | { readonly finished: readonly Stored<Pod>[] }
  | { readonly pod: Stored<Pod>; readonly node: Stored<Node> | undefined };

/** `finishedMax`: finished Pods that are kept; kube-controller-manager's default is 12,500. */
export function podGarbageCollector(finishedMax = 12_500): Controller<PodGarbageView> {
  return {
    name: "pod-garbage-collector-controller",
    serviceAccount: "pod-garbage-collector",
    watches: [
      watch(
        PODS,
        (change) => {
          const { before, after } = change;
          if (after === undefined) return [];
          const finishedNow = isFinished(after) && (before === undefined || !isFinished(before));
          return finishedNow ? [...ownKey(change), finishedKey] : ownKey(change);
        },
        { ...podsByNode, finished: (pod) => (isFinished(pod) ? [finishedKey] : []) },
      ),
      watch(NODES, ({ before, after }, listers) => {
        const lost = after === undefined || isOutOfService(after);
        const wasLost = before !== undefined && isOutOfService(before);
        const node = after ?? before;
        if (!lost || node === undefined || (wasLost && after !== undefined)) return [];
        return listers
          .of(PODS)
          .byIndex("byNode", node.metadata.name)
          .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
      }),
    ],
    view(listers, key) {
      if (key === finishedKey)
        return { finished: listers.of(PODS).byIndex("finished", finishedKey) };
      const pod = listers.of(PODS).get(key);
      if (pod === undefined) return undefined;
      return { pod, node: listers.of(NODES).get(pod.spec?.nodeName ?? "") };
    },
    reconcile(view, nowMs, memory) {
      if ("finished" in view) {
        const surplus = [...view.finished]
          .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
          .sort(byCreation)
          .slice(0, Math.max(0, view.finished.length - finishedMax));
        return plan(surplus.slice(0, deletionsMax).flatMap((pod) => remove(pod)));
      }
      const { pod, node } = view;
      const nodeName = pod.spec?.nodeName ?? "";
      if (nodeName === "") {
        return plan(pod.metadata.deletionTimestamp === undefined ? [] : remove(pod));
      }
      if (node !== undefined) {
        const stuck = pod.metadata.deletionTimestamp !== undefined && isOutOfService(node);
        return plan(stuck ? [...fail(pod), ...remove(pod)] : []);
      }
      const remember = missing(nodeName, memory) ?? { nodeName, sinceMs: nowMs };
      const waitMs = remember.sinceMs + quarantineMs - nowMs;
      if (waitMs > 0) return { ...plan([], waitMs), remember };
      const check: Action = { verb: "require-absent", resource: NODES, name: nodeName };
      return plan([check, ...failStatus(pod, nowMs), ...remove(pod)]);
    },
  };
}

/** Since when the node of a Pod is missed. */
interface Missing {
  readonly nodeName: string;
  readonly sinceMs: number;
}

function missing(nodeName: string, memory: unknown): Missing | undefined {
  const known = memory as Missing | undefined;
  return known?.nodeName === nodeName ? known : undefined;
}

function remove(pod: Stored<Pod>): readonly Action[] {
  return [{ verb: "delete", resource: PODS, object: pod, gracePeriodSeconds: 0 }];
}

/** A Pod that was not finished is marked as disrupted, so that its Job can tell why it failed. */
function failStatus(pod: Stored<Pod>, nowMs: number): readonly Action[] {
  if (isFinished(pod)) return [];
  const message = "PodGC: node no longer exists";
  return markDisrupted(pod, { reason: "DeletionByPodGC", message, phase: "Failed" }, nowMs);
}

function fail(pod: Stored<Pod>): readonly Action[] {
  return isFinished(pod) ? [] : [updateStatus(PODS, pod, { ...pod.status, phase: "Failed" })];
}

/** Its administrator says that it is shut down, and it does not say otherwise. */
function isOutOfService({ spec, status }: Node): boolean {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status === "True") return false;
  return (spec?.taints ?? []).some(({ key }) => key === "node.kubernetes.io/out-of-service");
}
