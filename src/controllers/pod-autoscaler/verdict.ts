/**
 * What is to become of what an autoscaler scales, and what its status says of it. Source: horizontal.go, reconcileAutoscaler and
 * computeReplicasForMetrics.
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
  Pod,
  Scale,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { quantityToNumber } from "../../api/quantity.ts";
import { rfc3339 } from "../../api/time.ts";
import type { EventAction } from "../../loop/plan.ts";
import type { Reading } from "./metric-sources.ts";
import type { ScaleTarget } from "./scale-target.ts";
import { decideSize, remembered, withScaling, type History } from "./limits.ts";
import { proposalOf, type MetricOutcome, type Situation } from "./proposals.ts";
import type { Tolerances } from "./replicas.ts";

/** What the API answered about an autoscaler's target and its metrics. */
export interface Observed {
  readonly target: ScaleTarget;
  /** Why the target's selector cannot be read. */
  readonly selectorError?: string;
  /** The Pods that the selector takes. */
  readonly pods: readonly Stored<Pod>[];
  /** Keys of the autoscalers that scale some of these Pods, this one included, in order. */
  readonly sharing: readonly string[];
  /** By the metrics of the spec; empty where none has to be read. */
  readonly readings: readonly Reading[];
  /** How long each of them took. */
  readonly seconds?: readonly number[];
}

export interface Verdict {
  readonly status: HorizontalPodAutoscalerStatus;
  readonly rescale?: { readonly replicas: number; readonly reason: string };
  /** Events that come before what is written, and after it. */
  readonly remarks: readonly EventAction[];
  readonly lastRemarks: readonly EventAction[];
  readonly history: History;
}

export interface Before {
  readonly history: History;
  readonly nowMs: number;
}

type Autoscaler = Stored<HorizontalPodAutoscaler>;
type Condition = HorizontalPodAutoscalerCondition;

/** --horizontal-pod-autoscaler-tolerance. */
const defaultTolerance = 0.1;

interface Bounds {
  readonly current: number;
  readonly min: number;
  readonly max: number;
}

function boundsOf({ spec }: HorizontalPodAutoscaler, { spec: wanted }: Scale): Bounds {
  return {
    current: wanted?.replicas ?? 0,
    min: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas ?? 0,
  };
}

/** Whether the size is one that metrics decide about. */
export function isMeasured(autoscaler: HorizontalPodAutoscaler, scale: Scale): boolean {
  const { current, min, max } = boundsOf(autoscaler, scale);
  return !(current === 0 && min !== 0) && current <= max && current >= min;
}

