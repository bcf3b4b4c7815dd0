import { expect, it } from "vitest";

import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { WorkQueue, type WorkQueueOptions } from "../../../src/loop/work-queue.ts";

function start(options: WorkQueueOptions = {}) {
  const host = createSimulatedHost();
  let ready = 0;
  const queue = new WorkQueue(host, () => (ready += 1), { jitter: 0, ...options });
  return { host, queue, ready: () => ready };
}

it("a key that is added twice is given out once, in the order of the first adding", () => {
  const { queue, ready } = start();
  for (const key of ["a", "b", "a", "c", "b"]) queue.add(key);
  expect([queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([
    "a",
    "b",
    "c",
    undefined,
  ]);
  expect(ready()).toBe(3);
});

it("a key that is added while it is worked on comes again when it is done, once", () => {
  const { queue } = start();
  queue.add("a");
  queue.take();
  queue.add("a");
  queue.add("a");
  expect(queue.take()).toBeUndefined();
  queue.done("a");
  expect(queue.take()).toBe("a");
  queue.done("a");
  expect(queue.take()).toBeUndefined();
});

it("of several delays of a key the earliest counts, and only it", async () => {
  const { host, queue } = start();
  queue.addAfter("a", 100);
  queue.addAfter("a", 40);
  queue.addAfter("a", 70);
  await host.advance(39);
  expect(queue.length).toBe(0);
  await host.advance(1);
  expect(queue.take()).toBe("a");
  queue.done("a");
  await host.advance(1_000);
  expect(queue.length).toBe(0);
});

it("each failure of a key doubles its delay, up to the limit, and success starts over", async () => {
  const { host, queue } = start({ backoffBaseMs: 5, backoffMaxMs: 30 });
  const delays: (number | undefined)[] = [];
  const fail = async () => {
    queue.addRateLimited("a");
    delays.push(host.nextTimerInMs);
    await host.advance(host.nextTimerInMs ?? 0);
    queue.take();
    queue.done("a");
  };
  for (let i = 0; i < 5; i += 1) await fail();
  queue.forget("a");
  await fail();
  expect(delays).toEqual([5, 10, 20, 30, 30, 5]);
});

it("many keys that fail together are held to the common rate once the burst is used up", () => {
  const { host, queue } = start({ retriesPerSecond: 10, retryBurst: 2 });
  for (const key of ["a", "b", "c", "d"]) queue.addRateLimited(key);
  expect(host.nextTimerInMs).toBe(5);
  const due: string[] = [];
  return (async () => {
    await host.advance(99);
    due.push(...takeAll(queue));
    await host.advance(1);
    due.push("|", ...takeAll(queue));
    await host.advance(100);
    due.push("|", ...takeAll(queue));
    expect(due).toEqual(["a", "b", "|", "c", "|", "d"]);
  })();
});

it("the jitter comes from the host's seed and lengthens a delay by a tenth at most", () => {
  const { host, queue } = start({ backoffBaseMs: 1_000, jitter: 0.1 });
  queue.addRateLimited("a");
  expect(host.nextTimerInMs).toBeGreaterThan(1_000);
  expect(host.nextTimerInMs).toBeLessThanOrEqual(1_100);
});

it("a stopped queue gives out nothing and leaves no timer behind", () => {
  const { host, queue } = start();
  queue.add("a");
  queue.addAfter("b", 50);
  queue.stop();
  queue.add("c");
  expect(queue.take()).toBeUndefined();
  expect(host.nextTimerInMs).toBeUndefined();
});

function takeAll(queue: WorkQueue): readonly string[] {
  const keys: string[] = [];
  for (let key = queue.take(); key !== undefined; key = queue.take()) {
    keys.push(key);
    queue.done(key);
  }
  return keys;
}
