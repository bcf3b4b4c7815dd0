/**
 * The horizontal Pod autoscaler: measures every 15 seconds, as long as there are HorizontalPodAutoscalers, and changes what they scale.
 * Source: pkg/controller/podautoscaler/horizontal.go. What Kubernetes keeps in maps, recommendations and changes of size, is remembered
 * by key here.
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  Pod,
} from "../api/generated/types.ts";
import { HORIZONTAL_POD_AUTOSCALERS, PODS } from "../api/kinds.ts";
import { matchesLabels, parseLabelSelector } from "../api/label-selector.ts";
import type { JsonObject } from "../api/json.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { toStatusError } from "../api/status.ts";
import type { ApiReads } from "../loop/api-reads.ts";
import { lookUp, ownKey, watch, type Controller, type Refusal } from "../loop/controller.ts";
import { plan, updateStatus, type Action, type Plan, type UpdateAction } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";
import type { History } from "./pod-autoscaler/limits.ts";
import { readMetric } from "./pod-autoscaler/metric-sources.ts";
import {
  decide,
  isMeasured,
  withCondition,
  type Observed,
  type Verdict,
} from "./pod-autoscaler/verdict.ts";
import { readScale } from "./pod-autoscaler/scale-target.ts";

export interface AutoscalerView {
  readonly autoscaler: Stored<HorizontalPodAutoscaler>;
  /** All autoscalers of the namespace, by key. */
  readonly keys: readonly string[];
  /** Those of the namespace, in order of their names. */
  readonly pods: readonly Stored<Pod>[];
  /** What the API answered; absent as long as it is not time to ask. */
  readonly observed?: Observed;
}

interface Memory {
  readonly uid: string;
  /** When to measure next. */
  readonly dueMs: number;
  readonly history: History;
}

/** --horizontal-pod-autoscaler-sync-period. */
const periodMs = 15_000;
const noHistory: History = { recommendations: [], ups: [], downs: [] };

export function podAutoscalerController(api: ApiReads): Controller<AutoscalerView> {
  /** The selectors of the targets, by the autoscaler's key, as they were last read. */
  const selectors = new Map<string, string>();
  return {
    name: "horizontal-pod-autoscaler",
    watches: [watch(HORIZONTAL_POD_AUTOSCALERS, ownKey), lookUp(PODS)],
    view(listers, key) {
      const autoscalers = listers.of(HORIZONTAL_POD_AUTOSCALERS);
      const autoscaler = autoscalers.get(key);
      if (autoscaler === undefined) {
        selectors.delete(key);
        return undefined;
      }
      const { namespace = "" } = autoscaler.metadata;
      const keys = autoscalers.inNamespace(namespace).map(objectKey).sort();
      const pods = [...listers.of(PODS).inNamespace(namespace)].sort((a, b) =>
        a.metadata.name < b.metadata.name ? -1 : 1,
      );
      return { autoscaler, keys, pods };
    },
    async gather(view, { nowMs, memory, monotonicMs }) {
      const known = memoryOf(view, memory);
      if (known === undefined || nowMs < known.dueMs) return view;
      return { ...view, observed: await observe({ api, monotonicMs }, view, selectors) };
    },
    reconcile,
    refused,
    minds: "conflicts",
  };
}

/** Undefined at the first look at this very autoscaler. */
function memoryOf({ autoscaler }: AutoscalerView, memory: unknown): Memory | undefined {
  const known = memory as Memory | undefined;
  return known?.uid === autoscaler.metadata.uid ? known : undefined;
}

async function observe(
  { api, monotonicMs }: { readonly api: ApiReads; readonly monotonicMs: () => number },
  view: AutoscalerView,
  selectors: Map<string, string>,
): Promise<Observed> {
  const { autoscaler, keys } = view;
  const { namespace = "" } = autoscaler.metadata;
  const { scaleTargetRef, metrics = [] } = autoscaler.spec ?? {};
  if (scaleTargetRef === undefined) throw new Error("an autoscaler without a target was stored");
  const target = await readScale(api, namespace, scaleTargetRef);
  const nothing = { target, pods: [], sharing: [], readings: [] };
  if ("error" in target || !isMeasured(autoscaler, target.scale)) return nothing;
  const selector = target.scale.status?.selector ?? "";
  if (selector === "") return nothing;
  const key = objectKey(autoscaler);
  let pods: readonly Stored<Pod>[];
  try {
    pods = taken(view.pods, selector);
  } catch (error) {
    return { ...nothing, selectorError: toStatusError(error).message };
  }
  selectors.set(key, selector);
  const others = keys.filter((other) => other !== key && selectors.has(other));
  const isShared = (other: string): boolean => taken(pods, selectors.get(other) ?? "").length > 0;
  const sharing = [...others.filter(isShared), ...(pods.length > 0 ? [key] : [])].sort();
  if (sharing.length > 1) return { target, pods, sharing, readings: [] };
  const from = { api: once(api), namespace, selector };
  const startedMs = monotonicMs();
  const timed = await Promise.all(
    metrics.map(async (metric) => {
      const reading = await readMetric(from, metric);
      return { reading, seconds: (monotonicMs() - startedMs) / 1000 };
    }),
  );
  const readings = timed.map(({ reading }) => reading);
  return { target, pods, sharing, readings, seconds: timed.map(({ seconds }) => seconds) };
}

