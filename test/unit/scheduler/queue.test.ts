import { beforeEach, describe, expect, test } from "vitest";
import type { SimulatedHost } from "../../../src/host/simulated.ts";
import type { SchedulingQueue } from "../../../src/scheduler/scheduling-queue.ts";
import { createQueueWorld, fit, gone, node, pod, profile } from "./queue-world.ts";
import type { QueueWorld } from "./queue-world.ts";

let host: SimulatedHost;
let queue: SchedulingQueue;
let take: QueueWorld["take"];
let refuse: QueueWorld["refuse"];
let woken: QueueWorld["woken"];

beforeEach(() => {
  ({ host, queue, take, refuse, woken } = createQueueWorld());
});

describe("the queue", () => {
  test("gives by priority, then in order of coming; who has failed stands behind", () => {
    for (const [name, priority] of [
      ["a", 0],
      ["b", 5],
      ["c", 0],
      ["d", 5],
    ] as const) {
      queue.put(pod(name, { priority }), profile);
    }
    refuse();
    queue.happened(gone());
    // b backs off: those that wait come first.
    expect([take(), take(), take(), take()].map(({ key }) => key)).toEqual([
      "default/d",
      "default/a",
      "default/c",
      "default/b",
    ]);
  });

  test("doubles the backoff of who fits nowhere up to the most, and lets it end early when nobody else waits", async () => {
    queue.put(pod("a"), profile);
    for (let tries = 0; tries < 5; tries++) {
      refuse();
      queue.happened(gone());
      expect(queue.counts()).toMatchObject({ backoff: 1, active: 0 });
      expect(queue.hasActive).toBe(true);
    }
    refuse();
    queue.put(pod("busy", { priority: -1 }), profile);
    queue.happened(gone());
    await host.advance(9999);
    expect(queue.peek()?.key).toBe("default/busy");
    await host.advance(1);
    expect(queue.peek()?.key).toBe("default/a");
  });

  // TestPriorityQueue_calculateBackoffDuration, by what is seen from outside.
  test.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 10],
    [16, 10],
    [33, 10],
    [65, 10],
  ])("backs off after %d errors in a row for %d seconds", async (errors, seconds) => {
    queue.put(pod("a"), profile);
    for (let i = 1; i < errors; i++) {
      queue.putBack(take());
      await host.advance(10_000);
    }
    queue.putBack(take());
    await host.advance(seconds * 1000 - 1);
    expect(queue.hasActive).toBe(false);
    await host.advance(1);
    expect(queue.hasActive).toBe(true);
  });

  test("lets who met an error wait for the end of its backoff, however idle", async () => {
    queue.put(pod("a"), profile);
    queue.putBack(take());
    expect(queue.hasActive).toBe(false);
    await host.advance(999);
    expect(queue.hasActive).toBe(false);
    await host.advance(1);
    queue.putBack(take());
    await host.advance(1999);
    expect(queue.hasActive).toBe(false);
    await host.advance(1);
    expect(queue.hasActive).toBe(true);
  });

  test("tries again after five minutes even if nothing happens", async () => {
    queue.put(pod("a"), profile);
    refuse();
    await host.advance(299_999);
    expect(queue.hasActive).toBe(false);
    await host.advance(1);
    expect(queue.hasActive).toBe(true);
    expect(queue.counts().unschedulable).toBe(0);
  });

  test("forgets nothing that happens while a Pod is being placed", () => {
    queue.put(pod("a"), profile);
    queue.put(pod("b"), profile);
    const [first, second] = [take(), take()];
    queue.happened(gone());
    queue.putUnschedulable(first, new Set(["NodeAffinity"]));
    queue.putUnschedulable(second, fit);
    expect(queue.counts()).toMatchObject({ unschedulable: 1, backoff: 1 });
    expect(queue.peek()?.key).toBe("default/b");
    // What was before it was taken does not count.
    refuse();
    expect(queue.hasActive).toBe(false);
  });

  test("tells only those of an event that it is for", () => {
    queue.put(pod("low", { priority: 1 }), profile);
    queue.put(pod("high", { priority: 9 }), profile);
    refuse();
    const low = take();
    queue.happened(gone(), ({ spec }) => (spec?.priority ?? 0) <= 5);
    queue.putUnschedulable(low, fit);
    expect(queue.counts()).toMatchObject({ unschedulable: 1, backoff: 1 });
    expect(queue.peek()?.key).toBe("default/low");
  });

  test("keeps gated Pods back until their gates are gone", () => {
    const gates = { schedulingGates: [{ name: "example.com/wait" }] };
    queue.put(pod("a", gates), profile);
    expect(queue.counts().gated).toBe(1);
    queue.happened(node);
    expect(queue.hasActive).toBe(false);
    queue.put(pod("a"), profile);
    expect(queue.peek()?.key).toBe("default/a");
    expect(woken()).toBe(1);
  });

  test("lets gated Pods through for a profile without that plugin", () => {
    const open = { ...profile, plugins: { ...profile.plugins, preEnqueue: [] } };
    queue.put(pod("a", { schedulingGates: [{ name: "example.com/wait" }] }), open);
    expect(queue.hasActive).toBe(true);
  });

  test("holds a Pod while room is made for it, and remembers what happened meanwhile", () => {
    queue.put(pod("a"), profile);
    queue.putUnschedulable(take(), fit, true);
    queue.happened(gone());
    expect(queue.hasActive).toBe(false);
    queue.release("a", false);
    expect(queue.hasActive).toBe(true);
    queue.putUnschedulable(take(), fit, true);
    queue.release("a", false);
    expect(queue.hasActive).toBe(false);
    queue.happened(gone());
    queue.putUnschedulable(take(), fit, true);
    // The room could not be made: at once to another try.
    queue.release("a", true);
    expect(queue.counts().active).toBe(1);
  });

  test("gives a Pod back in its turn whose place has become someone else's", () => {
    queue.put(pod("a"), profile);
    queue.put(pod("b"), profile);
    const taken = take();
    queue.retry(taken);
    expect(queue.peek()?.key).toBe("default/a");
    expect(take().attempts).toBe(1);
  });

  test("hears of nothing that concerns a Pod once it is being bound, and takes it back when that fails", () => {
    queue.put(pod("a"), profile);
    const taken = take();
    queue.placed(taken);
    expect(queue.isTaken(taken)).toBe(false);
    expect(queue.counts()).toMatchObject({ inFlight: 1, active: 0 });
    queue.put(pod("a", {}, { labels: { new: "label" } }), profile);
    queue.putBack(taken);
    expect(queue.counts().backoff).toBe(1);
    expect(queue.get("a")?.metadata.labels).toEqual({ new: "label" });
    queue.remove("a");
    expect(queue.size).toBe(0);
  });
});
