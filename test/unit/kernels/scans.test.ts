import { expect, test } from "vitest";
import { SchedulerMemory } from "../../../src/kernels/scheduler/memory.ts";
import { noEntries } from "../../../src/kernels/scheduler/records.ts";
import type { PodRecord } from "../../../src/kernels/scheduler/records.ts";
import { countScans } from "../../../src/kernels/scheduler/scans.ts";
import { podRecord } from "./scheduler-cases.ts";
import { smallCapacity } from "./small-scheduler.ts";

const replicas = (count: number, record: Partial<PodRecord> = {}): readonly PodRecord[] =>
  Array.from({ length: count }, (_, i) => podRecord({ ...record, tieOffset: i * 99 }));

const ruled = { ...noEntries, anti: [0] };

test.each<{ what: string; pods: readonly PodRecord[]; scans: number; softTaints?: boolean }>([
  { what: "nothing", pods: [], scans: 0 },
  { what: "one Pod", pods: replicas(1), scans: 1 },
  { what: "a few replicas", pods: replicas(7), scans: 7 },
  { what: "a long run of replicas", pods: replicas(8), scans: 1 },
  { what: "two long runs", pods: [...replicas(9), ...replicas(20, { tie: 5 })], scans: 2 },
  {
    what: "runs in turns",
    pods: [replicas(8), replicas(1, { tie: 5 }), replicas(8)].flat(),
    scans: 3,
  },
  { what: "replicas with rules", pods: replicas(9, { entries: ruled }), scans: 9 },
  {
    what: "replicas that raise counters",
    pods: replicas(9, { entries: { ...noEntries, gains: [{ counter: 0, amount: 1 }] } }),
    scans: 1,
  },
  {
    what: "replicas that a filter of the host narrows",
    pods: replicas(9, { entries: { ...noEntries, posts: [{ mask: 0, reason: 16 }] } }),
    scans: 1,
  },
  { what: "replicas with preferences", pods: replicas(9, { preferredColumn: 1 }), scans: 9 },
  { what: "replicas where nodes have soft taints", pods: replicas(9), scans: 9, softTaints: true },
])("$what: $scans scans", ({ pods, scans, softTaints = false }) => {
  const memory = new SchedulerMemory("plain", { ...smallCapacity, pods: 32, counters: 1 });
  memory.anySoftTaint = softTaints;
  // What was there before says nothing.
  memory.writeBatch(replicas(32, { entries: ruled, tie: 77 }));
  memory.writeBatch(pods);
  expect(countScans(memory, pods.length)).toBe(scans);
});