/** Asks each question once: several metrics of the same Pods are in one answer. */
function once(api: ApiReads): ApiReads {
  const answers = new Map<string, Promise<JsonObject>>();
  return {
    servedResources: () => api.servedResources(),
    get(path, query = {}) {
      const key = JSON.stringify([path, query]);
      const answer = answers.get(key) ?? api.get(path, query);
      answers.set(key, answer);
      return answer;
    },
  };
}

function taken(pods: readonly Stored<Pod>[], selector: string): readonly Stored<Pod>[] {
  const matcher = parseLabelSelector(selector);
  return pods.filter(({ metadata }) => matchesLabels(matcher, metadata.labels));
}

function reconcile(view: AutoscalerView, nowMs: number, memory?: unknown): Plan {
  const { autoscaler, observed } = view;
  const { uid } = autoscaler.metadata;
  const known = memoryOf(view, memory);
  if (known === undefined || observed === undefined) {
    const first: Memory = { uid, dueMs: nowMs + periodMs, history: noHistory };
    const remember = known ?? first;
    return { actions: [], requeueAfterMs: Math.max(1, remember.dueMs - nowMs), remember };
  }
  const verdict = decide(autoscaler, observed, { history: known.history, nowMs });
  const actions = [
    ...verdict.remarks,
    ...scaling(autoscaler, observed, verdict),
    ...statusWrites(autoscaler, verdict.status),
    ...verdict.lastRemarks,
  ];
  const remember: Memory = { uid, dueMs: nowMs + periodMs, history: verdict.history };
  return { actions, requeueAfterMs: periodMs, remember };
}

function scaling(
  autoscaler: Stored<HorizontalPodAutoscaler>,
  { target }: Observed,
  { rescale }: Verdict,
): readonly UpdateAction[] {
  if (rescale === undefined || "error" in target) return [];
  const { scale, resource } = target;
  const { replicas } = rescale;
  const what = newSize(rescale);
  return [
    {
      verb: "update",
      resource,
      subresource: "scale",
      object: { ...scale, spec: { ...scale.spec, replicas } } as typeof scale,
      announce: {
        regarding: autoscaler,
        reason: "SuccessfulRescale",
        message: what,
        failure: { reason: "FailedRescale", message: `${what}; error: {error}` },
      },
    },
  ];
}

function newSize({ replicas, reason }: NonNullable<Verdict["rescale"]>): string {
  return `New size: ${replicas}; reason: ${reason}`;
}

function statusWrites(
  autoscaler: Stored<HorizontalPodAutoscaler>,
  status: HorizontalPodAutoscalerStatus,
): readonly Action[] {
  if (semanticallyEqual(status, autoscaler.status)) return [];
  return [updateStatus(HORIZONTAL_POD_AUTOSCALERS, autoscaler, status)];
}

/**
 * The new size was refused: the status says so, and nothing of it is remembered. Or the status was: what has been scaled has been, and
 * must not be scaled again before it is measured anew.
 */
function refused(view: AutoscalerView, message: string, refusal: Refusal): Plan {
  const { autoscaler, observed } = view;
  const { nowMs, memory, written, isConflict } = refusal;
  const known = memoryOf(view, memory);
  if (known === undefined || observed === undefined) return plan([]);
  const verdict = decide(autoscaler, observed, { history: known.history, nowMs });
  const next: Memory = { ...known, dueMs: nowMs + periodMs };
  const warning = (reason: string, text: string): Action => {
    const announce = { regarding: autoscaler, type: "Warning", reason, message: text } as const;
    return { verb: "event", announce };
  };
  if (verdict.rescale === undefined || written > 0) {
    const remember: Memory = { ...next, history: verdict.history };
    const actions = [warning("FailedUpdateStatus", message)];
    return { actions, requeueAfterMs: periodMs, remember };
  }
  const failed = {
    type: "AbleToScale",
    status: "False",
    reason: "FailedUpdateScale",
    message: `the HPA controller was unable to update the target scale: ${message}`,
  };
  const { lastScaleTime, desiredReplicas = 0 } = autoscaler.status ?? {};
  const { lastScaleTime: _scaledNow, ...rest } = verdict.status;
  const status: HorizontalPodAutoscalerStatus = {
    ...rest,
    ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    desiredReplicas,
    conditions: withCondition(verdict.status.conditions ?? [], failed, nowMs),
  };
  const what = `${newSize(verdict.rescale)}; error: ${message}`;
  const told = isConflict ? [warning("FailedRescale", what)] : [];
  const actions = [...told, ...statusWrites(autoscaler, status)];
  return { actions, requeueAfterMs: periodMs, remember: next };
}
