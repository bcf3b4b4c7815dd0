/** The plugins that look at a Pod, or at a node and a Pod, alone: gates, queue order, unschedulable, name, taints, ports. */
import type { Pod } from "../../api/generated/types.ts";
import { stretchScores } from "./framework.ts";
import type { Plugin, Refusal } from "./framework.ts";
import { portsConflict } from "../../api/host-ports.ts";
import { podInfoOf } from "./node-info.ts";
import { toleratesTaint, untoleratedTaint } from "../../api/node-selection.ts";

export function refusal(reason: string, resolvable = false): Refusal {
  return { reasons: [reason], resolvable };
}

export const schedulingGates: Plugin = {
  name: "SchedulingGates",
  preEnqueue(pod) {
    const gates = (pod.spec?.schedulingGates ?? []).map(({ name }) => name);
    if (gates.length === 0) return undefined;
    return refusal(`waiting for scheduling gates: [${gates.join(" ")}]`);
  },
};

/** PrioritySort: negative when `a` is to be scheduled first. `addedMs`: when each came into the queue. */
export function compareQueued(
  a: { readonly pod: Pod; readonly addedMs: number },
  b: { readonly pod: Pod; readonly addedMs: number },
): number {
  return (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0) || a.addedMs - b.addedMs;
}

export const nodeUnschedulable: Plugin = {
  name: "NodeUnschedulable",
  filter(_, pod, { node }) {
    if (node.spec?.unschedulable !== true) return undefined;
    const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" } as const;
    if (toleratesTaint(pod.spec?.tolerations ?? [], taint)) return undefined;
    return refusal("node(s) were unschedulable");
  },
};

export const nodeName: Plugin = {
  name: "NodeName",
  filter(_, pod, { name }) {
    if (!pod.spec?.nodeName || pod.spec.nodeName === name) return undefined;
    return refusal("node(s) didn't match the requested node name");
  },
};

export const taintToleration: Plugin = {
  name: "TaintToleration",
  filter(_, pod, { node }) {
    if (untoleratedTaint(pod, node) === undefined) return undefined;
    return refusal("node(s) had untolerated taint(s)");
  },
  /** How many PreferNoSchedule taints the Pod does not tolerate. */
  score(_, pod, { node }) {
    const tolerations = (pod.spec?.tolerations ?? []).filter(
      ({ effect }) => !effect || effect === "PreferNoSchedule",
    );
    return (node.spec?.taints ?? []).filter(
      (taint) => taint.effect === "PreferNoSchedule" && !toleratesTaint(tolerations, taint),
    ).length;
  },
  normalize: (_, scores) => stretchScores(scores, { reverse: true }),
};

export const nodePorts: Plugin = {
  name: "NodePorts",
  preFilter: (pod) => (podInfoOf(pod).ports.length === 0 ? { skip: true } : { state: undefined }),
  filter(_, pod, nodeInfo) {
    const wanted = podInfoOf(pod).ports;
    for (const { ports } of nodeInfo.pods) {
      if (ports.some((taken) => wanted.some((port) => portsConflict(port, taken)))) {
        return refusal("node(s) didn't have free ports for the requested pod ports", true);
      }
    }
    return undefined;
  },
};
