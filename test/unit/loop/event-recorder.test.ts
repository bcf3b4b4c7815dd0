import { expect, it } from "vitest";

import { CONFIG_MAPS, EVENTS } from "../../../src/api/kinds.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { EventRecorder } from "../../../src/loop/event-recorder.ts";
import { MemoryClient, type MemoryClientOptions } from "../../fixtures/memory-client.ts";

async function start(options: Omit<MemoryClientOptions, "host"> = {}) {
  const host = createSimulatedHost({ startMs: 1_767_225_600_000 });
  const client = new MemoryClient({ ...options, host });
  const regarding = await client.create(CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "web", namespace: "default" },
  });
  const recorder = new EventRecorder({ client, host, component: "test-controller" });
  const record = (message: string, reason = "Happened") =>
    recorder.record({ regarding, type: "Normal", reason, message });
  const events = async () => {
    await recorder.flush();
    return (await client.list(EVENTS)).items;
  };
  return { host, client, regarding, recorder, record, events };
}

it("an event names its object, its source and its time, and is named as client-go names it", async () => {
  const { record, events, regarding } = await start();
  record("It happened");
  const [event] = await events();
  expect(event).toMatchObject({
    involvedObject: {
      kind: "ConfigMap",
      apiVersion: "v1",
      namespace: "default",
      name: "web",
      uid: regarding.metadata.uid,
      resourceVersion: regarding.metadata.resourceVersion,
    },
    reason: "Happened",
    message: "It happened",
    type: "Normal",
    count: 1,
    source: { component: "test-controller" },
    reportingComponent: "test-controller",
    firstTimestamp: "2026-01-01T00:00:00Z",
    lastTimestamp: "2026-01-01T00:00:00Z",
  });
  // 2026-01-01T00:00:00Z in nanoseconds.
  expect(event?.metadata.name).toBe(`web.${1_767_225_600_000_000_000n.toString(16)}`);
});

it("the same event again is counted, not written anew", async () => {
  const { host, record, events } = await start();
  record("It happened");
  await host.advance(5_000);
  record("It happened");
  record("It happened");
  const [event, ...others] = await events();
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    count: 3,
    firstTimestamp: "2026-01-01T00:00:00Z",
    lastTimestamp: "2026-01-01T00:00:05Z",
  });
});

it("a counted event that was deleted meanwhile is written anew", async () => {
  const { host, client, record, events } = await start();
  record("It happened");
  const [first] = await events();
  await client.delete(EVENTS, { namespace: "default", name: first!.metadata.name });
  await host.advance(1_000);
  record("It happened");
  expect((await events()).map(({ count }) => count)).toEqual([1]);
});

it("events that differ in their messages only are combined from the tenth on", async () => {
  const { record, events } = await start();
  for (let i = 1; i <= 15; i += 1) record(`Created pod: web-${i}`);
  const all = await events();
  const combined = all.filter(({ message }) =>
    message?.startsWith("(combined from similar events): "),
  );
  expect(all.length).toBe(10);
  expect(combined).toMatchObject([
    { count: 6, message: "(combined from similar events): Created pod: web-15" },
  ]);
});

it("a flood about one object is cut off after 25 events, and one more is let through every five minutes", async () => {
  const { host, record, events } = await start();
  const total = async () => (await events()).reduce((sum, { count = 0 }) => sum + count, 0);
  for (let i = 0; i < 40; i += 1) record("again");
  expect(await total()).toBe(25);
  await host.advance(300_000);
  for (let i = 0; i < 5; i += 1) record("again");
  expect(await total()).toBe(26);
});

it("an event that cannot be written is logged and holds up nothing", async () => {
  let refuse = true;
  const { host, record, events } = await start({
    beforeWrite(_verb, resource) {
      if (refuse && resource.kind === "Event") throw new Error("disk full");
    },
  });
  record("lost", "One");
  expect(await events()).toEqual([]);
  refuse = false;
  record("kept", "Two");
  expect((await events()).map(({ message }) => message)).toEqual(["kept"]);
  expect(host.logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
    "warn event not recorded",
  ]);
});

it("what cannot be written in time is dropped and counted, never waited for", async () => {
  const { client, host, recorder } = await start();
  const objects = await Promise.all(
    Array.from({ length: 1100 }, (_, i) =>
      client.create(CONFIG_MAPS, {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: `map-${i}`, namespace: "default" },
      }),
    ),
  );
  for (const regarding of objects) {
    recorder.record({ regarding, type: "Normal", reason: "Flood", message: "again" });
  }
  expect(recorder.dropped).toBe(100);
  await recorder.flush();
  await host.advance(1);
  expect((await client.list(EVENTS)).items).toHaveLength(1000);
});

it("events of two components about one object in the same moment are both written", async () => {
  const { host, client, regarding, record, events } = await start();
  const other = new EventRecorder({ client, host, component: "other-controller" });
  record("One saw it");
  other.record({ regarding, type: "Normal", reason: "Happened", message: "The other saw it" });
  await other.flush();
  const written = await events();
  const messages = new Set(written.map(({ message }) => message));
  expect(messages).toEqual(new Set(["One saw it", "The other saw it"]));
  expect(written).toHaveLength(2);
  expect(new Set(written.map(({ metadata }) => metadata.name)).size).toBe(2);
});

it("an event may know its object by its name alone, and is counted for that object", async () => {
  const { recorder, events } = await start();
  const named = (name: string) => {
    const metadata = { namespace: "default", name, uid: "", resourceVersion: "" };
    const regarding = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, creationTimestamp: "" },
    };
    recorder.record({ regarding, type: "Normal", reason: "Evicted", message: "Gone" });
  };
  for (const name of ["a", "a", "b"]) named(name);
  const all = await events();
  expect(all.map(({ involvedObject, count }) => [involvedObject, count])).toEqual([
    [{ kind: "Pod", namespace: "default", name: "a", apiVersion: "v1" }, 2],
    [{ kind: "Pod", namespace: "default", name: "b", apiVersion: "v1" }, 1],
  ]);
});
