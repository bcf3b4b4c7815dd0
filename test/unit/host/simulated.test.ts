import { describe, expect, it } from "vitest";

import { uuid } from "../../../src/host/host.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";

describe("time on a simulated host", () => {
  it("stands still until it is moved", async () => {
    const host = createSimulatedHost({ startMs: 1_000 });
    await host.settle();
    expect([host.clock.nowMs(), host.clock.monotonicMs()]).toEqual([1_000, 0]);
    await host.advance(250);
    expect([host.clock.nowMs(), host.clock.monotonicMs()]).toEqual([1_250, 250]);
  });

  it("fires timers at their own moments, equal ones in the order of the calls, cancelled ones never", async () => {
    const host = createSimulatedHost();
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${host.clock.monotonicMs()}`);
    for (const delayMs of [30, 10, 20, 10, 25, 5]) host.timers.after(delayMs, note(`t${delayMs}`));
    host.timers.after(15, note("cancelled")).cancel();
    await host.advance(20);
    expect(fired).toEqual(["t5@5", "t10@10", "t10@10", "t20@20"]);
    expect(host.nextTimerInMs).toBe(5);
    await host.advance(100);
    expect(fired.slice(4)).toEqual(["t25@25", "t30@30"]);
    expect(host.nextTimerInMs).toBeUndefined();
  });

  it("settles what a timer starts, however many turns it takes, before the next timer fires", async () => {
    const host = createSimulatedHost();
    const order: string[] = [];
    host.timers.after(1, () => {
      void (async () => {
        for (let turn = 0; turn < 50; turn += 1) {
          await Promise.resolve();
          await new Promise<void>((resolve) => host.timers.soon(resolve));
        }
        order.push("work of the first");
      })();
    });
    host.timers.after(2, () => order.push("second"));
    await host.advance(2);
    expect(order).toEqual(["work of the first", "second"]);
  });

  it("keeps firing timers that timers set, up to the moment asked for", async () => {
    const host = createSimulatedHost();
    let beats = 0;
    const beat = (): void => {
      beats += 1;
      host.timers.after(10, beat);
    };
    host.timers.after(10, beat);
    await host.advance(95);
    expect(beats).toBe(9);
    expect(await host.runUntilIdle({ maxMs: 1_000 })).toBe(995);
    expect(beats).toBe(109);
  });

  it("jumps to the end of the work when nothing recurs", async () => {
    const host = createSimulatedHost();
    host.timers.after(60_000, () => host.timers.after(3_600_000, () => undefined));
    expect(await host.runUntilIdle({ maxMs: 86_400_000 })).toBe(3_660_000);
  });

  it("runs soon callbacks without being turned, after the work at hand", async () => {
    const host = createSimulatedHost();
    const order: string[] = [];
    const done = new Promise<void>((resolve) =>
      host.timers.soon(() => {
        order.push("soon");
        resolve();
      }),
    );
    await Promise.resolve().then(() => order.push("microtask"));
    order.push("at hand");
    await done;
    expect(order).toEqual(["microtask", "at hand", "soon"]);
  });
});

describe("randomness on a simulated host", () => {
  const draw = (seed: number) => {
    const { random } = createSimulatedHost({ seed });
    return [random.float(), [...random.bytes(7)], uuid(random), random.float()];
  };

  it("is the same for the same seed and another for another", () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(0)).not.toEqual(draw(1));
  });

  it("is spread evenly enough to be used as randomness", () => {
    const { random } = createSimulatedHost({ seed: 42 });
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i += 1) {
      const bucket = Math.floor(random.float() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

it("the log is kept, with the virtual time of each entry", async () => {
  const host = createSimulatedHost({ startMs: 0 });
  host.log.write("info", "started");
  await host.advance(5);
  host.log.write("warn", "late", { by: 5 });
  expect(host.logged).toEqual([
    { atMs: 0, level: "info", message: "started", fields: {} },
    { atMs: 5, level: "warn", message: "late", fields: { by: 5 } },
  ]);
});
