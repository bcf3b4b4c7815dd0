/** What becomes of a target, and what the status says of it. Rows from pkg/controller/podautoscaler/horizontal_test.go. */
import { describe, expect, it } from "vitest";
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  Pod,
} from "../../../../src/api/generated/types.ts";
import { defaultAutoscaler } from "../../../../src/api/defaults/autoscaling.ts";
import { DEPLOYMENTS } from "../../../../src/api/kinds.ts";
import type { Stored } from "../../../../src/api/object.ts";
import { rfc3339 } from "../../../../src/api/time.ts";
import type { History } from "../../../../src/controllers/pod-autoscaler/limits.ts";
import type { Reading } from "../../../../src/controllers/pod-autoscaler/metric-sources.ts";
import {
  decide,
  withCondition,
  type Observed,
} from "../../../../src/controllers/pod-autoscaler/verdict.ts";

const nowMs = 1_767_225_600_000;
const longAgo = rfc3339(nowMs - 3_600_000);

/** Minimum, maximum and the replicas of the scale's spec and status. */
type Sizes = readonly [min: number, max: number, spec: number, status?: number];

interface Row {
  readonly sizes: Sizes;
  /** Percent of what is requested; no CPU metric without it. */
  readonly cpu?: number;
  /** By Pod: what it uses of the CPU or of the other metric, and what it requests. */
  readonly levels?: readonly number[];
  readonly requests?: readonly number[];
  /** Beside the CPU, with what was read of them. */
  readonly others?: readonly (readonly [MetricSpec, Reading])[];
  /** Replicas and minutes; the replicas that there are without it. */
  readonly wishes?: readonly (readonly [number, number])[];
  readonly scaleUp?: HPAScalingRules;
  readonly selector?: string;
  readonly observed?: Partial<Observed>;
}

const pod = (at: number, request: number): Stored<Pod> => {
  const half = { requests: { cpu: `${request / 2}m` } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `test-pod-${at}`,
      namespace: "test-namespace",
      uid: String(at),
      resourceVersion: "1",
      creationTimestamp: longAgo,
    },
    spec: {
      containers: [
        { name: "container1", resources: half },
        { name: "container2", resources: half },
      ],
    },
    status: {
      phase: "Running",
      startTime: longAgo,
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: longAgo }],
    },
  };
};

const used = (levels: readonly number[]): Reading =>
  levels.length === 0
    ? { error: "no metrics returned from resource metrics API" }
    : {
        pods: new Map(
          levels.map((value, at) => [`test-pod-${at}`, { value, atMs: nowMs, windowMs: 60_000 }]),
        ),
      };

const cpuMetric = (averageUtilization: number): MetricSpec => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
});

function verdictOf(row: Row) {
  const { sizes, cpu, levels = [], requests = [], others = [], scaleUp, wishes } = row;
  const [minReplicas, maxReplicas, replicas, status = replicas] = sizes;
  const known: (readonly [MetricSpec, Reading])[] = [...others];
  if (cpu !== undefined) known.push([cpuMetric(cpu), used(levels)]);
  const given = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: {
      name: "test-hpa",
      namespace: "test-namespace",
      uid: "hpa",
      resourceVersion: "1",
      creationTimestamp: longAgo,
    },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "test-rc" },
      minReplicas,
      maxReplicas,
      metrics: known.map(([spec]) => spec),
      ...(scaleUp ? { behavior: { scaleUp } } : {}),
    },
    status: { currentReplicas: replicas, desiredReplicas: replicas },
  } as const;
  const autoscaler = defaultAutoscaler(given) as Stored<HorizontalPodAutoscaler>;
  const metadata = { ...given.metadata, name: "test-rc", uid: "rc" };
  const observed: Observed = {
    target: {
      resource: DEPLOYMENTS,
      scale: {
        apiVersion: "autoscaling/v1",
        kind: "Scale",
        metadata,
        spec: { replicas },
        status: { replicas: status, selector: row.selector ?? "name=test-pod" },
      },
    },
    pods: requests.map((request, at) => pod(at, request)),
    sharing: ["test-namespace/test-hpa"],
    readings: known.map(([, reading]) => reading),
    ...row.observed,
  };
  const recommendations = wishes?.map(([wish, minutes]) => ({
    replicas: wish,
    atMs: nowMs - minutes * 60_000,
  }));
  const history: History = { recommendations: recommendations ?? [], ups: [], downs: [] };
  return decide(autoscaler, observed, { history, nowMs });
}

/** `SucceededRescale`, or with a sign where the status is False. */
const conditionsOf = ({ status }: ReturnType<typeof verdictOf>): readonly string[] =>
  (status.conditions ?? []).map((each) => `${each.status === "True" ? "" : "-"}${each.reason}`);

