/** Events end an hour after they were last written (kube-apiserver, --event-ttl), by a clock that nobody can put. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { EventExpiry } from "../../../src/server/event-expiry.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import type { Host } from "../../../src/host/host.ts";
import { rfc3339 } from "../../../src/api/time.ts";
import { openStore } from "../../../src/store/engine.ts";
import { createMemoryLog } from "../../../src/store/memory-log.ts";
import type { StateStore } from "../../../src/store/store.ts";

const minuteMs = 60_000;
let host: SimulatedHost;
let store: StateStore;
let expiry: EventExpiry;
/** How far the system's time is off. */
let offMs: number;

beforeEach(async () => {
  host = createSimulatedHost();
  store = await openStore({ log: createMemoryLog(), host });
  offMs = 0;
});
afterEach(async () => {
  expiry.stop();
  await store.close();
});

function start(): void {
  const { clock, timers, log } = host;
  const skewed: Pick<Host, "clock" | "timers" | "log"> = {
    timers,
    log,
    clock: { nowMs: () => clock.nowMs() + offMs, monotonicMs: () => clock.monotonicMs() },
  };
  expiry = new EventExpiry(store, skewed);
}

const keyOf = (name: string) => ({ resource: "events", namespace: "default", name });

function put(name: string, more: object = {}) {
  const key = keyOf(name);
  const head = store.head(key);
  const object = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace: "default", creationTimestamp: rfc3339(host.clock.nowMs()) },
    ...more,
  };
  return store.put(key, object, head?.revision ?? 0);
}

const names = () => store.list("events").entries.map(({ key }) => key.name);

test("an hour after it was made an event is gone, and who watches is told", async () => {
  start();
  await put("one");
  await host.advance(minuteMs);
  await put("two");
  const gone: string[] = [];
  const watch = store.watch("events", { fromRevision: store.revision }, (events) => {
    for (const { type, entry } of events) gone.push(`${type} ${entry.key.name}`);
  });
  await host.advance(59 * minuteMs - 1);
  expect(names()).toEqual(["one", "two"]);
  await host.advance(10_000);
  expect(names()).toEqual(["two"]);
  await host.advance(minuteMs);
  expect(gone).toEqual(["DELETED one", "DELETED two"]);
  watch.stop();
});

test("an update gives it the whole hour again", async () => {
  start();
  await put("again");
  await host.advance(50 * minuteMs);
  await put("again", { count: 2 });
  await host.advance(50 * minuteMs);
  expect(names()).toEqual(["again"]);
  await host.advance(11 * minuteMs);
  expect(names()).toEqual([]);
});

test("one that was deleted and made anew has an hour of its own", async () => {
  start();
  const { revision } = await put("same");
  await store.delete(keyOf("same"), revision);
  await host.advance(50 * minuteMs);
  await put("same");
  await host.advance(50 * minuteMs);
  expect(names()).toEqual(["same"]);
});

test("thousands that end together go in turns, and all of them", async () => {
  start();
  await Promise.all(Array.from({ length: 2500 }, (_, at) => put(`many-${at}`)));
  await host.advance(61 * minuteMs);
  expect(names()).toEqual([]);
});

test("a new start finds the old ones, and leaves those alone that are young or were seen again", async () => {
  await put("old");
  await put("seen-again", { lastTimestamp: rfc3339(host.clock.nowMs() + 110 * minuteMs) });
  await host.advance(120 * minuteMs);
  await put("young");
  await put("of-the-future", { eventTime: rfc3339(host.clock.nowMs() + 1000 * minuteMs) });
  await put("no-time", { metadata: { name: "no-time", namespace: "default" } });
  start();
  await host.advance(30_000);
  expect(names()).toEqual(["no-time", "of-the-future", "seen-again", "young"]);
  await host.advance(51 * minuteMs);
  expect(names()).toEqual(["no-time", "of-the-future", "young"]);
  await host.advance(10 * minuteMs);
  expect(names()).toEqual([]);
});

test.each([
  ["forward", 48 * 60 * minuteMs],
  ["back", -48 * 60 * minuteMs],
])("a system time that jumps %s takes and gives nothing", async (_name, byMs) => {
  start();
  await put("one");
  await host.advance(30 * minuteMs);
  offMs = byMs;
  await host.advance(29 * minuteMs);
  expect(names()).toEqual(["one"]);
  await host.advance(2 * minuteMs);
  expect(names()).toEqual([]);
});

test("nothing wakes up where there are no events", async () => {
  start();
  await host.advance(30_000);
  let woken = 0;
  const { timers } = host;
  const after = timers.after.bind(timers);
  timers.after = (ms: number, fn: () => void) => {
    woken += 1;
    return after(ms, fn);
  };
  await host.advance(600 * minuteMs);
  expect(woken).toBe(0);
});
