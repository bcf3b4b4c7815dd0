/** Resizes that a runtime refuses. Expectations: PodResizeErrorMsg of pkg/kubelet/events, and who calls it. */
import { expect, test } from "vitest";
import type { EventNote } from "../../../src/loop/event-recorder.ts";
import type { RuntimeContainer } from "../../../src/kubelet/container-runtime.ts";
import type { NodeContext } from "../../../src/kubelet/node-context.ts";
import { PodResizer } from "../../../src/kubelet/pod-resizer.ts";
import type { PodObject } from "../../../src/kubelet/pod-view.ts";
import { one } from "./node-world.ts";

const podOf = (cpu: string, generation: number): PodObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web",
    namespace: "default",
    uid: "1",
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation,
  },
  spec: one({ resources: { requests: { cpu } } }),
});
const containers = [{ id: "c1", name: "main", state: "running" }] as RuntimeContainer[];
const { signal } = new AbortController();

test("what a runtime refuses is told of once, and tried again", async () => {
  let refusal: string | undefined = "cgroup is busy";
  const told: string[] = [];
  const resizer = new PodResizer({
    memoryBytes: 2 ** 34,
    nodeName: "node-1",
    recorder: {
      record: (event: EventNote) => told.push(`${event.type} ${event.reason} ${event.message}`),
    },
    runtime: {
      updateContainer: async () => {
        if (refusal !== undefined) throw new Error(refusal);
      },
    },
  } as unknown as NodeContext);

  await resizer.sync(podOf("1", 1), containers, signal);
  const pod = podOf("2", 2);
  const details =
    '{"containers":[{"name":"main","resources":{"requests":{"cpu":"2"}}}],"generation":2';
  await resizer.sync(pod, containers, signal);
  await resizer.sync(pod, containers, signal);
  expect(told.splice(0)).toEqual([
    `Normal ResizeStarted Pod resize started: ${details}}`,
    `Warning ResizeError Pod resize error: ${details},"error":"cgroup is busy"}`,
  ]);
  expect(resizer.condition()).toEqual([
    {
      type: "PodResizeInProgress",
      status: "True",
      reason: "Error",
      message: "cgroup is busy",
      observedGeneration: 2,
    },
  ]);

  refusal = undefined;
  await resizer.sync(pod, containers, signal);
  expect(told).toEqual([`Normal ResizeCompleted Pod resize completed: ${details}}`]);
  expect(resizer.condition()).toEqual([]);
});