/** The conditions with `next` in its place, or at the end; its time is that of the last change of its status. */
export function withCondition(
  conditions: readonly Condition[],
  next: Omit<Condition, "lastTransitionTime">,
  nowMs: number,
): readonly Condition[] {
  const known = conditions.find(({ type }) => type === next.type);
  const since = known?.status === next.status ? known.lastTransitionTime : rfc3339(nowMs);
  const condition = { ...next, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return known === undefined
    ? [...conditions, condition]
    : conditions.map((each) => (each === known ? condition : each));
}

class Writing {
  readonly remarks: EventAction[] = [];
  conditions: readonly Condition[];
  readonly #autoscaler: Autoscaler;
  readonly #nowMs: number;

  constructor(autoscaler: Autoscaler, nowMs: number) {
    this.#autoscaler = autoscaler;
    this.#nowMs = nowMs;
    this.conditions = autoscaler.status?.conditions ?? [];
  }

  set(type: string, status: string, why: { readonly reason: string; readonly message: string }) {
    const { reason, message } = why;
    this.conditions = withCondition(
      this.conditions,
      { type, status, reason, message },
      this.#nowMs,
    );
  }

  warn(reason: string, message: string): void {
    this.remarks.push(this.warning(reason, message));
  }

  warning(reason: string, message: string): EventAction {
    const announce = { regarding: this.#autoscaler, type: "Warning", reason, message } as const;
    return { verb: "event", announce };
  }

  status(
    { current, desired }: { readonly current: number; readonly desired: number },
    { metrics, scaled }: { readonly metrics: readonly MetricStatus[]; readonly scaled: boolean },
  ): HorizontalPodAutoscalerStatus {
    const { metadata, status } = this.#autoscaler;
    const time = scaled ? rfc3339(this.#nowMs) : status?.lastScaleTime;
    return {
      ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
      ...(time === undefined ? {} : { lastScaleTime: time }),
      currentReplicas: current,
      desiredReplicas: desired,
      ...(metrics.length === 0 ? {} : { currentMetrics: metrics }),
      conditions: this.conditions,
    };
  }
}

export function decide(autoscaler: Autoscaler, observed: Observed, before: Before): Verdict {
  const { target } = observed;
  const { nowMs } = before;
  const writing = new Writing(autoscaler, nowMs);
  const { remarks } = writing;
  if ("error" in target) {
    writing.warn("FailedGetScale", target.error);
    const message = `the HPA controller was unable to get the target's current scale: ${target.error}`;
    writing.set("AbleToScale", "False", { reason: "FailedGetScale", message });
    const known = autoscaler.status ?? { desiredReplicas: 0 };
    const status = { ...known, conditions: writing.conditions };
    return { status, remarks, lastRemarks: [], history: before.history };
  }
  writing.set("AbleToScale", "True", {
    reason: "SucceededGetScale",
    message: "the HPA controller was able to get the target's current scale",
  });
  const bounds = boundsOf(autoscaler, target.scale);
  const history = begun(before, bounds.current);
  if (isMeasured(autoscaler, target.scale)) {
    return measured(writing, { autoscaler, observed, scale: target.scale, history, nowMs });
  }
  const { current, min, max } = bounds;
  if (current === 0) {
    const message = "scaling is disabled since the replica count of the target is zero";
    writing.set("ScalingActive", "False", { reason: "ScalingDisabled", message });
    const status = writing.status({ current, desired: 0 }, { metrics: [], scaled: false });
    return { status, remarks, lastRemarks: [], history };
  }
  const [replicas, limit] =
    current > max ? [max, "above Spec.MaxReplicas"] : [min, "below Spec.MinReplicas"];
  const reason = `Current number of replicas ${limit}`;
  return scaledTo(
    writing,
    { replicas, reason },
    { autoscaler, current, history, nowMs, metrics: [] },
  );
}

/** The size at the first look counts as a recommendation. */
function begun({ history, nowMs }: Before, current: number): History {
  if (history.recommendations.length > 0) return history;
  return { ...history, recommendations: [{ replicas: current, atMs: nowMs }] };
}

interface Sized {
  readonly autoscaler: Autoscaler;
  readonly current: number;
  readonly history: History;
  readonly nowMs: number;
  readonly metrics: readonly MetricStatus[];
}

function scaledTo(
  writing: Writing,
  rescale: { readonly replicas: number; readonly reason: string },
  { autoscaler, current, history, nowMs, metrics }: Sized,
): Verdict {
  const { replicas } = rescale;
  writing.set("AbleToScale", "True", {
    reason: "SucceededRescale",
    message: `the HPA controller was able to update the target scale to ${replicas}`,
  });
  // Only the policies of a behavior ask for changes of size.
  const isKept = autoscaler.spec?.behavior !== undefined;
  return {
    status: writing.status({ current, desired: replicas }, { metrics, scaled: true }),
    rescale,
    remarks: writing.remarks,
    lastRemarks: [],
    history: isKept ? withScaling(history, current, { replicas, atMs: nowMs }) : history,
  };
}

interface Measuring {
  readonly autoscaler: Autoscaler;
  readonly observed: Observed;
  readonly scale: Scale;
  readonly history: History;
  readonly nowMs: number;
}

function measured(writing: Writing, measuring: Measuring): Verdict {
  const { autoscaler, scale, history, nowMs } = measuring;
  const bounds = boundsOf(autoscaler, scale);
  const { current } = bounds;
  const wish = wishOf(writing, measuring);
  const metrics = wish.metrics ?? [];
  if ("error" in wish) {
    const desired = autoscaler.status?.desiredReplicas ?? 0;
    const last = writing.warning("FailedComputeMetricsReplicas", wish.error);
    const status = writing.status({ current, desired }, { metrics, scaled: false });
    return { status, remarks: writing.remarks, lastRemarks: [last], history };
  }
  const desired = Math.max(0, wish.replicas);
  const behavior = autoscaler.spec?.behavior;
  const { replicas, able, limited } = decideSize({ ...bounds, desired, behavior }, history, nowMs);
  writing.set("AbleToScale", "True", able);
  writing.set("ScalingLimited", limited.isLimited ? "True" : "False", limited);
  const next = remembered(history, { replicas: desired, atMs: nowMs });
  if (replicas === current) {
    const status = writing.status({ current, desired: current }, { metrics, scaled: false });
    return { status, remarks: writing.remarks, lastRemarks: [], history: next };
  }
  let reason = "";
  if (desired > current) reason = `${desired > 0 ? wish.name : ""} above target`;
  if (desired < current) reason = "All metrics below target";
  return scaledTo(
    writing,
    { replicas, reason },
    { autoscaler, current, history: next, nowMs, metrics },
  );
}

type WishOfMetrics =
  | { readonly replicas: number; readonly name: string; readonly metrics: readonly MetricStatus[] }
  | { readonly error: string; readonly metrics?: readonly MetricStatus[] };

/** The most that any of the metrics asks for; nothing less than now as long as one of them is not known. */
function wishOf(writing: Writing, measuring: Measuring): WishOfMetrics {
  const { autoscaler, observed, scale, nowMs } = measuring;
  const error = selectorError(writing, observed, scale);
  if (error !== undefined) return { error };
  const specs = autoscaler.spec?.metrics ?? [];
  const outcomes = proposals(autoscaler, scale, { observed, nowMs });
  for (const outcome of outcomes)
    if ("error" in outcome) writing.warn(outcome.reason, outcome.message);
  const metrics = outcomes.map((each) => ("error" in each ? { type: "" } : each.status));
  const failures = outcomes.filter((each) => "error" in each);
  let most: { readonly replicas: number; readonly name: string } = { replicas: 0, name: "" };
  for (const each of outcomes) {
    if ("error" in each) continue;
    if (most.replicas === 0 || each.replicas > most.replicas) most = each;
  }
  const [first] = failures;
  const isAll = failures.length >= specs.length;
  if (first !== undefined && (isAll || most.replicas < (scale.spec?.replicas ?? 0))) {
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    writing.set("ScalingActive", "False", { reason: first.reason, message });
    const counts = `${failures.length} invalid out of ${specs.length}`;
    return { error: `invalid metrics (${counts}), first error is: ${first.error}`, metrics };
  }
  writing.set("ScalingActive", "True", {
    reason: "ValidMetricFound",
    message: `the HPA was able to successfully calculate a replica count from ${most.name}`,
  });
  return { replicas: most.replicas, name: most.name, metrics };
}

function proposals(
  autoscaler: HorizontalPodAutoscaler,
  scale: Scale,
  { observed, nowMs }: { readonly observed: Observed; readonly nowMs: number },
): readonly MetricOutcome[] {
  const situation: Situation = {
    replicas: scale.spec?.replicas ?? 0,
    statusReplicas: scale.status?.replicas ?? 0,
    namespace: autoscaler.metadata.namespace ?? "",
    pods: observed.pods,
    tolerances: tolerancesOf(autoscaler),
    nowMs,
  };
  const specs = autoscaler.spec?.metrics ?? [];
  return specs.map((spec, at) =>
    proposalOf(spec, observed.readings[at] ?? { error: "" }, situation),
  );
}

/** What each metric of an autoscaler has proposed; nothing where none was read. */
export function outcomesOf(
  autoscaler: HorizontalPodAutoscaler,
  observed: Observed,
  nowMs: number,
): readonly MetricOutcome[] {
  const { target, readings } = observed;
  if ("error" in target || readings.length === 0) return [];
  return proposals(autoscaler, target.scale, { observed, nowMs });
}

function selectorError(writing: Writing, observed: Observed, scale: Scale): string | undefined {
  const selector = scale.status?.selector ?? "";
  if (selector === "") {
    const required = "selector is required";
    writing.warn("SelectorRequired", required);
    const message = "the HPA target's scale is missing a selector";
    writing.set("ScalingActive", "False", { reason: "InvalidSelector", message });
    return required;
  }
  if (observed.selectorError !== undefined) {
    const message = `couldn't convert selector into a corresponding internal selector object: ${observed.selectorError}`;
    writing.warn("InvalidSelector", message);
    writing.set("ScalingActive", "False", { reason: "InvalidSelector", message });
    return message;
  }
  if (observed.sharing.length < 2) return undefined;
  const keys = observed.sharing.map((key) => `{${key.split("/").reverse().join(" ")}}`);
  const message = `pods by selector ${selector} are controlled by multiple HPAs: [${keys.join(" ")}]`;
  writing.warn("AmbiguousSelector", message);
  writing.set("ScalingActive", "False", { reason: "AmbiguousSelector", message });
  return message;
}

function tolerancesOf({ spec }: HorizontalPodAutoscaler): Tolerances {
  const of = (text: string | undefined): number =>
    text === undefined ? defaultTolerance : (quantityToNumber(text) ?? defaultTolerance);
  const { scaleDown, scaleUp } = spec?.behavior ?? {};
  return { down: of(scaleDown?.tolerance), up: of(scaleUp?.tolerance) };
}
