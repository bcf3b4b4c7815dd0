/** One priority level: seats by width, seats that linger, turns by work, and what its histograms say of it. */
import { describe, expect, test } from "vitest";
import { FairQueue, PriorityLevel } from "../../../../src/server/flow-control/priority-level.ts";
import type { LevelLimits, Waiter } from "../../../../src/server/flow-control/priority-level.ts";
import {
  WorkEstimator,
  type WorkEstimate,
} from "../../../../src/server/flow-control/work-estimate.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";

const limits = (nominal: number, queues = 4): LevelLimits => ({
  isExempt: false,
  nominal,
  lendable: 0,
  borrowable: 0,
  requestSeatsMax: 0,
  queues,
  handSize: 1,
  queueLengthMax: 10,
});

/** Of a list of so many seats, and of a write that so many watch. */
function estimate({ seats = 1, watches = 0 }): WorkEstimate {
  const [method, path] = watches > 0 ? ["POST", "/api/v1/pods"] : ["GET", "/api/v1/pods"];
  const query = new URLSearchParams({ resourceVersion: "1", resourceVersionMatch: "Exact" });
  const estimator = new WorkEstimator({
    objects: () => ({ count: seats, bytesAverage: 100_000 }),
    watches: () => watches,
  });
  const flow = {
    level: { limits: { requestSeatsMax: 0 } },
    counts: { watches: { observe: () => undefined } },
  };
  return estimator.estimate(parseRequestInfo(method, path, query), { query }, flow);
}

class Asking implements Waiter {
  readonly counts = {
    executing: 0,
    executingSeats: 0,
    waiting: 0,
    waitingSeats: 0,
    unaccommodated: 0,
  };
  estimate: WorkEstimate;
  arrivalR = 0;
  queue: FairQueue | undefined = undefined;
  startedMs = -1;
  constructor(wide: { seats?: number; watches?: number } = {}) {
    this.estimate = estimate(wide);
  }
  run(nowMs: number): void {
    this.startedMs = nowMs;
  }
}

function begin(level: PriorityLevel<Asking>, asking: Asking, nowMs = 0): void {
  level.advance(nowMs);
  asking.startedMs = nowMs;
  level.begin(asking, nowMs);
}

describe("seats", () => {
  test("are taken by width: a list of many objects leaves little room beside it", () => {
    const level = new PriorityLevel<Asking>("own", limits(10), 0);
    begin(level, new Asking({ seats: 8 }));
    expect([level.seatsInUse, level.canSeat(2), level.canSeat(3)]).toEqual([8, true, false]);
  });

  test("are all taken by what asks for more than there are, and only when nothing else runs", () => {
    const level = new PriorityLevel<Asking>("own", limits(3), 0);
    const wide = new Asking({ seats: 50 });
    expect(level.canSeat(50)).toBe(true);
    const small = new Asking();
    begin(level, small);
    expect(level.canSeat(50)).toBe(false);
    level.end(small, 1);
    begin(level, wide, 1);
    expect(level.canSeat(1)).toBe(false);
  });

  test("of a write that many watch stay taken for a while after its answer", () => {
    const level = new PriorityLevel<Asking>("own", limits(10), 0);
    const write = new Asking({ watches: 60 });
    begin(level, write);
    expect(level.seatsInUse).toBe(6);
    level.end(write, 20);
    expect([level.executing, level.seatsInUse, write.counts.executingSeats]).toEqual([0, 6, 6]);
    level.advance(24);
    expect(level.seatsInUse).toBe(6);
    level.advance(25);
    expect([level.seatsInUse, write.counts.executingSeats]).toEqual([0, 0]);
  });

  test("are fewer for longer where the level has not so many", () => {
    const level = new PriorityLevel<Asking>("own", limits(2), 0);
    const queue = level.pick([0]);
    const write = new Asking({ watches: 60 });
    level.enqueue(write, queue, 0);
    level.dispatch(0);
    expect(write.estimate).toMatchObject({ finalSeats: 2, additionalLatencyMs: 15 });
  });
});

