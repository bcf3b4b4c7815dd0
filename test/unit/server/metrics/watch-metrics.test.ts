/** What is counted of watches whose readers are slow, and of events that share their bytes. */
import { expect, test } from "vitest";
import { isBodyStream, type BodySink } from "../../../../src/server/message.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { startApiOnly } from "../../../fixtures/api-only.ts";
import { readMetrics } from "./text-format.ts";

test("a reader that is too slow is counted by its resource; events count for each that gets them", async () => {
  const api = await startApiOnly();
  const sizes: number[] = [];
  const watch = async (slow: boolean): Promise<void> => {
    const response = await api.server.handle({
      method: "GET",
      path: "/api/v1/configmaps",
      query: new URLSearchParams({ watch: "1", resourceVersion: String(api.store.revision) }),
      search: "?watch=1",
      headers: {},
      peer: { trusted: { name: "admin", groups: ["system:masters"] } },
      signal: new AbortController().signal,
    });
    const sink: BodySink = {
      write(chunk) {
        if (!slow) sizes.push(chunk.length);
        return slow ? Infinity : 0;
      },
      end: () => undefined,
    };
    if (!isBodyStream(response.body)) throw new Error("no watch");
    response.body.start(sink);
  };
  await watch(false);
  await watch(true);
  // Both in one tick: they go out in one write.
  const path = "/api/v1/namespaces/default/configmaps";
  await Promise.all(
    ["a", "b"].map((name) => api.call("POST", path, { metadata: { name }, data: { [name]: "b" } })),
  );
  await api.host.settle();
  await eventually(async () => {
    const families = readMetrics(String((await api.call("GET", "/metrics")).body));
    const sum = (name: string): number =>
      (families.get(name.replace(/_(sum|count)$/, "")) ?? families.get(name))?.samples
        .filter((sample) => sample.name === name && sample.labels["resource"] === "configmaps")
        .reduce((total, { value }) => total + value, 0) ?? 0;
    const bytes = sizes.reduce((total, each) => total + each, 0);
    const slow = families.get("apiserver_terminated_watchers_total")?.samples;
    expect(slow?.map(({ labels, value }) => [labels, value])).toEqual([
      [{ group: "", resource: "configmaps" }, 1],
    ]);
    // Two for the one that reads; the other got what cut it off.
    expect(sum("apiserver_watch_events_total")).toBeGreaterThanOrEqual(3);
    expect(sum("apiserver_watch_events_sizes_count")).toBe(sum("apiserver_watch_events_total"));
    expect(sum("apiserver_watch_events_sizes_sum")).toBeGreaterThan(bytes);
  });
  await api.stop();
});
