/** What becomes of a wish for so many replicas. Rows from pkg/controller/podautoscaler/horizontal_test.go. */
import { describe, expect, it } from "vitest";
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
} from "../../../../src/api/generated/types.ts";
import { defaultAutoscaler } from "../../../../src/api/defaults/autoscaling.ts";
import {
  decideSize,
  remembered,
  windowMaxMs,
  withScaling,
  type History,
  type Recommendation,
  type ScaleEvent,
} from "../../../../src/controllers/pod-autoscaler/limits.ts";

const nowMs = 1_767_225_600_000;
const nothing: History = { recommendations: [], ups: [], downs: [] };

/** TestConvertDesiredReplicasWithRules. */
describe("without a behavior", () => {
  it.each<
    readonly [
      string,
      readonly [current: number, desired: number, min: number, max: number],
      number,
      string,
    ]
  >([
    ["a wish within bounds", [5, 7, 3, 8], 7, "DesiredWithinRange"],
    ["less than the minimum", [3, 1, 2, 8], 2, "TooFewReplicas"],
    ["nothing, where that is allowed", [1, 0, 0, 10], 0, "DesiredWithinRange"],
    ["more than the maximum", [20, 1000, 1, 10], 10, "TooManyReplicas"],
    ["more than double", [3, 1000, 1, 2000], 6, "ScaleUpLimit"],
    ["more than double of one is four", [1, 1000, 1, 2000], 4, "ScaleUpLimit"],
  ])("%s", (_title, [current, desired, min, max], replicas, reason) => {
    const decision = decideSize(
      { current, desired, min, max, behavior: undefined },
      nothing,
      nowMs,
    );
    expect(decision.replicas).toBe(replicas);
    expect(decision.limited).toMatchObject({ reason, isLimited: replicas !== desired });
  });

  const minutesAgo = (...list: readonly (readonly [replicas: number, minutes: number])[]) =>
    list.map(([replicas, minutes]): Recommendation => ({
      replicas,
      atMs: nowMs - minutes * 60_000,
    }));

  /** TestNormalizeDesiredReplicas. */
  it.each<readonly [string, readonly Recommendation[], number, string]>([
    ["no wishes before", [], 3, "ReadyForNewScale"],
    ["higher wishes of late", minutesAgo([4, 2], [5, 1]), 5, "ScaleDownStabilized"],
    ["lower wishes of late", minutesAgo([1, 2], [2, 1]), 3, "ReadyForNewScale"],
    ["higher wishes long ago", minutesAgo([10, 10], [9, 9]), 3, "ReadyForNewScale"],
    [
      "higher wishes of late and long ago",
      minutesAgo([10, 10], [4, 1], [5, 2], [9, 9]),
      5,
      "ScaleDownStabilized",
    ],
  ])("a wish for 3 after %s", (_title, recommendations, replicas, reason) => {
    const wish = { current: 5, desired: 3, min: 1, max: 20, behavior: undefined };
    const decision = decideSize(wish, { ...nothing, recommendations }, nowMs);
    expect(decision).toMatchObject({ replicas, able: { reason } });
  });
});

function rules(
  pods: number,
  podsPeriod: number,
  percent: number,
  percentPeriod: number,
  stabilizationWindowSeconds: number,
): HPAScalingRules {
  const policies = [
    { type: "Pods", value: pods, periodSeconds: podsPeriod },
    { type: "Percent", value: percent, periodSeconds: percentPeriod },
  ].filter(({ value }) => value > 0);
  return { stabilizationWindowSeconds, selectPolicy: "Max", policies };
}

/** Changes in the middle of as many equal parts of the last seconds. */
function spread(changes: readonly number[], seconds: number): readonly ScaleEvent[] {
  const part = seconds / changes.length;
  return changes.map((change, at) => ({
    change,
    atMs: nowMs - Math.trunc(seconds - part * (at + 1) + part / 2) * 1000,
  }));
}

function behavior(scaleUp: HPAScalingRules | undefined, scaleDown: HPAScalingRules | undefined) {
  const spec = {
    behavior: { ...(scaleUp ? { scaleUp } : {}), ...(scaleDown ? { scaleDown } : {}) },
  };
  const autoscaler = { kind: "HorizontalPodAutoscaler", metadata: { name: "web" }, spec };
  return defaultAutoscaler(autoscaler as unknown as HorizontalPodAutoscaler).spec?.behavior;
}

interface Row {
  readonly current: number;
  readonly desired: number;
  readonly min?: number;
  readonly max?: number;
  readonly up?: HPAScalingRules;
  readonly down?: HPAScalingRules;
  readonly ups?: readonly ScaleEvent[];
  readonly downs?: readonly ScaleEvent[];
}

const [many, few] = [spread([1, 5, 9], 120), spread([8, 12, 9, 11], 120)];

