import { describe, expect, test } from "vitest";
import type { Event, Pod } from "../../../src/api/generated/types.ts";
import { EVENTS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { SchedulingEvents } from "../../../src/scheduler/scheduling-events.ts";
import type { SchedulingEvent } from "../../../src/scheduler/scheduling-events.ts";
import { MemoryClient } from "../../fixtures/memory-client.ts";

function pod(name: string, resourceVersion = "7"): Stored<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "shop",
      uid: `uid-${name}`,
      resourceVersion,
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    spec: { containers: [] },
  };
}

const failed = (regarding: Stored<Pod>, note = "0/1 nodes are available."): SchedulingEvent => ({
  type: "Warning",
  reason: "FailedScheduling",
  action: "Scheduling",
  note,
  regarding,
});

function open() {
  const host = createSimulatedHost({ seed: 1 });
  const client = new MemoryClient({ host });
  const events = new SchedulingEvents({ client, host, controller: "default-scheduler" });
  const list = async (): Promise<readonly Stored<Event>[]> => (await client.list(EVENTS)).items;
  return { host, events, list };
}

// client-go, tools/events: event_recorder.go (makeEvent) and event_broadcaster.go (recordToSink, finishSeries).
describe("the scheduler's Events", () => {
  test("say what kube-scheduler's say, in the form of events.k8s.io", async () => {
    const { events, list, host } = open();
    const related = pod("urgent", "9");
    events.record({
      type: "Normal",
      reason: "Preempted",
      action: "Preempting",
      note: "Preempted by pod uid-urgent on node n",
      regarding: pod("victim"),
      related,
    });
    await host.settle();
    const [event, ...more] = await list();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      metadata: { namespace: "shop", name: expect.stringMatching(/^victim\.[0-9a-f]{16}$/) },
      type: "Normal",
      reason: "Preempted",
      action: "Preempting",
      message: "Preempted by pod uid-urgent on node n",
      eventTime: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{6}Z$/),
      source: {},
      reportingComponent: "default-scheduler",
      reportingInstance: expect.stringMatching(/^default-scheduler-./),
      involvedObject: {
        apiVersion: "v1",
        kind: "Pod",
        namespace: "shop",
        name: "victim",
        uid: "uid-victim",
        resourceVersion: "7",
      },
      related: { kind: "Pod", name: "urgent", uid: "uid-urgent", resourceVersion: "9" },
    });
    for (const old of ["count", "firstTimestamp", "lastTimestamp", "series"]) {
      expect(event).not.toHaveProperty(old);
    }
  });

  test("that repeat are one series, counted with the second and when it has ended", async () => {
    const { events, list, host } = open();
    const seen = async (): Promise<unknown> => (await list()).map(({ series }) => series?.count);
    events.record(failed(pod("stuck")));
    await host.settle();
    expect(await seen()).toEqual([undefined]);
    events.record(failed(pod("stuck"), "other words"));
    await host.settle();
    expect(await seen()).toEqual([2]);
    expect((await list())[0]?.message).toBe("0/1 nodes are available.");
    for (let i = 0; i < 5; i++) events.record(failed(pod("stuck")));
    await host.settle();
    expect(await seen()).toEqual([2]);
    await host.advance(800_000);
    expect(await seen()).toEqual([7]);
    events.record(failed(pod("stuck")));
    await host.settle();
    expect(await seen()).toEqual([7, undefined]);
  });

  test("of a series that goes on are counted every half hour", async () => {
    const { events, list, host } = open();
    for (let minute = 0; minute < 40; minute++) {
      events.record(failed(pod("stuck")));
      await host.advance(60_000);
    }
    const [event, ...more] = await list();
    expect(more).toEqual([]);
    expect(event?.series?.count).toBeGreaterThan(30);
  });

  test("about another revision of the Pod are other Events", async () => {
    const { events, list, host } = open();
    events.record(failed(pod("stuck", "7")));
    events.record(failed(pod("stuck", "8")));
    await host.settle();
    expect(await list()).toHaveLength(2);
  });

  test("have at most 1,024 bytes, cut after a whole character", async () => {
    const { events, list, host } = open();
    events.record(failed(pod("a"), "x".repeat(1024)));
    events.record(failed(pod("b"), "x".repeat(1025)));
    events.record(failed(pod("c"), "ä".repeat(600)));
    await host.settle();
    const said = (await list()).map(({ message = "" }) => message);
    expect(said).toEqual(["x".repeat(1024), `${"x".repeat(1020)} ...`, `${"ä".repeat(510)} ...`]);
  });

  test("are all written by a flush, final counts included", async () => {
    const { events, list } = open();
    for (let i = 0; i < 4; i++) events.record(failed(pod("stuck")));
    await events.flush();
    expect((await list()).map(({ series }) => series?.count)).toEqual([4]);
  });
});
