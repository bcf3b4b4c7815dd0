import { describe, expect, it } from "vitest";
import type { PodDisruptionBudgetSpec } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import type { PodDisruptionBudget, Pod } from "../../../src/api/generated/types.ts";
import {
  podDisruptionBudgetController,
  staleDisruptionController,
} from "../../../src/controllers/pod-disruption-budget.ts";
import { pod as placedPod, labels } from "./law-worlds.ts";

const nowMs = 1_767_225_600_000;

function budgetOf(spec: PodDisruptionBudgetSpec, status: object = {}): Stored<PodDisruptionBudget> {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: {
      name: "web",
      namespace: "default",
      uid: "b",
      resourceVersion: "1",
      generation: 2,
      creationTimestamp: "2025-12-31T23:00:00Z",
    },
    spec: { selector: { matchLabels: labels }, ...spec },
    status,
  };
}

const podOf = (name: string, ready: boolean, metadata: object = {}): Stored<Pod> =>
  placedPod(name, { ready, metadata })[1] as Stored<Pod>;

const controlledBy = (kind: string) => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name: "web", uid: "o", controller: true }],
});

interface Row {
  readonly spec: PodDisruptionBudgetSpec;
  /** Pods, and how many of them are ready. */
  readonly pods: number;
  readonly ready: number;
  /** Replicas of what controls them all; nothing controls them without it. */
  readonly replicas?: number;
  readonly expected: readonly [
    currentHealthy: number,
    desiredHealthy: number,
    expectedPods: number,
    disruptionsAllowed: number,
  ];
}

function statusFor({ spec, pods, ready, replicas }: Row): object | undefined {
  const all = Array.from({ length: pods }, (_, i) =>
    podOf(`web-${i}`, i < ready, replicas === undefined ? {} : controlledBy("ReplicaSet")),
  );
  const scales = new Map(
    replicas === undefined ? [] : all.map((each) => [each.metadata.uid, { uid: "o", replicas }]),
  );
  const view = { budget: budgetOf(spec), pods: all, scales };
  const { actions } = podDisruptionBudgetController.reconcile(view, nowMs);
  const write = actions.find(({ verb }) => verb === "update") as {
    object: Stored<PodDisruptionBudget>;
  };
  return write.object.status;
}

