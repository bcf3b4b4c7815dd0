/** The conformance texts of sig-instrumentation: Events, by both of their APIs. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { describeConformance } from "./conformance-suite.ts";

const eventTime = "2020-09-08T00:00:00.123456Z";

describeConformance("sig-instrumentation", (suite) => {
  const newEvent = (name: string, namespace: string, labels: object = {}) => ({
    metadata: { name, namespace, labels },
    regarding: { namespace },
    eventTime,
    note: `This is ${name}`,
    action: "Do",
    reason: "Test",
    type: "Normal",
    reportingController: "test-controller",
    reportingInstance: "test-node",
  });

  suite.test("New Event resource lifecycle, testing a list of events", async (api) => {
    const collection = api.path("events.k8s.io/v1/events");
    const labels = { "testevent-set": "true" };
    for (const name of ["test-event-1", "test-event-2", "test-event-3"])
      await api.post(collection, newEvent(name, api.namespace, labels));
    const selected = `${collection}?labelSelector=testevent-set%3Dtrue`;
    expect((await api.get(selected)).items).toHaveLength(3);
    await api.delete(selected);
    expect((await api.get(selected)).items).toHaveLength(0);
  });

  suite.test("New Event resource lifecycle, testing a single event", async (api) => {
    const collection = api.path("events.k8s.io/v1/events");
    const path = `${collection}/event-test`;
    const labels = { "testevent-constant": "true" };
    await api.post(collection, newEvent("event-test", api.namespace, labels));
    const all = "/apis/events.k8s.io/v1/events";
    const found = [{ metadata: { name: "event-test" } }];
    for (const list of [
      `${all}?labelSelector=testevent-constant%3Dtrue`,
      `${collection}?labelSelector=testevent-constant%3Dtrue`,
      `${api.path("v1/events")}?fieldSelector=source%3Dtest-controller`,
      `${collection}?fieldSelector=reportingController%3Dtest-controller`,
      `${collection}?fieldSelector=regarding.namespace%3D${api.namespace}`,
    ])
      expect((await api.get(list)).items, list).toMatchObject(found);

    const created = withoutBookkeeping(await api.get(path));
    const first = { count: 2, lastObservedTime: "2014-09-19T13:49:16.000000Z" };
    await api.patch(path, { series: first });
    expect(withoutBookkeeping(await api.get(path))).toEqual({ ...created, series: first });

    const series = { count: 100, lastObservedTime: "2017-09-19T13:49:16.000000Z" };
    await api.put(path, { ...created, series });
    expect(withoutBookkeeping(await api.get(path))).toEqual({ ...created, series });

    await api.delete(path);
    for (const list of [all, collection])
      expect((await api.get(`${list}?labelSelector=testevent-constant%3Dtrue`)).items).toEqual([]);
  });

  const coreEvent = (name: string, namespace: string, labels: object) => ({
    metadata: { name, namespace, labels },
    message: `This is ${name}`,
    reason: "Test",
    type: "Normal",
    source: { component: "event-test" },
    involvedObject: { namespace },
    count: 1,
  });

  suite.test("Event, delete a collection", async (api) => {
    const collection = api.path("v1/events");
    const labels = { "testevent-set": "true" };
    for (const name of ["test-event-1", "test-event-2", "test-event-3"])
      await api.post(collection, coreEvent(name, api.namespace, labels));
    const selected = `${collection}?labelSelector=testevent-set%3Dtrue`;
    expect((await api.get(selected)).items).toHaveLength(3);
    await api.delete(selected);
    expect((await api.get(selected)).items).toHaveLength(0);
  });

  suite.test("Event, manage lifecycle of an Event", async (api) => {
    const collection = api.path("v1/events");
    const path = `${collection}/event-test`;
    const label = `testevent-constant%3D${api.namespace}`;
    const labels = { "testevent-constant": api.namespace };
    await api.post(collection, coreEvent("event-test", api.namespace, labels));
    const everywhere = `/api/v1/events?labelSelector=${label}`;
    expect((await api.get(everywhere)).items).toHaveLength(1);

    await api.patch(path, { message: "This is a test event - patched" });
    expect((await api.get(path)).message).toBe("This is a test event - patched");

    const series = { count: 100, lastObservedTime: "2014-11-12T11:45:26.371000Z" };
    const updated = await api.update(path, (event) => ({
      ...event,
      series,
      eventTime,
      action: "Do",
      reportingComponent: "test",
      reportingInstance: "test-1",
    }));
    expect(updated["series"]).toEqual(series);
    expect((await api.get(path))["series"]).toEqual(series);

    await api.delete(path);
    expect((await api.get(everywhere)).items).toHaveLength(0);
  });
});

/** Without what the server counts up by itself. */
function withoutBookkeeping(event: AnyBody): object {
  const metadata = Object.entries(event.metadata).filter(
    ([key]) => key !== "managedFields" && key !== "resourceVersion",
  );
  return { ...event, metadata: Object.fromEntries(metadata) };
}
