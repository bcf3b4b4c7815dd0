/** Hints of plugins about Pods that come, change or go (see queueing-hints.ts). */
import type { Pod, TopologySpreadConstraint } from "../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../api/label-selector.ts";
import type { Stored } from "../../api/object.ts";
import { portsConflict } from "../../api/host-ports.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import { toleratesTaint } from "../../api/node-selection.ts";
import { withLabelKeys } from "../plugins/affinity-term.ts";
import type { ClusterEvent } from "./cluster-event.ts";
import type { HintContext } from "./queueing-hints.ts";

function podsOf(event: ClusterEvent): {
  readonly before: Stored<Pod> | undefined;
  readonly after: Stored<Pod> | undefined;
} {
  return {
    before: event.before as Stored<Pod> | undefined,
    after: event.after as Stored<Pod> | undefined,
  };
}

/** For changes of a waiting Pod: they can help that Pod alone. */
export function isItself(pod: Stored<Pod>, event: ClusterEvent): boolean {
  return event.after?.metadata.uid === pod.metadata.uid;
}

/** NodeUnschedulable: the Pod itself puts up with cordoned nodes now. */
export function toleratesCordons(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const tolerations = podsOf(event).after?.spec?.tolerations ?? [];
  const cordoned = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" } as const;
  return isItself(pod, event) && toleratesTaint(tolerations, cordoned);
}

/** PodTopologySpread: the Pod itself counts otherwise for its constraints, or nodes do that its taints tell apart. */
export function changesOwnSpread(
  pod: Stored<Pod>,
  event: ClusterEvent,
  context: HintContext,
): boolean {
  const { before, after } = podsOf(event);
  if (!isItself(pod, event)) return false;
  const constraints = hardConstraints(pod, context);
  if (event.action === "UpdatePodToleration") {
    return constraints.some(({ nodeTaintsPolicy }) => nodeTaintsPolicy === "Honor");
  }
  const counts = (self: Pod | undefined): boolean =>
    constraints.some(({ labelSelector }) => {
      return matchesLabels(labelSelectorOf(labelSelector), self?.metadata.labels);
    });
  return counts(before) !== counts(after);
}

/** True when the Pod counted as being on a node: bound to it or nominated for it. */
function heldRoom(pod: Pod | undefined): boolean {
  return Boolean(pod?.spec?.nodeName) || Boolean(pod?.status?.nominatedNodeName);
}

/** NodePorts: the Pod that is gone had a host port that the Pod wants. */
export function freesPorts(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const { before } = podsOf(event);
  if (before === undefined || !heldRoom(before)) return false;
  const wanted = podInfoOf(pod).ports;
  return podInfoOf(before).ports.some((port) => wanted.some((other) => portsConflict(port, other)));
}

/** NodeResourcesFit: a Pod is gone, or asks for less of something that the Pod asks for as well. */
export function freesResources(pod: Stored<Pod>, event: ClusterEvent): boolean {
  const { before, after } = podsOf(event);
  if (before === undefined) return false;
  if (after === undefined) return heldRoom(before);
  const { requests } = podInfoOf(pod);
  const now = podInfoOf(after).requests;
  for (const [name, amount] of podInfoOf(before).requests) {
    if (amount > (now.get(name) ?? 0) && (requests.get(name) ?? 0) > 0) return true;
  }
  return false;
}

/** The hard constraints that bind a Pod: its own, else its profile's. */
export function hardConstraints(
  pod: Pod,
  context: HintContext,
): readonly TopologySpreadConstraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? [];
  const all = own.length > 0 ? own : context.profile.args.PodTopologySpread.defaultConstraints;
  return all.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule");
}

/** PodTopologySpread: some constraint counts another number of Pods now. */
export function changesSpread(
  pod: Stored<Pod>,
  event: ClusterEvent,
  context: HintContext,
): boolean {
  const { before, after } = podsOf(event);
  if ((after ?? before)?.metadata.namespace !== pod.metadata.namespace) return false;
  return hardConstraints(pod, context).some((constraint) => {
    // A default constraint has the selector of the Pod's services and owners: who these are is not worth working out.
    if (constraint.labelSelector === undefined) return true;
    const matcher = withLabelKeys(labelSelectorOf(constraint.labelSelector), pod, {
      same: constraint.matchLabelKeys ?? [],
    });
    const counts = (other: Pod | undefined): boolean =>
      other !== undefined && matchesLabels(matcher, other.metadata.labels);
    return counts(before) !== counts(after);
  });
}

/** InterPodAffinity: a Pod that the Pod wants to be near to is there, or one that kept it away is gone. */
export function changesAffinity(
  pod: Stored<Pod>,
  event: ClusterEvent,
  context: HintContext,
): boolean {
  const { before, after } = podsOf(event);
  const { requiredAffinity, requiredAntiAffinity } = podInfoOf(pod).terms;
  const labels = (namespace: string) => context.namespaceLabels(namespace);
  const isWanted = (other: Pod | undefined): boolean =>
    other !== undefined &&
    requiredAffinity.length > 0 &&
    requiredAffinity.every((term) => term.matches(other, labels));
  const isShunned = (other: Pod | undefined): boolean =>
    other !== undefined && requiredAntiAffinity.some((term) => term.matches(other, labels));
  const shuns = (other: Pod | undefined): boolean =>
    other !== undefined &&
    podInfoOf(other).terms.requiredAntiAffinity.some((term) => term.matches(pod, labels));
  if (isWanted(after) && !isWanted(before)) return true;
  return (isShunned(before) && !isShunned(after)) || (shuns(before) && after === undefined);
}