describe("the status of a disruption budget", () => {
  // disruption_test.go.
  it.each<Row>([
    { spec: { minAvailable: 3 }, pods: 0, ready: 0, expected: [0, 3, 0, 0] },
    { spec: { minAvailable: 3 }, pods: 3, ready: 3, expected: [3, 3, 3, 0] },
    { spec: { minAvailable: 3 }, pods: 4, ready: 4, expected: [4, 3, 4, 1] },
    { spec: { minAvailable: 1 }, pods: 3, ready: 0, expected: [0, 1, 3, 0] },
    { spec: { minAvailable: "28%" }, pods: 10, ready: 10, replicas: 10, expected: [10, 3, 10, 7] },
    { spec: { minAvailable: "67%" }, pods: 3, ready: 3, replicas: 3, expected: [3, 3, 3, 0] },
    { spec: { maxUnavailable: 1 }, pods: 1, ready: 1, replicas: 1, expected: [1, 0, 1, 1] },
    { spec: { maxUnavailable: 5 }, pods: 1, ready: 1, replicas: 1, expected: [1, 0, 1, 1] },
    { spec: { maxUnavailable: "30%" }, pods: 7, ready: 7, replicas: 7, expected: [7, 4, 7, 3] },
    { spec: { maxUnavailable: "30%" }, pods: 2, ready: 2, replicas: 7, expected: [2, 4, 7, 0] },
    // Pods that nothing controls count for nothing where parts of a whole are meant.
    { spec: { maxUnavailable: "50%" }, pods: 2, ready: 2, expected: [2, 0, 0, 0] },
    { spec: {}, pods: 2, ready: 2, expected: [2, 0, 0, 0] },
  ])("is worked out for $spec with $ready of $pods ready", (row) => {
    const [currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed] = row.expected;
    const spare = disruptionsAllowed > 0;
    expect(statusFor(row)).toEqual({
      currentHealthy,
      desiredHealthy,
      expectedPods,
      disruptionsAllowed,
      observedGeneration: 2,
      conditions: [
        {
          type: "DisruptionAllowed",
          status: spare ? "True" : "False",
          reason: spare ? "SufficientPods" : "InsufficientPods",
          message: "",
          lastTransitionTime: "2026-01-01T00:00:00Z",
          observedGeneration: 2,
        },
      ],
    });
  });

  it("counts evicted Pods as gone for two minutes, then says that they are not", () => {
    const pods = ["web-a", "web-b", "web-c"].map((name) => podOf(name, true));
    const disruptedPods = { "web-a": "2025-12-31T23:59:00Z", "web-b": "2025-12-31T23:57:59Z" };
    const budget = budgetOf({ minAvailable: 1 }, { disruptedPods });
    const plan = podDisruptionBudgetController.reconcile(
      { budget, pods, scales: new Map() },
      nowMs,
    );
    expect(plan.requeueAfterMs).toBe(60_001);
    expect(plan.actions).toMatchObject([
      {
        verb: "event",
        announce: {
          regarding: { metadata: { name: "web-b" } },
          type: "Warning",
          reason: "NotDeleted",
          message: "Pod was expected by PDB default/default to be deleted but it wasn't",
        },
      },
      {
        verb: "update",
        object: {
          status: {
            currentHealthy: 2,
            disruptionsAllowed: 1,
            disruptedPods: { "web-a": "2025-12-31T23:59:00Z" },
          },
        },
      },
    ]);
  });

  it("allows nothing while what stands behind a Pod cannot be counted, and says why", () => {
    const pods = [podOf("web-a", true, controlledBy("Job"))];
    const scales = new Map(pods.map(({ metadata }) => [metadata.uid, undefined]));
    const budget = budgetOf({ minAvailable: "50%" }, { disruptionsAllowed: 1 });
    const { actions } = podDisruptionBudgetController.reconcile({ budget, pods, scales }, nowMs);
    expect(actions).toMatchObject([
      { announce: { type: "Warning", reason: "CalculateExpectedPodCountFailed" } },
      {
        object: {
          status: {
            disruptionsAllowed: 0,
            conditions: [
              {
                reason: "SyncFailed",
                message: 'Job of pod "web-a" in default does not implement the scale subresource',
              },
            ],
          },
        },
      },
    ]);
  });
});

describe("a Pod that is marked for a disruption", () => {
  const marked = (lastTransitionTime: string, parts: object = {}, metadata: object = {}) => {
    const plain = podOf("web-a", true, metadata);
    const target = { type: "DisruptionTarget", status: "True", lastTransitionTime, ...parts };
    return { ...plain, status: { ...plain.status, conditions: [target] } } as Stored<Pod>;
  };

  it.each([
    ["is left alone for two minutes", marked("2025-12-31T23:59:00Z"), 60_000, 0],
    ["is not marked any more after that", marked("2025-12-31T23:58:00Z"), undefined, 1],
    [
      "stays marked by its kubelet",
      marked("2025-12-31T23:00:00Z", { reason: "TerminationByKubelet" }),
      undefined,
      0,
    ],
    [
      "stays marked on its way out",
      marked("2025-12-31T23:00:00Z", {}, { deletionTimestamp: "2025-12-31T23:59:00Z" }),
      undefined,
      0,
    ],
  ])("%s", (_, pod, requeueAfterMs, writes) => {
    const plan = staleDisruptionController.reconcile(pod, nowMs);
    expect(plan.requeueAfterMs).toBe(requeueAfterMs);
    expect(plan.actions).toHaveLength(writes);
    if (writes === 0) return;
    expect(plan.actions).toMatchObject([
      { object: { status: { conditions: [{ type: "DisruptionTarget", status: "False" }] } } },
    ]);
  });
});
