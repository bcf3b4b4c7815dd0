/** A queue on a virtual clock, and small objects that wait in it or happen to it. */
import type { Node, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import type { SimulatedHost } from "../../../src/host/simulated.ts";
import { defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import type { ClusterEvent } from "../../../src/scheduler/queue/cluster-event.ts";
import { SchedulingQueue } from "../../../src/scheduler/scheduling-queue.ts";
import type { QueuedPod } from "../../../src/scheduler/queue/waiting-pod.ts";

export const profile = defaultProfile();

export interface QueueWorld {
  readonly host: SimulatedHost;
  readonly queue: SchedulingQueue;
  /** How often it has told that there is something to take. */
  woken(): number;
  take(): QueuedPod;
  /** Tries the next Pod in vain. */
  refuse(rejectedBy?: ReadonlySet<string>): void;
}

export const fit = new Set(["NodeResourcesFit"]);

export function createQueueWorld(): QueueWorld {
  const host = createSimulatedHost();
  let woken = 0;
  const queue = new SchedulingQueue({
    host,
    onActive: () => {
      woken += 1;
    },
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 10,
    namespaceLabels: () => ({}),
  });
  const take = (): QueuedPod => {
    const taken = queue.take();
    if (taken === undefined) throw new Error("nothing to take");
    return taken;
  };
  return {
    host,
    queue,
    woken: () => woken,
    take,
    refuse: (rejectedBy = fit) => queue.putUnschedulable(take(), rejectedBy),
  };
}

export function pod(name: string, spec: Partial<PodSpec> = {}, metadata: object = {}): Stored<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      ...metadata,
    },
    spec: {
      containers: [{ name: "c", image: "web:1", resources: { requests: { cpu: "1" } } }],
      ...spec,
    },
    status: { phase: "Pending" },
  };
}

export const gone = (name = "gone"): ClusterEvent => ({
  resource: "AssignedPod",
  action: "Delete",
  before: pod(name, { nodeName: "n" }),
});

export const node: ClusterEvent = {
  resource: "Node",
  action: "Add",
  after: {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n" },
    status: { allocatable: { cpu: "4", pods: "9" } },
  } as unknown as Stored<Node>,
};