describe("turns", () => {
  test("are given to whose request would be done first: a wide one waits for its work", () => {
    const level = new PriorityLevel<Asking>("own", limits(1), 0);
    const first = new Asking();
    begin(level, first);
    const wide = new Asking({ seats: 9 });
    const small = [new Asking(), new Asking(), new Asking()];
    level.enqueue(wide, level.pick([0]), 0);
    for (const each of small) level.enqueue(each, level.pick([1]), 0);
    level.end(first, 1);
    for (const nowMs of [1, 4, 7]) {
      level.advance(nowMs);
      level.dispatch(nowMs);
      const running = [wide, ...small].find(({ counts }) => counts.executing > 0);
      expect(running).not.toBe(wide);
      if (running) level.end(running, nowMs + 3);
    }
    level.dispatch(10);
    expect(wide.startedMs).toBe(10);
  });

  test("are not passed over a request that has its turn and waits for room", () => {
    const level = new PriorityLevel<Asking>("own", limits(4), 0);
    const first = new Asking({ seats: 2 });
    begin(level, first);
    const wide = new Asking({ seats: 4 });
    level.enqueue(wide, level.pick([0]), 0);
    const later = new Asking({ seats: 4 });
    level.enqueue(later, level.pick([0]), 0);
    level.dispatch(0);
    expect([wide.startedMs, wide.counts.unaccommodated, level.seatsWaiting]).toEqual([-1, 1, 8]);
    level.end(first, 5);
    level.dispatch(5);
    expect([wide.startedMs, later.startedMs, level.waiting]).toEqual([5, -1, 1]);
  });

  test("of who has gone are no longer kept", () => {
    const level = new PriorityLevel<Asking>("own", limits(1), 0);
    begin(level, new Asking());
    const gone = new Asking();
    level.enqueue(gone, level.pick([2]), 0);
    level.remove(gone, 1);
    level.remove(gone, 1);
    expect([level.waiting, level.seatsWaiting, level.queues[2]?.work]).toEqual([0, 0, 0]);
  });
});

test("histograms weigh what was by how long it was, in nanoseconds", () => {
  const level = new PriorityLevel<Asking>("own", limits(4), 0);
  level.usage.setLimits(4, 40, 0);
  const half = new Asking({ seats: 2 });
  begin(level, half, 10);
  level.advance(40);
  level.end(half, 40);
  level.usage.pass(100);
  const buckets = Object.fromEntries(
    level.usage.seats
      .samples({})
      .map(({ suffix, labels, value }) => [labels["le"] ?? suffix, value]),
  );
  expect(buckets).toMatchObject({
    "0": 70e6,
    "0.4": 70e6,
    "0.5": 100e6,
    "+Inf": 100e6,
    _count: 100e6,
    _sum: 15e6,
  });
  expect(level.usage.takeDemand(100)).toEqual({
    highest: 2,
    average: 0.6,
    deviation: expect.closeTo(Math.sqrt(0.3 * 4 - 0.36), 9) as unknown,
  });
  expect(level.usage.takeDemand(100)).toBeUndefined();
});

test.each([
  ["one after another, with nothing between", false],
  ["with somebody looking at it between", true],
])("requests of one seat weigh as long as they took: %s", (_, looks) => {
  const level = new PriorityLevel<Asking>("own", limits(4), 0);
  level.usage.setLimits(4, 40, 0);
  const look = (nowMs: number) => looks && level.usage.pass(nowMs);
  const first = new Asking();
  begin(level, first, 10);
  look(20);
  level.end(first, 40);
  const [second, third] = [new Asking(), new Asking()];
  begin(level, second, 60);
  level.end(second, 70);
  look(75);
  begin(level, third, 80);
  // Another beside it.
  const beside = new Asking();
  begin(level, beside, 85);
  level.end(third, 90);
  level.end(beside, 95);
  level.usage.pass(100);
  const read = (samples: ReturnType<typeof level.usage.seats.samples>) =>
    Object.fromEntries(samples.map(({ suffix, labels, value }) => [labels["le"] ?? suffix, value]));
  // 45 ms of none, 50 of one, 5 of two.
  expect(read(level.usage.seats.samples({}))).toMatchObject({
    "0": 45e6,
    "0.2": 45e6,
    "0.3": 95e6,
    "0.5": 100e6,
    _count: 100e6,
    _sum: 15e6,
  });
  expect(read(level.usage.executing.samples({}))).toMatchObject({
    "0": 45e6,
    "0.25": 95e6,
    "0.5": 100e6,
  });
  expect(read(level.usage.waiting.samples({}))).toMatchObject({ "0": 100e6, _sum: 0 });
  expect(level.usage.takeDemand(100)).toMatchObject({
    highest: 2,
    average: expect.closeTo(0.6, 9) as unknown,
  });
});