const ok = ["SucceededRescale", "ValidMetricFound", "-DesiredWithinRange"];
const still = ["ReadyForNewScale", "ValidMetricFound", "-DesiredWithinRange"];
const failed = (reason: string): readonly string[] => ["SucceededGetScale", `-${reason}`];
const limited = (reason: string): readonly string[] => [
  "SucceededRescale",
  "ValidMetricFound",
  reason,
];
/** Wishes that no window reaches: as if there had been none. */
const noWishes = [[0, 59]] as const;

const qps = (averageValue: string): MetricSpec => ({
  type: "Pods",
  pods: { metric: { name: "qps" }, target: { type: "AverageValue", averageValue } },
});
const total = (value: string): MetricSpec => ({
  type: "External",
  external: { metric: { name: "qps", selector: {} }, target: { type: "Value", value } },
});
const wrong: Reading = { error: "something went wrong" };
const cheese: MetricSpec = { type: "CheddarCheese" };
const three = { sizes: [1, 100, 3], levels: [100, 200, 300], requests: [100, 100, 100] } as const;
const busy = { sizes: [2, 6, 3], cpu: 30, levels: [300, 500, 700] } as const;
const thousands = (count: number): readonly number[] => Array.from({ length: count }, () => 1000);
const falling = { sizes: [2, 6, 5], levels: [100, 300, 500, 250, 250] } as const;

