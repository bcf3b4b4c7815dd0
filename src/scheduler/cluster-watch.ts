/**
 * Hears of what changes in the cluster: keeps the cache, the nominations and the queue up to date, and tells the queue what
 * could help those that wait. After kube-scheduler's eventhandlers.go.
 */
import type { Namespace, Node, Pod, PodDisruptionBudget } from "../api/generated/types.ts";
import {
  CSI_NODES,
  NAMESPACES,
  CSI_DRIVERS,
  CSI_STORAGE_CAPACITIES,
  NODES,
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  POD_DISRUPTION_BUDGETS,
  STORAGE_CLASSES,
  VOLUME_ATTACHMENTS,
} from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import type { Change, InformerFactory } from "../loop/informer.ts";
import { ClusterCache, isTerminal } from "./cluster-cache.ts";
import { defaultSchedulerName } from "./profile/profile.ts";
import type { SchedulerProfile } from "./profile/profile.ts";
import { nodeUpdates, plainEvent, podUpdates } from "./queue/cluster-event.ts";
import type { EventResource } from "./queue/cluster-event.ts";
import type { NominatedPods } from "./queue/nominated-pods.ts";
import { priority } from "./queue/waiting-pod.ts";
import type { SchedulingQueue } from "./scheduling-queue.ts";
import { exactJson } from "../api/wide-integers.ts";

export interface ClusterWatchParts {
  readonly informers: InformerFactory;
  readonly cache: ClusterCache;
  readonly queue: SchedulingQueue;
  readonly nominated: NominatedPods;
  /** By schedulerName. */
  readonly profiles: ReadonlyMap<string, SchedulerProfile>;
  claimChanged(): void;
  /** A Pod that had a node is on its way out, or gone. */
  left(uid: string): void;
}

export class ClusterWatch {
  readonly #parts: ClusterWatchParts;
  readonly #unsubscribe: (() => void)[] = [];
  #budgets: readonly Stored<PodDisruptionBudget>[] | undefined;

  constructor(parts: ClusterWatchParts) {
    this.#parts = parts;
  }

