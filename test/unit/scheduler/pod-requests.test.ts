import { describe, expect, test } from "vitest";
import type { Container, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { computePodRequests } from "../../../src/scheduler/pod-requests.ts";

const mi = 1024 * 1024;

function asking(requests: Record<string, string>, restartPolicy?: string): Container {
  return { name: "c", resources: { requests }, ...(restartPolicy ? { restartPolicy } : {}) };
}

function requestsOf(spec: PodSpec): Record<string, number> {
  const pod: Pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec };
  const { amounts, nonZero } = computePodRequests(pod);
  return { ...Object.fromEntries(amounts), nonZeroCpu: nonZero[0], nonZeroMemory: nonZero[1] };
}

// resource_allocation_test.go, TestResourceAllocationScorerCalculateRequests.
describe("what scores count a Pod for", () => {
  const one = asking({ cpu: "1000m", memory: "1Mi" });
  const overhead = { cpu: "1000m", memory: "1Mi" };
  const small = (amount: number) => asking({ cpu: `${amount}m`, memory: String(amount) });
  test.each<readonly [string, PodSpec, cpu: number, memory: number]>([
    ["overhead alone", { containers: [], overhead }, 1000, mi],
    ["one container that asks for nothing", { containers: [asking({})] }, 100, 200 * mi],
    ["two of them", { containers: [asking({}), asking({})] }, 200, 400 * mi],
    ["one that asks, one that does not", { containers: [one, asking({})] }, 1100, 201 * mi],
    ["overhead on top", { containers: [one, asking({})], overhead }, 2100, 202 * mi],
    [
      "an init container that asks for more cpu",
      { initContainers: [asking({ cpu: "3" })], containers: [one, asking({})], overhead },
      4000,
      202 * mi,
    ],
    [
      "an init container that asks for nothing, beside small ones",
      { initContainers: [asking({}), small(1)], containers: [small(3)] },
      100,
      200 * mi,
    ],
    [
      "a container that asks for nothing besides",
      { initContainers: [asking({}), small(1)], containers: [small(3), asking({})] },
      103,
      200 * mi + 3,
    ],
  ])("%s", (_, spec, cpu, memory) => {
    expect(requestsOf(spec)).toMatchObject({ nonZeroCpu: cpu, nonZeroMemory: memory });
  });
});

describe("what a Pod asks of a node", () => {
  test.each<{ title: string; spec: PodSpec; expected: Record<string, number> }>([
    {
      title: "the sum of its containers, rounded up to whole units",
      spec: {
        containers: [asking({ cpu: "100.5m", memory: "1.5" }), asking({ cpu: "1", "a/b": "2" })],
      },
      expected: { cpu: 1101, memory: 2, "a/b": 2, nonZeroCpu: 1101, nonZeroMemory: 2 + 200 * mi },
    },
    {
      title: "nothing, which scores count as a little for each container",
      spec: { containers: [asking({}), asking({ cpu: "0" })] },
      expected: { cpu: 0, nonZeroCpu: 100, nonZeroMemory: 400 * mi },
    },
    {
      title: "its largest init container where that is more",
      spec: {
        containers: [asking({ cpu: "1", memory: "1Mi" })],
        initContainers: [asking({ cpu: "3", memory: "0" }), asking({ cpu: "2", memory: "1" })],
      },
      expected: { cpu: 3000, memory: mi, nonZeroCpu: 3000, nonZeroMemory: mi },
    },
    {
      // Sidecars run on: 1 + 2; the init container after the sidecar has 2 + 5 beside it.
      title: "sidecars with the containers, and with the init containers that come after them",
      spec: {
        containers: [asking({ cpu: "1", memory: "1" })],
        initContainers: [
          asking({ cpu: "4", memory: "1" }),
          asking({ cpu: "2", memory: "1" }, "Always"),
          asking({ cpu: "5", memory: "1" }),
        ],
      },
      expected: { cpu: 7000, memory: 2, nonZeroCpu: 7000, nonZeroMemory: 2 },
    },
    {
      title: "its own pod-level requests instead, where they are set, and its overhead on top",
      spec: {
        containers: [asking({ cpu: "1", memory: "1", "a/b": "1" })],
        resources: { requests: { cpu: "4", "a/b": "9" } },
        overhead: { cpu: "250m" },
      },
      expected: { cpu: 4250, memory: 1, "a/b": 1, nonZeroCpu: 4250, nonZeroMemory: 1 },
    },
    {
      title: "nothing for what is no quantity",
      spec: { containers: [asking({ cpu: "much", memory: "1" })] },
      expected: { cpu: 0, memory: 1, nonZeroCpu: 0, nonZeroMemory: 1 },
    },
  ])("is $title", ({ spec, expected }) => {
    expect(requestsOf(spec)).toEqual(expected);
  });
});

// PodRequests and effectivePodLevelResources of component-helpers, resource/helpers.go.
describe("a Pod that is resized as a whole counts for", () => {
  const wanted = { cpu: "4", memory: "4Mi" };
  const had = { cpu: "2", memory: "8Mi" };
  const overhead = { cpu: "250m", memory: "1Mi" };
  const withOverhead = { cpu: "2250m", memory: "9Mi" };
  const pending = { type: "PodResizePending", status: "True" };
  const deferred = [{ ...pending, reason: "Deferred" }];
  const infeasible = [{ ...pending, reason: "Infeasible" }];
  test.each<[string, PodSpec, Pod["status"], cpu: number, memory: number]>([
    ["what it wants, before a node tells", { containers: [] }, {}, 4000, 4 * mi],
    [
      "the larger of each while it waits",
      { containers: [] },
      { resources: { requests: had }, allocatedResources: had, conditions: deferred },
      4000,
      8 * mi,
    ],
    [
      "what it was given, before that holds",
      { containers: [] },
      { resources: { requests: wanted }, allocatedResources: had },
      4000,
      8 * mi,
    ],
    [
      "what it has where it cannot have what it wants",
      { containers: [] },
      { resources: { requests: had }, allocatedResources: had, conditions: infeasible },
      2000,
      8 * mi,
    ],
    [
      "its overhead once",
      { containers: [], overhead },
      {
        resources: { requests: withOverhead },
        allocatedResources: withOverhead,
        conditions: infeasible,
      },
      2250,
      9 * mi,
    ],
  ])("%s", (_what, spec, status, cpu, memory) => {
    const pod: Pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { ...spec, resources: { requests: wanted } },
      ...(status ? { status } : {}),
    };
    expect(Object.fromEntries(computePodRequests(pod).amounts)).toEqual({ cpu, memory });
  });

  test("as its containers do where it asks for nothing as a whole", () => {
    const pod: Pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { containers: [asking({ cpu: "1" })] },
      status: { resources: { requests: { cpu: "9" } }, allocatedResources: { cpu: "9" } },
    };
    expect(computePodRequests(pod).amounts.get("cpu")).toBe(1000);
  });
});
