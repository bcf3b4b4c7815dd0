import { afterEach, describe, expect, test } from "vitest";
import { NODES, PODS } from "../../../src/api/kinds.ts";
import { internalError, notFound } from "../../../src/api/status.ts";
import { container, createWorld } from "./scheduler-world.ts";
import type { World } from "./scheduler-world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe.each(["off", "thread"] as const)("scheduler, kernels: %s", (mode) => {
  async function open(options: Parameters<typeof createWorld>[1] = {}): Promise<World> {
    world = await createWorld(mode, options);
    return world;
  }

  test("binds a Pod to the node with the most room and says so", async () => {
    const { node, pod, nodeOf, host, eventsOf, scheduler } = await open();
    await node("small", { cpu: "1", memory: "2Gi" });
    await node("large", { cpu: "8", memory: "16Gi" });
    await pod("web", container({ cpu: "500m", memory: "1Gi" }));
    await host.settle();
    expect(await nodeOf("web")).toBe("large");
    expect(await eventsOf("web")).toMatchObject([
      {
        type: "Normal",
        reason: "Scheduled",
        message: "Successfully assigned default/web to large",
        action: "Binding",
        reportingComponent: "default-scheduler",
        source: {},
      },
    ]);
    expect(scheduler.stats()).toMatchObject({ boundTotal: 1, pending: 0 });
  });

  test("fills nodes exactly, whatever the batch, and leaves the rest with a reason", async () => {
    const { node, pod, nodeOf, host, getPod, scheduler } = await open();
    // 70 nodes: more than are explained one by one, so that batches are placed.
    for (let i = 0; i < 70; i++) await node(`n${i}`, { cpu: "1", memory: "1Gi" });
    for (let i = 0; i < 150; i++) await pod(`p${i}`, container({ cpu: "500m", memory: "64Mi" }));
    await host.settle();
    const counts = new Map<string, number>();
    for (let i = 0; i < 150; i++) {
      const name = await nodeOf(`p${i}`);
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array.from({ length: 70 }, () => 2));
    expect(scheduler.stats()).toMatchObject({ boundTotal: 140, pending: 10 });
    expect((await getPod("p149")).status?.conditions).toMatchObject([
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message:
          "0/70 nodes are available: 70 Insufficient cpu. no new claims to deallocate, " +
          "preemption: 0/70 nodes are available: 70 No preemption victims found for incoming pod.",
      },
    ]);
  });

  test("tells why each node is refused, as kube-scheduler does, and which nodes eviction could not help", async () => {
    const { node, pod, host, eventsOf } = await open();
    const taints = [{ key: "dedicated", value: "db", effect: "NoSchedule" as const }];
    await node("tainted", { spec: { taints } });
    await node("cordoned", { spec: { unschedulable: true } });
    await node("tiny", { cpu: "100m", memory: "64Mi" });
    await node("elsewhere", { labels: { zone: "b" } });
    await pod("web", { ...container({ cpu: "2", memory: "1Gi" }), nodeSelector: { zone: "a" } });
    await pod("big", container({ cpu: "3", memory: "1Gi" }));
    await pod("big-too", container({ cpu: "3", memory: "1Gi" }));
    await host.settle();
    expect((await eventsOf("web"))[0]?.message).toBe(
      "0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, " +
        "2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, " +
        "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
    );
    expect((await eventsOf("big-too"))[0]?.message).toBe(
      "0/4 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), " +
        "1 node(s) were unschedulable, 2 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/4 nodes are available: 1 No preemption victims found for incoming pod, " +
        "3 Preemption is not helpful for scheduling.",
    );
  });

  test("waits without a node, and places as soon as one comes", async () => {
    const { node, pod, nodeOf, host, eventsOf } = await open();
    await pod("early");
    await host.settle();
    expect((await eventsOf("early"))[0]).toMatchObject({
      type: "Warning",
      reason: "FailedScheduling",
      message: "no nodes available to schedule pods",
    });
    await node("first");
    await host.settle();
    // It has failed once and backs off, but nobody else waits: its turn comes at once.
    expect(await nodeOf("early")).toBe("first");
  });

  test("takes a freed node at once when the wait has outlasted the backoff", async () => {
    const { node, pod, nodeOf, host, api } = await open();
    await node("only", { cpu: "1" });
    await pod("first", container({ cpu: "1" }));
    await host.settle();
    await pod("second", container({ cpu: "1" }));
    await host.advance(60_000);
    expect(await nodeOf("second")).toBeUndefined();
    const first = await api.get(PODS, { namespace: "default", name: "first" });
    await api.update(PODS, { ...first, status: { phase: "Succeeded" } }, { subresource: "status" });
    await host.settle();
    expect(await nodeOf("second")).toBe("only");
  });

  test("gives the room of a Pod that shrinks in place to others once it has shrunk", async () => {
    const { node, pod, nodeOf, host, api, getPod } = await open();
    await node("only", { cpu: "2" });
    await pod("first", container({ cpu: "2" }));
    await host.settle();
    await pod("second", container({ cpu: "1" }));
    await host.advance(1000);
    const running = await getPod("first");
    const had = { name: "c", resources: { requests: { cpu: "2" } } };
    const status = { ...running.status, containerStatuses: [had as never] };
    await api.update(PODS, { ...running, status }, { subresource: "status" });
    const resized = await getPod("first");
    const wanted = { ...container({ cpu: "1" }), nodeName: "only" };
    await api.update(PODS, { ...resized, spec: wanted as never });
    await host.advance(20_000);
    expect(await nodeOf("second")).toBeUndefined();
    const shrunk = await getPod("first");
    const has = { name: "c", resources: { requests: { cpu: "1" } } };
    const after = { ...shrunk.status, containerStatuses: [has as never] };
    await api.update(PODS, { ...shrunk, status: after }, { subresource: "status" });
    await host.settle();
    expect(await nodeOf("second")).toBe("only");
  });

  test("does not wake a Pod for what cannot help it", async () => {
    const { node, pod, host, eventsOf, api } = await open();
    await node("only");
    await pod("held", { nodeSelector: { disk: "ssd" } });
    await pod("other");
    await host.advance(5000);
    await api.delete(PODS, { namespace: "default", name: "other" }, { gracePeriodSeconds: 0 });
    await host.advance(5000);
    const [failed, ...more] = await eventsOf("held");
    expect(failed).toMatchObject({ reason: "FailedScheduling" });
    expect(failed?.series).toBeUndefined();
    expect(more).toEqual([]);
    const only = await api.get(NODES, { name: "only" });
    const labels = { ...only.metadata.labels, disk: "ssd" };
    await api.update(NODES, { ...only, metadata: { ...only.metadata, labels } });
    await host.settle();
    expect((await api.get(PODS, { namespace: "default", name: "held" })).spec?.nodeName).toBe(
      "only",
    );
  });

  test("leaves gated Pods, other schedulers' Pods and Pods on their way out alone", async () => {
    const { node, pod, nodeOf, host, api, getPod, scheduler } = await open();
    await node("only");
    await pod("gated", { schedulingGates: [{ name: "example.com/wait" }] });
    await pod("foreign", { schedulerName: "another" });
    await host.settle();
    expect(await nodeOf("gated")).toBeUndefined();
    expect(await nodeOf("foreign")).toBeUndefined();
    expect(scheduler.stats().pending).toBe(1);
    const gated = await getPod("gated");
    const { schedulingGates: _removed, ...spec } = gated.spec ?? { containers: [] };
    await api.update(PODS, { ...gated, spec });
    await host.settle();
    expect(await nodeOf("gated")).toBe("only");
  });

  test("schedules by priority, then in order of arrival", async () => {
    const { node, pod, nodeOf, host } = await open();
    await pod("late-urgent-loser", { priority: 0, ...container({ cpu: "1" }) });
    await pod("middle", { priority: 5, ...container({ cpu: "1" }) });
    await pod("urgent", { priority: 10, ...container({ cpu: "1" }) });
    await host.settle();
    await node("only", { cpu: "2" });
    await host.advance(1000);
    expect(await nodeOf("urgent")).toBe("only");
    expect(await nodeOf("middle")).toBe("only");
    expect(await nodeOf("late-urgent-loser")).toBeUndefined();
  });

  test("rolls back a binding that fails, says so, and tries again after its backoff", async () => {
    const { node, pod, nodeOf, host, api, eventsOf, scheduler } = await open();
    await node("only", { cpu: "1" });
    api.bindFailures.push(internalError("disk full"));
    await pod("unlucky", container({ cpu: "1" }));
    await host.settle();
    expect(await nodeOf("unlucky")).toBeUndefined();
    expect((await eventsOf("unlucky"))[0]?.message).toBe(
      'running Bind plugin "DefaultBinder": Internal error occurred: disk full',
    );
    expect(
      (await api.get(PODS, { namespace: "default", name: "unlucky" })).status?.conditions,
    ).toMatchObject([{ type: "PodScheduled", status: "False", reason: "SchedulerError" }]);
    await host.advance(1000);
    expect(await nodeOf("unlucky")).toBe("only");
    expect(scheduler.stats().boundTotal).toBe(1);
  });

  test("counts assumed Pods while watches lag, and binds none twice", async () => {
    const { node, pod, host, api, scheduler } = await open({ watchLagMs: 400 });
    await node("a", { cpu: "1" });
    await node("b", { cpu: "1" });
    await host.advance(500);
    for (const name of ["p1", "p2", "p3"]) await pod(name, container({ cpu: "600m" }));
    await host.advance(10_000);
    const { items } = await api.list(PODS);
    const names = items.flatMap((item) => item.spec?.nodeName ?? []);
    expect(names.sort()).toEqual(["a", "b"]);
    expect(api.bindings).toBe(2);
    expect(scheduler.stats()).toMatchObject({ boundTotal: 2, pending: 1 });
  });

  test("frees what a deleted node and its Pods held, and reuses the column", async () => {
    const { node, pod, nodeOf, host, api } = await open();
    await node("old", { cpu: "1" });
    await pod("first", container({ cpu: "1" }));
    await host.settle();
    await api.delete(NODES, { name: "old" });
    await node("new", { cpu: "1" });
    await host.settle();
    await pod("second", container({ cpu: "1" }));
    await host.settle();
    expect(await nodeOf("second")).toBe("new");
  });

  test("gives back the room of a Pod that is gone when it is to be bound, and drops it", async () => {
    const { node, pod, nodeOf, host, api, eventsOf, scheduler } = await open();
    await node("only", { cpu: "1" });
    api.bindFailures.push(notFound(PODS, "gone"));
    await pod("gone", container({ cpu: "1" }));
    await host.settle();
    expect(scheduler.stats()).toMatchObject({ boundTotal: 0, pending: 0 });
    expect(await eventsOf("gone")).toEqual([]);
    await pod("next", container({ cpu: "1" }));
    await host.settle();
    expect(await nodeOf("next")).toBe("only");
  });

  test("places alike from the same seed", async () => {
    const layouts: string[] = [];
    for (const seed of [7, 7, 8]) {
      const { node, pod, nodeOf, host, stop } = await open({ seed });
      for (let i = 0; i < 8; i++) await node(`n${i}`);
      for (let i = 0; i < 8; i++) await pod(`p${i}`, container({ cpu: "1" }));
      await host.settle();
      const names = await Promise.all(Array.from({ length: 8 }, (_, i) => nodeOf(`p${i}`)));
      layouts.push(names.join());
      await stop();
    }
    world = undefined;
    expect(layouts[0]).toBe(layouts[1]);
    expect(layouts[0]).not.toBe(layouts[2]);
  });
});
