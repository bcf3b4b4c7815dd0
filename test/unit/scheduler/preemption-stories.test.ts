import { afterEach, describe, expect, test } from "vitest";
import type { PodSpec } from "../../../src/api/generated/types.ts";
import { NODES, PODS, POD_DISRUPTION_BUDGETS } from "../../../src/api/kinds.ts";
import { internalError } from "../../../src/api/status.ts";
import { container, createWorld } from "./scheduler-world.ts";
import type { World } from "./scheduler-world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

async function open(options: Parameters<typeof createWorld>[1] = {}): Promise<World> {
  world = await createWorld("off", options);
  return world;
}

const low = (cpu: string, priority = 0): Partial<PodSpec> => ({ priority, ...container({ cpu }) });
const high = (cpu: string, priority = 100): Partial<PodSpec> => ({
  priority,
  ...container({ cpu }),
});

async function names(): Promise<readonly string[]> {
  const { items } = (await world?.api.list(PODS)) ?? { items: [] };
  return items.map(({ metadata }) => metadata.name).sort();
}

describe("preemption", () => {
  test("sends a Pod of lower priority away, marks it, says so on both, and takes its place", async () => {
    const { node, pod, host, api, nodeOf, eventsOf, getPod } = await open();
    const marked: unknown[] = [];
    await node("only", { cpu: "1" });
    await pod("victim", low("1"));
    await host.settle();
    const victim = await getPod("victim");
    api.onUpdate = (object) => {
      if (object.metadata.name === "victim") marked.push(object);
    };
    await pod("urgent", high("1"));
    await host.settle();
    expect(await names()).toEqual(["urgent"]);
    expect(await nodeOf("urgent")).toBe("only");
    const urgent = await getPod("urgent");
    expect(urgent.status?.nominatedNodeName).toBe("only");
    expect(marked).toContainEqual(
      expect.objectContaining({
        status: expect.objectContaining({
          conditions: expect.arrayContaining([
            expect.objectContaining({
              type: "DisruptionTarget",
              status: "True",
              reason: "PreemptionByScheduler",
              message: "default-scheduler: preempting to accommodate a higher priority pod",
            }),
          ]),
        }),
      }),
    );
    expect((await eventsOf("victim")).at(-1)).toMatchObject({
      type: "Normal",
      reason: "Preempted",
      message: `Preempted by pod ${urgent.metadata.uid} on node only`,
      involvedObject: { uid: victim.metadata.uid },
    });
    // Room is being made: nothing is said of preemption.
    expect((await eventsOf("urgent")).map(({ message }) => message)).toEqual([
      "0/1 nodes are available: 1 Insufficient cpu.",
      "Successfully assigned default/urgent to only",
    ]);
  });

  test("does not preempt again while the victim takes its time to end", async () => {
    const { node, pod, host, api, nodeOf, getPod, eventsOf } = await open();
    await node("only", { cpu: "1" });
    await pod("victim", { ...low("1"), terminationGracePeriodSeconds: 30 });
    await host.settle();
    await pod("urgent", high("1"));
    await host.settle();
    expect((await getPod("victim")).metadata.deletionTimestamp).toBeDefined();
    expect((await getPod("urgent")).status?.nominatedNodeName).toBe("only");
    // Something happens that is worth a try: the Pod is looked at again, and waits on.
    const only = await api.get(NODES, { name: "only" });
    const status = { allocatable: { cpu: "1001m", memory: "8Gi", pods: "110" } };
    await api.update(NODES, { ...only, status }, { subresource: "status" });
    await host.advance(2000);
    expect((await eventsOf("urgent")).at(-1)?.message).toContain(
      "preemption: not eligible due to a terminating pod on the nominated node.",
    );
    await api.delete(PODS, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 });
    await host.settle();
    expect(await nodeOf("urgent")).toBe("only");
  });

  test("keeps the room that is being made from Pods of the same and of lower priority, not from higher ones", async () => {
    const { node, pod, host, api, nodeOf } = await open();
    await node("only", { cpu: "1" });
    await pod("victim", { ...low("1"), terminationGracePeriodSeconds: 30 });
    await host.settle();
    await pod("urgent", high("1"));
    await host.settle();
    await pod("lower", high("1", 50));
    await pod("same", high("1", 100));
    await host.settle();
    await api.delete(PODS, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 });
    await host.settle();
    expect(await nodeOf("urgent")).toBe("only");
    expect(await nodeOf("lower")).toBeUndefined();
    expect(await nodeOf("same")).toBeUndefined();
  });

  test("takes the node from a nominated Pod of lower priority and clears its nomination", async () => {
    const { node, pod, host, api, nodeOf, getPod } = await open();
    await node("only", { cpu: "1" });
    await pod("victim", { ...low("1"), terminationGracePeriodSeconds: 30 });
    await host.settle();
    await pod("urgent", high("1", 100));
    await host.settle();
    await pod("more-urgent", high("1", 200));
    await host.settle();
    expect((await getPod("more-urgent")).status?.nominatedNodeName).toBe("only");
    await api.delete(PODS, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 });
    await host.settle();
    expect(await nodeOf("more-urgent")).toBe("only");
    expect((await getPod("urgent")).status?.nominatedNodeName ?? "").toBe("");
    expect(await nodeOf("urgent")).toBeUndefined();
  });

  test("never preempts for a Pod whose policy says so, and says that", async () => {
    const { node, pod, host, eventsOf } = await open();
    await node("only", { cpu: "1" });
    await pod("meek", low("1"));
    await host.settle();
    await pod("polite", { ...high("1"), preemptionPolicy: "Never" });
    await host.settle();
    expect(await names()).toEqual(["meek", "polite"]);
    expect((await eventsOf("polite"))[0]?.message).toBe(
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: not eligible due to preemptionPolicy=Never.",
    );
  });

  test("counts the nodes on which it finds no victims, those where they would not help, and why others still refuse", async () => {
    const { node, pod, host, eventsOf } = await open();
    await node("filled", { cpu: "4" });
    await node("busy", { cpu: "4" });
    await node("cordoned", { cpu: "8", spec: { unschedulable: true } });
    const on = (name: string) => ({ nodeSelector: { "kubernetes.io/hostname": name } });
    await pod("little", { ...low("500m"), ...on("filled") });
    await pod("equal-1", { ...high("3500m"), ...on("filled") });
    await pod("equal-2", { ...high("4"), ...on("busy") });
    await host.settle();
    await pod("huge", high("3"));
    await host.settle();
    expect((await eventsOf("huge"))[0]?.message).toBe(
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. " +
        "no new claims to deallocate, preemption: 0/3 nodes are available: 1 Insufficient cpu, " +
        "1 No preemption victims found for incoming pod, " +
        "1 Preemption is not helpful for scheduling.",
    );
  });

  test("chooses victims within disruption budgets over more or more important ones elsewhere, and reprieves who may stay", async () => {
    const { node, pod, host, api, nodeOf } = await open();
    await node("guarded", { cpu: "2" });
    await node("open", { cpu: "2" });
    const on = (name: string) => ({ nodeSelector: { "kubernetes.io/hostname": name } });
    await pod("guarded-1", { ...low("2", 1), ...on("guarded") }, { app: "db" });
    await pod("open-1", { ...low("1", 5), ...on("open") });
    await pod("open-2", { ...low("1", 6), ...on("open") });
    await api.create(POD_DISRUPTION_BUDGETS, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { namespace: "default", name: "db" },
      spec: { selector: { matchLabels: { app: "db" } }, minAvailable: 1 },
      status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
    });
    await host.settle();
    await pod("urgent", high("1"));
    await host.settle();
    expect(await nodeOf("urgent")).toBe("open");
    // The more important one of the two has been reprieved.
    expect(await names()).toEqual(["guarded-1", "open-2", "urgent"]);
  });

  test("tries again when a victim cannot be deleted", async () => {
    const { node, pod, host, api, nodeOf } = await open();
    await node("only", { cpu: "1" });
    await pod("victim", low("1"));
    await host.settle();
    api.deleteFailures.push(internalError("disk full"));
    await pod("urgent", high("1"));
    await host.settle();
    await host.advance(1000);
    expect(await nodeOf("urgent")).toBe("only");
    expect(await names()).toEqual(["urgent"]);
  });

  test("a restarted scheduler keeps the room that its predecessor has promised", async () => {
    const first = await open();
    const { node, pod, host, api, nodeOf } = first;
    await node("only", { cpu: "1" });
    await pod("victim", { ...low("1"), terminationGracePeriodSeconds: 30 });
    await host.settle();
    await pod("urgent", high("1"));
    await host.settle();
    await first.restart();
    await pod("lower", high("1", 50));
    await host.settle();
    await api.delete(PODS, { namespace: "default", name: "victim" }, { gracePeriodSeconds: 0 });
    await host.settle();
    expect(await nodeOf("urgent")).toBe("only");
    expect(await nodeOf("lower")).toBeUndefined();
  });

  test("spreads the victims of many preemptors over the nodes, one preemptor each", async () => {
    const { node, pod, host, nodeOf } = await open();
    for (let i = 0; i < 80; i++) {
      await node(`n${i}`, { cpu: "2" });
    }
    for (let i = 0; i < 160; i++) await pod(`low-${i}`, low("1"));
    await host.settle();
    for (let i = 0; i < 80; i++) await pod(`high-${i}`, high("2"));
    await host.advance(20_000);
    const nodes = await Promise.all(Array.from({ length: 80 }, (_, i) => nodeOf(`high-${i}`)));
    expect(new Set(nodes).size).toBe(80);
    expect(nodes).not.toContain(undefined);
    expect((await names()).filter((name) => name.startsWith("low"))).toEqual([]);
  });
});
