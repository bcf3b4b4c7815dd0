/**
 * What happens in a cluster, as the scheduling queue hears of it: which object, and what about it has changed. After
 * kube-scheduler's ClusterEvent and pkg/scheduler/framework/events.go.
 */
import type { Node, Pod } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import { exactJson } from "../../api/wide-integers.ts";

export type EventResource =
  | "AssignedPod"
  | "UnscheduledPod"
  | "Node"
  | "Namespace"
  | "PersistentVolume"
  | "PersistentVolumeClaim"
  | "StorageClass"
  | "CSINode"
  | "CSIDriver"
  | "CSIStorageCapacity"
  | "VolumeAttachment";

export type EventAction =
  | "Add"
  | "Update"
  | "Delete"
  | "UpdateNodeAllocatable"
  | "UpdateNodeLabel"
  | "UpdateNodeTaint"
  | "UpdateNodeCondition"
  | "UpdateNodeAnnotation"
  | "UpdateNodeDeclaredFeature"
  | "UpdatePodLabel"
  | "UpdatePodScaleDown"
  | "UpdatePodToleration"
  | "UpdatePodSchedulingGatesEliminated";

export interface ClusterEvent {
  readonly resource: EventResource;
  readonly action: EventAction;
  /** The object before; absent for an Add. */
  readonly before?: Stored<KubeObject>;
  /** The object after; absent for a Delete. */
  readonly after?: Stored<KubeObject>;
}

/** An Add, Update or Delete of an object of which no more needs to be told apart. */
export function plainEvent(
  resource: EventResource,
  change: { readonly before?: Stored<KubeObject>; readonly after?: Stored<KubeObject> },
): ClusterEvent {
  const { before, after } = change;
  const action = before === undefined ? "Add" : after === undefined ? "Delete" : "Update";
  return { resource, action, ...sides(before, after) };
}

/** What of a node's change can matter to a waiting Pod; empty for a heartbeat. */
export function nodeUpdates(before: Stored<Node>, after: Stored<Node>): readonly ClusterEvent[] {
  const actions = new Set<EventAction>();
  const differs = (part: (node: Stored<Node>) => unknown): boolean =>
    !same(part(before), part(after));
  if (before.spec?.unschedulable === true && after.spec?.unschedulable !== true) {
    actions.add("UpdateNodeTaint");
  }
  if (differs((node) => node.status?.allocatable)) actions.add("UpdateNodeAllocatable");
  if (differs((node) => node.metadata.labels)) actions.add("UpdateNodeLabel");
  if (differs((node) => node.spec?.taints)) actions.add("UpdateNodeTaint");
  if (differs(conditionsOf)) actions.add("UpdateNodeCondition");
  if (differs((node) => node.metadata.annotations)) actions.add("UpdateNodeAnnotation");
  if (differs((node) => node.status?.declaredFeatures)) actions.add("UpdateNodeDeclaredFeature");
  return [...actions].map((action) => ({ resource: "Node", action, before, after }));
}

/** What of a Pod's change can matter; a plain Update when nothing in particular does. */
export function podUpdates(before: Stored<Pod>, after: Stored<Pod>): readonly ClusterEvent[] {
  const resource = after.spec?.nodeName ? "AssignedPod" : "UnscheduledPod";
  const actions: EventAction[] = [];
  if (!same(before.metadata.labels, after.metadata.labels)) actions.push("UpdatePodLabel");
  if (isScaledDown(before, after)) actions.push("UpdatePodScaleDown");
  if (gateCount(before) > 0 && gateCount(after) === 0) {
    actions.push("UpdatePodSchedulingGatesEliminated");
  }
  // Tolerations can only be added: their number tells.
  if (before.spec?.tolerations?.length !== after.spec?.tolerations?.length) {
    actions.push("UpdatePodToleration");
  }
  if (actions.length === 0) actions.push("Update");
  return actions.map((action) => ({ resource, action, before, after }));
}

export function isScaledDown(before: Pod, after: Pod): boolean {
  if (before.spec === after.spec && before.status === after.status) return false;
  const now = podInfoOf(after).requests;
  for (const [name, amount] of podInfoOf(before).requests) {
    if (amount > (now.get(name) ?? 0)) return true;
  }
  return false;
}

function gateCount(pod: Pod): number {
  return pod.spec?.schedulingGates?.length ?? 0;
}

function conditionsOf(node: Node): unknown {
  return (node.status?.conditions ?? []).map(({ type, status }) => `${type}=${status}`).sort();
}

/** Equal in what they say. Parts that a write has left alone are most often the very same object. */
function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : exactJson(value);
  if (typeof value !== "object") return exactJson(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? "" : exactJson(entries);
}

function sides(
  before: Stored<KubeObject> | undefined,
  after: Stored<KubeObject> | undefined,
): { readonly before?: Stored<KubeObject>; readonly after?: Stored<KubeObject> } {
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
