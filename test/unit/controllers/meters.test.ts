/** What controllers count of the plans that they have carried out (pkg/controller/{job,cronjob}/metrics, nodelifecycle/metrics.go). */
import { describe, expect, test } from "vitest";
import type { Job, JobStatus, Node, Pod } from "../../../src/api/generated/types.ts";
import { JOBS, PODS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { controllerMeters } from "../../../src/controllers/meters.ts";
import { nodeEvictionController } from "../../../src/controllers/node-evictions.ts";
import type { Listers } from "../../../src/loop/controller.ts";
import type { ControllerMeter } from "../../../src/loop/controller-meter.ts";
import type { Action, CreateAction } from "../../../src/loop/plan.ts";

const stored = (name: string) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: "2026-01-01T00:00:00Z",
});
const job = (status: JobStatus = {}, completionMode?: "Indexed"): Stored<Job> => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: stored("work"),
  spec: {
    template: { spec: { containers: [] } },
    ...(completionMode === undefined ? {} : { completionMode }),
  },
  status,
});
const pod: Stored<Pod> = { apiVersion: "v1", kind: "Pod", metadata: stored("p") };
const creating: CreateAction = { verb: "create", resource: PODS, object: pod };
const status = (of: Stored<Job>, to: JobStatus): Action => ({
  verb: "update",
  resource: JOBS,
  subresource: "status",
  object: { ...of, status: to } as Stored<Job>,
});
const condition = (type: "Complete" | "Failed" | "Suspended", reason: string) => ({
  type,
  reason,
  status: "True" as const,
});

/** These count without looking at anything. */
const noListers: Pick<Listers, "of"> = {
  of() {
    throw new Error("asked for a lister");
  },
};
const meterOf = (name: string): ControllerMeter => {
  const meter = controllerMeters[name]?.();
  if (meter === undefined) throw new Error(`no meter for ${name}`);
  return meter;
};
const read = (meter: ControllerMeter, name: string): Record<string, number> =>
  Object.fromEntries(
    meter
      .families(noListers)
      .filter((family) => family.name === name)
      .flatMap(({ samples }) => samples)
      .filter(({ suffix }) => suffix === "" || suffix === "_count")
      .map(({ labels, value }) => [Object.values(labels).join(" "), value]),
  );

function counted(of: Stored<Job>, actions: readonly Action[], failed = false): ControllerMeter {
  const meter = meterOf("job-controller");
  meter.synced({ view: { job: of, pods: [] }, plan: { actions }, seconds: 0.01, nowMs: 0, failed });
  return meter;
}

describe("syncs of a Job", () => {
  const done = { conditions: [condition("Complete", "CompletionsReached")] };
  test.each<readonly [string, Stored<Job>, readonly Action[], boolean, string]>([
    ["nothing done", job(), [], false, "tracking NonIndexed success"],
    ["a finished one", job(done), [], false, "reconciling NonIndexed success"],
    ["Pods made", job(), [creating], false, "pods_created NonIndexed success"],
    [
      "Pods made in a batch",
      job({}, "Indexed"),
      [{ verb: "batch", actions: [creating] }],
      false,
      "pods_created Indexed success",
    ],
    [
      "Pods deleted",
      job(),
      [{ verb: "delete", resource: PODS, object: pod }],
      false,
      "pods_deleted NonIndexed success",
    ],
    ["what could not be done", job(), [creating], true, "pods_created NonIndexed error"],
  ])("are counted and timed by what they did: %s", (_, of, actions, failed, labels) => {
    const meter = counted(of, actions, failed);
    expect(read(meter, "job_controller_job_syncs_total")).toEqual({ [labels]: 1 });
    expect(read(meter, "job_controller_job_sync_duration_seconds")).toEqual({ [labels]: 1 });
  });

  test("are not counted for the Pod of a Job that is gone", () => {
    const meter = meterOf("job-controller");
    meter.synced({
      view: { orphan: pod },
      plan: { actions: [] },
      seconds: 1,
      nowMs: 0,
      failed: false,
    });
    expect(read(meter, "job_controller_job_syncs_total")).toEqual({});
  });
});

describe("what ends", () => {
  const finished = "job_controller_jobs_finished_total";
  const pods = "job_controller_job_pods_finished_total";

  test("is counted by what the new status adds", () => {
    const of = job({ succeeded: 1, failed: 2 });
    const meter = counted(of, [status(of, { succeeded: 3, failed: 3 })]);
    expect(read(meter, pods)).toEqual({ "NonIndexed succeeded": 2, "NonIndexed failed": 1 });
    expect(read(meter, finished)).toEqual({});
  });

  test.each([
    ["Complete", "CompletionsReached", "NonIndexed CompletionsReached succeeded"],
    ["Failed", "BackoffLimitExceeded", "NonIndexed BackoffLimitExceeded failed"],
  ] as const)("is a Job that is %s for the first time", (type, reason, labels) => {
    const conditions = [condition("Suspended", "x"), condition(type, reason)];
    const of = job();
    expect(read(counted(of, [status(of, { conditions })]), finished)).toEqual({ [labels]: 1 });
    const again = job({ conditions });
    expect(read(counted(again, [status(again, { conditions })]), finished)).toEqual({});
    expect(read(counted(of, [status(of, { conditions })], true), finished)).toEqual({});
  });
});

test("a Job of a CronJob is timed from when it was due", () => {
  const meter = meterOf("cronjob-controller");
  const annotations = {
    "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-01-01T00:00:00Z",
  };
  const made: Action = {
    verb: "create",
    resource: JOBS,
    object: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j", annotations } },
  };
  const nowMs = Date.UTC(2026, 0, 1, 0, 0, 3);
  for (const failed of [false, true]) {
    meter.synced({ view: {}, plan: { actions: [made] }, seconds: 0, nowMs, failed });
  }
  const samples = meter.families(noListers)[0]?.samples ?? [];
  const least = samples.find(({ labels, value }) => labels["le"] !== undefined && value > 0);
  expect(least?.labels["le"]).toBe("4");
  expect(samples.find(({ suffix }) => suffix === "_sum")?.value).toBe(3);
});

describe("evictions of nodes", () => {
  const node = (name: string, status: string, zone?: string): Stored<Node> => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      ...stored(name),
      ...(zone === undefined ? {} : { labels: { "topology.kubernetes.io/zone": zone } }),
    },
    status: { conditions: [{ type: "Ready", status }] },
  });
  const counts = (nodes: readonly Stored<Node>[], failed = false) => {
    const meter = meterOf("node-eviction-controller");
    const view = { nodes };
    const plan = nodeEvictionController.reconcile(view, 0);
    meter.synced({ view, plan, seconds: 0, nowMs: 0, failed });
    return read(meter, "node_collector_evictions_total");
  };

  test("are counted by the zone, from nothing", () => {
    const up = [node("a", "True"), node("b", "True", "z")];
    expect(counts(up)).toEqual({ "": 0, ":\u0000:z": 0 });
    expect(counts([...up, node("c", "Unknown", "z")])).toEqual({ "": 0, ":\u0000:z": 1 });
  });

  test("are not counted when they failed, nor when a node only changes from one taint to the other", () => {
    expect(counts([node("a", "True"), node("b", "False")], true)).toEqual({ "": 0 });
    const tainted: Stored<Node> = {
      ...node("b", "False"),
      spec: { taints: [{ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }] },
    };
    expect(counts([node("a", "True"), tainted])).toEqual({ "": 0 });
  });
});
