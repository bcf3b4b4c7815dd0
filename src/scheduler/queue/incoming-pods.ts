/**
 * How many Pods have come into each part of the scheduling queue, and for what: kube-scheduler's queue_incoming_pods_total,
 * with the labels of its events.
 */
import { simpleFamily } from "../../api/prometheus.ts";
import type { MetricFamily, MetricLabels } from "../../api/prometheus.ts";
import type { ClusterEvent, EventResource } from "./cluster-event.ts";

export type IncomingQueue = "active" | "backoff" | "unschedulable";

/** What brings Pods in besides what happens in the cluster. */
export const incoming = {
  added: "UnschedulablePodAdd",
  backoffComplete: "BackoffComplete",
  failed: "ScheduleAttemptFailure",
  forced: "ForceActivate",
  popped: "PopFromBackoffQ",
  timeout: "UnschedulableTimeout",
} as const;

/** Those that go by another name there. */
const resourceNames: Partial<Readonly<Record<EventResource, string>>> = {
  UnscheduledPod: "UnschedulablePod",
  StorageClass: "storage.k8s.io/StorageClass",
  CSINode: "storage.k8s.io/CSINode",
  CSIDriver: "storage.k8s.io/CSIDriver",
  CSIStorageCapacity: "storage.k8s.io/CSIStorageCapacity",
  VolumeAttachment: "storage.k8s.io/VolumeAttachment",
};

export function eventLabel({ resource, action }: ClusterEvent): string {
  return `${resourceNames[resource] ?? resource}${action}`;
}

export class IncomingPods {
  readonly #counts = new Map<IncomingQueue, Map<string, number>>();

  count(queue: IncomingQueue, event: string): void {
    let counts = this.#counts.get(queue);
    if (counts === undefined) this.#counts.set(queue, (counts = new Map()));
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }

  family(): MetricFamily {
    const values: [MetricLabels, number][] = [];
    for (const [queue, counts] of this.#counts) {
      for (const [event, count] of counts) values.push([{ event, queue }, count]);
    }
    return simpleFamily(
      [
        "counter",
        "scheduler_queue_incoming_pods_total",
        "[STABLE] Number of pods added to scheduling queues by event and queue type.",
      ],
      values,
    );
  }
}
