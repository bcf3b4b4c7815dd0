/**
 * What becomes of a wish for so many replicas: within bounds, not too fast, and not on a whim. Source: pkg/controller/podautoscaler/
 * horizontal.go, normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors. What is remembered is handed in and out.
 */
import type {
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
} from "../../api/generated/types.ts";
import { replicasMax } from "./replicas.ts";

/** What was wished for, unstabilized, and when. */
export interface Recommendation {
  readonly replicas: number;
  readonly atMs: number;
}

/** By how many replicas the size was changed, and when. */
export interface ScaleEvent {
  readonly change: number;
  readonly atMs: number;
}

export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
}

export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly behavior: HorizontalPodAutoscalerBehavior | undefined;
}

export interface Told {
  readonly reason: string;
  readonly message: string;
}

export interface Decision {
  readonly replicas: number;
  /** For the condition AbleToScale. */
  readonly able: Told;
  /** For the condition ScalingLimited, which is true when the size is not what was wished for. */
  readonly limited: Told & { readonly isLimited: boolean };
}

/** --horizontal-pod-autoscaler-downscale-stabilization. */
const downWindowSeconds = 300;
/** The longest window and period that a behavior may ask for. */
export const windowMaxMs = 3_600_000;

const ready: Told = {
  reason: "ReadyForNewScale",
  message: "recommended size matches current size",
};
const downStabilized: Told = {
  reason: "ScaleDownStabilized",
  message:
    "recent recommendations were higher than current one, applying the highest recent recommendation",
};
const upStabilized: Told = {
  reason: "ScaleUpStabilized",
  message:
    "recent recommendations were lower than current one, applying the lowest recent recommendation",
};
const withinRange: Told = {
  reason: "DesiredWithinRange",
  message: "the desired count is within the acceptable range",
};
const upLimit: Told = {
  reason: "ScaleUpLimit",
  message: "the desired replica count is increasing faster than the maximum scale rate",
};
const downLimit: Told = {
  reason: "ScaleDownLimit",
  message: "the desired replica count is decreasing faster than the maximum scale rate",
};
const tooMany: Told = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const tooFew: Told = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};

export function decideSize(wish: Wish, history: History, nowMs: number): Decision {
  return wish.behavior === undefined
    ? decidePlainly(wish, history, nowMs)
    : decideByRules(wish, wish.behavior, { history, nowMs });
}

function decidePlainly(wish: Wish, history: History, nowMs: number): Decision {
  const cutoffMs = nowMs - downWindowSeconds * 1000;
  const recent = history.recommendations.filter(({ atMs }) => atMs >= cutoffMs);
  const stabilized = Math.max(wish.desired, ...recent.map(({ replicas }) => replicas));
  const able = stabilized === wish.desired ? ready : downStabilized;
  const [replicas, told] = withinBounds({ ...wish, desired: stabilized });
  return { replicas, able, limited: { ...told, isLimited: replicas !== stabilized } };
}

/** At most double, or 4. */
function withinBounds({ current, desired, min, max }: Wish): readonly [number, Told] {
  const limit = Math.max(2 * current, 4);
  const [most, told] = max > limit ? [limit, upLimit] : [max, tooMany];
  if (desired < min) return [min, tooFew];
  return desired > most ? [most, told] : [desired, withinRange];
}

function decideByRules(
  wish: Wish,
  { scaleUp = {}, scaleDown = {} }: HorizontalPodAutoscalerBehavior,
  { history, nowMs }: { readonly history: History; readonly nowMs: number },
): Decision {
  const { current, desired } = wish;
  const upCutoffMs = nowMs - (scaleUp.stabilizationWindowSeconds ?? 0) * 1000;
  const downSeconds = scaleDown.stabilizationWindowSeconds ?? downWindowSeconds;
  const downCutoffMs = nowMs - downSeconds * 1000;
  let [lowest, highest] = [desired, desired];
  for (const { replicas, atMs } of history.recommendations) {
    if (atMs > upCutoffMs) lowest = Math.min(lowest, replicas);
    if (atMs > downCutoffMs) highest = Math.max(highest, replicas);
  }
  const stabilized = Math.min(Math.max(current, lowest), highest);
  const why = desired >= current ? upStabilized : downStabilized;
  const rules = { ups: history.ups, downs: history.downs, nowMs };
  const [replicas, told] = withinRates(
    { ...wish, desired: stabilized },
    [scaleUp, scaleDown],
    rules,
  );
  return {
    replicas,
    able: stabilized === desired ? ready : why,
    limited: { ...told, isLimited: replicas !== stabilized },
  };
}

interface Past {
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
  readonly nowMs: number;
}

function withinRates(
  { current, desired, min, max }: Wish,
  [scaleUp, scaleDown]: readonly [HPAScalingRules, HPAScalingRules],
  past: Past,
): readonly [number, Told] {
  if (desired > current) {
    const limit = Math.max(current, rateLimit(current, scaleUp, { ...past, sign: 1 }));
    const [most, told] = max > limit ? [limit, upLimit] : [max, tooMany];
    if (desired > most) return [most, told];
  } else if (desired < current) {
    const limit = Math.min(current, rateLimit(current, scaleDown, { ...past, sign: -1 }));
    const [least, told] = min < limit ? [limit, downLimit] : [min, tooFew];
    if (desired < least) return [least, told];
  }
  return [desired, withinRange];
}

/** How far the policies let the size go; `sign` is the direction. */
function rateLimit(
  current: number,
  { selectPolicy, policies = [] }: HPAScalingRules,
  { ups, downs, nowMs, sign }: Past & { readonly sign: 1 | -1 },
): number {
  if (selectPolicy === "Disabled") return current;
  const changed = (events: readonly ScaleEvent[], seconds: number): number =>
    events
      .filter(({ atMs }) => atMs > nowMs - seconds * 1000)
      .reduce((sum, { change }) => sum + change, 0);
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = current - changed(ups, periodSeconds) + changed(downs, periodSeconds);
    if (type === "Pods") return start + sign * value;
    return sign > 0 ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
  });
  const isLargest = sign > 0 === (selectPolicy !== "Min");
  return isLargest ? Math.max(-replicasMax, ...limits) : Math.min(replicasMax, ...limits);
}

/** The history after a wish, and after a change of size where there was one that policies will ask about. */
export function remembered(history: History, wish: Recommendation): History {
  const since = wish.atMs - windowMaxMs;
  const recent = <T extends { readonly atMs: number }>(list: readonly T[]): readonly T[] =>
    list.filter(({ atMs }) => atMs >= since);
  return {
    recommendations: [...recent(history.recommendations), wish],
    ups: recent(history.ups),
    downs: recent(history.downs),
  };
}

export function withScaling(
  history: History,
  from: number,
  { replicas, atMs }: Recommendation,
): History {
  const change = Math.abs(replicas - from);
  return replicas > from
    ? { ...history, ups: [...history.ups, { change, atMs }] }
    : { ...history, downs: [...history.downs, { change, atMs }] };
}