describe("a target", () => {
  it.each<readonly [string, Row, number, boolean, readonly string[]]>([
    [
      "without replicas is left alone",
      { sizes: [3, 5, 0], cpu: 90 },
      0,
      false,
      failed("ScalingDisabled"),
    ],
    [
      "below the minimum goes up to it",
      { sizes: [3, 5, 2], cpu: 90 },
      3,
      true,
      ["SucceededRescale"],
    ],
    [
      "above the maximum goes down to it",
      { sizes: [3, 5, 10], cpu: 90 },
      5,
      true,
      ["SucceededRescale"],
    ],
    [
      "goes up to the maximum",
      { sizes: [2, 5, 3], cpu: 90, levels: [8000, 9500, 1000], requests: [900, 1000, 1100] },
      5,
      true,
      limited("TooManyReplicas"),
    ],
    [
      "takes no notice of metrics of others",
      {
        sizes: [2, 6, 4],
        cpu: 100,
        levels: [4000, 9500, 3000, 7000, 3200, 2000],
        requests: thousands(4),
      },
      6,
      true,
      limited("TooManyReplicas"),
    ],
    [
      "goes down with metrics missing",
      { sizes: [2, 6, 4], cpu: 100, levels: [400, 95], requests: thousands(4), wishes: noWishes },
      3,
      true,
      ok,
    ],
    [
      "stays without metrics",
      { sizes: [2, 6, 4], cpu: 100, requests: thousands(4) },
      4,
      false,
      failed("FailedGetResourceMetric"),
    ],
    [
      "stays without Pods that request anything",
      { sizes: [1, 5, 1], cpu: 100, levels: [200] },
      1,
      false,
      failed("FailedGetResourceMetric"),
    ],
    ["goes up", { sizes: [1, 5, 1], cpu: 50, levels: [200], requests: [200] }, 2, true, ok],
    [
      "stays on target",
      { sizes: [1, 5, 2], cpu: 50, levels: [200, 200], requests: [400, 400] },
      2,
      false,
      still,
    ],
    [
      "goes by the Pods that there are",
      { sizes: [1, 5, 4], cpu: 50, levels: [200], requests: [200], wishes: noWishes },
      2,
      true,
      ok,
    ],
    [
      "stays at what is wanted while there are more",
      { sizes: [1, 8, 4, 5], cpu: 50, levels: [500, 500, 500, 500, 500], requests: thousands(5) },
      4,
      false,
      still,
    ],
    [
      "goes up by no more than its behavior lets it",
      {
        ...three,
        cpu: 10,
        scaleUp: {
          stabilizationWindowSeconds: 0,
          policies: [{ type: "Percent", value: 700, periodSeconds: 60 }],
        },
      },
      24,
      true,
      limited("ScaleUpLimit"),
    ],
    [
      "goes up by no more than the maximum lets it",
      {
        ...three,
        sizes: [1, 20, 3],
        cpu: 10,
        scaleUp: {
          stabilizationWindowSeconds: 0,
          policies: [{ type: "Percent", value: 700, periodSeconds: 60 }],
        },
      },
      20,
      true,
      limited("TooManyReplicas"),
    ],
    [
      "stays without a selector",
      { ...three, cpu: 10, selector: "" },
      3,
      false,
      failed("InvalidSelector"),
    ],
    [
      "stays with a selector that is none",
      { ...three, cpu: 10, observed: { selectorError: "unable to parse requirement" } },
      3,
      false,
      failed("InvalidSelector"),
    ],
    ["goes up when it is nobody else's", { ...busy, requests: thousands(3) }, 5, true, ok],
    [
      "stays when it is another's as well",
      {
        ...busy,
        requests: thousands(3),
        observed: { sharing: ["test-namespace/test-hpa", "test-namespace/test-hpa-2"] },
      },
      3,
      false,
      failed("AmbiguousSelector"),
    ],
    [
      "stays when what Pods say cannot be read",
      { ...three, others: [[qps("15"), wrong]] },
      3,
      false,
      failed("FailedGetPodsMetric"),
    ],
    [
      "stays when what something else says cannot be read",
      { ...three, others: [[total("300m"), wrong]] },
      3,
      false,
      failed("FailedGetExternalMetric"),
    ],
    [
      "stays by a metric that is none",
      { sizes: [2, 6, 3], others: [[cheese, wrong]] },
      3,
      false,
      failed("InvalidMetricSourceType"),
    ],
    [
      "does not go down as long as one metric is none",
      { ...falling, cpu: 50, requests: thousands(5), others: [[cheese, wrong]], wishes: noWishes },
      5,
      false,
      failed("InvalidMetricSourceType"),
    ],
    [
      "goes up by what its Pods say",
      {
        sizes: [1, 5, 3],
        requests: thousands(3),
        others: [[qps("15"), used([20_000, 10_000, 30_000])]],
      },
      4,
      true,
      ok,
    ],
    [
      "goes up by the larger of two wishes",
      {
        sizes: [1, 5, 3],
        cpu: 10,
        levels: [20_000, 10_000, 30_000],
        requests: thousands(3),
        others: [[qps("15"), used([20_000, 10_000, 30_000])]],
      },
      5,
      true,
      limited("TooManyReplicas"),
    ],
    [
      "does not go down so soon after a higher wish",
      {
        sizes: [1, 5, 4],
        cpu: 100,
        levels: [50, 50, 50],
        requests: [100, 100, 100],
        wishes: [
          [10, 10],
          [4, 1],
        ],
      },
      4,
      false,
      ["ScaleDownStabilized", "ValidMetricFound", "-DesiredWithinRange"],
    ],
    [
      "goes up though another metric cannot be read",
      {
        sizes: [2, 6, 3],
        cpu: 30,
        levels: [300, 400, 500],
        requests: thousands(3),
        others: [[total("100m"), wrong]],
      },
      4,
      true,
      ok,
    ],
    [
      "does not go down as long as another metric cannot be read",
      {
        ...falling,
        cpu: 50,
        requests: thousands(5),
        others: [[total("1"), wrong]],
        wishes: noWishes,
      },
      5,
      false,
      failed("FailedGetExternalMetric"),
    ],
  ])("%s", (_title, row, replicas, isScaled, conditions) => {
    const verdict = verdictOf(row);
    expect(verdict.rescale?.replicas).toBe(isScaled ? replicas : undefined);
    expect(verdict.status.desiredReplicas).toBe(replicas);
    expect(verdict.status.currentReplicas).toBe(row.sizes[2]);
    expect(conditionsOf(verdict)).toEqual(conditions);
    expect(verdict.status.lastScaleTime).toBe(isScaled ? rfc3339(nowMs) : undefined);
  });

  it("tells of the selector of a metric that is none as it stands", () => {
    const fault = '"Like" is not a valid label selector operator';
    const { status, lastRemarks } = verdictOf({ ...three, others: [[qps("15"), { fault }]] });
    expect(status.conditions?.[1]).toMatchObject({
      reason: "FailedGetPodsMetric",
      message: `the HPA was unable to compute the replica count: ${fault}`,
    });
    expect(lastRemarks.map(({ announce }) => announce.message)).toEqual([
      `invalid metrics (1 invalid out of 1), first error is: failed to get pods metric value: ${fault}`,
    ]);
  });

  it("has conditions in their places, with the time of the last change of their status", () => {
    const at = (lastTransitionTime: string, status: string, reason: string) => ({
      type: "AbleToScale",
      status,
      reason,
      message: "",
      lastTransitionTime,
    });
    const other = { ...at(longAgo, "True", "ValidMetricFound"), type: "ScalingActive" };
    const known = [at(longAgo, "True", "SucceededGetScale"), other];
    const next = (status: string, reason: string) =>
      withCondition(known, { type: "AbleToScale", status, reason, message: "" }, nowMs);
    expect(next("True", "ReadyForNewScale")).toEqual([
      at(longAgo, "True", "ReadyForNewScale"),
      other,
    ]);
    expect(next("False", "FailedGetScale")).toEqual([
      at(rfc3339(nowMs), "False", "FailedGetScale"),
      other,
    ]);
  });

  it("remembers what was wished for, and changes of size only where a behavior asks for them", () => {
    const row = { ...busy, requests: thousands(3) };
    const wished = [
      { replicas: 3, atMs: nowMs },
      { replicas: 5, atMs: nowMs },
    ];
    expect(verdictOf(row).history).toEqual({ recommendations: wished, ups: [], downs: [] });
    const ruled = verdictOf({ ...row, scaleUp: {} });
    expect(ruled.history.ups).toEqual([{ change: 2, atMs: nowMs }]);
  });
});
