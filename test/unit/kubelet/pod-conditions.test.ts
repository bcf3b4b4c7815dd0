/** What conditions say of the spec that they speak of, and of time: as nodes of 1.36.1 (kind) have written them. */
import { expect, test } from "vitest";
import type { ContainerStatus, Pod, PodCondition } from "../../../src/api/generated/types.ts";
import { parseTime } from "../../../src/api/time.ts";
import { podConditions } from "../../../src/kubelet/pod-conditions.ts";

const early = "2026-08-12T20:45:54Z";
const late = "2026-08-12T21:42:34Z";
const message = "Node didn't have enough resource: memory, requested: 2, used: 1, capacity: 2";
const deferred = { type: "PodResizePending", status: "True", reason: "Deferred", message };
const restarting = { type: "AllContainersRestarting", status: "False" };

function conditionsOf(
  conditions: readonly PodCondition[],
  { now = late, resize = [deferred], restart = [restarting], ready = true } = {},
): ReadonlyMap<string, PodCondition> {
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", generation: 4 },
    spec: { initContainers: [{ name: "init" }], containers: [{ name: "app" }] },
    status: { conditions },
  };
  const of = (name: string): ContainerStatus => ({
    name,
    ready,
    restartCount: 0,
    image: "i",
    imageID: "",
    state: { waiting: { reason: "PodInitializing" } },
  });
  const statuses = [of("init"), of("app")];
  const nowMs = parseTime(now) ?? 0;
  const view = { pod, statuses, phase: "Running", sandboxReady: true, resize, restart, nowMs };
  return new Map(podConditions({ ...view, phase: "Running" }).map((each) => [each.type, each]));
}

test("of a resize, and of all containers that restart", () => {
  expect([...conditionsOf([]).keys()]).toEqual([
    "PodResizePending",
    "PodReadyToStartContainers",
    "Initialized",
    "Ready",
    "ContainersReady",
    "PodScheduled",
    "AllContainersRestarting",
  ]);
  const at = { lastTransitionTime: late };
  expect(conditionsOf([]).get("PodResizePending")).toEqual({
    ...deferred,
    observedGeneration: 4,
    lastProbeTime: late,
    ...at,
  });
  expect(conditionsOf([]).get("AllContainersRestarting")).toEqual({ ...restarting, ...at });
  expect(conditionsOf([]).get("PodScheduled")).toEqual({
    type: "PodScheduled",
    status: "True",
    observedGeneration: 4,
    ...at,
  });
});

test("a resize that still waits for the same keeps its times; another reason is another probe", () => {
  const first = conditionsOf([], { now: early }).get("PodResizePending") as PodCondition;
  expect(conditionsOf([first]).get("PodResizePending")).toEqual(first);
  const infeasible = { ...deferred, reason: "Infeasible" };
  expect(conditionsOf([first], { resize: [infeasible] }).get("PodResizePending")).toEqual({
    ...first,
    reason: "Infeasible",
    lastProbeTime: late,
  });
});

test("a Pod that has been initialized stays so while its containers begin again", () => {
  const before = { type: "Initialized", status: "True", lastTransitionTime: early } as const;
  const again = { ready: false };
  expect(conditionsOf([before], again).get("Initialized")).toMatchObject(before);
  expect(conditionsOf([], again).get("Initialized")).toMatchObject({
    status: "False",
    reason: "ContainersNotInitialized",
    message: "containers with incomplete status: [init]",
  });
});
