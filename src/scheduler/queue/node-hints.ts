/** Hints of plugins about nodes that come or change (see queueing-hints.ts). */
import type { Node, Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { amountsOf } from "../../api/pod-requests.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import {
  matchesNodeSelector,
  matchesRequiredNodes,
  untoleratedTaint,
} from "../../api/node-selection.ts";
import { hardConstraints } from "./pod-hints.ts";
import type { ClusterEvent } from "./cluster-event.ts";
import type { HintContext } from "./queueing-hints.ts";

function nodesOf(event: ClusterEvent): {
  readonly before: Stored<Node> | undefined;
  readonly after: Stored<Node> | undefined;
} {
  return {
    before: event.before as Stored<Node> | undefined,
    after: event.after as Stored<Node> | undefined,
  };
}

/** NodeUnschedulable: it is new, or was not schedulable before, and is now. */
export function becomesSchedulable(_pod: Pod, event: ClusterEvent): boolean {
  const { before, after } = nodesOf(event);
  if (after === undefined || after.spec?.unschedulable === true) return false;
  return before === undefined || before.spec?.unschedulable === true;
}

/** TaintToleration: its taints kept the Pod off, or it was not there, and now they do not. */
export function becomesTolerated(pod: Pod, event: ClusterEvent): boolean {
  const { before, after } = nodesOf(event);
  const wasTolerated = before !== undefined && untoleratedTaint(pod, before) === undefined;
  return !wasTolerated && after !== undefined && untoleratedTaint(pod, after) === undefined;
}

/** NodeAffinity: the Pod and its profile did not want it, and now they do. */
export function becomesWanted(pod: Pod, event: ClusterEvent, context: HintContext): boolean {
  const { before, after } = nodesOf(event);
  const added =
    context.profile.args.NodeAffinity.addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const wants = (node: Node): boolean =>
    (added === undefined || matchesNodeSelector(added, node)) && matchesRequiredNodes(pod, node);
  if (after === undefined || !wants(after)) return false;
  return before === undefined || !wants(before);
}

/** NodeResourcesFit: the Pod would fit the node were it empty, and of something that the Pod asks for there is more now. */
export function hasRoomNow(pod: Pod, event: ClusterEvent): boolean {
  const { before, after } = nodesOf(event);
  if (after === undefined) return false;
  const { requests } = podInfoOf(pod);
  const now = amountsOf(after.status?.allocatable);
  if ((now.get("pods") ?? 0) < 1) return false;
  for (const [name, amount] of requests) if (amount > (now.get(name) ?? 0)) return false;
  if (before === undefined) return true;
  const then = amountsOf(before.status?.allocatable);
  const grew = (name: string): boolean => (now.get(name) ?? 0) > (then.get(name) ?? 0);
  if (grew("pods")) return true;
  for (const [name, amount] of requests) if (amount > 0 && grew(name)) return true;
  return false;
}

/** PodTopologySpread: the node enters, leaves or changes a domain of the Pod's hard constraints. */
export function changesDomains(pod: Pod, event: ClusterEvent, context: HintContext): boolean {
  const { before, after } = nodesOf(event);
  const keys = hardConstraints(pod, context).map(({ topologyKey }) => topologyKey);
  const domainsOf = (node: Node | undefined): readonly string[] | undefined => {
    const values = keys.flatMap((key) => node?.metadata.labels?.[key] ?? []);
    return values.length === keys.length ? values : undefined;
  };
  const [then, now] = [domainsOf(before), domainsOf(after)];
  if (then === undefined || now === undefined) return then !== now;
  // Taints may say which nodes count.
  const taintsOf = (node: Node | undefined): string => JSON.stringify(node?.spec?.taints ?? []);
  return taintsOf(before) !== taintsOf(after) || then.some((value, i) => value !== now[i]);
}

/**
 * InterPodAffinity: the node comes into a domain of the Pod's affinity terms, or leaves one of its anti-affinity terms, or
 * changes it. A new node is out of reach of whatever the Pod wants to keep away from.
 */
export function changesTopology(pod: Pod, event: ClusterEvent): boolean {
  const { before, after } = nodesOf(event);
  const { requiredAffinity, requiredAntiAffinity } = podInfoOf(pod).terms;
  // Beyond kube-scheduler: rejected for what Pods on nodes ask for, any node with other labels may be out of their reach.
  if (requiredAffinity.length + requiredAntiAffinity.length === 0) return true;
  const now = (key: string): string | undefined => after?.metadata.labels?.[key];
  const then = (key: string): string | undefined => before?.metadata.labels?.[key];
  if (before === undefined) {
    return (
      requiredAntiAffinity.length > 0 ||
      requiredAffinity.some(({ topologyKey }) => now(topologyKey) !== undefined)
    );
  }
  return (
    requiredAffinity.some(({ topologyKey }) => {
      return now(topologyKey) !== undefined && now(topologyKey) !== then(topologyKey);
    }) ||
    requiredAntiAffinity.some(({ topologyKey }) => {
      return then(topologyKey) !== undefined && now(topologyKey) !== then(topologyKey);
    })
  );
}