  /** Starts the informers; what they give resolves when their first lists are in. */
  start(): readonly Promise<void>[] {
    return [
      this.#follow(NODES, (change) => this.#onNode(change)),
      this.#follow(PODS, (change) => this.#onPod(change)),
      this.#follow(NAMESPACES, (change) => this.#onNamespace(change)),
      this.#follow(PERSISTENT_VOLUME_CLAIMS, (change) => {
        this.#parts.queue.happened(plainEvent("PersistentVolumeClaim", change));
        this.#parts.claimChanged();
      }),
      this.#tellOf(PERSISTENT_VOLUMES, "PersistentVolume"),
      this.#tellOf(STORAGE_CLASSES, "StorageClass"),
      this.#tellOf(CSI_NODES, "CSINode"),
      this.#tellOf(CSI_DRIVERS, "CSIDriver"),
      this.#tellOf(CSI_STORAGE_CAPACITIES, "CSIStorageCapacity"),
      this.#tellOf(VOLUME_ATTACHMENTS, "VolumeAttachment"),
      this.#follow(POD_DISRUPTION_BUDGETS, () => {
        this.#budgets = undefined;
      }),
    ];
  }

  /** Gives the disruption budgets; the same list as long as none changes. */
  budgets(): () => readonly Stored<PodDisruptionBudget>[] {
    const lister = this.#parts.informers.lister(POD_DISRUPTION_BUDGETS);
    return () => (this.#budgets ??= lister.all());
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** A Pod no longer holds what it held, or was promised. */
  released(pod: Stored<Pod>, only?: (waiting: Stored<Pod>) => boolean): void {
    this.#parts.queue.happened({ resource: "AssignedPod", action: "Delete", before: pod }, only);
  }

  #follow<T extends KubeObject>(
    resource: ResourceRef<T>,
    onChange: (change: Change<T>) => void,
  ): Promise<void> {
    const informer = this.#parts.informers.of(resource);
    this.#unsubscribe.push(informer.addHandlers({ onChange }));
    informer.start();
    return informer.synced();
  }

  #tellOf<T extends KubeObject>(resource: ResourceRef<T>, name: EventResource): Promise<void> {
    return this.#follow(resource, (change) => {
      this.#parts.queue.happened(plainEvent(name, change));
    });
  }

  #onNode({ before, after }: Change<Node>): void {
    const { cache, queue } = this.#parts;
    if (after === undefined) {
      if (before === undefined) return;
      cache.removeNode(before.metadata.name);
      queue.happened({ resource: "Node", action: "Delete", before });
      return;
    }
    if (before === undefined) {
      cache.setNode(after);
      queue.happened({ resource: "Node", action: "Add", after });
      return;
    }
    const events = nodeUpdates(before, after);
    // Heartbeats change neither a node's room nor its rules.
    if (events.length === 0 && !isCordonedOrHasNewImages(before, after)) return;
    cache.setNode(after);
    for (const event of events) queue.happened(event);
  }

  #onNamespace(change: Change<Namespace>): void {
    const labels = (namespace: Stored<Namespace> | undefined): string =>
      JSON.stringify(namespace?.metadata.labels ?? {});
    if (labels(change.before) === labels(change.after)) return;
    this.#parts.queue.happened(plainEvent("Namespace", change));
  }

  #onPod({ before, after }: Change<Pod>): void {
    if (after === undefined) {
      if (before !== undefined) this.#onPodGone(before);
      return;
    }
    if (isTerminal(after)) return this.#onPodGone(after);
    if (after.spec?.nodeName) return this.#onAssignedPod(before, after);
    const profile = this.#profileOf(after);
    if (profile === undefined) return;
    // It never comes to run: nothing is placed for it, and what is kept for it is given back.
    if (after.metadata.deletionTimestamp !== undefined) return this.#onPodGone(after);
    const { cache, queue } = this.#parts;
    const placed = cache.placed(after.metadata.uid);
    // News from before a binding that has been answered already must not bring the Pod back.
    const hasNode = placed !== undefined && placed.state !== "nominated";
    if (hasNode && !queue.has(after.metadata.uid)) return;
    if (!hasNode) this.#followNomination(before, after);
    queue.put(after, profile);
  }

  #onAssignedPod(before: Stored<Pod> | undefined, after: Stored<Pod>): void {
    const { cache, queue, nominated } = this.#parts;
    queue.remove(after.metadata.uid);
    nominated.remove(after.metadata.uid);
    cache.setPod(after);
    if (after.metadata.deletionTimestamp !== undefined) this.#parts.left(after.metadata.uid);
    if (before === undefined || !before.spec?.nodeName) {
      queue.happened({ resource: "AssignedPod", action: "Add", after });
    } else {
      for (const event of podUpdates(before, after)) queue.happened(event);
    }
  }

  #onPodGone(pod: Stored<Pod>): void {
    const { cache, queue, nominated } = this.#parts;
    const { uid } = pod.metadata;
    queue.remove(uid);
    nominated.remove(uid);
    const placed = cache.placed(uid);
    if (placed === undefined) return;
    cache.removePod(uid);
    this.#parts.left(uid);
    const held = { ...pod, spec: { containers: [], ...pod.spec, nodeName: placed.nodeName } };
    if (placed.state === "nominated") this.released(held, atMost(pod));
    else this.released(held);
  }

  /** The Pod's status names a node that room is kept on for it, or no longer does. */
  #followNomination(before: Stored<Pod> | undefined, after: Stored<Pod>): void {
    const { cache, nominated } = this.#parts;
    const { uid } = after.metadata;
    const was = before?.status?.nominatedNodeName ?? "";
    const is = after.status?.nominatedNodeName ?? "";
    // News that speaks of no node may be older than what was decided here.
    const nodeName = was === "" && is === "" ? (nominated.nodeOf(uid) ?? "") : is;
    const known = nominated.nodeOf(uid) ?? "";
    nominated.put(after, nodeName);
    if (nodeName !== "") cache.reserve(after, nodeName);
    else cache.unreserve(uid);
    if (before !== undefined && known !== "" && known !== nodeName) {
      this.released(before, atMost(before));
    }
  }

  #profileOf(pod: Pod): SchedulerProfile | undefined {
    return this.#parts.profiles.get(pod.spec?.schedulerName ?? defaultSchedulerName);
  }
}

/** Pods for which a nominated one counts: those of the same or a lower priority. */
function atMost(nominated: Pod): (waiting: Stored<Pod>) => boolean {
  return (waiting) => priority(waiting) <= priority(nominated);
}

/** Changes that help nobody who waits, but that placing has to know of. */
function isCordonedOrHasNewImages(before: Node, after: Node): boolean {
  return (
    before.spec?.unschedulable !== after.spec?.unschedulable ||
    exactJson(before.status?.images) !== exactJson(after.status?.images)
  );
}
