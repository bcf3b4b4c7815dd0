/**
 * Removes Pods that nobody else will: of nodes that are gone, never scheduled ones that are being deleted, and finished
 * ones beyond a limit. Source: pkg/controller/podgc. Kubernetes looks every 20 seconds; this acts on events.
 */
import type { Node, Pod } from "../api/generated/types.ts";
import { NODES, PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan, updateStatus, type Action } from "../loop/plan.ts";
import { setCondition } from "./conditions.ts";
import { byCreation } from "./ownership.ts";
import { isFinished, podsByNode } from "./pod-state.ts";

/** The key under which finished Pods are counted; no Pod's key is without a slash. */
const finishedKey = "finished";

/** A Pod this young may belong to a node that is only just being registered. Kubernetes' quarantine. */
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
      watch(NODES, ({ before, after }, listers) =>
        after !== undefined || before === undefined
          ? []
          : listers
              .of(PODS)
              .byIndex("byNode", before.metadata.name)
              .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`),
      ),
    ],
    view(listers, key) {
      if (key === finishedKey)
        return { finished: listers.of(PODS).byIndex("finished", finishedKey) };
      const pod = listers.of(PODS).get(key);
      if (pod === undefined) return undefined;
      return { pod, node: listers.of(NODES).get(pod.spec?.nodeName ?? "") };
    },
    reconcile(view, nowMs) {
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
      if (node !== undefined) return plan([]);
      const bornMs = parseTime(pod.metadata.creationTimestamp) ?? 0;
      const waitMs = bornMs + quarantineMs - nowMs;
      if (waitMs > 0) return plan([], waitMs);
      const check: Action = { verb: "require-absent", resource: NODES, name: nodeName };
      return plan([check, ...failStatus(pod, nowMs), ...remove(pod)]);
    },
  };
}

function remove(pod: Stored<Pod>): readonly Action[] {
  return [{ verb: "delete", resource: PODS, object: pod, gracePeriodSeconds: 0 }];
}

/** A Pod that was not finished is marked as disrupted, so that its Job can tell why it failed. */
function failStatus(pod: Stored<Pod>, nowMs: number): readonly Action[] {
  if (isFinished(pod)) return [];
  const conditions = setCondition(pod.status?.conditions, {
    type: "DisruptionTarget",
    status: "True",
    lastTransitionTime: rfc3339(nowMs),
    reason: "DeletionByPodGC",
    message: "PodGC: node no longer exists",
  });
  return [updateStatus(PODS, pod, { ...pod.status, phase: "Failed", conditions })];
}