/** TestScalingWithRules; the windows of stabilization see no wish before this one. */
describe("with a behavior", () => {
  it.each<readonly [string, Row, number, string]>([
    ["a wish within bounds", { current: 5, desired: 7, min: 3, max: 8 }, 7, "DesiredWithinRange"],
    ["less than the minimum", { current: 3, desired: 1, min: 2, max: 8 }, 2, "TooFewReplicas"],
    [
      "nothing, where that is allowed",
      { current: 1, desired: 0, min: 0, max: 10 },
      0,
      "DesiredWithinRange",
    ],
    [
      "more than the maximum",
      { current: 100, desired: 1000, min: 100, max: 150 },
      150,
      "TooManyReplicas",
    ],
    [
      "one percent of three is one",
      { current: 3, desired: 1000, max: 2000, up: rules(0, 0, 1, 60, 0) },
      4,
      "ScaleUpLimit",
    ],
    ["up by default", { current: 10, desired: 50 }, 20, "ScaleUpLimit"],
    [
      "up by Pods, which are more",
      { current: 10, desired: 500, up: rules(100, 60, 100, 60, 0) },
      110,
      "ScaleUpLimit",
    ],
    [
      "up by percent, which are more",
      { current: 10, desired: 500, up: rules(2, 60, 100, 60, 0) },
      20,
      "ScaleUpLimit",
    ],
    [
      "up by all that is wished for",
      { current: 10, desired: 50, up: rules(100, 60, 0, 0, 0) },
      50,
      "DesiredWithinRange",
    ],
    ["up by 30", { current: 10, desired: 50, up: rules(30, 60, 0, 0, 0) }, 40, "ScaleUpLimit"],
    [
      "up by 200 percent",
      { current: 10, desired: 50, up: rules(0, 0, 200, 60, 0) },
      30,
      "ScaleUpLimit",
    ],
    [
      "down by Pods, which are more",
      { current: 100, desired: 2, down: rules(20, 60, 1, 60, 300) },
      80,
      "ScaleDownLimit",
    ],
    [
      "down by 2 rather than one percent",
      { current: 100, desired: 2, down: rules(2, 60, 1, 60, 300) },
      98,
      "ScaleDownLimit",
    ],
    [
      "down to the minimum",
      { current: 10, desired: 0, down: rules(100, 60, 0, 0, 300) },
      1,
      "TooFewReplicas",
    ],
    [
      "down to the minimum by percent",
      { current: 10, desired: 2, min: 5, down: rules(0, 0, 100, 60, 300) },
      5,
      "TooFewReplicas",
    ],
    ["down by 5", { current: 10, desired: 2, down: rules(5, 60, 0, 0, 300) }, 5, "ScaleDownLimit"],
    [
      "down by half",
      { current: 10, desired: 5, down: rules(0, 0, 50, 60, 300) },
      5,
      "DesiredWithinRange",
    ],
    [
      "up to the maximum after growth",
      { current: 100, desired: 500, max: 200, ups: many, up: rules(300, 60, 0, 0, 0) },
      200,
      "TooManyReplicas",
    ],
    [
      "no further up after more growth than is allowed now",
      { current: 100, desired: 500, ups: many, up: rules(5, 120, 0, 0, 0) },
      100,
      "ScaleUpLimit",
    ],
    [
      "up by what growth has left",
      { current: 100, desired: 500, ups: many, up: rules(150, 120, 0, 0, 0) },
      235,
      "ScaleUpLimit",
    ],
    [
      "up by percent of what there was",
      { current: 100, desired: 500, ups: many, up: rules(0, 0, 200, 120, 0) },
      255,
      "ScaleUpLimit",
    ],
    [
      "up by percent after going up and down",
      {
        current: 6,
        desired: 24,
        ups: spread([4], 120),
        downs: spread([2], 120),
        up: rules(0, 0, 300, 300, 0),
      },
      16,
      "ScaleUpLimit",
    ],
    ["down by default", { current: 10, desired: 5, downs: many }, 5, "DesiredWithinRange"],
    [
      "no further down after more shrinking than is allowed now",
      { current: 100, desired: 2, downs: many, down: rules(5, 120, 0, 0, 300) },
      100,
      "ScaleDownLimit",
    ],
    [
      "down by percent of what there was",
      {
        current: 100,
        desired: 0,
        downs: spread([2, 4, 6], 120),
        down: rules(0, 0, 50, 120, 300),
      },
      56,
      "ScaleDownLimit",
    ],
    [
      "down by percent after going up and down",
      {
        current: 10,
        desired: 1,
        ups: spread([2], 120),
        downs: spread([4], 120),
        down: rules(0, 0, 50, 180, 0),
      },
      6,
      "ScaleDownLimit",
    ],
    [
      "not down, where a tenth less than there was is more than there is",
      {
        current: 100,
        desired: 0,
        downs: spread([10, 10, 10], 120),
        down: rules(0, 0, 10, 120, 300),
      },
      100,
      "ScaleDownLimit",
    ],
    [
      "down by more than there is",
      {
        current: 10,
        desired: 5,
        downs: spread([10, 10, 10], 120),
        down: rules(0, 0, 1000, 120, 300),
      },
      5,
      "DesiredWithinRange",
    ],
    [
      "up by policies of two periods",
      { current: 100, desired: 200, ups: few, up: rules(1000, 30, 100, 60, 0) },
      200,
      "DesiredWithinRange",
    ],
    [
      "down by policies of two periods",
      { current: 100, desired: 5, downs: few, down: rules(1000, 120, 100, 60, 300) },
      5,
      "DesiredWithinRange",
    ],
  ])("%s", (_title, row, replicas, reason) => {
    const { current, desired, min = 1, max = 1000, up, down, ups = [], downs = [] } = row;
    const wish = { current, desired, min, max, behavior: behavior(up, down) };
    const decision = decideSize(wish, { recommendations: [], ups, downs }, nowMs);
    expect(decision.replicas).toBe(replicas);
    expect(decision.limited.reason).toBe(reason);
  });

  /** TestCalculateScaleUpLimitWithScalingRules and its like for going down. */
  it.each<readonly [string, number, number, number]>([
    ["up", 1, 100, 2],
    ["down", 5, 0, 3],
  ])("the smaller change of Min going %s", (_title, current, desired, replicas) => {
    const min: HPAScalingRules = { ...rules(2, 60, 50, 60, 0), selectPolicy: "Min" };
    const wish = { current, desired, min: 0, max: 1000, behavior: behavior(min, min) };
    expect(decideSize(wish, nothing, nowMs).replicas).toBe(replicas);
  });

  it("no change at all where it is disabled", () => {
    const none: HPAScalingRules = { ...rules(2, 60, 50, 60, 0), selectPolicy: "Disabled" };
    const wish = (desired: number) => ({
      current: 5,
      desired,
      min: 1,
      max: 100,
      behavior: behavior(none, none),
    });
    expect(decideSize(wish(50), nothing, nowMs)).toMatchObject({ replicas: 5 });
    expect(decideSize(wish(1), nothing, nowMs)).toMatchObject({ replicas: 5 });
  });

  const agoMinutes = (...list: readonly (readonly [number, number])[]) =>
    list.map(([replicas, minutes]) => ({ replicas, atMs: nowMs - minutes * 60_000 }));

  /** TestNormalizeDesiredReplicasWithBehavior. */
  it.each<
    readonly [
      string,
      readonly Recommendation[],
      readonly [current: number, desired: number],
      readonly [upSeconds: number, downSeconds: number],
      number,
    ]
  >([
    ["no wishes before", [], [100, 5], [0, 0], 5],
    ["going down, the highest", agoMinutes([4, 2], [5, 1]), [100, 3], [0, 180], 5],
    ["going up, the lowest", agoMinutes([4, 2], [5, 1]), [1, 7], [300, 0], 4],
    ["going down, but higher than others", agoMinutes([1, 2], [2, 1]), [100, 3], [300, 0], 3],
    ["going up, but lower than others", agoMinutes([4, 2], [5, 1]), [1, 3], [0, 300], 3],
    ["going down after old wishes", agoMinutes([10, 10], [9, 9]), [100, 3], [0, 0], 3],
    ["going up after old wishes", agoMinutes([10, 10], [9, 9]), [1, 100], [0, 0], 100],
    [
      "going down after old and new wishes",
      agoMinutes([10, 10], [4, 1], [5, 2], [9, 9]),
      [100, 3],
      [0, 180],
      5,
    ],
    [
      "going up after old and new wishes",
      agoMinutes([10, 100], [6, 1], [5, 2], [9, 3]),
      [1, 100],
      [300, 0],
      5,
    ],
    ["down, when it was to be up", agoMinutes([2, 100], [3, 3]), [2, 1], [300, 300], 2],
    ["up, when it was to be down", agoMinutes([2, 100], [1, 3]), [2, 3], [300, 300], 2],
  ])("stabilizes %s", (_title, recommendations, [current, desired], [up, down], replicas) => {
    const wish = {
      current,
      desired,
      min: 0,
      max: 1000,
      behavior: behavior(rules(1000, 15, 0, 0, up), rules(1000, 15, 0, 0, down)),
    };
    const decision = decideSize(wish, { ...nothing, recommendations }, nowMs);
    expect(decision.replicas).toBe(replicas);
  });
});

describe("what is remembered", () => {
  const old = { replicas: 9, change: 9, atMs: nowMs - windowMaxMs - 1 };
  const young = { replicas: 4, change: 4, atMs: nowMs - windowMaxMs };
  const history = { recommendations: [old, young], ups: [old, young], downs: [young, old] };

  it("is what a window or a period can still reach", () => {
    expect(remembered(history, { replicas: 3, atMs: nowMs })).toEqual({
      recommendations: [young, { replicas: 3, atMs: nowMs }],
      ups: [young],
      downs: [young],
    });
  });

  it("has changes of size by their direction, without a sign", () => {
    expect(withScaling(nothing, 10, { replicas: 15, atMs: nowMs })).toEqual({
      ...nothing,
      ups: [{ change: 5, atMs: nowMs }],
    });
    expect(withScaling(nothing, 10, { replicas: 5, atMs: nowMs })).toEqual({
      ...nothing,
      downs: [{ change: 5, atMs: nowMs }],
    });
  });
});
