/**
 * Which events can make a Pod schedulable that a plugin has rejected: for each plugin the events that it registers for and
 * the hint that it gives about one. After EventsToRegister of kube-scheduler's in-tree plugins.
 */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { StatusError } from "../../api/status.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import type { ClusterEvent, EventAction, EventResource } from "./cluster-event.ts";
import * as node from "./node-hints.ts";
import * as pods from "./pod-hints.ts";
import * as volumes from "./volume-hints.ts";

export interface HintContext {
  /** Of the Pod's own profile. */
  readonly profile: SchedulerProfile;
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
}

/** True when the event may make the Pod schedulable, as far as one plugin is concerned. */
export type Hint = (pod: Stored<Pod>, event: ClusterEvent, context: HintContext) => boolean;

interface Registration {
  readonly resource: EventResource;
  readonly actions: readonly EventAction[];
  /** Without one the event always helps. */
  readonly hint?: Hint;
}

const nodeAdded: Registration = { resource: "Node", actions: ["Add"] };
const nodeAddedOrRelabelled: Registration = {
  resource: "Node",
  actions: ["Add", "UpdateNodeLabel"],
};

function on(resource: EventResource, actions: readonly EventAction[], hint?: Hint): Registration {
  return { resource, actions, ...(hint ? { hint } : {}) };
}

const registrations: Readonly<Record<string, readonly Registration[]>> = {
  SchedulingGates: [on("UnscheduledPod", ["UpdatePodSchedulingGatesEliminated"], pods.isItself)],
  NodeUnschedulable: [
    on("Node", ["Add", "UpdateNodeTaint"], node.becomesSchedulable),
    on("UnscheduledPod", ["UpdatePodToleration"], pods.toleratesCordons),
  ],
  NodeName: [nodeAdded],
  TaintToleration: [
    on("Node", ["Add", "UpdateNodeTaint"], node.becomesTolerated),
    on("UnscheduledPod", ["UpdatePodToleration"], pods.isItself),
  ],
  NodeAffinity: [on("Node", ["Add", "UpdateNodeLabel"], node.becomesWanted)],
  NodePorts: [on("AssignedPod", ["Delete"], pods.freesPorts), nodeAdded],
  NodeResourcesFit: [
    on("AssignedPod", ["Delete", "UpdatePodScaleDown"], pods.freesResources),
    on("UnscheduledPod", ["UpdatePodScaleDown"], pods.isItself),
    on("Node", ["Add", "UpdateNodeAllocatable"], node.hasRoomNow),
  ],
  VolumeRestrictions: [
    on("AssignedPod", ["Delete"], volumes.freesVolume),
    nodeAdded,
    on("PersistentVolumeClaim", ["Add"], volumes.isOwnClaim),
  ],
  NodeVolumeLimits: [
    on("CSINode", ["Add"]),
    on("CSINode", ["Update"], volumes.raisesLimit),
    on("AssignedPod", ["Delete"], volumes.detachesVolume),
    on("PersistentVolumeClaim", ["Add"], volumes.isOwnClaim),
    on("VolumeAttachment", ["Delete"]),
  ],
  VolumeBinding: [
    on("PersistentVolumeClaim", ["Add", "Update"], volumes.isOwnClaim),
    on("PersistentVolume", ["Add", "Update"]),
    nodeAddedOrRelabelled,
    on("StorageClass", ["Add", "Update"], volumes.changesAllowedTopologies),
    on("CSINode", ["Add", "Update"], volumes.changesMigration),
    on("CSIDriver", ["Update"], volumes.stopsCountingCapacity),
    on("CSIStorageCapacity", ["Add", "Update"], volumes.raisesCapacity),
  ],
  VolumeZone: [
    on("PersistentVolumeClaim", ["Add", "Update"], volumes.isOwnClaim),
    on("PersistentVolume", ["Add", "Update"], volumes.changesTopology),
    on("StorageClass", ["Add"], volumes.waitsForConsumer),
    nodeAddedOrRelabelled,
  ],
  PodTopologySpread: [
    on("AssignedPod", ["Add", "Delete", "UpdatePodLabel"], pods.changesSpread),
    on("UnscheduledPod", ["UpdatePodLabel", "UpdatePodToleration"], pods.changesOwnSpread),
    on("Node", ["Add", "Delete", "UpdateNodeLabel", "UpdateNodeTaint"], node.changesDomains),
  ],
  InterPodAffinity: [
    on("AssignedPod", ["Add", "Delete", "UpdatePodLabel"], pods.changesAffinity),
    on("UnscheduledPod", ["UpdatePodLabel"], pods.isItself),
    on("Node", ["Add", "UpdateNodeLabel"], node.changesTopology),
    // Beyond kube-scheduler, where a Pod that waits for a namespace's labels is only tried again after five minutes.
    on("Namespace", ["Add", "Update"]),
  ],
  // What a Pod needs of its node never changes.
  NodeDeclaredFeatures: [on("Node", ["Add", "UpdateNodeDeclaredFeature"])],
  // It rejects what this scheduler does not do at all, and which a Pod cannot take back: nothing that happens helps.
  DynamicResources: [],
};

/** The plugins that have registered for an event. */
export function pluginsConcerned(event: ClusterEvent): readonly string[] {
  return byEvent.get(`${event.resource} ${event.action}`) ?? [];
}

const byEvent = new Map<string, string[]>();
for (const [plugin, list] of Object.entries(registrations)) {
  for (const { resource, actions } of list) {
    for (const action of actions) {
      const key = `${resource} ${action}`;
      byEvent.set(key, [...(byEvent.get(key) ?? []), plugin]);
    }
  }
}

/** True when the event may have undone the plugin's rejection of the Pod. A plugin of no registrations hopes for anything. */
export function isWorthRequeuing(
  plugin: string,
  rejected: { readonly pod: Stored<Pod>; readonly event: ClusterEvent },
  context: HintContext,
): boolean {
  const { pod, event } = rejected;
  const list = Object.hasOwn(registrations, plugin) ? registrations[plugin] : undefined;
  if (list === undefined) return true;
  try {
    return list.some(
      ({ resource, actions, hint }) =>
        resource === event.resource &&
        actions.includes(event.action) &&
        (hint === undefined || hint(pod, event, context)),
    );
  } catch (error) {
    // What cannot be read is for the next try to complain of.
    if (!(error instanceof StatusError)) throw error;
    return true;
  }
}
