/** What the scheduler counts under the names that are BETA in 1.36 (pkg/scheduler/metrics/metrics.go; backend/queue/scheduling_queue_test.go). */
import { afterEach, expect, test } from "vitest";
import { container, createWorld, type World } from "./scheduler-world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

function samples(name: string): Record<string, number> {
  const family = world?.scheduler.metrics().find((each) => each.name === name);
  return Object.fromEntries(
    (family?.samples ?? [])
      .filter(({ suffix }) => suffix === "" || suffix === "_count")
      .map(({ labels, value }) => [Object.values(labels).join(" "), value]),
  );
}

test("Pods count for every plugin that rejected them, until they are looked at again", async () => {
  world = await createWorld("off");
  const { node, pod, host, nodeOf } = world;
  await node("small", { cpu: "1" });
  await node("tainted", { cpu: "8", spec: { taints: [{ key: "a", effect: "NoSchedule" }] } });
  expect(samples("scheduler_unschedulable_pods")).toEqual({});
  await pod("fits", container({ cpu: "100m" }));
  await pod("large-1", container({ cpu: "4" }));
  await pod("large-2", container({ cpu: "4" }));
  await pod("gated", { ...container({}), schedulingGates: [{ name: "wait" }] });
  await host.settle();
  const profile = "default-scheduler";
  expect(samples("scheduler_unschedulable_pods")).toEqual({
    [`NodeResourcesFit ${profile}`]: 2,
    [`TaintToleration ${profile}`]: 2,
    [`SchedulingGates ${profile}`]: 1,
  });
  expect(samples("scheduler_scheduling_algorithm_duration_seconds")).toEqual({ "": 3 });
  expect(samples("scheduler_goroutines")).toEqual({ binding: 0 });

  await node("large", { cpu: "5" });
  await host.advance(15_000);
  expect([await nodeOf("large-1"), await nodeOf("large-2")]).toContain("large");
  expect(samples("scheduler_unschedulable_pods")).toEqual({
    [`NodeResourcesFit ${profile}`]: 1,
    [`TaintToleration ${profile}`]: 1,
    [`SchedulingGates ${profile}`]: 1,
  });
});
