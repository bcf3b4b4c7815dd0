/** Which Pods an autoscaler counts, and what they request. Rows from pkg/controller/podautoscaler/replica_calculator_test.go. */
import { describe, expect, it } from "vitest";
import type { Pod } from "../../../../src/api/generated/types.ts";
import { rfc3339 } from "../../../../src/api/time.ts";
import { groupPods, type PodMetric } from "../../../../src/controllers/pod-autoscaler/replicas.ts";
import { requestsOf } from "../../../../src/controllers/pod-autoscaler/requests.ts";

const nowMs = 1_767_225_600_000;

describe("the Pods that count", () => {
  const ago = (seconds: number): string => rfc3339(nowMs - seconds * 1000);
  const pod = (name: string, status: Pod["status"], metadata: object = {}): Pod => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...metadata },
    status: status ?? {},
  });
  const ready = (status: "True" | "False", since: string) => ({
    conditions: [{ type: "Ready", status, lastTransitionTime: since }],
  });
  const at = (secondsAgo: number, windowSeconds: number): PodMetric => ({
    value: 1,
    atMs: nowMs - secondsAgo * 1000,
    windowMs: windowSeconds * 1000,
  });
  const running = { phase: "Running" } as const;

  /** TestGroupPods, with the 30 seconds for readiness that are the default outside of tests. */
  it.each<
    readonly [
      string,
      Pod,
      PodMetric | undefined,
      string,
      "ready" | "unready" | "missing" | "ignored",
    ]
  >([
    ["memory of a Pod", pod("a", running), at(0, 60), "memory", "ready"],
    [
      "CPU without the condition Ready",
      pod("a", { ...running, startTime: ago(0) }),
      at(0, 60),
      "cpu",
      "unready",
    ],
    [
      "CPU since it became ready",
      pod("a", { ...running, startTime: ago(60), ...ready("True", ago(30)) }),
      at(0, 30),
      "cpu",
      "ready",
    ],
    [
      "CPU from before it became ready",
      pod("a", { ...running, startTime: ago(60), ...ready("True", ago(30)) }),
      at(0, 60),
      "cpu",
      "unready",
    ],
    [
      "CPU of a Pod that was never ready",
      pod("a", { ...running, startTime: ago(600), ...ready("False", ago(594)) }),
      at(0, 60),
      "cpu",
      "unready",
    ],
    [
      "old CPU of an old Pod",
      pod("a", { ...running, startTime: ago(180), ...ready("True", ago(180)) }),
      at(120, 60),
      "cpu",
      "ready",
    ],
    [
      "CPU of an old Pod that was ready once",
      pod("a", { ...running, startTime: ago(600), ...ready("False", ago(540)) }),
      at(0, 60),
      "cpu",
      "ready",
    ],
    [
      "CPU of a Pod that turned unready just when it could have been ready",
      pod("a", { ...running, startTime: ago(600), ...ready("False", ago(570)) }),
      at(0, 60),
      "cpu",
      "ready",
    ],
    ["nothing", pod("a", { ...running, startTime: ago(180) }), undefined, "cpu", "missing"],
    ["a pending Pod", pod("a", { phase: "Pending" }), undefined, "cpu", "unready"],
    [
      "a Pod that goes",
      pod("a", { phase: "Pending" }, { deletionTimestamp: ago(0) }),
      at(0, 60),
      "cpu",
      "ignored",
    ],
    ["a failed Pod", pod("a", { phase: "Failed" }), at(0, 60), "cpu", "ignored"],
    ["a Pod that is done", pod("a", { phase: "Succeeded" }), at(0, 60), "cpu", "ignored"],
  ])("%s", (_title, one, known, resource, group) => {
    const metrics = new Map(known ? [["a", known]] : []);
    const groups = groupPods([one], metrics, { resource, nowMs });
    const names = (of: string): readonly string[] => (group === of ? ["a"] : []);
    expect(groups).toEqual({
      readyCount: group === "ready" ? 1 : 0,
      unready: names("unready"),
      missing: names("missing"),
      ignored: names("ignored"),
    });
  });
});

/** TestCalculateRequests. */
describe("what a Pod requests", () => {
  const container = (name: string, cpu?: string, rest: object = {}) => ({
    name,
    ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }),
    ...rest,
  });
  const pod = (spec: Pod["spec"]): Pod => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "test-pod" },
    ...(spec ? { spec } : {}),
  });
  const two = [container("container1", "100m"), container("container2", "50m")];
  const own = { resources: { requests: { cpu: "800m" } } };
  const sidecar = container("sidecar", "30m", { restartPolicy: "Always" });

  it.each<readonly [string, Pod, string, string, number | string]>([
    ["the sum of its containers", pod({ containers: two }), "", "cpu", 150],
    ["its own", pod({ containers: two, ...own }), "", "cpu", 800],
    [
      "its own, where a container has none",
      pod({ containers: [container("container1"), container("container2", "50m")], ...own }),
      "",
      "cpu",
      800,
    ],
    [
      "of another resource than its own, the sum of its containers",
      pod({ containers: two, resources: { requests: { memory: "1Gi" } } }),
      "",
      "cpu",
      150,
    ],
    [
      "nothing that anybody says",
      pod({ containers: two, ...own }),
      "",
      "memory",
      "missing pod-level request for memory in Pod test-pod",
    ],
    [
      "not enough to say",
      pod({ containers: [container("container1"), container("container2", "50m")] }),
      "",
      "cpu",
      "missing request for cpu in container container1 of Pod test-pod",
    ],
    ["of one container", pod({ containers: two }), "container1", "cpu", 100],
    ["of one container, not its own", pod({ containers: two, ...own }), "container1", "cpu", 100],
    [
      "with its sidecars, not its other init containers",
      pod({ containers: two, initContainers: [sidecar, container("init", "900m")] }),
      "",
      "cpu",
      180,
    ],
    ["of a sidecar", pod({ containers: two, initContainers: [sidecar] }), "sidecar", "cpu", 30],
    [
      "of a container that it has not",
      pod({ containers: two }),
      "other",
      "cpu",
      "container other not found in Pod test-pod",
    ],
  ])("%s", (_title, one, name, resource, expected) => {
    const read = () => requestsOf([one], name, resource);
    if (typeof expected === "string") expect(read).toThrow(expected);
    else expect(read()).toEqual(new Map([["test-pod", expected]]));
  });
});
