/** What the queue counts of those that come in, by kube-scheduler's labels (TestIncomingPodsMetrics, TestPendingPodsMetric). */
import { describe, expect, test } from "vitest";
import { eventLabel } from "../../../src/scheduler/queue/incoming-pods.ts";
import type { ClusterEvent } from "../../../src/scheduler/queue/cluster-event.ts";
import { createQueueWorld, fit, gone, node, pod, profile } from "./queue-world.ts";
import type { QueueWorld } from "./queue-world.ts";

const names = ["a", "b", "c"];
const gates = { schedulingGates: [{ name: "example.com/wait" }] };
const putAll = ({ queue }: QueueWorld): void => {
  for (const name of names) queue.put(pod(name), profile);
};
const failAll = (world: QueueWorld): void => {
  putAll(world);
  const taken = names.map(() => world.take());
  for (const queued of taken) world.queue.putUnschedulable(queued, fit);
};

interface Row {
  readonly about: string;
  readonly run: (world: QueueWorld) => void | Promise<void>;
  /** Beside the three that come in first. */
  readonly counted: Readonly<Record<string, number>>;
}

const rows: readonly Row[] = [
  { about: "Pods that are new", run: putAll, counted: {} },
  {
    about: "Pods that fit nowhere",
    run: failAll,
    counted: { "unschedulable ScheduleAttemptFailure": 3 },
  },
  {
    about: "Pods that back off after something has happened",
    run: (world) => {
      failAll(world);
      world.queue.happened(gone());
    },
    counted: { "unschedulable ScheduleAttemptFailure": 3, "backoff AssignedPodDelete": 3 },
  },
  {
    about: "Pods whose backoff is over when something happens",
    run: async (world) => {
      failAll(world);
      await world.host.advance(5000);
      world.queue.happened(node);
    },
    counted: { "unschedulable ScheduleAttemptFailure": 3, "active NodeAdd": 3 },
  },
  {
    about: "Pods whose backoff ends",
    run: async (world) => {
      failAll(world);
      world.queue.happened(gone());
      await world.host.advance(1000);
    },
    counted: {
      "unschedulable ScheduleAttemptFailure": 3,
      "backoff AssignedPodDelete": 3,
      "active BackoffComplete": 3,
    },
  },
  {
    about: "Pods that are served before their backoff ends",
    run: (world) => {
      failAll(world);
      world.queue.happened(gone());
      for (const _ of names) world.take();
    },
    counted: {
      "unschedulable ScheduleAttemptFailure": 3,
      "backoff AssignedPodDelete": 3,
      "active PopFromBackoffQ": 3,
    },
  },
  {
    about: "Pods that have waited for five minutes",
    run: async (world) => {
      failAll(world);
      await world.host.advance(300_000);
    },
    counted: { "unschedulable ScheduleAttemptFailure": 3, "active UnschedulableTimeout": 3 },
  },
  {
    about: "Pods that something has happened for while they were tried",
    run: (world) => {
      putAll(world);
      const taken = names.map(() => world.take());
      world.queue.happened(gone());
      for (const queued of taken) world.queue.putUnschedulable(queued, fit);
    },
    counted: { "backoff ScheduleAttemptFailure": 3 },
  },
  {
    about: "Pods that an error has kept back",
    run: (world) => {
      putAll(world);
      for (const queued of names.map(() => world.take())) world.queue.putBack(queued);
    },
    counted: { "backoff ScheduleAttemptFailure": 3 },
  },
  {
    about: "a Pod that room could not be made for",
    run: (world) => {
      putAll(world);
      const queued = world.take();
      world.queue.putUnschedulable(queued, fit, true);
      world.queue.release(queued.pod.metadata.uid, true);
    },
    counted: { "unschedulable ScheduleAttemptFailure": 1, "active ForceActivate": 1 },
  },
  {
    about: "a Pod that is held while room is made, and wanted meanwhile",
    run: (world) => {
      putAll(world);
      const queued = world.take();
      world.queue.putUnschedulable(queued, fit, true);
      world.queue.happened(gone());
      world.queue.release(queued.pod.metadata.uid, false);
    },
    counted: { "unschedulable ScheduleAttemptFailure": 1, "backoff AssignedPodDelete": 1 },
  },
];

describe("what comes into the queue", () => {
  const read = ({ queue }: QueueWorld): Record<string, number> =>
    Object.fromEntries(
      queue
        .metrics()
        .samples.map(({ labels, value }) => [`${labels["queue"]} ${labels["event"]}`, value]),
    );

  test.each(rows)("is counted for $about", async ({ run, counted }) => {
    const world = createQueueWorld();
    await run(world);
    expect(read(world)).toEqual({ "active UnschedulablePodAdd": 3, ...counted });
  });

  test("is counted as unschedulable while it is gated, and as active once its gates are gone", () => {
    const world = createQueueWorld();
    world.queue.put(pod("a", gates), profile);
    world.queue.put(pod("a", gates, { labels: { app: "web" } }), profile);
    expect(read(world)).toEqual({ "unschedulable UnschedulablePodAdd": 1 });
    world.queue.put(pod("a"), profile);
    expect(read(world)).toEqual({
      "unschedulable UnschedulablePodAdd": 1,
      "active UnschedulablePodUpdatePodSchedulingGatesEliminated": 1,
    });
  });

  test.each<[ClusterEvent["resource"], ClusterEvent["action"], string]>([
    ["Node", "UpdateNodeTaint", "NodeUpdateNodeTaint"],
    ["UnscheduledPod", "UpdatePodLabel", "UnschedulablePodUpdatePodLabel"],
    ["PersistentVolumeClaim", "Update", "PersistentVolumeClaimUpdate"],
    ["StorageClass", "Add", "storage.k8s.io/StorageClassAdd"],
    ["CSINode", "Update", "storage.k8s.io/CSINodeUpdate"],
  ])("%s %s goes by the label %s", (resource, action, label) => {
    expect(eventLabel({ resource, action })).toBe(label);
  });
});
